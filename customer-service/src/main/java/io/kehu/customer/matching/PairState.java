package io.kehu.customer.matching;

/** What became of a pair. */
enum PairState {
    /** Nobody has decided. */
    OPEN,
    /** One customer, to be merged. */
    DUPLICATE,
    /** Two customers, for ever. */
    DIFFERENT
}
