package io.kehu.loyalty.coupon;

import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts codes on orders and takes them off, in the caller's transaction. The member is locked first, then the code, then its coupon: whoever
 * wants the last one waits for nobody but who wants the same, and for as long as a commit takes.
 */
@Component
class UseCoupons {

    private final CodeTable codes;
    private final UseTable uses;
    private final CouponTable coupons;
    private final CouponCustomers customers;
    private final CodeSecrets secrets;
    private final CouponEvents events;
    private final Clock clock;

    UseCoupons(
            CodeTable codes,
            UseTable uses,
            CouponTable coupons,
            CouponCustomers customers,
            CodeSecrets secrets,
            CouponEvents events,
            Clock clock) {
        this.codes = codes;
        this.uses = uses;
        this.coupons = coupons;
        this.customers = customers;
        this.secrets = secrets;
        this.events = events;
        this.clock = clock;
    }

    /** A code, and the order it is or was on. */
    record Used(IssuedCode code, CouponUse use) {}

    /** @throws CouponRefusedException whatever the reason */
    Used reserve(Program program, Claim claim, Claim.Bill bill, Duration lasting) {
        List<String> family = customers.lockActive(program.code(), claim.number());
        Instant now = now();
        IssuedCode code = find(program, claim, family, now);
        UseRules.requireFree(code, claim, family, bill, now);
        CouponUse use = use(code, claim, bill, CouponUse.State.RESERVED, now.plus(lasting), null);
        take(code, use, CodeState.RESERVED, claim, now);
        return new Used(code, use);
    }

    /** One that is kept for this order, or a free one in one step. @throws CouponRefusedException whatever the reason */
    Used redeem(Program program, Claim claim, Claim.Bill bill) {
        List<String> family = customers.lockActive(program.code(), claim.number());
        Instant now = now();
        IssuedCode code = find(program, claim, family, now);
        CouponUse redeemed = code.state() == CodeState.RESERVED
                ? redeemKept(code, claim, family, bill, now)
                : redeemFree(code, claim, family, bill, now);
        events.redeemed(family.getFirst(), code, redeemed, now);
        return new Used(code, redeemed);
    }

    private CouponUse redeemFree(IssuedCode code, Claim claim, List<String> family, Claim.Bill bill, Instant now) {
        UseRules.requireFree(code, claim, family, bill, now);
        CouponUse use = use(code, claim, bill, CouponUse.State.REDEEMED, null, now);
        take(code, use, CodeState.REDEEMED, claim, now);
        return use;
    }

    /** What an order keeps is good for it, though the coupon was ended or its last day is over. */
    private CouponUse redeemKept(IssuedCode code, Claim claim, List<String> family, Claim.Bill bill, Instant now) {
        CouponUse kept = UseRules.requireKept(code, claim, family);
        UseRules.requireInTime(kept, now);
        UseRules.requireBill(code.coupon().worth(), bill);
        CouponUse use = new CouponUse(
                kept.id(),
                kept.code(),
                kept.number(),
                kept.channel(),
                kept.orderNo(),
                bill.amountMinor(),
                bill.currency(),
                code.coupon().worth().off(bill.amountMinor()),
                CouponUse.State.REDEEMED,
                kept.reservedUntil(),
                now);
        must(codes.move(code.id(), CodeState.RESERVED, CodeState.REDEEMED, kept.number(), now));
        must(uses.redeem(use, now));
        coupons.move(code.coupon().program(), code.coupon().code(), -1, 1);
        return use;
    }

    /** Lets go what an order keeps. @throws CouponRefusedException whatever the reason */
    Used release(Program program, Claim claim) {
        List<String> family = customers.lock(program.code(), claim.number());
        Instant now = now();
        IssuedCode code = find(program, claim, family, now);
        CouponUse kept = UseRules.requireKept(code, claim, family);
        letGo(code, kept, CouponUse.State.RELEASED, now);
        return after(code.id(), kept, CouponUse.State.RELEASED, now);
    }

    /** The order was cancelled: the code can be used again while it is valid, unless its issue is void. @throws CouponRefusedException whatever the reason */
    Used takeBack(Program program, Claim claim) {
        List<String> family = customers.lock(program.code(), claim.number());
        Instant now = now();
        IssuedCode code = find(program, claim, family, now);
        CouponUse redeemed = UseRules.requireRedeemed(code, claim, family);
        must(codes.move(code.id(), CodeState.REDEEMED, CodeState.ISSUED, null, now));
        must(uses.end(redeemed, CouponUse.State.RETURNED, now));
        codes.makeVoidWithItsIssue(code.id(), now);
        coupons.move(code.coupon().program(), code.coupon().code(), 0, -1);
        events.returned(family.getFirst(), code, redeemed, now);
        return after(code.id(), redeemed, CouponUse.State.RETURNED, now);
    }

