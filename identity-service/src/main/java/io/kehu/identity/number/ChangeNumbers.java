package io.kehu.identity.number;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.number.NumberEvents.Change;
import io.kehu.identity.number.NumberEvents.Type;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What becomes of numbers after they were issued. Each method runs in the caller's transaction; asking again for what is so already
 * changes nothing.
 */
@Component
class ChangeNumbers {

    private final InspectNumbers inspect;
    private final NumberLives lives;
    private final NumberEvents events;
    private final Outbox outbox;
    private final Clock clock;

    ChangeNumbers(InspectNumbers inspect, NumberLives lives, NumberEvents events, Outbox outbox, Clock clock) {
        this.inspect = inspect;
        this.lives = lives;
        this.events = events;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** As in docs/events/identity.number.*.v1; what is told about a number whose life changed. */
    record NumberChanged(
            String number,
            NumberState state,
            @Nullable String other,
            @Nullable String reason) {}

    /** @throws ProblemException 409 when it is neither reserved nor active, or the reservation is over */
    void activate(String text, String by) {
        change(text, by, Type.ACTIVATED, null, life -> {
            if (life.state() == NumberState.ACTIVE) {
                return life;
            }
            if (life.state() != NumberState.RESERVED) {
                throw life.state() == NumberState.VOID
                        ? new ProblemException(IdentityProblem.RESERVATION_EXPIRED)
                        : wrongState(life);
            }
            if (!clock.instant().isBefore(Objects.requireNonNull(life.reservedUntil()))) {
                throw new ProblemException(IdentityProblem.RESERVATION_EXPIRED);
            }
            return life.in(NumberState.ACTIVE);
        });
    }

    void retire(String text, String reason, String by) {
        change(text, by, Type.RETIRED, reason, life -> switch (life.state()) {
            case RETIRED -> life;
            case ACTIVE, RESERVED -> life.in(NumberState.RETIRED);
            default -> throw wrongState(life);
        });
    }

    void quarantine(String text, String reason, String by) {
        change(text, by, Type.QUARANTINED, reason, life -> switch (life.state()) {
            case QUARANTINED -> life;
            case VOID -> throw wrongState(life);
            default -> life.quarantined();
        });
    }

    void release(String text, String reason, String by) {
        change(text, by, Type.RELEASED, reason, life -> {
            if (life.state() != NumberState.QUARANTINED) {
                throw wrongState(life);
            }
            NumberState held = Objects.requireNonNull(life.held());
            return new Life(life.number(), life.position(), held, null, life.mergedInto(), life.reservedUntil());
        });
    }

    /** @throws ProblemException 409 or 422 when either does not live, or they are one */
    void merge(String fromText, String intoText, String by) {
        Life from = ensure(fromText);
        Life into = ensure(intoText);
        if (from.number().equals(into.number())) {
            throw new ProblemException(IdentityProblem.MERGE_INTO_ITSELF);
        }
        Map<String, Life> locked = lives.lock(List.of(from.number(), into.number()));
        Life loser = Objects.requireNonNull(locked.get(from.number()));
        Life survivor = Objects.requireNonNull(locked.get(into.number()));
        if (loser.state() == NumberState.MERGED && survivor.number().equals(loser.mergedInto())) {
            return;
        }
        if (loser.number().equals(lives.living(List.of(survivor.number())).get(survivor.number()))) {
            throw new ProblemException(IdentityProblem.MERGE_CIRCLE);
        }
        if (loser.state() != NumberState.ACTIVE) {
            throw wrongState(loser);
        }
        if (survivor.state() != NumberState.ACTIVE) {
            throw new ProblemException(IdentityProblem.MERGE_TARGET, survivor.state());
        }
        settle(loser.mergedInto(survivor.number()), Type.MERGED, survivor.number(), null, by);
    }

    /** @throws ProblemException 409 when it is not merged */
    void unmerge(String text, String by) {
        Life life = lockOne(text);
        if (life.state() == NumberState.ACTIVE) {
            return;
        }
        if (life.state() != NumberState.MERGED) {
            throw wrongState(life);
        }
        settle(life.in(NumberState.ACTIVE), Type.UNMERGED, life.mergedInto(), null, by);
    }

    private void change(String text, String by, Type type, @Nullable String reason, Function<Life, Life> transition) {
        Life before = lockOne(text);
        Life after = transition.apply(before);
        if (!after.equals(before)) {
            settle(after, type, null, reason, by);
        }
    }

    private Life lockOne(String text) {
        String number = ensure(text).number();
        return Objects.requireNonNull(lives.lock(List.of(number)).get(number));
    }

    /** Gives an issued number a life of its own. */
    private Life ensure(String text) {
        InspectNumbers.Known issued = inspect.issued(text);
        Life life = Life.active(issued.number().number(), issued.position());
        lives.add(List.of(life), clock.instant());
        return life;
    }

    private void settle(Life life, Type type, @Nullable String other, @Nullable String reason, String by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        lives.save(life, now);
        events.add(List.of(life.number()), new Change(type, other, reason, now, by));
        String topic =
                switch (type) {
                    case ACTIVATED -> "identity.number.activated.v1";
                    case RETIRED -> "identity.number.retired.v1";
                    case MERGED -> "identity.number.merged.v1";
                    case UNMERGED -> "identity.number.unmerged.v1";
                    case QUARANTINED, RELEASED, EXPIRED -> null;
                };
        if (topic != null) {
            outbox.append(new OutgoingEvent(
                    topic,
                    life.number(),
                    now.toEpochMilli(),
                    new NumberChanged(life.number(), life.state(), other, reason)));
        }
    }

    private static ProblemException wrongState(Life life) {
        return new ProblemException(IdentityProblem.NUMBER_STATE, life.state());
    }
}
