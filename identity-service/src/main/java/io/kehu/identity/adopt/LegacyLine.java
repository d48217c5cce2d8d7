package io.kehu.identity.adopt;

import org.jspecify.annotations.Nullable;

/**
 * One line of a file, before anybody looked at what it says.
 *
 * @param line place in the file, from 1; in JSON the place in the array
 * @param fault why nothing can be read from it
 */
record LegacyLine(
        int line,
        @Nullable String number,
        @Nullable String issuedAt,
        @Nullable Reason fault) {

    static LegacyLine of(int line, @Nullable String number, @Nullable String issuedAt) {
        return new LegacyLine(line, number, issuedAt, null);
    }

    static LegacyLine faulty(int line, Reason fault) {
        return new LegacyLine(line, null, null, fault);
    }
}
