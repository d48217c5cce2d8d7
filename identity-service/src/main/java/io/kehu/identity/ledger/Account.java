package io.kehu.identity.ledger;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What became of the numbers of one counter. The figures add up to the capacity; what cannot be told is {@code unexplained}, which must be
 * nothing.
 *
 * @param partition year or branch; empty where there is one counter
 * @param capacity all numbers there can be
 * @param issued stand for customers, or once did; adopted ones among them
 * @param reserved held for somebody until a time
 * @param leased given to shops that have not reported them
 * @param returned came back from shops, and wait for the next lease
 * @param voided will never be issued: reservations and leases that ran out, and what an adoption skipped
 * @param free never touched
 * @param unexplained taken from the counter, and nobody knows for what
 */
record Account(
        @Schema(example = "2026") String partition,
        @Schema(example = "999999999") long capacity,
        @Schema(example = "1250300") long issued,
        @Schema(example = "12") long reserved,
        @Schema(example = "500") long leased,
        @Schema(example = "80") long returned,
        @Schema(example = "108") long voided,
        @Schema(example = "998748999") long free,
        @Schema(example = "0") long unexplained) {}
