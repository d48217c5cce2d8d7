package io.kehu.loyalty.earning;

import io.kehu.loyalty.tier.Tier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a purchase earns, if the condition holds: {@code min(orderCap,
 * floor((fixedPoints + floor(amountMinor / perMinor) * points) * tier's percent / 100))}.
 *
 * @param condition CEL over {@code purchase}
 * @param points for each full {@code perMinor} of the amount
 * @param perMinor in minor units of the currency
 * @param fixedPoints on top, per order
 * @param orderCap most points of one order; none when missing
 */
record EarningRule(
        String program,
        String code,
        int version,
        State state,
        String name,
        String condition,
        long points,
        long perMinor,
        long fixedPoints,
        @Nullable Long orderCap,
        @Nullable Instant publishedAt) {

    /** Where a version stands. */
    enum State {
        DRAFT,
        PUBLISHED,
        RETIRED
    }

    /**
     * Points for an amount; the condition is somebody else's business.
     *
     * @param percent of what is earned outside of any tier
     */
    long pointsFor(long amountMinor, int percent) {
        long plain = Math.addExact(fixedPoints, Math.multiplyExact(amountMinor / perMinor, points));
        long earned = Math.multiplyExact(plain, percent) / Tier.PLAIN_PERCENT;
        return orderCap == null ? earned : Math.min(orderCap, earned);
    }
}
