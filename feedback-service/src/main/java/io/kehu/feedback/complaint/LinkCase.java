package io.kehu.feedback.complaint;

import io.kehu.feedback.calendar.Calendars;
import io.kehu.feedback.feedback.FeedbackLinked;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Gives an anonymous case the customer its feedback got, in the same transaction, and seals its texts with the customer's key. */
@Component
class LinkCase {

    private final Complaints complaints;
    private final CaseTexts texts;
    private final CaseJournal journal;
    private final Calendars calendars;
    private final Clock clock;

    LinkCase(Complaints complaints, CaseTexts texts, CaseJournal journal, Calendars calendars, Clock clock) {
        this.complaints = complaints;
        this.texts = texts;
        this.journal = journal;
        this.calendars = calendars;
        this.clock = clock;
    }

    @EventListener
    void on(FeedbackLinked linked) {
        complaints.about(linked.id()).flatMap(complaints::lock).ifPresent(complaint -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            Complaints.Resolution moved = texts.move(
                    complaint,
                    complaints.resolution(complaint.caseNo()).orElse(Complaints.Resolution.NONE),
                    linked.number());
            journal.writeMoved(
                    Course.from(complaint, calendars::of)
                            .then(new CaseChange.Linked(linked.number().value()), linked.actor(), now),
                    moved);
        });
    }
}
