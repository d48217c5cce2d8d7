package io.kehu.customer.timeline;

/** By which way somebody was in touch. */
enum ContactChannel {
    PHONE,
    VISIT,
    EMAIL,
    WECHAT,
    SMS,
    WEB,
    APP,
    STORE,
    OTHER
}
