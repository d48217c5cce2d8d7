package io.kehu.feedback.complaint;

import io.kehu.feedback.calendar.Calendars;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.security.token.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What happens to cases by the passing of time. Every instance may do it: rows somebody works on are passed by, so two never take the
 * same case.
 */
@Component
class CaseJobs {

    private final Complaints complaints;
    private final CaseJournal journal;
    private final Calendars calendars;
    private final Transactions transactions;
    private final ComplaintProperties properties;
    private final Clock clock;
    private final String actor;

    CaseJobs(
            Complaints complaints,
            CaseJournal journal,
            Calendars calendars,
            Transactions transactions,
            ComplaintProperties properties,
            Clock clock,
            @Value("${spring.application.name}") String service) {
        this.complaints = complaints;
        this.journal = journal;
        this.calendars = calendars;
        this.transactions = transactions;
        this.properties = properties;
        this.clock = clock;
        this.actor = Caller.system(service).subject();
    }

    /** Notes each breach once, when its time has come; the work grows with what is due, not with what is open. */
    @Scheduled(fixedDelayString = "${kehu.feedback.complaint.scan-interval:2s}")
    void noteBreaches() {
        int taken = properties.scanBatch();
        while (taken == properties.scanBatch()) {
            taken = transactions.call(this::noteSomeBreaches);
        }
    }

    /** Takes silence for consent when the time to object is over. */
    @Scheduled(fixedDelayString = "PT1M")
    void confirmSilently() {
        int taken = properties.scanBatch();
        while (taken == properties.scanBatch()) {
            taken = transactions.call(this::confirmSome);
        }
    }

    private int noteSomeBreaches() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<Complaint> overdue = complaints.lockOverdue(now, properties.scanBatch());
        List<Course> courses = overdue.stream()
                // Who held the row a moment ago may have stopped the clock.
                .filter(complaint -> complaint.clock().isOverdue(now))
                .map(complaint -> Course.from(complaint, calendars::of).breachedBefore(now, actor))
                .toList();
        if (!courses.isEmpty()) {
            journal.writeAll(courses);
        }
        return overdue.size();
    }

    private int confirmSome() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<Complaint> silent =
                complaints.lockResolvedBefore(now.minus(properties.autoConfirmAfter()), properties.scanBatch());
        if (!silent.isEmpty()) {
            journal.writeAll(silent.stream()
                    .map(complaint ->
                            Course.from(complaint, calendars::of).then(new CaseChange.AutoConfirmed(), actor, now))
                    .toList());
        }
        return silent.size();
    }
}
