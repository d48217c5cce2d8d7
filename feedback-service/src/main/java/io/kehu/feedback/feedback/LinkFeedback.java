package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.SameCustomer;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.protection.key.PersonalData.Vault;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Says later who an anonymous voice was. From then on the customer's key seals what was said. */
@Component
class LinkFeedback {

    private final Feedbacks feedbacks;
    private final PersonalData personalData;
    private final AuditTrail auditTrail;
    private final ApplicationEventPublisher events;
    private final Transactions transactions;
    private final SameCustomer same;
    private final Clock clock;

    LinkFeedback(
            Feedbacks feedbacks,
            PersonalData personalData,
            AuditTrail auditTrail,
            ApplicationEventPublisher events,
            Transactions transactions,
            SameCustomer same,
            Clock clock) {
        this.feedbacks = feedbacks;
        this.personalData = personalData;
        this.auditTrail = auditTrail;
        this.events = events;
        this.transactions = transactions;
        this.same = same;
        this.clock = clock;
    }

    /** Linking to the same customer again changes nothing. */
    Feedback link(FeedbackId id, CustomerNumber number, String actor) {
        return transactions.call(() -> {
            Feedback before =
                    feedbacks.lock(id).orElseThrow(() -> new ProblemException(FeedbackProblem.FEEDBACK_NOT_FOUND));
            if (before.number() != null && same.are(number, before.number())) {
                return before;
            }
            if (before.number() != null) {
                throw new ProblemException(FeedbackProblem.FEEDBACK_LINKED);
            }
            feedbacks.link(before, number, sealedFor(before, number), actor, clock.instant());
            personalData.destroy(before.keyOwner());
            auditTrail.record(AuditEntry.of("feedback.link", number.value(), "number"));
            events.publishEvent(new FeedbackLinked(id, number, actor));
            return feedbacks.find(id).orElseThrow();
        });
    }

    private Feedbacks.Sealed sealedFor(Feedback before, CustomerNumber number) {
        Vault own = personalData.open(List.of(before.keyOwner()));
        if (!own.holds(before.keyOwner())) {
            // Erased before it was linked: nothing is left to seal anew.
            return new Feedbacks.Sealed(before.body(), before.externalRef());
        }
        Vault customers = personalData.openOrCreate(List.of(number.value()));
        return new Feedbacks.Sealed(
                moved(own, before, customers, number, Words.BODY, before.body()),
                moved(own, before, customers, number, Words.EXTERNAL_REF, before.externalRef()));
    }

    private static byte @Nullable [] moved(
            Vault from, Feedback before, Vault to, CustomerNumber number, Column column, byte @Nullable [] sealed) {
        return sealed == null
                ? null
                : to.sealBytes(number.value(), column, from.openBytes(before.keyOwner(), column, sealed));
    }
}
