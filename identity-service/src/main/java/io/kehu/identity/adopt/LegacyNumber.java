package io.kehu.identity.adopt;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A number somebody before us gave out.
 *
 * @param canonical upper case, no separators
 * @param parts year, month and branch as far as the partition does not say them: numbers of one sequence that differ here are two numbers
 * @param issuedAt as the file says
 */
record LegacyNumber(
        String canonical,
        Position position,
        String parts,
        @Nullable Instant issuedAt) {

    /** Where a number stands in its scheme. */
    record Position(String partition, long sequence) {}
}
