package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.messaging.Fact;
import io.kehu.feedback.sla.SlaClock.CalendarLookup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to one case in one transaction: the case before and after, the events between, and what others hear of them. */
final class Course {

    private static final long FIRST_VERSION = 1;

    private final CalendarLookup calendars;
    private final List<CaseHistory.Entry> entries = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private Complaint complaint;

    private Course(Complaint complaint, CalendarLookup calendars) {
        this.complaint = complaint;
        this.calendars = calendars;
    }

    /** @param living the number that stands for the customer now */
    static Course opening(
            CaseNo caseNo,
            CaseChange.Opened opened,
            @Nullable CustomerNumber living,
            String actor,
            Instant at,
            CalendarLookup calendars) {
        CaseEvent event = new CaseEvent(1, opened, actor, at, FIRST_VERSION);
        Complaint complaint = Complaint.opened(caseNo, event, calendars);
        Course course = new Course(complaint.with(living, complaint.clocks()), calendars);
        course.note(null, event);
        return course;
    }

    static Course from(Complaint complaint, CalendarLookup calendars) {
        return new Course(complaint, calendars);
    }

    /** A target that had gone by before is a breach, even when we come to see it only now. */
    Course breachedBefore(Instant at, String actor) {
        Instant due = complaint.clock().dueAt();
        if (due != null && complaint.clock().isOverdue(at)) {
            CaseChange breach = new CaseChange.Breached(
                    complaint.clock().target().metric(), complaint.clock().cycle());
            apply(new CaseEvent(complaint.lastSeq() + 1, breach, actor, due, complaint.version()));
        }
        return this;
    }

    Course then(CaseChange change, String actor, Instant at) {
        apply(new CaseEvent(complaint.lastSeq() + 1, change, actor, at, complaint.version() + 1));
        return this;
    }

    Complaint complaint() {
        return complaint;
    }

    List<CaseHistory.Entry> entries() {
        return entries;
    }

    List<Fact> facts() {
        return facts;
    }

    private void apply(CaseEvent event) {
        Complaint before = complaint;
        complaint = before.after(event, calendars);
        note(before, event);
    }

    private void note(@Nullable Complaint before, CaseEvent event) {
        entries.add(new CaseHistory.Entry(complaint.caseNo(), event));
        ComplaintFacts.of(before, complaint, event.change()).ifPresent(facts::add);
    }
}
