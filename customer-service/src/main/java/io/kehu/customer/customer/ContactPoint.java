package io.kehu.customer.customer;

import org.jspecify.annotations.Nullable;

/**
 * A way to reach a customer.
 *
 * @param kind what it is
 * @param value normalised: E.164 for phones, cleaned for mail
 * @param label such as {@code work}
 */
public record ContactPoint(
        Kind kind, String value, @Nullable String label) {

    /** What a contact point is. */
    public enum Kind {
        PHONE,
        EMAIL
    }
}
