package io.kehu.loyalty.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points reserved for something.
 *
 * @param number customer number it came under
 * @param captured how many of them were spent
 * @param expiresAt until when it can be captured
 */
public record Hold(
        UUID id,
        String program,
        String number,
        long points,
        long captured,
        State state,
        String businessRef,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant endedAt) {

    /** Where it stands; all but the first are ends. */
    public enum State {
        HELD,
        CAPTURED,
        RELEASED,
        TIMED_OUT
    }

    static Hold of(UUID id, String program, Holds.Wish wish, Instant now) {
        return new Hold(
                id,
                program,
                wish.number(),
                wish.points(),
                0,
                State.HELD,
                wish.businessRef(),
                now,
                now.plus(wish.lasting()),
                null);
    }
}
