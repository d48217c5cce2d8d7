package io.kehu.loyalty.points;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points given or taken by hand.
 *
 * @param points positive to the member, negative from the member
 * @param needsSecond whether a second person has to agree
 * @param transactionId what was booked
 */
record Adjustment(
        UUID id,
        String program,
        String number,
        long points,
        String reason,
        State state,
        boolean needsSecond,
        String requestedBy,
        Instant requestedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable UUID transactionId) {

    /** Where it stands; all but the first are ends. */
    enum State {
        REQUESTED,
        BOOKED,
        REFUSED,
        WITHDRAWN
    }

    String businessRef() {
        return "ADJUST/" + id;
    }
}
