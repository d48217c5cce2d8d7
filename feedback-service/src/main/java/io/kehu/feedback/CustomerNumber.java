package io.kehu.feedback;

import org.jspecify.annotations.Nullable;

/** A customer number (客户号) in canonical form, as identity-service issues it; the key all feedback of a customer hangs on. */
public record CustomerNumber(String value) {

    public static final String PATTERN = "[0-9A-Z]{4,40}";

    public CustomerNumber {
        if (!isOne(value)) {
            throw new IllegalArgumentException("Not a customer number.");
        }
    }

    public static boolean isOne(String text) {
        return text.matches(PATTERN);
    }

    /** Null stays null: feedback may be anonymous. */
    public static @Nullable CustomerNumber ofNullable(@Nullable String text) {
        return text == null ? null : new CustomerNumber(text);
    }

    /** The other way round. */
    public static @Nullable String text(@Nullable CustomerNumber number) {
        return number == null ? null : number.value();
    }

    @Override
    public String toString() {
        return value;
    }
}
