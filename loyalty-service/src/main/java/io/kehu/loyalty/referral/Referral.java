package io.kehu.loyalty.referral;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who brought whom.
 *
 * @param referrer number it came under, of who brought somebody
 * @param referee number it came under, of who was brought
 * @param reason why nobody got anything
 * @param purchaseId the purchase that decided
 */
record Referral(
        UUID id,
        String program,
        String offer,
        String referrer,
        String referee,
        State state,
        @Nullable String reason,
        @Nullable UUID purchaseId,
        @Nullable UUID referrerTx,
        @Nullable UUID refereeTx,
        Instant createdAt) {

    /** What became of it. */
    enum State {
        /** Waits for the first purchase. */
        OPEN,
        /** Points were booked. */
        EARNED,
        /** There was a purchase, and nobody got anything. */
        REFUSED,
        /** There was none in time. */
        LAPSED,
        /** The purchase came back, and the points were taken back. */
        REVERSED
    }
}
