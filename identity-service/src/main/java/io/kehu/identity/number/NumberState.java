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
    /** Its reservation ran out; nobody ever gets it. */
    VOID
}
