package io.kehu.customer.ownership;

/** How a customer came to another owner. */
enum ChangeKind {
    /** Whoever registered them. */
    ASSIGNED,
    /** From a pool, by themselves. */
    CLAIMED,
    /** Back into a pool, by themselves or their manager. */
    RELEASED,
    /** To somebody else, by a manager. */
    TRANSFERRED,
    /** Back into a pool, because nobody looked after them. */
    RECLAIMED
}
