package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.FeedbackAccess;
import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.SameCustomer;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.protection.key.PersonalData.Vault;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Unmasking;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows feedback to those it concerns; words are opened only for those who may read them, and their reading is written down. */
@Component
class ShowFeedback {

    private final Feedbacks feedbacks;
    private final Words words;
    private final Unmasking unmasking;
    private final AuditTrail auditTrail;
    private final Transactions transactions;
    private final SameCustomer same;

    ShowFeedback(
            Feedbacks feedbacks,
            Words words,
            Unmasking unmasking,
            AuditTrail auditTrail,
            Transactions transactions,
            SameCustomer same) {
        this.feedbacks = feedbacks;
        this.words = words;
        this.unmasking = unmasking;
        this.auditTrail = auditTrail;
        this.transactions = transactions;
        this.same = same;
    }

    /** A view and the version it is of. */
    record Shown(FeedbackView view, long version) {}

    Shown one(FeedbackId id, Caller caller) {
        Optional<CustomerNumber> reach = FeedbackAccess.readersReach(caller);
        Feedback feedback = feedbacks
                .find(id)
                .filter(found -> same.reaches(reach, found.number()))
                .orElseThrow(() -> new ProblemException(FeedbackProblem.FEEDBACK_NOT_FOUND));
        return new Shown(views(List.of(feedback), reach, caller).getFirst(), feedback.version());
    }

    Page<FeedbackView> list(FeedbackFilter filter, PageRequest page, Caller caller) {
        Optional<CustomerNumber> reach = FeedbackAccess.readersReach(caller);
        if (filter.number() != null && !same.reaches(reach, filter.number())) {
            return new Page<>(List.of(), null);
        }
        FeedbackFilter reachable = new FeedbackFilter(
                reach.orElse(filter.number()), filter.channel(), filter.kind(), filter.from(), filter.to());
        Page<Feedback> found = Page.of(feedbacks.list(reachable, page), page, FeedbackFilter::position);
        return new Page<>(views(found.items(), reach, caller), found.nextCursor());
    }

    private List<FeedbackView> views(List<Feedback> feedback, Optional<CustomerNumber> reach, Caller caller) {
        boolean own = reach.isPresent();
        if (!own && !unmasking.lifts(caller, Mask.TEXT)) {
            return feedback.stream()
                    .map(one -> FeedbackView.of(one, masked(one)))
                    .toList();
        }
        Vault vault = words.vault(feedback);
        List<FeedbackView> views = feedback.stream()
                .map(one -> FeedbackView.of(one, words.open(vault, one)))
                .toList();
        if (!own) {
            transactions.run(() -> auditTrail.recordAll(feedback.stream()
                    .map(one -> AuditEntry.of("feedback.read", one.keyOwner(), "text", "externalRef"))
                    .toList()));
        }
        return views;
    }

    /** Without a look at what is behind the mask. */
    private static Words.Said masked(Feedback feedback) {
        return new Words.Said(mask(feedback.body()), mask(feedback.externalRef()), false);
    }

    private static @Nullable String mask(byte @Nullable [] sealed) {
        return sealed == null ? null : Mask.TEXT.mask("?");
    }
}
