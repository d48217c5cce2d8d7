package io.kehu.identity.adopt;

import org.jspecify.annotations.Nullable;

/** What a line says. */
sealed interface Reading {

    int line();

    /** A number of the scheme. */
    record Readable(int line, LegacyNumber number) implements Reading {}

    /** @param number canonical, where the text has at least the form of a number */
    record Malformed(int line, Reason reason, @Nullable String number) implements Reading {}
}
