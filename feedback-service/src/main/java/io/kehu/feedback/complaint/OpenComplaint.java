package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.calendar.Calendars;
import io.kehu.feedback.feedback.FeedbackId;
import io.kehu.feedback.feedback.NewFeedback;
import io.kehu.feedback.feedback.ReadFeedback;
import io.kehu.feedback.feedback.ReceiveFeedback;
import io.kehu.feedback.sla.Deadlines;
import io.kehu.feedback.sla.Metric;
import io.kehu.feedback.sla.Severity;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Makes a case out of a feedback; its clock starts at once. */
@Component
class OpenComplaint {

    private final ReadFeedback readFeedback;
    private final ReceiveFeedback receiveFeedback;
    private final Complaints complaints;
    private final CaseNumbers caseNumbers;
    private final CaseJournal journal;
    private final Deadlines deadlines;
    private final Calendars calendars;
    private final Transactions transactions;
    private final Clock clock;

    OpenComplaint(
            ReadFeedback readFeedback,
            ReceiveFeedback receiveFeedback,
            Complaints complaints,
            CaseNumbers caseNumbers,
            CaseJournal journal,
            Deadlines deadlines,
            Calendars calendars,
            Transactions transactions,
            Clock clock) {
        this.readFeedback = readFeedback;
        this.receiveFeedback = receiveFeedback;
        this.complaints = complaints;
        this.caseNumbers = caseNumbers;
        this.journal = journal;
        this.deadlines = deadlines;
        this.calendars = calendars;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param feedback taken in together with the case */
    Complaint open(NewFeedback feedback, Severity severity, String category, String actor) {
        return transactions.call(
                () -> open(receiveFeedback.receive(feedback, actor).id(), Optional.empty(), severity, category, actor));
    }

    /**
     * @param reach the only customer whose feedback the caller may reach; empty for all
     * @throws ProblemException 404 when there is no such feedback, 409 when it has its case already
     */
    Complaint open(
            FeedbackId feedback, Optional<CustomerNumber> reach, Severity severity, String category, String actor) {
        return transactions.call(() -> {
            ReadFeedback.Outline outline = readFeedback.lock(feedback, reach);
            complaints.about(feedback).ifPresent(existing -> {
                throw new ProblemException(FeedbackProblem.COMPLAINT_EXISTS, existing).with("caseNo", existing.value());
            });
            CaseChange.Opened opened = new CaseChange.Opened(
                    feedback.value(),
                    CustomerNumber.text(outline.number()),
                    severity,
                    category,
                    deadlines.target(severity, Metric.RESOLUTION));
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            return journal.open(
                    Course.opening(caseNumbers.next(now), opened, outline.living(), actor, now, calendars::of));
        });
    }
}
