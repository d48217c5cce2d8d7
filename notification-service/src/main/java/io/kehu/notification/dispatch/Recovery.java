package io.kehu.notification.dispatch;

import io.kehu.notification.NotificationProperties;
import io.kehu.notification.Purpose;
import io.kehu.notification.dispatch.DispatchQueue.Orphan;
import io.kehu.notification.dispatch.Settlement.Ended;
import io.kehu.notification.message.MessageState;
import io.kehu.notification.provider.Outcome;
import io.kehu.notification.provider.Providers;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Finds attempts whose worker died before it could say how they ended. The provider is asked where it can be; otherwise the message becomes
 * UNKNOWN and, when nothing is heard for long, ABANDONED. It is never sent again.
 */
@Component
class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    private static final int BATCH = 500;

    private final DispatchQueue queue;
    private final Settlement settlement;
    private final Providers providers;
    private final DispatchMetrics metrics;
    private final NotificationProperties.Dispatch settings;
    private final Clock clock;

    Recovery(
            DispatchQueue queue,
            Settlement settlement,
            Providers providers,
            DispatchMetrics metrics,
            NotificationProperties properties,
            Clock clock) {
        this.queue = queue;
        this.settlement = settlement;
        this.providers = providers;
        this.metrics = metrics;
        this.settings = properties.dispatch();
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${kehu.notification.dispatch.recovery-poll:30s}")
    void recover() {
        try {
            settleOrphans();
            abandonUnknown();
        } catch (DataAccessException | TransactionException e) {
            log.warn("Recovery waits for the database: {}", e.getClass().getSimpleName());
        }
    }

    private void settleOrphans() {
        List<Orphan> orphans;
        do {
            orphans = queue.orphans(clock.instant().minus(settings.orphanAfter()), BATCH);
            if (!orphans.isEmpty()) {
                log.warn("{} attempts were left without an outcome", orphans.size());
                settlement.settle(orphans.stream().map(this::ended).toList(), null);
            }
        } while (orphans.size() == BATCH);
    }

    private Ended ended(Orphan orphan) {
        Waiting message = orphan.message();
        Outcome outcome = providers
                .of(message.channel())
                .flatMap(provider -> provider.query(orphan.requestRef()))
                .orElseGet(() -> new Outcome.Unclear("orphan"));
        return new Ended(message, message.attempts(), outcome, null);
    }

    private void abandonUnknown() {
        List<Purpose> abandoned;
        do {
            abandoned = queue.abandon(clock.instant().minus(settings.abandonAfter()), BATCH, clock.instant());
            abandoned.forEach(purpose -> metrics.moved(MessageState.ABANDONED, purpose.name(), 1));
        } while (abandoned.size() == BATCH);
    }
}
