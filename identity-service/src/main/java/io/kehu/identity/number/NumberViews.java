package io.kehu.identity.number;

import io.kehu.identity.number.Standings.Standing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A number and its whole life, as callers see it. */
@Component
class NumberViews {

    private static final String SWEEP = "service:identity-service";

    private final InspectNumbers inspect;
    private final NumberRuns runs;
    private final NumberLives lives;
    private final NumberEvents events;

    NumberViews(InspectNumbers inspect, NumberRuns runs, NumberLives lives, NumberEvents events) {
        this.inspect = inspect;
        this.runs = runs;
        this.lives = lives;
        this.events = events;
    }

    /**
     * A number and its life.
     *
     * @param livingNumber the number that stands for its customer now, after any chain of merges; itself when it was never merged
     * @param mergedInto the number it was merged into
     * @param reservedUntil end of its reservation, if there was one
     * @param reason why it is VOID: RESERVATION_OVER; EXPIRED for that of its lease; ADOPTION when the counter skipped it
     * @param lease that has it or lost it, while no shop reported it
     * @param issuedAt missing while it was never issued
     */
    record NumberView(
            @Schema(example = "C00000000135") String number,
            @Schema(example = "C-000000001-35") String display,
            @Schema(example = "CUSTOMER") String scheme,
            NumberState state,
            @Schema(example = "C00000000135") String livingNumber,
            @Schema(example = "C00000000232") @Nullable String mergedInto,
            @Nullable Instant reservedUntil,
            @Schema(example = "EXPIRED") @Nullable String reason,
            @Nullable LeaseOfNumber lease,
            @Nullable Instant issuedAt,
            List<HappeningView> history) {}

    /**
     * The lease of a number.
     *
     * @param state OPEN, CLOSED or EXPIRED
     */
    record LeaseOfNumber(UUID id, @Schema(example = "OPEN") String state) {}

    /**
     * What happened to a number.
     *
     * @param type ISSUED, RESERVED, LEASED, VOIDED, ACTIVATED, EXPIRED, RETIRED, QUARANTINED, RELEASED, MERGED or UNMERGED
     * @param other the other number of a merge
     * @param reason a code
     * @param by subject of who did it, or the holder of a lease
     */
    record HappeningView(
            @Schema(example = "ISSUED") String type,
            @Schema(example = "C00000000232") @Nullable String other,
            @Schema(example = "CARD_LOST") @Nullable String reason,
            Instant at,

            @Schema(example = "service-account-customer-service")
            String by) {}

    NumberView of(String text) {
        InspectNumbers.Known known = inspect.known(text);
        return switch (known.standing()) {
            case Standing.Issued ignored -> issued(known);
            case Standing.Leased leased -> leased(known, leased);
            case Standing.Skipped skipped ->
                neverIssued(
                        known,
                        NumberState.VOID,
                        skipped.reason(),
                        null,
                        List.of(new HappeningView("VOIDED", null, skipped.reason(), skipped.at(), skipped.by())));
        };
    }

    private NumberView issued(InspectNumbers.Known known) {
        NumberRuns.Run run = runs.holding(known.position()).orElseThrow();
        String number = known.number().number();
        Optional<Life> life = lives.find(number);
        NumberState state = life.map(Life::state).orElse(NumberState.ACTIVE);
        List<HappeningView> history = history(number, run);
        return new NumberView(
                number,
                known.number().display(),
                known.scheme().code().value(),
                state,
                lives.living(List.of(number)).getOrDefault(number, number),
                life.map(Life::mergedInto).orElse(null),
                life.map(Life::reservedUntil).orElse(null),
                state == NumberState.VOID ? history.getLast().reason() : null,
                null,
                run.issuedAt(),
                history);
    }

    private static NumberView leased(InspectNumbers.Known known, Standing.Leased leased) {
        Standings.Lease lease = leased.lease();
        List<HappeningView> history = new ArrayList<>();
        history.add(new HappeningView("LEASED", null, null, lease.at(), lease.holder()));
        if (leased.reason() != null) {
            history.add(new HappeningView("VOIDED", null, leased.reason(), leased.at(), SWEEP));
        }
        return neverIssued(
                known,
                leased.reason() == null ? NumberState.LEASED : NumberState.VOID,
                leased.reason(),
                new LeaseOfNumber(lease.id(), lease.state()),
                history);
    }

    private static NumberView neverIssued(
            InspectNumbers.Known known,
            NumberState state,
            @Nullable String reason,
            @Nullable LeaseOfNumber lease,
            List<HappeningView> history) {
        String number = known.number().number();
        return new NumberView(
                number,
                known.number().display(),
                known.scheme().code().value(),
                state,
                number,
                null,
                null,
                reason,
                lease,
                null,
                history);
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
