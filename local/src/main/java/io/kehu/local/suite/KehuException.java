package io.kehu.local.suite;

/** Something a person has to know; the message is one sentence that says what to do. */
public final class KehuException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public KehuException(String message) {
        super(message);
    }

    public KehuException(String message, Throwable cause) {
        super(message, cause);
    }
}
