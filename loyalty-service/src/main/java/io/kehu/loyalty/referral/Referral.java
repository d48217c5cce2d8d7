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

    Referral refused(String why) {
        return with(State.REFUSED, why, null, null, null);
    }

    Referral lapsed() {
        return with(State.LAPSED, null, null, null, null);
    }

    Referral earned(UUID purchase, @Nullable UUID ofReferrer, @Nullable UUID ofReferee) {
        return with(State.EARNED, null, purchase, ofReferrer, ofReferee);
    }

    Referral reversed() {
        return with(State.REVERSED, null, purchaseId, referrerTx, refereeTx);
    }

    private Referral with(
            State newState,
            @Nullable String why,
            @Nullable UUID purchase,
            @Nullable UUID ofReferrer,
            @Nullable UUID ofReferee) {
        return new Referral(
                id, program, offer, referrer, referee, newState, why, purchase, ofReferrer, ofReferee, createdAt);
    }
}
