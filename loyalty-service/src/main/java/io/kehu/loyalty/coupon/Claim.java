package io.kehu.loyalty.coupon;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A coupon somebody wants something done with, on an order.
 *
 * @param code as it was typed, or missing
 * @param id of the coupon instead, for those who do not have the code
 * @param number customer number
 */
record Claim(@Nullable String code, @Nullable UUID id, String number, Channel channel, String orderNo, String actor) {

    /**
     * What the order comes to.
     *
     * @param amountMinor in minor units, before the coupon
     */
    record Bill(long amountMinor, String currency) {}
}
