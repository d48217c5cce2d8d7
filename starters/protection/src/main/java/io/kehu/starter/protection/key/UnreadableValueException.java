package io.kehu.starter.protection.key;

/** A value cannot be opened: its customer's key was destroyed, or the value was moved or changed. */
public final class UnreadableValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableValueException(String message) {
        super(message);
    }
}
