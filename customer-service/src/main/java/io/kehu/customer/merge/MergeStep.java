package io.kehu.customer.merge;

/** Where a merge has work, in the order in which it is done; an undo goes the other way. */
enum MergeStep {
    /** The records themselves. */
    CUSTOMER,
    IDENTITY,
    LOYALTY,
    FEEDBACK,
    NOTIFICATION
}
