package io.kehu.identity.number;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A number and its whole life, as callers see it. */
@Component
class NumberViews {

    private final InspectNumbers inspect;
    private final NumberLives lives;
    private final NumberEvents events;

    NumberViews(InspectNumbers inspect, NumberLives lives, NumberEvents events) {
        this.inspect = inspect;
        this.lives = lives;
        this.events = events;
    }

    /**
     * A number and its life.
     *
     * @param livingNumber the number that stands for its customer now, after any chain of merges; itself when it was never merged
     * @param mergedInto the number it was merged into
     * @param reservedUntil end of its reservation, if there was one
     */
    record NumberView(
            String number,
            String display,
            String scheme,
            NumberState state,
            String livingNumber,
            @Nullable String mergedInto,
            @Nullable Instant reservedUntil,
            Instant issuedAt,
            List<HappeningView> history) {}

    /**
     * What happened to a number.
     *
     * @param type ISSUED, RESERVED, ACTIVATED, EXPIRED, RETIRED, QUARANTINED, RELEASED, MERGED or UNMERGED
     * @param other the other number of a merge
     * @param reason a code
     * @param by subject of who did it
     */
    record HappeningView(
            String type, @Nullable String other, @Nullable String reason, Instant at, String by) {}

    NumberView of(String text) {
        InspectNumbers.Issued issued = inspect.issued(text);
        String number = issued.number().number();
        Optional<Life> life = lives.find(number);
        String living = lives.living(List.of(number)).getOrDefault(number, number);
        return new NumberView(
                number,
                issued.number().display(),
                issued.scheme().code().value(),
                life.map(Life::state).orElse(NumberState.ACTIVE),
                living,
                life.map(Life::mergedInto).orElse(null),
                life.map(Life::reservedUntil).orElse(null),
                issued.run().issuedAt(),
                history(number, issued.run()));
    }

    private List<HappeningView> history(String number, NumberRuns.Run run) {
        List<HappeningView> history = new ArrayList<>();
        String begun = run.mode() == NumberRuns.Mode.RESERVED ? "RESERVED" : "ISSUED";
        history.add(new HappeningView(begun, null, null, run.issuedAt(), run.issuedBy()));
        for (NumberEvents.Change change : events.of(number)) {
            history.add(
                    new HappeningView(change.type().name(), change.other(), change.reason(), change.at(), change.by()));
        }
        return history;
    }
}
