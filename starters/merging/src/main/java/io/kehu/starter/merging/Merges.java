package io.kehu.starter.merging;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.Merge.State;
import io.kehu.starter.merging.MergeOutcome.Done;
import io.kehu.starter.merging.MergeOutcome.Refused;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges and unmerges, once per id, whatever comes late, twice or in the wrong order. One at a time per service; each is one transaction,
 * or part of the one that is running.
 */
public final class Merges {

    private final MergeJournal journal;
    private final MergedNumbers numbers;
    private final MergeParticipant participant;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;
    private final String service;

    Merges(
            MergeJournal journal,
            MergedNumbers numbers,
            MergeParticipant participant,
            Transactions transactions,
            AuditTrail audit,
            Clock clock,
            String service) {
        this.journal = journal;
        this.numbers = numbers;
        this.participant = participant;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
        this.service = service;
    }

    public Optional<Merge> find(UUID id) {
        return journal.find(id);
    }

    /** What {@link #merge} would be about; changes nothing. */
    public MergeFindings preview(String survivor, List<String> losers) {
        MergeOrder order = new MergeOrder(MergeOrder.PREVIEW, survivor, losers);
        return transactions.read(() -> {
            Refused refused = inTheWay(order);
            return refused == null
                    ? participant.preview(order)
                    : new MergeFindings(List.of(), List.of(refused.problem().name()));
        });
    }

    /** Repeated, it does nothing and answers as before. */
    public MergeOutcome merge(MergeOrder order) {
        return transactions.call(() -> {
            numbers.holdAlone();
            Merge known = journal.find(order.id()).orElse(null);
            if (known != null) {
                return merged(known, order);
            }
            Refused refused = inTheWay(order);
            return refused == null ? new Done(begin(order)) : refused;
        });
    }

    /** Repeated, it does nothing and answers as before. What was never heard of is recorded, so that it is refused when it comes. */
    public MergeOutcome undo(MergeOrder order) {
        return transactions.call(() -> {
            numbers.holdAlone();
            Merge known = journal.find(order.id()).orElse(null);
            if (known == null) {
                return new Done(neverHeardOf(order));
            }
            if (!order.hasNumbersOf(known)) {
                return new Refused(MergeProblem.MERGE_ID_TAKEN, List.of());
            }
            if (known.state() == State.UNDONE) {
                return new Done(known);
            }
            Refused refused = survivorMerged(order);
            return refused == null ? new Done(end(order, known)) : refused;
        });
    }

    private static MergeOutcome merged(Merge known, MergeOrder order) {
        if (!order.hasNumbersOf(known)) {
            return new Refused(MergeProblem.MERGE_ID_TAKEN, List.of());
        }
        return known.state() == State.UNDONE ? new Refused(MergeProblem.MERGE_UNDONE, List.of()) : new Done(known);
    }

    private @Nullable Refused inTheWay(MergeOrder order) {
        Refused survivor = survivorMerged(order);
        if (survivor != null) {
            return survivor;
        }
        Map<String, String> elsewhere = numbers.living(order.losers());
        return elsewhere.isEmpty()
                ? null
                : new Refused(
                        MergeProblem.MERGE_LOSER_MERGED,
                        elsewhere.keySet().stream().sorted().toList());
    }

    private @Nullable Refused survivorMerged(MergeOrder order) {
        return numbers.living(List.of(order.survivor())).isEmpty()
                ? null
                : new Refused(MergeProblem.MERGE_SURVIVOR_MERGED, List.of(order.survivor()));
    }

    private Merge begin(MergeOrder order) {
        Instant now = now();
        journal.add(entry(order, State.MERGED, now, null), askedBy());
        journal.point(order, now);
        List<MergeItem> items = participant.merge(order);
        Merge merge =
                new Merge(order.id(), order.survivor(), order.losers(), State.MERGED, items, List.of(), now, null);
        journal.update(merge);
        record("customer.merge", order);
        return merge;
    }

    private Merge end(MergeOrder order, Merge known) {
        // The participant hears the losers in the order they were merged in.
        UndoneMerge undone = participant.undo(new MergeOrder(known.id(), known.survivor(), known.losers()));
        journal.release(known.id());
        Merge merge = new Merge(
                known.id(),
                known.survivor(),
                known.losers(),
                State.UNDONE,
                undone.items(),
                undone.kept(),
                known.mergedAt(),
                now());
        journal.update(merge);
        record("customer.unmerge", order);
        return merge;
    }

    private Merge neverHeardOf(MergeOrder order) {
        Merge merge = entry(order, State.UNDONE, null, now());
        journal.add(merge, askedBy());
        return merge;
    }

    private static Merge entry(MergeOrder order, State state, @Nullable Instant mergedAt, @Nullable Instant undoneAt) {
        return new Merge(order.id(), order.survivor(), order.losers(), state, List.of(), List.of(), mergedAt, undoneAt);
    }

    private void record(String action, MergeOrder order) {
        String reason = "merge " + order.id();
        audit.recordAll(Stream.concat(Stream.of(order.survivor()), order.losers().stream())
                .map(number -> AuditEntry.of(action, number).because(reason))
                .toList());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private String askedBy() {
        return Caller.current().orElseGet(() -> Caller.system(service)).originatingSubject();
    }
}
