package io.kehu.customer.matching;

/** Where a run stands. */
enum MatchRunState {
    /** Being worked on, or waiting for an instance that does. */
    RUNNING,
    /** All pairs it found are there. */
    FINISHED,
    /** Stopped by something unexpected; what it had found stays. */
    FAILED,
    /** Given up by somebody; what it had found stays. */
    CANCELLED
}
