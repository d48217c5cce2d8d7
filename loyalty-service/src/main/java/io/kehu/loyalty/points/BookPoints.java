package io.kehu.loyalty.points;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.activity.SettleActivities;
import io.kehu.loyalty.activity.SettleActivities.Settled;
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
import io.kehu.loyalty.tier.AssignTiers;
import io.kehu.starter.web.idempotency.Reply;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Books what several want in the caller's transaction, in the order given, each for itself. */
@Component
class BookPoints {

    private final ChosenProgram programs;
    private final MemberAccounts members;
    private final SettleActivities activities;
    private final Ledger ledger;
    private final AssignTiers tiers;
    private final PointsEvents events;

    BookPoints(
            ChosenProgram programs,
            MemberAccounts members,
            SettleActivities activities,
            Ledger ledger,
            AssignTiers tiers,
            PointsEvents events) {
        this.programs = programs;
        this.members = members;
        this.activities = activities;
        this.ledger = ledger;
        this.tiers = tiers;
        this.events = events;
    }

    /** @param wishes of one programme */
    List<Reply<TransactionView>> book(List<PointsWish> wishes) {
        if (wishes.isEmpty()) {
            return List.of();
        }
        Program program = programs.of(wishes.getFirst().program());
        List<Settled> settled = settle(program, wishes);
        List<Booking> bookings = settled.stream()
                .filter(Settled.ToBook.class::isInstance)
                .map(one -> ((Settled.ToBook) one).booking())
                .toList();
        List<Outcome> outcomes = ledger.tryBook(program, bookings);
        List<Booked> booked = outcomes.stream()
                .filter(Booked.class::isInstance)
                .map(Booked.class::cast)
                .toList();
        upgrade(program, booked);
        events.booked(program, booked);
        Iterator<Outcome> next = outcomes.iterator();
        return settled.stream()
                .map(one -> switch (one) {
                    case Settled.ToBook _ -> reply(program, next.next());
                    case Settled.Refused refused -> new Reply.Refused<TransactionView>(refused.problem());
                })
                .toList();
    }

    /** In the order of the wishes. */
    private List<Settled> settle(Program program, List<PointsWish> wishes) {
        Set<String> unknown = members.unknown(
                program.code(), wishes.stream().map(PointsWish::number).toList());
        List<SettleActivities.Deed> deeds = wishes.stream()
                .filter(PointsWish.Earn.class::isInstance)
                .map(wish -> ((PointsWish.Earn) wish).deed())
                .filter(deed -> !unknown.contains(deed.number()))
                .toList();
        List<String> spenders = wishes.stream()
                .filter(PointsWish.Spend.class::isInstance)
                .map(PointsWish::number)
                .filter(number -> !unknown.contains(number))
                .toList();
        Iterator<Settled> earnings = activities.settle(program, deeds, spenders).iterator();
        List<Settled> settled = new ArrayList<>();
        for (PointsWish wish : wishes) {
            if (unknown.contains(wish.number())) {
                settled.add(new Settled.Refused(new ProblemException(LoyaltyProblem.MEMBER_NOT_FOUND)));
            } else {
                settled.add(
                        switch (wish) {
                            case PointsWish.Spend spend -> new Settled.ToBook(spend.booking());
                            case PointsWish.Earn _ -> earnings.next();
                        });
            }
        }
        return settled;
    }

    private void upgrade(Program program, List<Booked> booked) {
        List<String> earners = booked.stream()
                .filter(one -> one.booking().type() == TxType.EARN)
                .map(Booked::member)
                .toList();
        if (!earners.isEmpty()) {
            tiers.upgrade(program, earners);
        }
    }

    private static Reply<TransactionView> reply(Program program, Outcome outcome) {
        return switch (outcome) {
            case Booked booked ->
                new Reply.Done<>(ResponseEntity.status(HttpStatus.CREATED).body(TransactionView.of(program, booked)));
            case Refused refused -> new Reply.Refused<>(Refusals.problem(refused));
        };
    }
}
