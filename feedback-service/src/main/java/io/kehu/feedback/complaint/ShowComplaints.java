package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.FeedbackAccess;
import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.SameCustomer;
import io.kehu.feedback.feedback.ReadFeedback;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Unmasking;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Shows cases to those they concern; words are opened only for those who may read them, and their reading is written down. */
@Component
class ShowComplaints {

    private final Complaints complaints;
    private final CaseHistory history;
    private final CaseTexts texts;
    private final ReadFeedback readFeedback;
    private final Unmasking unmasking;
    private final AuditTrail auditTrail;
    private final Transactions transactions;
    private final SameCustomer same;

    ShowComplaints(
            Complaints complaints,
            CaseHistory history,
            CaseTexts texts,
            ReadFeedback readFeedback,
            Unmasking unmasking,
            AuditTrail auditTrail,
            Transactions transactions,
            SameCustomer same) {
        this.complaints = complaints;
        this.history = history;
        this.texts = texts;
        this.readFeedback = readFeedback;
        this.unmasking = unmasking;
        this.auditTrail = auditTrail;
        this.transactions = transactions;
        this.same = same;
    }

    /** The case if the caller may reach it. */
    Complaint reachable(CaseNo caseNo, Caller caller) {
        Optional<CustomerNumber> reach = FeedbackAccess.readersReach(caller);
        return complaints
                .find(caseNo)
                .filter(found -> same.reaches(reach, found.number()))
                .orElseThrow(() -> new ProblemException(FeedbackProblem.COMPLAINT_NOT_FOUND));
    }

    ComplaintDetails details(CaseNo caseNo, Caller caller) {
        return transactions.call(() -> {
            Complaint complaint = reachable(caseNo, caller);
            boolean forCustomer = FeedbackAccess.readersReach(caller).isPresent();
            ComplaintView view = ComplaintView.of(complaint, forCustomer);
            if (!forCustomer && !unmasking.lifts(caller, Mask.TEXT)) {
                return new ComplaintDetails(view, Mask.TEXT.mask("?"), said(complaint, texts.masked(complaint), false));
            }
            if (!forCustomer) {
                auditTrail.record(AuditEntry.of("complaint.read", complaint.keyOwner(), "text", "texts"));
            }
            return new ComplaintDetails(
                    view, readFeedback.text(complaint.feedbackId()), said(complaint, texts.of(complaint), forCustomer));
        });
    }

    Page<ComplaintView> list(ComplaintFilter filter, PageRequest page, Caller caller) {
        Optional<CustomerNumber> reach = FeedbackAccess.readersReach(caller);
        CustomerNumber asked = filter.number();
        if (asked != null && !same.reaches(reach, asked)) {
            return new Page<>(List.of(), null);
        }
        ComplaintFilter reachable = new ComplaintFilter(
                filter.states(), reach.isPresent() ? null : filter.owner(), reach.orElse(asked), filter.dueBefore());
        return Page.of(complaints.list(reachable, page), page, ComplaintFilter::position)
                .map(complaint -> ComplaintView.of(complaint, reach.isPresent()));
    }

    /** Customers see what was meant for their eyes, and nobody's account. */
    private List<ComplaintDetails.SaidView> said(Complaint complaint, List<CaseText> all, boolean forCustomer) {
        Map<Integer, CaseEvent> events =
                history.of(complaint.caseNo()).stream().collect(Collectors.toMap(CaseEvent::seq, event -> event));
        List<ComplaintDetails.SaidView> said = new ArrayList<>();
        for (CaseText text : all) {
            CaseEvent event = Objects.requireNonNull(events.get(text.seq()));
            if (!forCustomer || isForCustomer(text.kind(), event.change())) {
                said.add(new ComplaintDetails.SaidView(
                        text.kind(), event.at(), forCustomer ? null : event.actor(), text.body()));
            }
        }
        return said;
    }

    private static boolean isForCustomer(CaseTextKind kind, CaseChange change) {
        return switch (kind) {
            case REPLY, ACTION_TAKEN -> true;
            case ROOT_CAUSE -> false;
            case REASON ->
                switch (change) {
                    case CaseChange.Reopened reopened -> reopened.byCustomer();
                    case CaseChange.Withdrawn withdrawn -> withdrawn.byCustomer();
                    default -> false;
                };
        };
    }
}
