package io.kehu.notification;

/** Why a message is sent, most urgent first: the order is the priority, and decides which gates are strict. */
public enum Purpose {
    /** A one-time password. */
    OTP,
    /** About something the customer did: an order, points. */
    TRANSACTIONAL,
    /** About the relationship: changed terms, an answer to a complaint. */
    SERVICE,
    /** A kindness: a birthday. */
    CARE,
    /** A question. */
    SURVEY,
    /** An offer. */
    MARKETING;

    /** Smaller goes first. */
    public int priority() {
        return ordinal();
    }
}
