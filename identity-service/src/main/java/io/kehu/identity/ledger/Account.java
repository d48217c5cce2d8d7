package io.kehu.identity.ledger;

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
        String partition,
        long capacity,
        long issued,
        long reserved,
        long leased,
        long returned,
        long voided,
        long free,
        long unexplained) {}
