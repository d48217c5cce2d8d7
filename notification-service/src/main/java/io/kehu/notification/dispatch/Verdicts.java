package io.kehu.notification.dispatch;

import io.kehu.notification.dispatch.Judging.Judged;
import io.kehu.notification.dispatch.Preparation.Prepared;
import io.kehu.notification.dispatch.Settlement.Ended;
import io.kehu.notification.message.MessageState;
import io.kehu.notification.provider.Outcome;
import io.kehu.starter.database.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Judges a batch and writes verdicts, states and attempts down in one transaction, before anything is sent. */
@Component
class Verdicts {

    private static final Set<MessageState> WAITING =
            Set.of(MessageState.ACCEPTED, MessageState.DEFERRED, MessageState.READY);

    private final Judging judging;
    private final DispatchQueue queue;
    private final Decisions decisions;
    private final Attempts attempts;
    private final MessageFacts facts;
    private final Settlement settlement;
    private final DispatchMetrics metrics;
    private final Transactions transactions;
    private final Clock clock;

    Verdicts(
            Judging judging,
            DispatchQueue queue,
            Decisions decisions,
            Attempts attempts,
            MessageFacts facts,
            Settlement settlement,
            DispatchMetrics metrics,
            Transactions transactions,
            Clock clock) {
        this.judging = judging;
        this.queue = queue;
        this.decisions = decisions;
        this.attempts = attempts;
        this.facts = facts;
        this.settlement = settlement;
        this.metrics = metrics;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @return the attempts that are to be made now */
    List<Attempt> writeDown(Lane lane, UUID lease, Prepared prepared) {
        if (prepared.judgeable().isEmpty()) {
            return List.of();
        }
        Judged judged = new Judged();
        try {
            transactions.run(() -> {
                judged.clear();
                Instant now = clock.instant();
                Set<UUID> held = queue.hold(prepared.judgeable(), lease);
                List<Waiting> ours = prepared.judgeable().stream()
                        .filter(message -> held.contains(message.id()))
                        .toList();
                judging.judge(lane, ours, prepared, now, judged);
                write(lane, lease, judged, now);
            });
        } catch (RuntimeException e) {
            sayNothingWasOffered(judged, lease);
            throw e;
        }
        metrics.moved(judged.moves());
        return judged.attempts();
    }

    private void write(Lane lane, UUID lease, Judged judged, Instant now) {
        decisions.append(judged.decisions(), now);
        attempts.begin(judged.attempts(), lane.provider().name(), lease, now);
        Map<UUID, DispatchQueue.Moved> told = queue.move(judged.moves(), WAITING, now);
        facts.tell(judged.moves(), told);
    }

    /** The commit may have happened although its answer was lost; then the messages would be taken for sent, perhaps. */
    private void sayNothingWasOffered(Judged judged, UUID lease) {
        List<Ended> ended = judged.attempts().stream()
                .map(attempt -> Ended.of(attempt, new Outcome.NotOffered("commit")))
                .toList();
        settlement.settleForSure(ended, lease, () -> true);
    }
}
