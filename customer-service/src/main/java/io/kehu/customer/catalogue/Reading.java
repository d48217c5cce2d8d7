package io.kehu.customer.catalogue;

import org.jspecify.annotations.Nullable;

/** What became of a value somebody gave. */
sealed interface Reading {

    /** It is one: a String, BigDecimal, Money or list of Strings. */
    record Accepted(Object value) implements Reading {}

    /**
     * It is none.
     *
     * @param code stable; its text is {@code field.<code>} of the bundles
     * @param message the administrator's own words, where there are some
     */
    record Refused(String code, @Nullable Label message) implements Reading {

        Refused(String code) {
            this(code, null);
        }
    }
}
