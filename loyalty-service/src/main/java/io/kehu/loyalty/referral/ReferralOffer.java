package io.kehu.loyalty.referral;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a member gets for a new customer.
 *
 * @param referrerActivity code of the activity the member earns by
 * @param refereeActivity code of the activity the new customer earns by; missing when they get nothing
 * @param leastMinor least amount of the purchase, in minor units
 * @param withinDays how new the customer is, and how long they have to buy something
 */
record ReferralOffer(
        String program,
        String code,
        String name,
        String referrerActivity,
        @Nullable String refereeActivity,
        long leastMinor,
        int withinDays,
        Instant validFrom,
        @Nullable Instant validTo,
        @Nullable Instant endedAt) {

    boolean isOn(Instant at) {
        return !at.isBefore(validFrom)
                && (validTo == null || at.isBefore(validTo))
                && (endedAt == null || at.isBefore(endedAt));
    }

    Instant until(Instant begun) {
        return begun.plus(Duration.ofDays(withinDays));
    }
}
