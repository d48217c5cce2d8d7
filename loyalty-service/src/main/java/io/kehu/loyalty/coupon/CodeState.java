package io.kehu.loyalty.coupon;

/** Where a code stands. */
enum CodeState {
    ISSUED,
    RESERVED,
    REDEEMED,
    VOID,
    /** Issued, and its time is over; worked out and not stored, so that it is never late. */
    EXPIRED
}
