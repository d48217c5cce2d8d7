package io.kehu.customer.purchase;

/** Where a deal was made. */
enum Channel {
    POS,
    WEB,
    APP,
    PHONE,
    OTHER
}
