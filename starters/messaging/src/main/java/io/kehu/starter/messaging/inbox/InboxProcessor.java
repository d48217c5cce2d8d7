package io.kehu.starter.messaging.inbox;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.messaging.EventCodec;
import io.kehu.starter.messaging.EventCodec.MalformedEventException;
import io.kehu.starter.messaging.EventCodec.Parsed;
import io.kehu.starter.messaging.EventTracing;
import io.kehu.starter.messaging.MessagingProperties;
import io.kehu.starter.messaging.Subscription;
import io.kehu.starter.messaging.SubscriptionHandling;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles messages of one queue so that each takes effect once: many in one transaction when all is well, one by one when one of them
 * fails, and the failing one is parked for later while the others flow on.
 */
final class InboxProcessor {

    private static final Logger log = LoggerFactory.getLogger(InboxProcessor.class);

    private final Subscription subscription;
    private final InboxTable table;
    private final Transactions transactions;
    private final EventCodec codec;
    private final EventTracing tracing;
    private final MessagingProperties properties;
    private final MeterRegistry meters;
    private final Clock clock;

    InboxProcessor(Subscription subscription, InboxTable table, InboxContext context) {
        this.subscription = subscription;
        this.table = table;
        this.transactions = context.transactions();
        this.codec = context.codec();
        this.tracing = context.tracing();
        this.properties = context.properties();
        this.meters = context.meters();
        this.clock = context.clock();
    }

    private record Readable(Parsed event, byte[] body) {}

    /** Returns when every message is handled, parked or buried; throws only when the database is away, with nothing done. */
    void process(List<byte[]> bodies) {
        List<Readable> readable = new ArrayList<>(bodies.size());
        for (byte[] body : bodies) {
            try {
                readable.add(new Readable(codec.read(body), body));
            } catch (MalformedEventException e) {
                buryUnreadable(body, e);
            }
        }
        if (readable.isEmpty()) {
            return;
        }
        try {
            handleTogether(readable);
        } catch (RuntimeException e) {
            if (FailureReason.isOutage(e)) {
                throw e;
            }
            if (readable.size() == 1) {
                park(readable.getFirst(), e);
            } else {
                readable.forEach(this::handleAlone);
            }
        }
    }

    /** Another try of a parked event, in the caller's transaction. */
    void retry(byte[] body) {
        handleNew(List.of(new Readable(codec.read(body), body)));
    }

    private void handleAlone(Readable message) {
        try {
            handleTogether(List.of(message));
        } catch (RuntimeException e) {
            if (FailureReason.isOutage(e)) {
                throw e;
            }
            park(message, e);
        }
    }

    private void handleTogether(List<Readable> messages) {
        try (EventTracing.Scope scope = tracing.handling(
                subscription.queue(),
                messages.stream().map(message -> message.event().envelope()).toList())) {
            transactions.run(() -> handleNew(messages));
        }
    }

    private void handleNew(List<Readable> messages) {
        Map<UUID, Parsed> events = new LinkedHashMap<>();
        messages.forEach(message -> events.put(message.event().envelope().id(), message.event()));
        Set<UUID> fresh = table.markHandled(subscription.queue(), events.keySet());
        meters.counter("kehu.inbox.duplicates", "queue", subscription.queue())
                .increment(messages.size() - fresh.size());
        List<Parsed> run = new ArrayList<>();
        for (Parsed event : events.values()) {
            if (!fresh.contains(event.envelope().id())) {
                continue;
            }
            if (!run.isEmpty()
                    && !run.getFirst().envelope().type().equals(event.envelope().type())) {
                handleRun(run);
                run = new ArrayList<>();
            }
            run.add(event);
        }
        if (!run.isEmpty()) {
            handleRun(run);
        }
    }

    private void handleRun(List<Parsed> run) {
        SubscriptionHandling.handle(subscription, run.getFirst().envelope().type(), run, codec);
        meters.counter("kehu.inbox.handled", "queue", subscription.queue()).increment(run.size());
        Duration lag = Duration.between(run.getFirst().envelope().time(), clock.instant());
        meters.timer("kehu.inbox.lag", "queue", subscription.queue())
                .record(Math.max(0, lag.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void park(Readable message, RuntimeException failure) {
        String reason = FailureReason.of(failure);
        UUID id = message.event().envelope().id();
        log.warn(
                "Event {} {} is parked in {}: {}", message.event().envelope().type(), id, subscription.queue(), reason);
        meters.counter("kehu.inbox.failures", "queue", subscription.queue()).increment();
        transactions.run(() -> table.park(subscription.queue(), id, message.body(), reason, properties.backOff()));
    }

    private void buryUnreadable(byte[] body, MalformedEventException failure) {
        String reason = FailureReason.of(failure);
        log.error("A message of {} bytes in {} is buried: {}", body.length, subscription.queue(), reason);
        meters.counter("kehu.inbox.buried", "queue", subscription.queue()).increment();
        transactions.run(() ->
                table.bury(subscription.queue(), "-", body, DeadHeaders.json(codec, subscription.queue(), reason, 1)));
    }
}
