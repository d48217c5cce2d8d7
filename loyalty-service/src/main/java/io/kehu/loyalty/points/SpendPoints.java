package io.kehu.loyalty.points;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.event.PointsEvents;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Ledger;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.ledger.Outcome;
import io.kehu.loyalty.ledger.Refused;
import io.kehu.loyalty.ledger.Restorations;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Spends points and gives them back, in the caller's transaction. */
@Component
class SpendPoints {

    private final ChosenProgram programs;
    private final MemberAccounts members;
    private final Ledger ledger;
    private final Restorations restorations;
    private final PointsEvents events;
    private final Clock clock;

    SpendPoints(
            ChosenProgram programs,
            MemberAccounts members,
            Ledger ledger,
            Restorations restorations,
            PointsEvents events,
            Clock clock) {
        this.programs = programs;
        this.members = members;
        this.ledger = ledger;
        this.restorations = restorations;
        this.events = events;
        this.clock = clock;
    }

    TransactionView redeem(@Nullable String code, String number, long points, String businessRef, String actor) {
        Program program = programs.of(code);
        members.require(program.code(), number);
        Booking booking = Booking.of(TxType.REDEEM, number, -points, businessRef, actor, null, clock.instant());
        return told(program, required(ledger.tryBook(program, List.of(booking)).getFirst()));
    }

    List<TransactionView> giveBack(
            @Nullable String code, UUID transaction, @Nullable Long points, String businessRef, String actor) {
        Program program = programs.of(code);
        List<Booked> booked =
                restorations.restore(program, new Restorations.Wish(transaction, points, businessRef, actor));
        events.booked(program, booked);
        return booked.stream().map(one -> TransactionView.of(program, one)).toList();
    }

    TransactionView told(Program program, Booked booked) {
        events.booked(program, List.of(booked));
        return TransactionView.of(program, booked);
    }

    static Booked required(Outcome outcome) {
        return switch (outcome) {
            case Booked booked -> booked;
            case Refused refused -> throw problem(refused);
        };
    }

    private static ProblemException problem(Refused refused) {
        return switch (refused.reason()) {
            case NOT_ENOUGH_POINTS ->
                new ProblemException(LoyaltyProblem.NOT_ENOUGH_POINTS, refused.available())
                        .with("available", refused.available());
            case MEMBER_NOT_ACTIVE -> new ProblemException(LoyaltyProblem.MEMBER_NOT_ACTIVE);
        };
    }
}
