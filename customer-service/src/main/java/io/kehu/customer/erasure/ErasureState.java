package io.kehu.customer.erasure;

/** How far an erasure is. */
enum ErasureState {
    /** Somebody has to decide. */
    REQUESTED,
    /** The record is closed, and the services erase theirs one after the other. */
    ERASING,
    ERASED,
    REFUSED
}
