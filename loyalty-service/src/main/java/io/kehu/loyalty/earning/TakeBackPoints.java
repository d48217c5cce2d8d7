package io.kehu.loyalty.earning;

import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Ledger;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.messaging.EventNotReadyException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Takes back what a refunded purchase has earned, in proportion: after refunds of R out of A, floor(points * R / A) are taken back in all.
 * When everything is refunded, everything is taken back, never more.
 */
@Component
class TakeBackPoints {

    private static final String ACTOR = "event:customer.purchase.refunded";

    private final EarnKeys keys;
    private final Ledger ledger;

    TakeBackPoints(EarnKeys keys, Ledger ledger) {
        this.keys = keys;
        this.ledger = ledger;
    }

    /**
     * In the caller's transaction.
     *
     * @throws EventNotReadyException when the purchase has not come yet
     */
    List<Booked> takeBack(Program program, PurchaseRefunded refund) {
        EarnKeys.Basis basis = keys.lockBasis(refund.purchaseId())
                .orElseThrow(() -> new EventNotReadyException("the purchase of this refund has not come"));
        if (!keys.noteRefund(refund.refundId())) {
            return List.of();
        }
        keys.addRefunded(basis.purchaseId(), refund.amountMinor());
        long refunded = basis.refundedMinor() + refund.amountMinor();
        List<Booking> bookings = new ArrayList<>();
        for (EarnKeys.Earned earned : keys.earned(program.code(), refund.channel(), refund.orderNo())) {
            long due = share(earned.points(), refunded, basis.amountMinor()) - earned.reversed();
            if (due > 0) {
                keys.addReversed(earned.tx(), due);
                bookings.add(booking(refund, earned, due));
            }
        }
        return ledger.book(program, bookings);
    }

    private static long share(long points, long refunded, long amount) {
        return amount == 0
                ? 0
                : BigInteger.valueOf(points)
                        .multiply(BigInteger.valueOf(refunded))
                        .divide(BigInteger.valueOf(amount))
                        .longValueExact();
    }

    private static Booking booking(PurchaseRefunded refund, EarnKeys.Earned earned, long points) {
        return new Booking(
                TimeOrderedIds.next(),
                TxType.REVERSE_EARN,
                refund.number(),
                -points,
                refund.businessRef(),
                earned.rule(),
                null,
                earned.tx(),
                ACTOR,
                refund.occurredAt());
    }
}
