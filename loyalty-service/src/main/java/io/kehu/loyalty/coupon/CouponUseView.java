package io.kehu.loyalty.coupon;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A coupon on an order. Money is in minor units of the order's currency.
 *
 * @param id of the coupon, which stands for the code from here on
 * @param coupon code of what it gives
 * @param hint last four symbols of the code
 * @param number customer number it came under
 * @param amountMinor of the order, before the coupon
 * @param offMinor what comes off it
 * @param reservedUntil until when the order keeps it; missing when it was redeemed in one step
 */
record CouponUseView(
        UUID id,
        String program,
        String coupon,
        Worth.Kind kind,
        @Nullable String gift,
        String hint,
        String number,
        Channel channel,
        String orderNo,
        long amountMinor,
        String currency,
        long offMinor,
        CouponUse.State state,
        @Nullable Instant reservedUntil,
        @Nullable Instant redeemedAt) {

    static CouponUseView of(UseCoupons.Used used) {
        IssuedCode code = used.code();
        CouponUse use = used.use();
        return new CouponUseView(
                code.id(),
                code.coupon().program(),
                code.coupon().code(),
                code.coupon().worth().kind(),
                code.coupon().worth().gift(),
                code.hint(),
                use.number(),
                use.channel(),
                use.orderNo(),
                use.amountMinor(),
                use.currency(),
                use.offMinor(),
                use.state(),
                use.reservedUntil(),
                use.redeemedAt());
    }
}
