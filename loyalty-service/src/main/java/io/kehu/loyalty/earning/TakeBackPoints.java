package io.kehu.loyalty.earning;

import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Ledger;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.referral.ReferCustomers;
import io.kehu.loyalty.tier.AssignTiers;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.messaging.EventNotReadyException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
    private final AssignTiers tiers;
    private final ReferCustomers referrals;

    TakeBackPoints(EarnKeys keys, Ledger ledger, AssignTiers tiers, ReferCustomers referrals) {
        this.tiers = tiers;
        this.referrals = referrals;
        this.keys = keys;
        this.ledger = ledger;
    }

    /** A refund that is looked at, with what is refunded of its purchase after it. */
    private record Refunded(PurchaseRefunded refund, long refundedMinor, long amountMinor) {

        EarnKeys.Order order() {
            return new EarnKeys.Order(refund.channel(), refund.orderNo());
        }
    }

    /**
     * In the caller's transaction; refunds count in the order given.
     *
     * @return what was booked, by programme
     * @throws EventNotReadyException when the purchase of one has not come yet; nothing may be committed then
     */
    Map<Program, List<Booked>> takeBack(List<Program> programs, List<PurchaseRefunded> refunds) {
        List<Refunded> refunded = note(refunds);
        // Before accounts are locked, as whoever decides referrals does.
        referrals.touch(refunded.stream().map(one -> one.refund().number()).toList());
        Map<Program, List<Booked>> booked = new LinkedHashMap<>();
        for (Program program : programs) {
            booked.put(program, ledger.book(program, bookings(program, refunded)));
            tiers.takeBack(
                    program, refunds.stream().map(PurchaseRefunded::number).toList());
        }
        return booked;
    }

    private List<Refunded> note(List<PurchaseRefunded> refunds) {
        Map<UUID, EarnKeys.Basis> bases = keys.lockBases(
                refunds.stream().map(PurchaseRefunded::purchaseId).toList());
        Set<UUID> fresh = keys.noteRefunds(
                refunds.stream().map(PurchaseRefunded::refundId).toList());
        Map<UUID, Long> added = new LinkedHashMap<>();
        List<Refunded> refunded = new ArrayList<>();
        for (PurchaseRefunded refund : refunds) {
            EarnKeys.Basis basis = bases.get(refund.purchaseId());
            if (basis == null) {
                throw new EventNotReadyException("the purchase of this refund has not come");
            }
            if (fresh.remove(refund.refundId())) {
                long sum = added.merge(basis.purchaseId(), refund.amountMinor(), Long::sum);
                refunded.add(new Refunded(refund, basis.refundedMinor() + sum, basis.amountMinor()));
            }
        }
        keys.addRefunded(added);
        return refunded;
    }

    private List<Booking> bookings(Program program, List<Refunded> refunded) {
        Map<EarnKeys.Order, List<EarnKeys.Earned>> earnedByOrder = keys.earned(
                program.code(), refunded.stream().map(Refunded::order).toList());
        Map<UUID, Long> taken = new LinkedHashMap<>();
        List<Booking> bookings = new ArrayList<>();
        for (Refunded one : refunded) {
            for (EarnKeys.Earned earned : earnedByOrder.getOrDefault(one.order(), List.of())) {
                long due = share(earned.points(), one.refundedMinor(), one.amountMinor())
                        - earned.reversed()
                        - taken.getOrDefault(earned.tx(), 0L);
                if (due > 0) {
                    taken.merge(earned.tx(), due, Long::sum);
                    bookings.add(booking(one.refund(), earned, due));
                }
            }
        }
        keys.addReversed(taken);
        return bookings;
    }

    /** Of points, for what is refunded of an amount. */
    static long share(long points, long refunded, long amount) {
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
                null,
                refund.occurredAt());
    }
}
