package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.feedback.Feedbacks.Added;
import io.kehu.feedback.messaging.Fact;
import io.kehu.feedback.messaging.Facts;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.protection.key.PersonalData.Vault;
import io.kehu.starter.protection.token.SearchTokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes feedback in, each once: what was delivered before is recognised by its natural key and stays as it is. */
@Component
public class ReceiveFeedback {

    private static final String TYPE = "feedback.feedback.received.v1";

    private final Feedbacks feedbacks;
    private final SearchTokens tokens;
    private final PersonalData personalData;
    private final Facts facts;
    private final Transactions transactions;
    private final Clock clock;
    private final Counter received;

    ReceiveFeedback(
            Feedbacks feedbacks,
            SearchTokens tokens,
            PersonalData personalData,
            Facts facts,
            Transactions transactions,
            Clock clock,
            MeterRegistry meters) {
        this.feedbacks = feedbacks;
        this.tokens = tokens;
        this.personalData = personalData;
        this.facts = facts;
        this.transactions = transactions;
        this.clock = clock;
        this.received = meters.counter("feedback.feedback.received");
    }

    /**
     * What became of a delivery.
     *
     * @param id of the new feedback, or of the one that was there
     * @param created false when it was there
     */
    public record Received(FeedbackId id, boolean created) {}

    /** The event's data. */
    record FeedbackReceived(UUID feedbackId, @Nullable String number, Channel channel, Kind kind) {}

    public Received receive(NewFeedback item, String receivedFrom) {
        return receive(List.of(item), receivedFrom).getFirst();
    }

    /** All in one transaction; answers in the order of the items. */
    public List<Received> receive(List<NewFeedback> items, String receivedFrom) {
        return transactions.call(() -> receiveAll(items, receivedFrom));
    }

    private List<Received> receiveAll(List<NewFeedback> items, String receivedFrom) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Draft> drafts = items.stream().map(this::draft).toList();
        List<NaturalKey> keys = drafts.stream().map(Draft::key).toList();
        Map<NaturalKey, FeedbackId> known = new HashMap<>(feedbacks.find(keys));
        Set<FeedbackId> created = addMissing(drafts, known, now, receivedFrom);
        if (created.size() + known.size() < new HashSet<>(keys).size()) {
            // Somebody else delivered the same at the same moment, and theirs counts.
            known.putAll(feedbacks.find(keys));
        }
        drafts.stream()
                .filter(draft -> created.contains(draft.id()))
                .forEach(draft -> known.put(draft.key(), draft.id()));
        List<Received> results = new ArrayList<>();
        for (Draft draft : drafts) {
            FeedbackId id = known.get(draft.key());
            if (id == null) {
                throw new IllegalStateException("Feedback was neither added nor found.");
            }
            results.add(new Received(id, id.equals(draft.id())));
        }
        return results;
    }

    private record Draft(FeedbackId id, NaturalKey key, NewFeedback item) {}

    private Draft draft(NewFeedback item) {
        FeedbackId id = new FeedbackId(TimeOrderedIds.next());
        return new Draft(id, NaturalKey.of(id, item, tokens), item);
    }

    private Set<FeedbackId> addMissing(
            List<Draft> drafts, Map<NaturalKey, FeedbackId> known, Instant now, String receivedFrom) {
        Map<NaturalKey, Draft> missing = new HashMap<>();
        drafts.stream()
                .filter(draft -> !known.containsKey(draft.key()))
                .forEach(draft -> missing.putIfAbsent(draft.key(), draft));
        if (missing.isEmpty()) {
            return Set.of();
        }
        Vault vault = personalData.openOrCreate(missing.values().stream()
                .map(draft -> Feedback.keyOwner(draft.id(), draft.item().number()))
                .toList());
        List<Feedbacks.Row> rows = missing.values().stream()
                .map(draft -> new Feedbacks.Row(draft.id(), draft.key(), draft.item(), seal(vault, draft)))
                .toList();
        Map<FeedbackId, Added> added = feedbacks.add(rows, now, receivedFrom).stream()
                .collect(Collectors.toMap(Added::id, Function.identity()));
        feedbacks.noteReceived(List.copyOf(added.keySet()), receivedFrom, now);
        facts.tell(drafts.stream()
                .filter(draft -> added.containsKey(draft.id()))
                .map(draft -> fact(draft, Objects.requireNonNull(added.get(draft.id()))))
                .toList());
        received.increment(added.size());
        return added.keySet();
    }

    private static Feedbacks.Sealed seal(Vault vault, Draft draft) {
        String owner = Feedback.keyOwner(draft.id(), draft.item().number());
        String text = draft.item().text();
        String reference = draft.item().externalRef();
        return new Feedbacks.Sealed(
                text == null ? null : vault.seal(owner, Words.BODY, text),
                reference == null ? null : vault.seal(owner, Words.EXTERNAL_REF, reference));
    }

    private static Fact fact(Draft draft, Added added) {
        NewFeedback item = draft.item();
        return new Fact(
                TYPE,
                Feedback.keyOwner(draft.id(), added.living()),
                new FeedbackReceived(
                        draft.id().value(), CustomerNumber.text(added.living()), item.channel(), item.kind()));
    }
}
