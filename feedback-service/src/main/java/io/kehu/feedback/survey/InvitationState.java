package io.kehu.feedback.survey;

import java.util.EnumSet;
import java.util.Set;

/** Where an invitation is. */
enum InvitationState {
    CREATED,
    /** Its link was handed to whoever sends it. */
    SENT,
    /** Its page was looked at, by the customer or by a mail scanner. */
    OPENED,
    /** Part of it is answered. */
    STARTED,
    COMPLETED,
    EXPIRED,
    CANCELLED,
    /** Never sent, because the customer was asked not long ago. */
    SUPPRESSED;

    private static final Set<InvitationState> OPEN = EnumSet.of(CREATED, SENT, OPENED, STARTED);

    /** Whether it can still be answered, if its time is not over. */
    boolean isOpen() {
        return OPEN.contains(this);
    }
}
