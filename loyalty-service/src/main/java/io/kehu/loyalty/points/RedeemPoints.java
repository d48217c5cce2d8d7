package io.kehu.loyalty.points;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.event.PointsEvents;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Ledger;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.ledger.Outcome;
import io.kehu.loyalty.ledger.Refused;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.web.idempotency.Reply;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Spends points, in the caller's transaction. */
@Component
class RedeemPoints {

    private final ChosenProgram programs;
    private final MemberAccounts members;
    private final Ledger ledger;
    private final PointsEvents events;
    private final Clock clock;

    RedeemPoints(ChosenProgram programs, MemberAccounts members, Ledger ledger, PointsEvents events, Clock clock) {
        this.programs = programs;
        this.members = members;
        this.ledger = ledger;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Points that somebody wants to spend.
     *
     * @param program code
     */
    record Wish(String program, Booking booking) {}

    Wish wish(@Nullable String program, String number, long points, String businessRef, String actor) {
        return new Wish(
                programs.code(program),
                Booking.of(TxType.REDEEM, number, -points, businessRef, actor, null, clock.instant()));
    }

    /** Each for itself, in the order given; all of one programme. */
    List<Reply<TransactionView>> redeem(List<Wish> wishes) {
        if (wishes.isEmpty()) {
            return List.of();
        }
        Program program = programs.of(wishes.getFirst().program());
        Map<UUID, Outcome> outcomes =
                book(program, wishes.stream().map(Wish::booking).toList());
        return wishes.stream()
                .map(wish -> reply(program, outcomes.get(wish.booking().id())))
                .toList();
    }

    /** Nothing becomes of those whose number is no member's. */
    private Map<UUID, Outcome> book(Program program, List<Booking> wanted) {
        Set<String> unknown = members.unknown(
                program.code(), wanted.stream().map(Booking::number).toList());
        List<Booking> bookings = wanted.stream()
                .filter(booking -> !unknown.contains(booking.number()))
                .toList();
        List<Outcome> outcomes = ledger.tryBook(program, bookings);
        events.booked(
                program,
                outcomes.stream()
                        .filter(Booked.class::isInstance)
                        .map(Booked.class::cast)
                        .toList());
        Map<UUID, Outcome> byBooking = new HashMap<>();
        for (int i = 0; i < bookings.size(); i++) {
            byBooking.put(bookings.get(i).id(), outcomes.get(i));
        }
        return byBooking;
    }

    private static Reply<TransactionView> reply(Program program, @Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> new Reply.Refused<>(new ProblemException(LoyaltyProblem.MEMBER_NOT_FOUND));
            case Booked booked ->
                new Reply.Done<>(ResponseEntity.status(HttpStatus.CREATED).body(TransactionView.of(program, booked)));
            case Refused refused -> new Reply.Refused<>(Refusals.problem(refused));
        };
    }
}
