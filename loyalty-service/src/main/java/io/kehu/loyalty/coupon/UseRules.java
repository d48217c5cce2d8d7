package io.kehu.loyalty.coupon;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a code has to meet, checked on what one statement read; conditional updates decide afterwards. */
final class UseRules {

    private UseRules() {}

    /** Of a code that is to go on an order. */
    static void requireFree(IssuedCode code, Claim claim, List<String> family, Claim.Bill bill, Instant now) {
        // Who has no code in hand reaches what was issued to the customer and nothing else.
        boolean theirs = code.number() == null ? claim.code() != null : family.contains(code.number());
        refuse(!theirs, Refusal.OTHER_CUSTOMER);
        List<Refusal> obstacles = code.obstacles(now);
        if (!obstacles.isEmpty()) {
            throw new CouponRefusedException(obstacles.getFirst());
        }
        refuse(!code.coupon().terms().isFor(claim.channel()), Refusal.OTHER_CHANNEL);
        refuse(code.orderHasOne(), Refusal.ORDER_HAS_ONE);
        requireBill(code.coupon().worth(), bill);
    }

    /** @return the order that keeps the code, which is this one */
    static CouponUse requireKept(IssuedCode code, Claim claim, List<String> family) {
        return requireUse(code.use(), CouponUse.State.RESERVED, Refusal.NOT_RESERVED, claim, family);
    }

    /** @return the order the code was redeemed with, which is this one */
    static CouponUse requireRedeemed(IssuedCode code, Claim claim, List<String> family) {
        return requireUse(code.use(), CouponUse.State.REDEEMED, Refusal.NOT_REDEEMED, claim, family);
    }

    static void requireInTime(CouponUse use, Instant now) {
        Instant until = use.reservedUntil();
        refuse(until == null || !now.isBefore(until), Refusal.TIMED_OUT);
    }

    static void requireBill(Worth worth, Claim.Bill bill) {
        refuse(worth.currency() != null && !worth.currency().equals(bill.currency()), Refusal.OTHER_CURRENCY);
        refuse(worth.leastMinor() != null && bill.amountMinor() < worth.leastMinor(), Refusal.ORDER_TOO_SMALL);
    }

    private static CouponUse requireUse(
            @Nullable CouponUse use, CouponUse.State state, Refusal otherwise, Claim claim, List<String> family) {
        if (use == null || use.state() != state) {
            throw new CouponRefusedException(otherwise);
        }
        refuse(!family.contains(use.number()), Refusal.OTHER_CUSTOMER);
        refuse(!use.isOn(claim), Refusal.OTHER_ORDER);
        return use;
    }

    private static void refuse(boolean broken, Refusal reason) {
        if (broken) {
            throw new CouponRefusedException(reason);
        }
    }
}
