package io.kehu.notification.dispatch;

import io.kehu.notification.NotificationProperties;
import io.kehu.notification.dispatch.Preparation.Prepared;
import io.kehu.notification.dispatch.Settlement.Ended;
import io.kehu.notification.provider.Outcome;
import io.kehu.notification.provider.Provider;
import io.kehu.notification.provider.ProviderAwayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Sends one batch: takes it, asks the peers, opens the provider, writes down verdicts and attempts, and only then sends and settles. Whatever
 * breaks in between, a message that may have been handed over is never handed over again.
 */
@Component
class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** How long outcomes stay in memory only, when a provider is slow. */
    private static final Duration SETTLE_INTERVAL = Duration.ofSeconds(1);

    private final DispatchQueue queue;
    private final Preparation preparation;
    private final Verdicts verdicts;
    private final Settlement settlement;
    private final NotificationProperties.Dispatch settings;
    private final Clock clock;

    Dispatcher(
            DispatchQueue queue,
            Preparation preparation,
            Verdicts verdicts,
            Settlement settlement,
            NotificationProperties properties,
            Clock clock) {
        this.queue = queue;
        this.preparation = preparation;
        this.verdicts = verdicts;
        this.settlement = settlement;
        this.settings = properties.dispatch();
        this.clock = clock;
    }

    /**
     * How a round went.
     *
     * @param taken messages looked at
     * @param away whether a peer or the provider is away, so that the next round should wait
     */
    record Round(int taken, boolean away) {}

    /** @param stopping asked between two messages; what is left then goes back to the queue */
    Round round(Lane lane, BooleanSupplier stopping) {
        Instant now = clock.instant();
        UUID lease = UUID.randomUUID();
        List<Waiting> taken = queue.take(lane, settings.batch(), lease, now, now.plus(settings.lease()));
        if (taken.isEmpty()) {
            return new Round(0, false);
        }
        try {
            return new Round(taken.size(), dispatch(lane, lease, taken, stopping));
        } catch (RuntimeException e) {
            giveBackIfPossible(taken, lease, now.plus(settings.backOff()));
            throw e;
        }
    }

    /** @return whether a peer or the provider is away */
    private boolean dispatch(Lane lane, UUID lease, List<Waiting> taken, BooleanSupplier stopping) {
        Instant now = clock.instant();
        Prepared prepared = preparation.prepare(taken, now);
        queue.giveBack(prepared.customerless(), lease, null);
        queue.giveBack(prepared.linkless(), lease, now.plus(settings.outagePauseLimit()));
        queue.giveBack(prepared.merged(), lease, now.plus(settings.outagePauseLimit()));
        boolean away = !prepared.customerless().isEmpty();
        if (!prepared.hasSendable(now)) {
            verdicts.writeDown(lane, lease, prepared);
            return away;
        }
        try (Provider.Session session = lane.provider().open()) {
            send(verdicts.writeDown(lane, lease, prepared), session, lease, stopping);
            return away;
        } catch (ProviderAwayException e) {
            log.warn("{} messages wait: {}", prepared.judgeable().size(), e.getMessage());
            verdicts.writeDown(lane, lease, prepared.onlyExpired(now));
            queue.giveBack(prepared.judgeable(), lease, null);
            return true;
        }
    }

    private void send(List<Attempt> begun, Provider.Session session, UUID lease, BooleanSupplier stopping) {
        long start = System.nanoTime();
        long settled = start;
        List<Ended> ended = new ArrayList<>();
        for (Attempt attempt : begun) {
            long now = System.nanoTime();
            if (now - settled > SETTLE_INTERVAL.toNanos()) {
                settlement.settleForSure(ended, lease, stopping);
                ended.clear();
                settled = now;
            }
            boolean late = now - start > settings.sendLimit().toNanos();
            Outcome outcome = late || stopping.getAsBoolean()
                    ? new Outcome.NotOffered(late ? "time" : "stop")
                    : offer(session, attempt);
            ended.add(Ended.of(attempt, outcome));
        }
        settlement.settleForSure(ended, lease, stopping);
    }

    private static Outcome offer(Provider.Session session, Attempt attempt) {
        try {
            return session.send(attempt.outgoing());
        } catch (RuntimeException e) {
            log.error(
                    "Attempt {} broke off: {}",
                    attempt.requestRef(),
                    e.getClass().getName());
            return new Outcome.Unclear("internal");
        }
    }

    /** What cannot be given back comes back by itself when the lease is over. */
    private void giveBackIfPossible(List<Waiting> taken, UUID lease, Instant notBefore) {
        try {
            queue.giveBack(taken, lease, notBefore);
        } catch (DataAccessException e) {
            log.warn(
                    "{} messages wait for their lease to end: {}",
                    taken.size(),
                    e.getClass().getSimpleName());
        }
    }
}
