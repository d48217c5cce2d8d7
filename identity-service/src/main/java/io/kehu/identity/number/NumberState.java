package io.kehu.identity.number;

/** Where a number is in its life. */
public enum NumberState {
    /** Somebody may activate it until its time is over. */
    RESERVED,
    /** Stands for a customer. */
    ACTIVE,
    /** Another number stands for its customer now. */
    MERGED,
    /** Stands for nobody any more, and for nobody else ever. */
    RETIRED,
    /** Held back by a manager, who may release it into the state it had. */
    QUARANTINED,
    /** Nobody ever gets it: its reservation or its lease ran out, or the counter skipped it. */
    VOID,
    /** A shop or till holds it, and has not reported that it gave it out. */
    LEASED,
    /** Well formed, but nobody ever got it. */
    UNKNOWN
}
