package io.kehu.loyalty.gift;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.event.PointsEvents;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Hold;
import io.kehu.loyalty.ledger.Holds;
import io.kehu.loyalty.ledger.Restorations;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes gift orders from the reservation to the door, in the caller's transaction. The member's account is locked first, then the order is
 * moved, then the stock: whoever wants the last one waits for nobody but who wants the same gift, and for as long as a commit takes.
 */
@Component
class OrderGifts {

    /** The order is given up before its points are let go. */
    private static final Duration LONGER = Duration.ofDays(1);

    private final GiftTable gifts;
    private final GiftOrderTable orders;
    private final Holds holds;
    private final Restorations restorations;
    private final PointsEvents events;
    private final Clock clock;

    OrderGifts(
            GiftTable gifts,
            GiftOrderTable orders,
            Holds holds,
            Restorations restorations,
            PointsEvents events,
            Clock clock) {
        this.gifts = gifts;
        this.orders = orders;
        this.holds = holds;
        this.restorations = restorations;
        this.events = events;
        this.clock = clock;
    }

    /** A gift to be ordered. */
    record Wish(String gift, String number, long quantity, String businessRef, Duration lasting, String actor) {}

    GiftOrder place(Program program, Wish wish) {
        Gift gift = gifts.find(program.code(), wish.gift())
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.GIFT_NOT_FOUND));
        Instant now = now();
        if (!gift.isOffered(now)) {
            throw new ProblemException(LoyaltyProblem.GIFT_NOT_OFFERED);
        }
        long points = Math.multiplyExact(gift.points(), wish.quantity());
        Hold hold = holds.place(
                program,
                new Holds.Wish(
                        wish.number(),
                        points,
                        wish.businessRef(),
                        wish.lasting().plus(LONGER),
                        wish.actor()));
        Integer most = gift.perCustomer();
        if (most != null && orders.had(program.code(), gift.code(), wish.number()) + wish.quantity() > most) {
            throw new ProblemException(LoyaltyProblem.GIFT_LIMIT_REACHED, most).with("perCustomer", most);
        }
        GiftOrder order = new GiftOrder(
                TimeOrderedIds.next(),
                program.code(),
                gift.code(),
                wish.number(),
                wish.quantity(),
                points,
                GiftOrder.State.RESERVED,
                wish.businessRef(),
                hold.id(),
                List.of(),
                null,
                wish.actor(),
                now,
                now.plus(wish.lasting()));
        orders.insert(order);
        if (!gifts.reserve(program.code(), gift.code(), wish.quantity(), now)) {
            throw new ProblemException(LoyaltyProblem.GIFT_OUT_OF_STOCK);
        }
        return order;
    }

    /** Spends the points. */
    GiftOrder confirm(Program program, UUID id, String actor) {
        GiftOrder order = required(id, Set.of(GiftOrder.State.RESERVED));
        List<Booked> booked = holds.capture(program, order.hold(), order.points(), ref(order), actor);
        List<UUID> spendings = booked.stream().map(one -> one.booking().id()).toList();
        if (!orders.confirm(id, spendings, now())) {
            throw moved(id);
        }
        gifts.move(order, -order.quantity(), order.quantity());
        events.booked(program, booked);
        return required(id);
    }

    /** Lets points and stock go. */
    GiftOrder cancel(Program program, UUID id, String actor) {
        GiftOrder order = required(id, Set.of(GiftOrder.State.RESERVED));
        holds.release(program, order.hold(), actor);
        move(order, GiftOrder.State.CANCELLED, null);
        gifts.move(order, -order.quantity(), 0);
        return required(id);
    }

    GiftOrder ship(UUID id, String shipmentRef) {
        move(required(id, Set.of(GiftOrder.State.CONFIRMED)), GiftOrder.State.SHIPPED, shipmentRef);
        return required(id);
    }

    GiftOrder complete(UUID id) {
        move(required(id, Set.of(GiftOrder.State.SHIPPED)), GiftOrder.State.DONE, null);
        return required(id);
    }

    /** Gives the points back, to the lots they came from, and puts the gift back into stock. */
    GiftOrder takeBack(Program program, UUID id, String actor) {
        GiftOrder order =
                required(id, Set.of(GiftOrder.State.CONFIRMED, GiftOrder.State.SHIPPED, GiftOrder.State.DONE));
        List<Booked> booked = new ArrayList<>();
        for (UUID spending : order.spendings()) {
            booked.addAll(restorations.restore(
                    program, new Restorations.Wish(spending, null, ref(order) + "/RETURN", actor)));
        }
        move(order, GiftOrder.State.RETURNED, null);
        gifts.move(order, 0, -order.quantity());
        events.booked(program, booked);
        return required(id);
    }

    List<GiftOrder> due(int limit) {
        return orders.due(now(), limit);
    }

    private void move(GiftOrder order, GiftOrder.State to, @Nullable String shipmentRef) {
        if (!orders.move(order, to, shipmentRef, now())) {
            throw moved(order.id());
        }
    }

    GiftOrder required(UUID id) {
        return orders.find(id).orElseThrow(() -> new ProblemException(LoyaltyProblem.GIFT_ORDER_NOT_FOUND));
    }

    private GiftOrder required(UUID id, Set<GiftOrder.State> states) {
        GiftOrder order = required(id);
        if (!states.contains(order.state())) {
            throw new ProblemException(LoyaltyProblem.GIFT_ORDER_ELSEWHERE).with("state", order.state());
        }
        return order;
    }

    private ProblemException moved(UUID id) {
        return new ProblemException(LoyaltyProblem.GIFT_ORDER_ELSEWHERE)
                .with("state", required(id).state());
    }

    private static String ref(GiftOrder order) {
        return "GIFT/" + order.id();
    }

    private Instant now() {
        // PostgreSQL keeps microseconds.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
