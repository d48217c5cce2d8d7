package io.kehu.loyalty.tier;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a member stands.
 *
 * @param validTo until when, before grace; missing for the first tier
 * @param multiplierPercent what purchases earn, in percent
 * @param benefits in words
 * @param basis what qualifies: {@code POINTS}, or {@code SPEND} in minor units
 * @param qualifying what qualifies in the running period
 * @param next the next tier; missing in the highest
 */
public record TierStanding(
        String code,
        String name,
        @Nullable Instant validTo,
        int multiplierPercent,
        List<String> benefits,
        String basis,
        long qualifying,
        @Nullable NextTier next) {

    /**
     * The way to the next tier.
     *
     * @param missing what still has to qualify in the running period
     */
    public record NextTier(String code, String name, long threshold, long missing) {}
}
