package io.kehu.loyalty.report;

/**
 * Points earned in one month: {@code opening + issued + imported − redeemed − expired − reversed − repaid + adjusted = closing}.
 *
 * @param month they were earned in, such as {@code 2026-01}; {@code *} for all
 * @param opening left of them when the period began
 * @param issued earned in the period
 * @param imported come from another system in the period, less what was taken back of them
 * @param redeemed spent in the period, less what was given back
 * @param expired in the period: breakage
 * @param reversed taken back in the period, with the goods they came from
 * @param repaid used in the period to pay points that were owed
 * @param adjusted given by hand in the period, less what was taken by hand
 * @param closing left of them when the period ended
 * @param salesMinor sales that the points of the month came with, less refunds, in minor units
 * @param deferredMinor part of those sales that was for the points, in minor units
 * @param liabilityMinor what of it is still owed at the end of the period, in minor units
 */
record LiabilityMonth(
        String month,
        long opening,
        long issued,
        long imported,
        long redeemed,
        long expired,
        long reversed,
        long repaid,
        long adjusted,
        long closing,
        long salesMinor,
        long deferredMinor,
        long liabilityMinor) {

    static final LiabilityMonth NONE = new LiabilityMonth("*", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static LiabilityMonth of(Cohort cohort, StandAlonePrice price) {
        Cohort.Value value = cohort.value();
        long deferred = price.deferred(value.salesMinor(), value.points());
        return new LiabilityMonth(
                cohort.month().toString(),
                cohort.opening(),
                cohort.issued(),
                cohort.imported(),
                cohort.redeemed(),
                cohort.expired(),
                cohort.reversed(),
                cohort.repaid(),
                cohort.adjusted(),
                cohort.closing(),
                value.salesMinor(),
                deferred,
                price.liability(deferred, value.points(), value.redeemed(), value.left()));
    }

    /** The same points with the values of another one, which does not know of refunds that came later. */
    LiabilityMonth valuedAs(LiabilityMonth other) {
        return new LiabilityMonth(
                month,
                opening,
                issued,
                imported,
                redeemed,
                expired,
                reversed,
                repaid,
                adjusted,
                closing,
                other.salesMinor,
                other.deferredMinor,
                other.liabilityMinor);
    }

    LiabilityMonth plus(LiabilityMonth other) {
        return new LiabilityMonth(
                month,
                opening + other.opening,
                issued + other.issued,
                imported + other.imported,
                redeemed + other.redeemed,
                expired + other.expired,
                reversed + other.reversed,
                repaid + other.repaid,
                adjusted + other.adjusted,
                closing + other.closing,
                salesMinor + other.salesMinor,
                deferredMinor + other.deferredMinor,
                liabilityMinor + other.liabilityMinor);
    }
}
