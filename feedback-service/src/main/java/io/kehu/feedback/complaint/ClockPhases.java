package io.kehu.feedback.complaint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When each clock of a case was there, and whether it ran or waited, read from the history. */
final class ClockPhases {

    private final List<List<Phase>> cycles = new ArrayList<>();
    private @Nullable Instant since;
    private @Nullable WaitFor waiting;

    /**
     * A stretch in which a clock did one thing.
     *
     * @param waitFor whom the case waited for; null while the clock ran
     */
    record Phase(Instant from, Instant to, @Nullable WaitFor waitFor) {}

    private ClockPhases() {}

    /** Phases by cycle; the last one of a clock that has not ended goes up to {@code asOf}. */
    static List<List<Phase>> of(List<CaseEvent> history, Instant asOf) {
        ClockPhases phases = new ClockPhases();
        history.forEach(phases::add);
        phases.end(asOf);
        return phases.cycles;
    }

    private void add(CaseEvent event) {
        Instant at = event.at();
        switch (event.change()) {
            case CaseChange.Opened opened -> begin(at);
            case CaseChange.Reopened reopened -> begin(at);
            case CaseChange.Waiting wait -> turn(at, wait.waitFor());
            case CaseChange.Resumed resumed -> turn(at, null);
            case CaseChange.Breached breached -> end(at);
            case CaseChange.Withdrawn withdrawn -> end(at);
            case CaseChange.Resolved resolved -> {
                end(at);
                cutAfter(at);
            }
            case CaseChange.Triaged triaged -> {}
            case CaseChange.Assigned assigned -> {}
            case CaseChange.Replied replied -> {}
            case CaseChange.Confirmed confirmed -> {}
            case CaseChange.AutoConfirmed confirmed -> {}
            case CaseChange.Closed closed -> {}
            case CaseChange.Linked linked -> {}
        }
    }

    private void begin(Instant at) {
        cycles.add(new ArrayList<>());
        since = at;
        waiting = null;
    }

    /** Does nothing to a clock that has ended. */
    private void turn(Instant at, @Nullable WaitFor next) {
        if (since != null && waiting != next) {
            end(at);
            since = at;
            waiting = next;
        }
    }

    private void end(Instant at) {
        if (since != null && since.isBefore(at)) {
            cycles.getLast().add(new Phase(since, at, waiting));
        }
        since = null;
    }

    /** A resolution we heard of after the breach, but which came before it, ended the clock then. */
    private void cutAfter(Instant at) {
        List<Phase> phases = cycles.getLast();
        if (!phases.isEmpty() && phases.getLast().to().isAfter(at)) {
            Phase last = phases.removeLast();
            if (last.from().isBefore(at)) {
                phases.add(new Phase(last.from(), at, last.waitFor()));
            }
        }
    }
}
