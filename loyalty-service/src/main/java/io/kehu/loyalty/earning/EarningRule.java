package io.kehu.loyalty.earning;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.kehu.loyalty.Forms;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a purchase earns where the rule is valid, the purchase is in its scope and its condition holds. A rule of kind {@code POINTS} gives
 * {@code floor((fixedPoints + floor(amount / perMinor) * points) * tier's percent / 100)} for the part of the amount in its scope; one of kind
 * {@code MULTIPLIER} gives {@code multiplierPercent - 100} percent of what the former give, for that part. {@link RuleSet} says how they go
 * together.
 *
 * @param condition CEL, see {@link RuleConditions}
 * @param points for each full {@code perMinor} of the amount
 * @param perMinor in minor units of the currency
 * @param fixedPoints on top, per order
 * @param multiplierPercent more than 100; of multipliers only
 * @param validFrom first moment of a purchase it is about; any when missing
 * @param validTo first moment it is not about any more; never when missing
 * @param stackingGroup of the published rules of one kind and group, only the one that gives most counts for a purchase
 * @param revision counts the changes of a draft, and its way to the end
 */
record EarningRule(
        String program,
        String code,
        int version,
        State state,
        Kind kind,
        String name,
        String condition,
        long points,
        long perMinor,
        long fixedPoints,
        @Nullable Integer multiplierPercent,
        RuleScope scope,
        @Nullable Instant validFrom,
        @Nullable Instant validTo,
        RuleCaps caps,
        @Nullable String stackingGroup,
        long revision,
        @Nullable Instant publishedAt,
        @Nullable Instant retiredAt) {

    private static final int WHOLE = 100;
    private static final BigInteger MOST = BigInteger.valueOf(Forms.MOST_POINTS);

    /** Where a version stands. */
    enum State {
        DRAFT,
        PUBLISHED,
        RETIRED
    }

    /** What it gives. */
    enum Kind {
        /** Points for money, or for the order. */
        POINTS,
        /** More of what the rules of the other kind give. */
        MULTIPLIER
    }

    /** Points for a part of the amount of everything; the condition is somebody else's business. */
    static EarningRule plain(String program, String code, String name, String condition, long points, long perMinor) {
        return new EarningRule(
                program,
                code,
                1,
                State.DRAFT,
                Kind.POINTS,
                name,
                condition,
                points,
                perMinor,
                0,
                null,
                RuleScope.EVERYTHING,
                null,
                null,
                RuleCaps.NONE,
                null,
                1,
                null,
                null);
    }

    boolean isValid(Instant at) {
        return (validFrom == null || !at.isBefore(validFrom)) && (validTo == null || at.isBefore(validTo));
    }

    @JsonIgnore
    boolean isMultiplier() {
        return kind == Kind.MULTIPLIER;
    }

    /**
     * Points for the part of an amount in scope, no more than one transaction can have.
     *
     * @param percent of what is earned outside of any tier
     */
    long pointsFor(long scopedMinor, int percent) {
        return bounded(BigInteger.valueOf(scopedMinor / perMinor)
                .multiply(BigInteger.valueOf(points))
                .add(BigInteger.valueOf(fixedPoints))
                .multiply(BigInteger.valueOf(percent))
                .divide(BigInteger.valueOf(WHOLE)));
    }

    /** What a multiplier adds to what other rules give for an amount, for the part of it in scope. */
    long extraOf(long given, long scopedMinor, long amountMinor) {
        if (amountMinor == 0 || multiplierPercent == null) {
            return 0;
        }
        return bounded(BigInteger.valueOf(given)
                .multiply(BigInteger.valueOf(multiplierPercent - WHOLE))
                .multiply(BigInteger.valueOf(scopedMinor))
                .divide(BigInteger.valueOf(amountMinor).multiply(BigInteger.valueOf(WHOLE))));
    }

    private static long bounded(BigInteger exact) {
        return exact.min(MOST).longValueExact();
    }
}
