package io.kehu.loyalty.coupon;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A coupon. Money is in minor units.
 *
 * @param quota most codes ever redeemed, those that are kept for orders included
 * @param perCustomer the same for one customer
 * @param channels where; everywhere when empty
 * @param reserved how many codes orders keep now
 * @param used how many codes are redeemed
 * @param state {@code ENDED} by somebody or by its time
 */
record CouponView(
        String program,
        String code,
        String name,
        Worth.Kind kind,
        @Nullable Long valueMinor,
        @Nullable Integer percent,
        @Nullable Long mostMinor,
        @Nullable String gift,
        @Nullable Long leastMinor,
        @Nullable String currency,
        @Nullable Long quota,
        @Nullable Integer perCustomer,
        List<Channel> channels,
        @Nullable String stackGroup,
        Instant validFrom,
        @Nullable Instant validTo,
        @Nullable Integer validDays,
        long reserved,
        long used,
        Coupon.State state) {

    static CouponView of(Coupon coupon, Instant now) {
        return new CouponView(
                coupon.program(),
                coupon.code(),
                coupon.name(),
                coupon.worth().kind(),
                coupon.worth().valueMinor(),
                coupon.worth().percent(),
                coupon.worth().mostMinor(),
                coupon.worth().gift(),
                coupon.worth().leastMinor(),
                coupon.worth().currency(),
                coupon.terms().quota(),
                coupon.terms().perCustomer(),
                coupon.terms().channels(),
                coupon.terms().stackGroup(),
                coupon.validity().from(),
                coupon.validity().to(),
                coupon.validity().days(),
                coupon.reserved(),
                coupon.used(),
                coupon.state(now));
    }
}
