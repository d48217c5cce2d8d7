package io.kehu.loyalty.coupon;

/** Where an order is made, as purchases are recorded. */
enum Channel {
    POS,
    WEB,
    APP,
    PHONE,
    OTHER
}
