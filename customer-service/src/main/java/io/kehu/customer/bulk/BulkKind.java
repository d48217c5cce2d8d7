package io.kehu.customer.bulk;

/** What a job does to customers. */
public enum BulkKind {
    /** Gives them a tag. */
    APPLY_TAG,
    /** Takes a tag from them. */
    REMOVE_TAG,
    /** Gives them to somebody else, because their owner leaves. */
    HANDOVER
}
