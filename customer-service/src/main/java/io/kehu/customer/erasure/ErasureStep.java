package io.kehu.customer.erasure;

/** Where an erasure has work, in the order in which it is done: the record last, because until then it says who is meant. */
enum ErasureStep {
    LOYALTY,
    FEEDBACK,
    NOTIFICATION,
    IDENTITY,
    CUSTOMER
}
