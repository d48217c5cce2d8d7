package io.kehu.loyalty.coupon;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A code on an order.
 *
 * @param number customer number it came under
 * @param amountMinor of the order, in minor units
 * @param offMinor what comes off it
 * @param reservedUntil until when it is kept; missing when it was redeemed in one step
 */
record CouponUse(
        UUID id,
        UUID code,
        String number,
        Channel channel,
        String orderNo,
        long amountMinor,
        String currency,
        long offMinor,
        State state,
        @Nullable Instant reservedUntil,
        @Nullable Instant redeemedAt) {

    /** Where it stands. */
    enum State {
        RESERVED,
        REDEEMED,
        RELEASED,
        TIMED_OUT,
        VOIDED,
        RETURNED
    }

    boolean isOn(Claim claim) {
        return channel == claim.channel() && orderNo.equals(claim.orderNo());
    }
}
