package io.kehu.identity.lease;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sequences of a lease that were not issued, and why not.
 *
 * @param reason why they are VOID; missing otherwise
 * @param at since when they are in this state
 */
record LeaseBlock(
        LeaseId lease,
        SequenceRange range,
        State state,
        @Nullable String reason,
        Instant at) {

    /** The reason of blocks that the sweep voided. */
    static final String EXPIRED = "EXPIRED";

    /** What may become of the sequences. */
    enum State {
        /** The holder may give them out. */
        OPEN,
        /** Nobody had them; a later lease may get them. */
        RETURNED,
        /** Nobody gets them any more. */
        VOID
    }

    /**
     * Whether a report may still make these numbers issued ones. Numbers that were voided because their lease ran out went to nobody else,
     * so a till that reports late tells the truth about customers who carry them; returned ones may be somebody else's by now.
     */
    boolean takesReports() {
        return state == State.OPEN || (state == State.VOID && EXPIRED.equals(reason));
    }

    /** Some of these sequences in the same state. */
    LeaseBlock part(long from, long to) {
        return new LeaseBlock(lease, new SequenceRange(from, to), state, reason, at);
    }
}
