package io.kehu.customer.bulk;

/** Where a job stands. */
public enum BulkState {
    RUNNING,
    /** Every customer was looked at. */
    FINISHED,
    /** It cannot go on; what was done stays. */
    FAILED,
    /** Somebody stopped it; what was done stays. */
    CANCELLED
}
