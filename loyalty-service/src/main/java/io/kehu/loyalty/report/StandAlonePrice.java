package io.kehu.loyalty.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What part of a sale was for the points that came with it: by relative stand-alone price (IFRS 15.74, B40–B42). With sales S and points worth
 * P = points × value × share expected to be redeemed, the part deferred is S × P / (S + P); of it, as much is earned as points were redeemed of
 * those expected to be.
 *
 * @param pointValueMinor what a point is worth, in minor units
 * @param redemptionRate share of points expected to be redeemed, more than 0 to 1; the rest is breakage
 */
record StandAlonePrice(BigDecimal pointValueMinor, BigDecimal redemptionRate) {

    private static final int DIGITS = 10;

    /** In minor units, rounded half up. */
    long deferred(long salesMinor, long points) {
        BigDecimal worth = BigDecimal.valueOf(points).multiply(pointValueMinor).multiply(redemptionRate);
        BigDecimal whole = worth.add(BigDecimal.valueOf(salesMinor));
        return whole.signum() == 0
                ? 0
                : BigDecimal.valueOf(salesMinor)
                        .multiply(worth)
                        .divide(whole, 0, RoundingMode.HALF_UP)
                        .longValueExact();
    }

    /**
     * What of the deferred part is still owed.
     *
     * @param points that were given and not taken back
     * @param left of them
     */
    long liability(long deferredMinor, long points, long redeemed, long left) {
        if (left == 0 || points == 0) {
            return 0;
        }
        BigDecimal expected = BigDecimal.valueOf(points).multiply(redemptionRate);
        BigDecimal share = BigDecimal.valueOf(redeemed)
                .divide(expected, DIGITS, RoundingMode.HALF_UP)
                .min(BigDecimal.ONE);
        return BigDecimal.valueOf(deferredMinor)
                .multiply(BigDecimal.ONE.subtract(share))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
