package io.kehu.identity.number;

import io.kehu.identity.scheme.Scheme;
import io.kehu.starter.messaging.OutgoingEvent;
import java.time.Instant;
import java.util.List;

/** As in docs/events/identity.number.allocated.v1: what was issued together. */
record NumbersAllocated(String scheme, String partition, List<Run> runs) {

    /** One caller's numbers: the first and the last of consecutive sequences. */
    record Run(String first, String last, int count, NumberRuns.Mode mode, Instant issuedAt) {}

    static OutgoingEvent of(Scheme scheme, String partition, List<NumberRuns.Run> runs) {
        List<Run> told = runs.stream()
                .map(run -> new Run(
                        text(scheme, run, run.fromSequence()),
                        text(scheme, run, run.toSequence()),
                        Math.toIntExact(run.size()),
                        run.mode(),
                        run.issuedAt()))
                .toList();
        return new OutgoingEvent(
                "identity.number.allocated.v1",
                scheme.code().value(),
                runs.getLast().toSequence(),
                new NumbersAllocated(scheme.code().value(), partition, told));
    }

    private static String text(Scheme scheme, NumberRuns.Run run, long sequence) {
        return scheme.format(
                        sequence, scheme.context(run.issuedAt(), run.branch().isEmpty() ? null : run.branch()))
                .canonical();
    }
}