    /**
     * For good.
     *
     * @param typed the code, or missing
     * @param id instead of it
     * @throws CouponRefusedException when it is redeemed, void or unknown
     */
    IssuedCode makeVoid(Program program, @Nullable String typed, @Nullable UUID id, String reason, String actor) {
        Instant now = now();
        IssuedCode code = find(program, typed, id, CodeTable.Question.at(now));
        makeVoid(code, reason, actor, now);
        return codes.find(code.id(), CodeTable.Question.at(now)).orElseThrow();
    }

    /** Those of an erased customer that are not redeemed. */
    void makeVoid(Collection<String> numbers, String reason, String actor) {
        Instant now = now();
        customers.lockEverywhere(numbers);
        for (UUID id : codes.openOf(numbers)) {
            makeVoid(codes.find(id, CodeTable.Question.at(now)).orElseThrow(), reason, actor, now);
        }
    }

    /** Lets a code go whose order has kept it for too long; does nothing when something else was done with it meanwhile. */
    void timeOut(UUID id) {
        Instant now = now();
        codes.find(id, CodeTable.Question.at(now)).ifPresent(code -> {
            CouponUse use = code.use();
            Instant until = use == null ? null : use.reservedUntil();
            if (use != null && code.state() == CodeState.RESERVED && until != null && !until.isAfter(now)) {
                letGo(code, use, CouponUse.State.TIMED_OUT, now);
            }
        });
    }

    List<UUID> due(int limit) {
        return uses.due(now(), limit);
    }

    private void makeVoid(IssuedCode code, String reason, String actor, Instant now) {
        CouponUse use = code.use();
        switch (code.state()) {
            case ISSUED, EXPIRED -> must(codes.makeVoid(code.id(), CodeState.ISSUED, reason, actor, now));
            case RESERVED -> {
                must(codes.makeVoid(code.id(), CodeState.RESERVED, reason, actor, now));
                must(use != null && uses.end(use, CouponUse.State.VOIDED, now));
                coupons.move(code.coupon().program(), code.coupon().code(), -1, 0);
            }
            case REDEEMED -> throw new CouponRefusedException(Refusal.REDEEMED);
            case VOID -> throw new CouponRefusedException(Refusal.VOID);
        }
    }

    private void letGo(IssuedCode code, CouponUse use, CouponUse.State to, Instant now) {
        must(codes.move(code.id(), CodeState.RESERVED, CodeState.ISSUED, null, now));
        must(uses.end(use, to, now));
        coupons.move(code.coupon().program(), code.coupon().code(), -1, 0);
    }

    private void take(IssuedCode code, CouponUse use, CodeState as, Claim claim, Instant now) {
        String redeemer = as == CodeState.REDEEMED ? claim.number() : null;
        must(codes.move(code.id(), CodeState.ISSUED, as, redeemer, now));
        must(uses.insert(code.coupon(), use, claim.actor(), now));
        must(coupons.take(code.coupon().program(), code.coupon().code(), as));
    }

    private IssuedCode find(Program program, Claim claim, List<String> family, Instant now) {
        return find(
                program,
                claim.code(),
                claim.id(),
                new CodeTable.Question(now, family, claim.channel(), claim.orderNo()));
    }

    /** A code that cannot be one is looked for like any other, so that its refusal takes as long. */
    private IssuedCode find(Program program, @Nullable String typed, @Nullable UUID id, CodeTable.Question question) {
        if (typed == null) {
            return codes.find(id == null ? new UUID(0, 0) : id, question)
                    .filter(code -> code.coupon().program().equals(program.code()))
                    .orElseThrow(() -> new CouponRefusedException(Refusal.UNKNOWN));
        }
        String code = CodeForm.read(typed);
        return codes.find(program.code(), secrets.token(code), question)
                .orElseThrow(
                        () -> new CouponRefusedException(CodeForm.isSound(code) ? Refusal.UNKNOWN : Refusal.MISTYPED));
    }

    private static CouponUse use(
            IssuedCode code,
            Claim claim,
            Claim.Bill bill,
            CouponUse.State state,
            @Nullable Instant reservedUntil,
            @Nullable Instant redeemedAt) {
        return new CouponUse(
                TimeOrderedIds.next(),
                code.id(),
                claim.number(),
                claim.channel(),
                claim.orderNo(),
                bill.amountMinor(),
                bill.currency(),
                code.coupon().worth().off(bill.amountMinor()),
                state,
                reservedUntil,
                redeemedAt);
    }

    private Used after(UUID id, CouponUse use, CouponUse.State state, Instant now) {
        IssuedCode code = codes.find(id, CodeTable.Question.at(now)).orElseThrow();
        return new Used(
                code,
                new CouponUse(
                        use.id(),
                        use.code(),
                        use.number(),
                        use.channel(),
                        use.orderNo(),
                        use.amountMinor(),
                        use.currency(),
                        use.offMinor(),
                        state,
                        use.reservedUntil(),
                        use.redeemedAt()));
    }

    private static void must(boolean done) {
        if (!done) {
            throw new CouponRefusedException(Refusal.MEANWHILE);
        }
    }

    private Instant now() {
        // PostgreSQL keeps microseconds.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
