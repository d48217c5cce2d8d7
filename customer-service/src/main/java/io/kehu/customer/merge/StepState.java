package io.kehu.customer.merge;

/** How far one step is. */
enum StepState {
    PENDING,
    /** It was asked for, and nobody knows yet what came of it. */
    ASKED,
    DONE,
    REFUSED,
    UNDONE
}
