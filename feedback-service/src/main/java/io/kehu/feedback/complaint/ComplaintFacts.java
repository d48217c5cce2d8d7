package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.messaging.Fact;
import io.kehu.feedback.sla.Severity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which changes other services hear of, and what they hear. */
final class ComplaintFacts {

    private static final String PREFIX = "feedback.complaint.";

    private ComplaintFacts() {}

    /** The data of every event about a case. */
    record ComplaintFact(String caseNo, @Nullable String number, Severity severity, String category, CaseState state) {}

    /**
     * The fact a change is for others, if it is one.
     *
     * @param before the case before it; null when it was opened
     */
    static Optional<Fact> of(@Nullable Complaint before, Complaint after, CaseChange change) {
        String name =
                switch (change) {
                    case CaseChange.Opened opened -> "opened";
                    // The first reply of a cycle counts; what follows is conversation.
                    case CaseChange.Replied replied -> before != null && !before.replied() ? "replied" : null;
                    case CaseChange.Resolved resolved -> "resolved";
                    case CaseChange.Confirmed confirmed -> "confirmed";
                    case CaseChange.AutoConfirmed confirmed -> "confirmed";
                    case CaseChange.Reopened reopened -> "reopened";
                    case CaseChange.Breached breached -> "breached";
                    case CaseChange.Triaged triaged -> null;
                    case CaseChange.Assigned assigned -> null;
                    case CaseChange.Waiting waiting -> null;
                    case CaseChange.Resumed resumed -> null;
                    case CaseChange.Withdrawn withdrawn -> null;
                    case CaseChange.Closed closed -> null;
                    case CaseChange.Linked linked -> null;
                };
        return Optional.ofNullable(name).map(fact -> new Fact(PREFIX + fact + ".v1", after.subject(), data(after)));
    }

    private static ComplaintFact data(Complaint complaint) {
        return new ComplaintFact(
                complaint.caseNo().value(),
                CustomerNumber.text(complaint.living()),
                complaint.severity(),
                complaint.category(),
                complaint.state());
    }
}
