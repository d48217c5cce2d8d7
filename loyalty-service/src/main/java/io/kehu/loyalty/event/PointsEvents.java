package io.kehu.loyalty.event;

import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.messaging.EventEnvelope;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what was booked, in the transaction that books it. */
@Component
public class PointsEvents {

    private final Outbox outbox;

    PointsEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    public void booked(Program program, Collection<Booked> bookings) {
        booked(program, bookings, Map.of());
    }

    /** @param causes the events that bookings come from, by their business reference */
    public void booked(Program program, Collection<Booked> bookings, Map<String, EventEnvelope> causes) {
        outbox.append(bookings.stream()
                .map(booked ->
                        event(program, booked, causes.get(booked.booking().businessRef())))
                .toList());
    }

    private static OutgoingEvent event(Program program, Booked booked, @Nullable EventEnvelope cause) {
        OutgoingEvent event = new OutgoingEvent(
                type(booked), booked.member(), booked.bookedAt().toEpochMilli(), data(program, booked));
        return cause == null ? event : event.causedBy(cause);
    }

    private static String type(Booked booked) {
        return switch (booked.booking().type()) {
            case EARN -> "loyalty.points.earned.v1";
            case REVERSE_EARN -> "loyalty.points.reversed.v1";
            case REDEEM -> "loyalty.points.redeemed.v1";
            case REVERSE_REDEEM -> "loyalty.points.restored.v1";
            case EXPIRE -> "loyalty.points.expired.v1";
            case ADJUST -> "loyalty.points.adjusted.v1";
            case REPAY, IMPORT, REVERSE_IMPORT, MERGE, UNMERGE ->
                throw new IllegalArgumentException(booked.booking().type() + " is not told");
        };
    }

    private static Object data(Program program, Booked booked) {
        return switch (booked.booking().type()) {
            case EARN -> PointsEarned.of(program, booked);
            case ADJUST -> PointsMoved.signed(program, booked);
            default -> PointsMoved.unsigned(program, booked);
        };
    }
}
