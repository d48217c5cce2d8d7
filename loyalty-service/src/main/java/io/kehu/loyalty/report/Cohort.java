package io.kehu.loyalty.report;

import java.time.YearMonth;

/**
 * Points earned in one month, and what became of them in a period: {@code opening + issued + imported − redeemed − expired − reversed − repaid + adjusted =
 * closing}, to the point.
 *
 * @param month they were earned in, in the programme's zone
 * @param opening left of them when the period began
 * @param issued earned in the period
 * @param imported of another system, less what was taken back of them
 * @param redeemed spent, less what was given back
 * @param expired without having been spent: breakage
 * @param reversed taken back with the goods they came from
 * @param repaid used to pay points that were owed
 * @param adjusted given by hand, less what was taken by hand
 * @param closing left of them when the period ended
 * @param value of those that came with sales
 */
record Cohort(
        YearMonth month,
        long opening,
        long issued,
        long imported,
        long redeemed,
        long expired,
        long reversed,
        long repaid,
        long adjusted,
        long closing,
        Value value) {

    /**
     * Points that came with sales, from their month until the end of the period.
     *
     * @param points earned with sales and not taken back
     * @param redeemed of them
     * @param left of them
     * @param salesMinor sales they came with, less refunds, in minor units
     */
    record Value(long points, long redeemed, long left, long salesMinor) {}
}
