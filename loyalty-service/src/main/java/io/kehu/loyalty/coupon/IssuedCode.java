package io.kehu.loyalty.coupon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A code with what decides whether it is good.
 *
 * @param coupon what it gives
 * @param number customer number it was issued to, or that redeemed it; nobody's when missing
 * @param hint its last four symbols
 * @param state where it stands, {@code EXPIRED} among it
 * @param use the order it is on
 * @param had how many of the coupon the customer has, this one left out
 * @param orderHasOne whether the order asked about has one that does not go with it
 */
record IssuedCode(
        UUID id,
        UUID issue,
        Coupon coupon,
        @Nullable String number,
        String hint,
        CodeState state,
        Instant validFrom,
        @Nullable Instant validTo,
        @Nullable String voidReason,
        @Nullable CouponUse use,
        long had,
        boolean orderHasOne) {

    /** Why it is not good now, whatever the order. */
    List<Refusal> obstacles(Instant now) {
        List<Refusal> obstacles = new ArrayList<>();
        switch (state) {
            case ISSUED -> {}
            case RESERVED -> obstacles.add(Refusal.RESERVED);
            case REDEEMED -> obstacles.add(Refusal.REDEEMED);
            case VOID -> obstacles.add(Refusal.VOID);
            case EXPIRED -> obstacles.add(Refusal.EXPIRED);
        }
        if (now.isBefore(validFrom)) {
            obstacles.add(Refusal.NOT_YET_VALID);
        }
        if (coupon.endedAt() != null) {
            obstacles.add(Refusal.COUPON_ENDED);
        }
        boolean counted = state == CodeState.RESERVED || state == CodeState.REDEEMED;
        if (!counted && coupon.terms().isUsedUp(coupon.reserved(), coupon.used())) {
            obstacles.add(Refusal.USED_UP);
        }
        Integer most = coupon.terms().perCustomer();
        if (most != null && had >= most) {
            obstacles.add(Refusal.CUSTOMER_LIMIT);
        }
        return obstacles;
    }
}
