package io.kehu.feedback.complaint;

import io.kehu.feedback.calendar.Calendars;
import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import io.kehu.starter.security.token.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Cases of customers who are erased: texts are sealed with the key that is gone, and what is open is withdrawn for them. */
@Component
@Order(1)
class EraseComplaints implements ErasurePart {

    private final Complaints complaints;
    private final CaseJournal journal;
    private final Calendars calendars;
    private final Clock clock;

    EraseComplaints(Complaints complaints, CaseJournal journal, Calendars calendars, Clock clock) {
        this.complaints = complaints;
        this.journal = journal;
        this.calendars = calendars;
        this.clock = clock;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return List.of(ErasureItem.anonymised("COMPLAINTS", complaints.countOf(numbers), Ground.PROOF));
    }

    @Override
    public void erase(List<String> numbers) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String actor = Caller.current()
                .orElseGet(() -> Caller.system("feedback-service"))
                .originatingSubject();
        List<Course> withdrawn = complaints.lockOf(numbers).stream()
                .filter(complaint -> complaint.allows(CaseOperation.WITHDRAW))
                .map(complaint -> withdrawn(complaint, actor, now))
                .toList();
        if (!withdrawn.isEmpty()) {
            journal.writeAll(withdrawn);
        }
    }

    /** Time does not go back within a case. */
    private Course withdrawn(Complaint complaint, String actor, Instant now) {
        Instant at = now.isBefore(complaint.changedAt()) ? complaint.changedAt() : now;
        return Course.from(complaint, calendars::of)
                .breachedBefore(at, actor)
                .then(new CaseChange.Withdrawn(false), actor, at);
    }
}
