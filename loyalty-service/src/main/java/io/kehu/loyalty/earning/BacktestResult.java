package io.kehu.loyalty.earning;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule would have given in a period, beside the other rules that are published today. Points are net of what was refunded by now.
 *
 * @param purchases looked at
 * @param withoutLines of them, those recorded before lines, store and currency were kept; only conditions and scopes that need neither can hold
 * @param earning purchases that would earn by the rule
 * @param failed purchases the rule could not be worked out for
 * @param members who would earn by the rule
 * @param points the rule would give
 * @param earned what the published versions of this rule gave for the same purchases
 * @param programPoints all rules would give
 * @param programEarned what all rules gave
 * @param cutPoints what the caps of the rule cut off, before refunds
 * @param mostPerMember most points of one member by the rule
 * @param liabilityChangeMinor what {@code points - earned} would be worth, in minor units: times the value of a point and the share expected to be
 *     redeemed, as they are today
 * @param tierMoves by what qualifies alone; missing where no points qualify for tiers
 */
record BacktestResult(
        long purchases,
        long withoutLines,
        long earning,
        long failed,
        long members,
        long points,
        long earned,
        long programPoints,
        long programEarned,
        long cutPoints,
        long mostPerMember,
        long liabilityChangeMinor,
        @Nullable TierMoves tierMoves,
        List<MonthFigures> months,
        List<TierFigures> tiers) {

    /** How many members would reach a higher tier, or fall short of theirs. */
    record TierMoves(long up, long down) {}

    /** A month of the programme's calendar, such as {@code 2026-11}. */
    record MonthFigures(String month, long purchases, long points, long earned) {}

    /**
     * Members who are in a tier today.
     *
     * @param tier its code; empty where the programme has none
     */
    record TierFigures(String tier, long purchases, long points, long earned) {}
}
