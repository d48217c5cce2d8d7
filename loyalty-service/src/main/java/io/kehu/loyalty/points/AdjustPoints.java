package io.kehu.loyalty.points;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.event.PointsEvents;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Ledger;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.LoyaltyProperties;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives and takes points by hand, in the caller's transaction. Somebody adjusts so many points a day alone, up and down added together; what is
 * more waits for a second person.
 */
@Component
class AdjustPoints {

    private static final Duration DAY = Duration.ofDays(1);

    private final ChosenProgram programs;
    private final MemberAccounts members;
    private final Adjustments adjustments;
    private final Ledger ledger;
    private final PointsEvents events;
    private final AuditTrail audit;
    private final Clock clock;
    private final long alone;

    AdjustPoints(
            ChosenProgram programs,
            MemberAccounts members,
            Adjustments adjustments,
            Ledger ledger,
            PointsEvents events,
            AuditTrail audit,
            Clock clock,
            LoyaltyProperties properties) {
        this.programs = programs;
        this.members = members;
        this.adjustments = adjustments;
        this.ledger = ledger;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
        this.alone = properties.adjustmentLimit();
    }

    /** @return booked, or waiting for a second person */
    Adjustment ask(@Nullable String code, String number, long points, String reason, String actor) {
        Program program = programs.of(code);
        members.require(program.code(), number);
        Instant now = now();
        long soFar = adjustments.aloneSince(program.code(), actor, now.minus(DAY));
        boolean needsSecond = soFar + Math.abs(points) > alone;
        Adjustment asked = new Adjustment(
                TimeOrderedIds.next(),
                program.code(),
                number,
                points,
                reason,
                Adjustment.State.REQUESTED,
                needsSecond,
                actor,
                now,
                null,
                null,
                null);
        Adjustment adjustment = needsSecond ? asked : booked(asked, book(program, asked));
        adjustments.insert(adjustment);
        note(needsSecond ? "points.adjust.ask" : "points.adjust", adjustment);
        return adjustment;
    }

    Adjustment approve(UUID id, String actor) {
        Adjustment asked = waiting(id);
        requireAnother(asked, actor);
        Program program = programs.of(asked.program());
        Booked booked = book(program, asked);
        return decided(asked, Adjustment.State.BOOKED, actor, booked.booking().id());
    }

    Adjustment refuse(UUID id, String actor) {
        Adjustment asked = waiting(id);
        requireAnother(asked, actor);
        return decided(asked, Adjustment.State.REFUSED, actor, null);
    }

    Adjustment withdraw(UUID id, String actor) {
        Adjustment asked = waiting(id);
        if (!asked.requestedBy().equals(actor)) {
            throw new ProblemException(LoyaltyProblem.ADJUSTMENT_NOT_FOUND);
        }
        return decided(asked, Adjustment.State.WITHDRAWN, actor, null);
    }

    private Adjustment decided(Adjustment asked, Adjustment.State state, String actor, @Nullable UUID tx) {
        if (!adjustments.decide(asked.id(), state, actor, now(), tx)) {
            throw new ProblemException(LoyaltyProblem.ADJUSTMENT_DECIDED);
        }
        note("points.adjust." + state.name().toLowerCase(Locale.ROOT), asked);
        return found(asked.id()).orElseThrow();
    }

    private Booked book(Program program, Adjustment asked) {
        Booking booking = Booking.of(
                TxType.ADJUST,
                asked.number(),
                asked.points(),
                asked.businessRef(),
                asked.requestedBy(),
                asked.reason(),
                asked.requestedAt());
        Booked booked =
                Refusals.required(ledger.tryBook(program, List.of(booking)).getFirst());
        events.booked(program, List.of(booked));
        return booked;
    }

    private static Adjustment booked(Adjustment asked, Booked booked) {
        return new Adjustment(
                asked.id(),
                asked.program(),
                asked.number(),
                asked.points(),
                asked.reason(),
                Adjustment.State.BOOKED,
                false,
                asked.requestedBy(),
                asked.requestedAt(),
                null,
                null,
                booked.booking().id());
    }

    Optional<Adjustment> found(UUID id) {
        return adjustments.find(id);
    }

    private Adjustment waiting(UUID id) {
        Adjustment asked = found(id).orElseThrow(() -> new ProblemException(LoyaltyProblem.ADJUSTMENT_NOT_FOUND));
        if (asked.state() != Adjustment.State.REQUESTED) {
            throw new ProblemException(LoyaltyProblem.ADJUSTMENT_DECIDED).with("state", asked.state());
        }
        return asked;
    }

    private static void requireAnother(Adjustment asked, String actor) {
        if (asked.requestedBy().equals(actor)) {
            throw new ProblemException(LoyaltyProblem.SECOND_PERSON_NEEDED);
        }
    }

    private void note(String action, Adjustment adjustment) {
        audit.record(AuditEntry.of(action, adjustment.number() + "/" + adjustment.id()));
    }

    private Instant now() {
        // PostgreSQL keeps microseconds.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
