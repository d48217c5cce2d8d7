package io.kehu.notification.dispatch;

import io.kehu.notification.NotificationProperties;
import io.kehu.notification.dispatch.Attempts.Ending;
import io.kehu.notification.message.MessageState;
import io.kehu.notification.provider.Outcome;
import io.kehu.notification.suppression.ContactAddress;
import io.kehu.notification.suppression.Suppressions;
import io.kehu.starter.database.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Writes down what became of attempts and tells it, all in one transaction. */
@Component
class Settlement {

    private static final Logger log = LoggerFactory.getLogger(Settlement.class);
    private static final int LAST_TRIES = 2;
    private static final String ANSWER_LOST = "ANSWER_LOST";
    private static final String BAD_ADDRESS = "BAD_ADDRESS";

    private final Attempts attempts;
    private final DispatchQueue queue;
    private final Suppressions suppressions;
    private final MessageFacts facts;
    private final DispatchMetrics metrics;
    private final BackOff backOff;
    private final Transactions transactions;
    private final NotificationProperties.Dispatch settings;
    private final Clock clock;

    Settlement(
            Attempts attempts,
            DispatchQueue queue,
            Suppressions suppressions,
            MessageFacts facts,
            DispatchMetrics metrics,
            BackOff backOff,
            Transactions transactions,
            NotificationProperties properties,
            Clock clock) {
        this.attempts = attempts;
        this.queue = queue;
        this.suppressions = suppressions;
        this.facts = facts;
        this.metrics = metrics;
        this.backOff = backOff;
        this.transactions = transactions;
        this.settings = properties.dispatch();
        this.clock = clock;
    }

    /**
     * An attempt and what became of it.
     *
     * @param n of the attempt
     * @param address it went to, where that is still known
     */
    record Ended(
            Waiting message,
            int n,
            Outcome outcome,
            @Nullable ContactAddress address) {

        static Ended of(Attempt attempt, Outcome outcome) {
            return new Ended(attempt.message(), attempt.n(), outcome, attempt.address());
        }
    }

    /**
     * Stays with the outcomes while the database is away, because they are known here and nowhere else; gives up when the service has to
     * stop, and the messages become UNKNOWN.
     */
    void settleForSure(List<Ended> ended, UUID lease, BooleanSupplier stopping) {
        for (int tries = 0; ; tries++) {
            try {
                settle(ended, lease);
                return;
            } catch (DataAccessException | TransactionException e) {
                log.warn(
                        "{} outcomes wait for the database: {}",
                        ended.size(),
                        e.getClass().getSimpleName());
                boolean enough = tries >= LAST_TRIES && stopping.getAsBoolean();
                if (enough || !pause(BackOff.doubled(settings.outagePause(), tries, settings.outagePauseLimit()))) {
                    log.error("{} outcomes cannot be written down", ended.size());
                    return;
                }
            }
        }
    }

    /** @param lease under which the attempts were begun, so that no other worker's are touched; null for whosever they are */
    void settle(List<Ended> ended, @Nullable UUID lease) {
        if (ended.isEmpty()) {
            return;
        }
        List<Move> moved = transactions.call(() -> {
            Instant now = clock.instant();
            Set<UUID> ours = attempts.end(ended.stream().map(Settlement::ending).toList(), lease, now);
            List<Move> moves = ended.stream()
                    .filter(one -> ours.contains(one.message().id()))
                    .map(one -> move(one, now))
                    .toList();
            Map<UUID, DispatchQueue.Moved> told =
                    queue.move(moves, Set.of(MessageState.DISPATCHING, MessageState.UNKNOWN), now);
            facts.tell(moves, told);
            suppressions.bounced(dead(ended, ours), now);
            return moves;
        });
        metrics.moved(moved);
    }

    /** @return false when the wait was broken off */
    private static boolean pause(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Ending ending(Ended ended) {
        UUID message = ended.message().id();
        int n = ended.n();
        return switch (ended.outcome()) {
            case Outcome.Taken taken -> new Ending(message, n, "SENT", taken.providerId(), null, null);
            case Outcome.Refused refused ->
                new Ending(message, n, "FAILED", null, refused.errorClass().name(), refused.code());
            case Outcome.Unclear unclear -> new Ending(message, n, "UNKNOWN", null, ANSWER_LOST, unclear.code());
            case Outcome.NotOffered not -> new Ending(message, n, "NOT_SENT", null, "NOT_OFFERED", not.code());
        };
    }

    private Move move(Ended ended, Instant now) {
        Waiting message = ended.message();
        Move move =
                switch (ended.outcome()) {
                    case Outcome.Taken taken -> Move.to(message, MessageState.SENT, null);
                    case Outcome.Unclear unclear -> Move.to(message, MessageState.UNKNOWN, ANSWER_LOST);
                    case Outcome.NotOffered not -> Move.later(message, MessageState.READY, null, now);
                    case Outcome.Refused refused ->
                        switch (refused.errorClass()) {
                            case RETRY -> backOff.after(message, now);
                            case BAD_ADDRESS, DEAD_ADDRESS -> Move.to(message, MessageState.FAILED, BAD_ADDRESS);
                            case BAD_CONTENT ->
                                Move.to(
                                        message,
                                        MessageState.FAILED,
                                        refused.errorClass().name());
                        };
                };
        return move.afterAttempt(ended.n());
    }

    private static List<ContactAddress> dead(List<Ended> ended, Set<UUID> ours) {
        List<ContactAddress> dead = new ArrayList<>();
        for (Ended one : ended) {
            ContactAddress address = one.address();
            if (address != null
                    && ours.contains(one.message().id())
                    && one.outcome() instanceof Outcome.Refused refused
                    && refused.errorClass() == Outcome.ErrorClass.DEAD_ADDRESS) {
                dead.add(address);
            }
        }
        return dead;
    }
}
