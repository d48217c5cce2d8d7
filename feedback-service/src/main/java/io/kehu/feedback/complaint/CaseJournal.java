package io.kehu.feedback.complaint;

import io.kehu.feedback.messaging.Facts;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The one way to write what happens to cases: row, clock, history, texts and facts, in the caller's transaction. */
@Component
class CaseJournal {

    private final Complaints complaints;
    private final CaseHistory history;
    private final CaseTexts texts;
    private final Facts facts;
    private final Clock clock;
    private final MeterRegistry meters;

    CaseJournal(
            Complaints complaints,
            CaseHistory history,
            CaseTexts texts,
            Facts facts,
            Clock clock,
            MeterRegistry meters) {
        this.complaints = complaints;
        this.history = history;
        this.texts = texts;
        this.facts = facts;
        this.clock = clock;
        this.meters = meters;
    }

    Complaint open(Course opening) {
        complaints.add(opening.complaint());
        finish(List.of(opening));
        return opening.complaint();
    }

    /** @param said what goes with the last event */
    Complaint write(Course course, Map<CaseTextKind, String> said) {
        Complaint complaint = course.complaint();
        complaints.save(List.of(new Complaints.Row(complaint, texts.resolution(complaint, said))));
        finish(List.of(course));
        texts.add(complaint, complaint.lastSeq(), said);
        return complaint;
    }

    /** @param resolution the same words as before, sealed anew */
    void writeMoved(Course course, Complaints.Resolution resolution) {
        complaints.save(List.of(new Complaints.Row(course.complaint(), resolution)));
        finish(List.of(course));
    }

    /** Many cases at once; nothing is said. */
    void writeAll(List<Course> courses) {
        complaints.save(courses.stream()
                .map(course -> new Complaints.Row(course.complaint(), Complaints.Resolution.NONE))
                .toList());
        finish(courses);
    }

    private void finish(List<Course> courses) {
        List<CaseHistory.Entry> entries =
                courses.stream().flatMap(course -> course.entries().stream()).toList();
        history.append(entries, clock.instant().truncatedTo(ChronoUnit.MICROS));
        facts.tell(courses.stream().flatMap(course -> course.facts().stream()).toList());
        entries.forEach(entry -> meters.counter(
                        "feedback.complaint.events",
                        "type",
                        CaseEventType.of(entry.event().change()).name())
                .increment());
    }
}
