package io.kehu.customer.transfer;

/** The file as a whole cannot be imported. */
final class UnreadableFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code its text is {@code field.<code>} of the bundles */
    UnreadableFileException(String code) {
        super(code, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
