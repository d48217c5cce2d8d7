package io.kehu.loyalty.coupon;

import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what was issued, redeemed and returned, in the transaction that does it; never a code. */
@Component
class CouponEvents {

    private final Outbox outbox;

    CouponEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * As in docs/events/loyalty.coupon.issued.v1.
     *
     * @param couponId of the code; missing for codes of nobody, which are told together
     */
    record CouponIssued(
            UUID issueId,
            @Nullable UUID couponId,
            @Nullable String number,
            String program,
            String coupon,
            Worth.Kind kind,
            int quantity,
            Instant validFrom,
            @Nullable Instant validTo) {}

    /** As in docs/events/loyalty.coupon.redeemed.v1 and loyalty.coupon.returned.v1. */
    record CouponOfOrder(
            UUID couponId,
            String number,
            String program,
            String coupon,
            Worth.Kind kind,
            Channel channel,
            String orderNo,
            long amountMinor,
            String currency,
            long offMinor) {}

    /** @param living number by number, of those that are merged */
    void issued(Coupon coupon, NewCodes codes, Map<String, String> living) {
        List<OutgoingEvent> events = new ArrayList<>();
        if (codes.numbers() == null) {
            events.add(event(codes.issue().toString(), codes, issued(coupon, codes, null, null, codes.size())));
        } else {
            for (int i = 0; i < codes.size(); i++) {
                String number = codes.numbers().get(i);
                String member = living.getOrDefault(number, number);
                events.add(
                        event(member, codes, issued(coupon, codes, codes.ids().get(i), member, 1)));
            }
        }
        outbox.append(events);
    }

    void redeemed(String member, IssuedCode code, CouponUse use, Instant at) {
        append("loyalty.coupon.redeemed.v1", member, code, use, at);
    }

    void returned(String member, IssuedCode code, CouponUse use, Instant at) {
        append("loyalty.coupon.returned.v1", member, code, use, at);
    }

    private void append(String type, String member, IssuedCode code, CouponUse use, Instant at) {
        outbox.append(List.of(new OutgoingEvent(
                type,
                member,
                at.toEpochMilli(),
                new CouponOfOrder(
                        code.id(),
                        member,
                        code.coupon().program(),
                        code.coupon().code(),
                        code.coupon().worth().kind(),
                        use.channel(),
                        use.orderNo(),
                        use.amountMinor(),
                        use.currency(),
                        use.offMinor()))));
    }

    private static OutgoingEvent event(String subject, NewCodes codes, CouponIssued data) {
        return new OutgoingEvent(
                "loyalty.coupon.issued.v1", subject, codes.issuedAt().toEpochMilli(), data);
    }

    private static CouponIssued issued(
            Coupon coupon, NewCodes codes, @Nullable UUID id, @Nullable String member, int quantity) {
        return new CouponIssued(
                codes.issue(),
                id,
                member,
                coupon.program(),
                coupon.code(),
                coupon.worth().kind(),
                quantity,
                coupon.validity().from(),
                codes.validTo());
    }
}
