package io.kehu.notification.dispatch;

import io.kehu.notification.NotificationProperties;
import io.kehu.notification.customer.Recipient;
import io.kehu.notification.dispatch.Preparation.Prepared;
import io.kehu.notification.feedback.SurveyLink;
import io.kehu.notification.gate.Candidate;
import io.kehu.notification.gate.Gates;
import io.kehu.notification.gate.Gates.Passage;
import io.kehu.notification.gate.Reason;
import io.kehu.notification.gate.Verdict;
import io.kehu.notification.message.MessageState;
import io.kehu.notification.suppression.ContactAddress;
import io.kehu.notification.suppression.Suppression;
import io.kehu.notification.suppression.Suppressions;
import io.kehu.notification.template.Facts;
import io.kehu.notification.template.Language;
import io.kehu.notification.template.MissingVariableException;
import io.kehu.notification.template.Rendered;
import io.kehu.notification.template.Template;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts each message of a batch before the gates and fills in its words. Computes only; {@link Verdicts} writes it down. */
@Component
class Judging {

    private static final Logger log = LoggerFactory.getLogger(Judging.class);
    private static final String BAD_CONTENT = "BAD_CONTENT";

    private final Gates gates;
    private final Suppressions suppressions;
    private final BackOff backOff;
    private final ZoneId zone;

    Judging(Gates gates, Suppressions suppressions, BackOff backOff, NotificationProperties properties) {
        this.gates = gates;
        this.suppressions = suppressions;
        this.backOff = backOff;
        this.zone = properties.zone();
    }

    /** What is to be written down about a batch. */
    record Judged(List<Decision> decisions, List<Move> moves, List<Attempt> attempts) {

        Judged() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void clear() {
            decisions.clear();
            moves.clear();
            attempts.clear();
        }
    }

    /** The facts of the batch with what only our own database knows. */
    private record Docket(
            Lane lane, Prepared prepared, Map<ContactAddress, List<Suppression>> suppressed, Instant now) {}

    void judge(Lane lane, List<Waiting> messages, Prepared prepared, Instant now, Judged judged) {
        Docket docket = new Docket(
                lane,
                prepared,
                suppressions.inForce(
                        lane.channel(), new HashSet<>(prepared.addresses().values()), now),
                now);
        for (Waiting message : messages) {
            try {
                judge(message, docket, judged);
            } catch (RuntimeException e) {
                // The text of the failure may hold what the message was filled with.
                log.error(
                        "Message {} cannot be judged: {}",
                        message.id(),
                        e.getClass().getName());
                judged.decisions().add(Decision.wordless(message.id(), Reason.INTERNAL, null));
                judged.moves().add(backOff.after(message, now));
            }
        }
    }

    private void judge(Waiting message, Docket docket, Judged judged) {
        Candidate candidate = candidate(message, docket);
        List<Passage> passages = gates.judge(candidate);
        Verdict last = passages.getLast().verdict();
        switch (last) {
            case Verdict.Allowed allowed -> word(message, candidate, docket, passages, judged);
            case Verdict.Refused refused -> {
                keep(message, passages, judged);
                String reason = passages.getLast().gate() + ":" + refused.reason();
                judged.moves().add(Move.to(message, MessageState.SUPPRESSED, reason));
            }
            case Verdict.Deferred deferred -> {
                keep(message, passages, judged);
                String reason = passages.getLast().gate() + ":" + deferred.reason();
                judged.moves().add(Move.later(message, MessageState.DEFERRED, reason, deferred.until()));
            }
        }
    }

    private void word(Waiting message, Candidate candidate, Docket docket, List<Passage> passages, Judged judged) {
        Optional<Rendered> words;
        try {
            words = words(message, candidate, docket);
        } catch (MissingVariableException e) {
            keep(message, passages, judged);
            judged.decisions().add(Decision.wordless(message.id(), Reason.MISSING_VARIABLE, e.variable()));
            judged.moves().add(Move.to(message, MessageState.FAILED, BAD_CONTENT));
            return;
        }
        ContactAddress address = candidate.address();
        if (address == null) {
            throw new IllegalStateException("The gates let a message through that has no address.");
        }
        keep(message, passages, judged);
        if (words.isEmpty()) {
            judged.decisions().add(Decision.wordless(message.id(), Reason.NOT_APPROVED, null));
            String reason = Decision.TEMPLATE_GATE + ":" + Reason.NOT_APPROVED;
            judged.moves().add(Move.to(message, MessageState.SUPPRESSED, reason));
            return;
        }
        int n = message.attempts() + 1;
        Rendered rendered = words.get();
        String ref = docket.lane().provider().requestRef(message.id(), n);
        judged.decisions().add(Decision.worded(message.id(), rendered.language().tag() + "/" + rendered.version()));
        judged.moves().add(Move.to(message, MessageState.DISPATCHING, null).afterAttempt(n));
        judged.attempts().add(new Attempt(message, n, ref, address, rendered));
    }

    private Optional<Rendered> words(Waiting message, Candidate candidate, Docket docket) {
        Template template = docket.prepared().templates().get(message.template());
        if (template == null) {
            return Optional.empty();
        }
        SurveyLink link = candidate.link();
        Recipient recipient = candidate.recipient();
        Facts facts = new Facts(message.parameters(), recipient.name(), link == null ? null : link.url(), zone);
        return template.render(Language.closestTo(recipient.language()), facts);
    }

    private static Candidate candidate(Waiting message, Docket docket) {
        Prepared prepared = docket.prepared();
        Template template = prepared.templates().get(message.template());
        ContactAddress address = prepared.addresses().get(message.number());
        Recipient recipient = prepared.recipients().get(message.number());
        return new Candidate(
                message.id(),
                message.purpose(),
                message.channel(),
                message.expiresAt(),
                recipient == null ? Recipient.unknown(message.number()) : recipient,
                address,
                address == null ? List.of() : docket.suppressed().getOrDefault(address, List.of()),
                template != null && template.needsSurveyLink(),
                prepared.links().get(message.id()),
                docket.now());
    }

    private static void keep(Waiting message, List<Passage> passages, Judged judged) {
        passages.forEach(passage -> judged.decisions().add(Decision.of(message.id(), passage)));
    }
}
