package io.kehu.notification.gate;

/** Why a gate did not simply say yes. Stable: told to other services, and explained to people in {@code explanations.properties}. */
public enum Reason {
    /** Its time is over. */
    EXPIRED,
    /** The customer has not agreed. */
    NOT_GRANTED,
    /** The customer has withdrawn. */
    WITHDRAWN,
    /** Suppressed: the mailbox does not exist. */
    HARD_BOUNCE,
    /** Suppressed: the recipient complained. */
    COMPLAINT,
    /** Suppressed: the recipient unsubscribed. */
    UNSUBSCRIBED,
    /** Suppressed: the recipient answered R. */
    REPLY,
    /** Suppressed: the address cannot exist. */
    INVALID,
    /** Suppressed by the staff. */
    MANUAL,
    /** Too early or too late in the recipient's day. */
    OUTSIDE_HOURS,
    CUSTOMER_UNKNOWN,
    CUSTOMER_ERASED,
    CUSTOMER_RESTRICTED,
    CUSTOMER_MERGED,
    CUSTOMER_INACTIVE,
    /** The customer has no address of this channel. */
    NO_ADDRESS,
    /** The customer's address cannot be written to. */
    MALFORMED_ADDRESS,
    /** Feedback-service does not know the invitation. */
    LINK_UNKNOWN,
    /** The invitation was answered, cancelled, or has run out. */
    LINK_CLOSED,
    /** The template has no approved version. */
    NOT_APPROVED,
    /** A place in the text has no value; the detail names it. */
    MISSING_VARIABLE,
    /** A mistake of ours; the log says which. */
    INTERNAL
}
