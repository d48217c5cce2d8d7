package io.kehu.starter.messaging.inbox;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.messaging.EventCodec;
import io.kehu.starter.messaging.EventCodec.MalformedEventException;
import io.kehu.starter.messaging.MessagingProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Tries parked events again at their time, and buries those that failed too often. */
final class InboxRetries {

    private static final Logger log = LoggerFactory.getLogger(InboxRetries.class);
    private static final int MAX_PER_POLL = 100;
    private static final Duration INBOX_RETENTION = Duration.ofDays(30);

    private final InboxTable table;
    private final Map<String, InboxProcessor> processors;
    private final Transactions transactions;
    private final EventCodec codec;
    private final MessagingProperties properties;
    private final MeterRegistry meters;

    InboxRetries(InboxTable table, Map<String, InboxProcessor> processors, InboxContext context) {
        this.table = table;
        this.processors = processors;
        this.transactions = context.transactions();
        this.codec = context.codec();
        this.properties = context.properties();
        this.meters = context.meters();
        meters.gauge("kehu.inbox.parked", table, InboxTable::parkedCount);
    }

    @Scheduled(fixedDelayString = "${kehu.messaging.retry-poll:500ms}")
    void retryDue() {
        try {
            for (int tried = 0; tried < MAX_PER_POLL && retryOne(); tried++) {
                // Each in a transaction of its own, so that one failure does not undo another's success.
            }
        } catch (RuntimeException e) {
            if (!FailureReason.isOutage(e)) {
                throw e;
            }
        }
    }

    @Scheduled(initialDelayString = "PT20M", fixedDelayString = "PT24H")
    void forgetOld() {
        transactions.run(() -> table.forgetOlderThan(INBOX_RETENTION));
    }

    private boolean retryOne() {
        InboxTable.Parked[] tried = new InboxTable.Parked[1];
        try {
            return transactions.call(() -> {
                List<InboxTable.Parked> due = table.due(1);
                if (due.isEmpty()) {
                    return false;
                }
                InboxTable.Parked parked = due.getFirst();
                tried[0] = parked;
                InboxProcessor processor = processors.get(parked.consumer());
                if (processor == null) {
                    throw new MalformedEventException("nobody reads " + parked.consumer() + " here any more");
                }
                processor.retry(parked.body());
                table.unpark(parked.consumer(), parked.eventId());
                return true;
            });
        } catch (RuntimeException e) {
            if (FailureReason.isOutage(e) || tried[0] == null) {
                throw e;
            }
            giveUpOrPostpone(tried[0], e);
            return true;
        }
    }

    private void giveUpOrPostpone(InboxTable.Parked parked, RuntimeException failure) {
        String reason = FailureReason.of(failure);
        int attempts = parked.attempts() + 1;
        if (attempts < properties.attempts()) {
            transactions.run(() -> table.postpone(parked, reason, pause(attempts)));
            return;
        }
        log.error("Event {} in {} is buried after {} tries: {}", parked.eventId(), parked.consumer(), attempts, reason);
        meters.counter("kehu.inbox.buried", "queue", parked.consumer()).increment();
        transactions.run(() -> {
            table.bury(
                    parked.consumer(),
                    parked.eventId().toString(),
                    parked.body(),
                    DeadHeaders.json(codec, parked.consumer(), reason, attempts));
            table.unpark(parked.consumer(), parked.eventId());
        });
    }

    private Duration pause(int attempts) {
        Duration doubled = properties.backOff().multipliedBy(1L << Math.min(attempts - 1, 20));
        return doubled.compareTo(properties.backOffLimit()) < 0 ? doubled : properties.backOffLimit();
    }
}
