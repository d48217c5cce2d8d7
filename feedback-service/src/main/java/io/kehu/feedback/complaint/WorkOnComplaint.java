package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.SameCustomer;
import io.kehu.feedback.calendar.Calendars;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Moves a case along its path for somebody who has seen its current version. */
@Component
class WorkOnComplaint {

    private final Complaints complaints;
    private final CaseHistory history;
    private final CaseJournal journal;
    private final Calendars calendars;
    private final Transactions transactions;
    private final SameCustomer same;
    private final Clock clock;

    WorkOnComplaint(
            Complaints complaints,
            CaseHistory history,
            CaseJournal journal,
            Calendars calendars,
            Transactions transactions,
            SameCustomer same,
            Clock clock) {
        this.complaints = complaints;
        this.history = history;
        this.journal = journal;
        this.calendars = calendars;
        this.transactions = transactions;
        this.same = same;
        this.clock = clock;
    }

    /**
     * What somebody wants to do.
     *
     * @param operation to be allowed in the case's state
     * @param change made from the case as it is
     * @param said texts that go with it
     * @param at when it happened; null for now
     */
    record Work(
            CaseOperation operation,
            Function<Complaint, CaseChange> change,
            Map<CaseTextKind, String> said,
            @Nullable Instant at) {}

    /**
     * @param expected the version the caller has seen
     * @param reach the only customer whose cases the caller may reach; empty for all
     * @throws ProblemException 404, 412 with the case as it is, 409 with the operations that are allowed, 400 for a time that cannot be
     */
    Complaint work(CaseNo caseNo, EntityVersion expected, Optional<CustomerNumber> reach, Work work) {
        // Before the wait for the lock: what came in time stays in time.
        Instant arrived = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return transactions.call(() -> {
            Complaint complaint = complaints
                    .lock(caseNo)
                    .filter(found -> same.reaches(reach, found.number()))
                    .orElseThrow(() -> new ProblemException(FeedbackProblem.COMPLAINT_NOT_FOUND));
            expected.mustBe(
                    complaint.version(),
                    () -> ComplaintView.of(complaint, reach.isPresent()),
                    () -> changedSince(caseNo, expected));
            if (!complaint.allows(work.operation())) {
                List<String> allowed = CaseOperation.allowed(complaint.state());
                throw new ProblemException(
                                FeedbackProblem.TRANSITION_NOT_ALLOWED, complaint.state(), String.join(", ", allowed))
                        .with("state", complaint.state())
                        .with("allowed", allowed);
            }
            Instant at = time(complaint, work.at(), arrived);
            String actor = Caller.required().originatingSubject();
            Course course = Course.from(complaint, calendars::of)
                    .breachedBefore(at, actor)
                    .then(work.change().apply(complaint), actor, at);
            return journal.write(course, work.said());
        });
    }

    /** A clock of another instance may be a little ahead; time does not go back within a case. */
    private static Instant time(Complaint complaint, @Nullable Instant stated, Instant arrived) {
        Instant now = arrived.isBefore(complaint.changedAt()) ? complaint.changedAt() : arrived;
        if (stated == null) {
            return now;
        }
        Instant at = stated.truncatedTo(ChronoUnit.SECONDS);
        if (at.isAfter(now) || at.isBefore(complaint.changedAt())) {
            throw ProblemException.field("/resolvedAt", "event-time");
        }
        return at;
    }

    private Set<String> changedSince(CaseNo caseNo, EntityVersion version) {
        Set<String> fields = new TreeSet<>();
        history.of(caseNo).stream()
                .filter(event -> event.version() > version.value())
                .forEach(event -> fields.addAll(event.change().changedFields()));
        return fields;
    }
}
