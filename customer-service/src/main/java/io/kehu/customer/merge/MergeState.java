package io.kehu.customer.merge;

/** How far a merge is. */
enum MergeState {
    /** The record is one; the other services follow. */
    MERGING,
    MERGED,
    /** A service refused, so what was done is being taken back. */
    REVERTING,
    /** A service refused, and all is as before. */
    REFUSED,
    UNDOING,
    UNDONE;

    boolean isRunning() {
        return this == MERGING || this == REVERTING || this == UNDOING;
    }

    boolean goesBack() {
        return this == REVERTING || this == UNDOING;
    }
}
