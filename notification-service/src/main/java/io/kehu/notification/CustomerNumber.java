package io.kehu.notification;

/**
 * A customer number (客户号).
 *
 * @param value canonical: upper case, no separators
 */
public record CustomerNumber(String value) {

    public static final String PATTERN = "[0-9A-Z]{4,40}";

    public CustomerNumber {
        if (!value.matches(PATTERN)) {
            throw new IllegalArgumentException("Not a canonical customer number.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
