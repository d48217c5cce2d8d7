package io.kehu.loyalty.coupon;

import org.jspecify.annotations.Nullable;

/**
 * What a coupon gives, and for which orders. Money is in minor units of the currency.
 *
 * @param valueMinor of {@code VALUE_OFF}
 * @param percent of {@code PERCENT_OFF}, 1 to 100
 * @param mostMinor what a percentage comes to at most
 * @param gift what a {@code GIFT} is
 * @param leastMinor least amount of an order
 * @param currency there when one of the amounts is
 */
record Worth(
        Kind kind,
        @Nullable Long valueMinor,
        @Nullable Integer percent,
        @Nullable Long mostMinor,
        @Nullable String gift,
        @Nullable Long leastMinor,
        @Nullable String currency) {

    private static final long HUNDRED = 100;

    /** What it gives. */
    enum Kind {
        VALUE_OFF,
        PERCENT_OFF,
        GIFT,
        FREE_SHIPPING
    }

    /** What comes off an amount: a percentage rounds down, and nothing is ever more than the amount. */
    long off(long amountMinor) {
        if (valueMinor != null) {
            return Math.min(valueMinor, amountMinor);
        }
        if (percent == null) {
            return 0;
        }
        long off = Math.multiplyExact(amountMinor, (long) percent) / HUNDRED;
        return mostMinor == null ? off : Math.min(off, mostMinor);
    }
}
