package io.kehu.loyalty.coupon;

/** Why a code is refused. Staff who look a code up and the metrics know it; who tries a code never does. */
enum Refusal {
    MISTYPED,
    UNKNOWN,
    NOT_YET_VALID,
    EXPIRED,
    VOID,
    RESERVED,
    REDEEMED,
    NOT_RESERVED,
    NOT_REDEEMED,
    TIMED_OUT,
    COUPON_ENDED,
    USED_UP,
    CUSTOMER_LIMIT,
    OTHER_CUSTOMER,
    OTHER_ORDER,
    ORDER_HAS_ONE,
    OTHER_CHANNEL,
    OTHER_CURRENCY,
    ORDER_TOO_SMALL,
    /** Somebody else was quicker. */
    MEANWHILE
}
