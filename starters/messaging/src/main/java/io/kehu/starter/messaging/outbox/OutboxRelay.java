package io.kehu.starter.messaging.outbox;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.messaging.EventCodec;
import io.kehu.starter.messaging.MessagingProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Moves events from the outbox to the broker, in order, and deletes what the broker has confirmed. A message the broker returns or
 * refuses stays and is tried again later. Publishing happens before deleting, so an event may arrive twice but is never lost.
 */
public final class OutboxRelay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration POSTPONE_STEP = Duration.ofSeconds(1);
    private static final Duration POSTPONE_LIMIT = Duration.ofMinutes(5);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    private final OutboxTable table;
    private final Transactions transactions;
    private final RabbitTemplate template;
    private final OutboxMessages messages;
    private final MessagingProperties properties;
    private final Semaphore wake = new Semaphore(0);
    private final Counter published;
    private final Counter unroutable;
    private volatile boolean running;
    private volatile Thread thread = Thread.currentThread();

    OutboxRelay(
            OutboxTable table,
            Transactions transactions,
            RabbitTemplate template,
            EventCodec codec,
            MessagingProperties properties,
            MeterRegistry meters) {
        this.table = table;
        this.transactions = transactions;
        this.template = template;
        this.messages = new OutboxMessages(codec);
        this.properties = properties;
        this.published = meters.counter("kehu.outbox.published");
        this.unroutable = meters.counter("kehu.outbox.unroutable");
        meters.gauge("kehu.outbox.pending", table, OutboxTable::count);
        meters.gauge("kehu.outbox.oldest.seconds", table, OutboxTable::oldestAge);
    }

    /** Says that something may be waiting; cheap, may be called from any thread. */
    public void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("outbox-relay").daemon().start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        wake();
        try {
            thread.join(properties.confirmTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts last and stops first, while database and broker are still there. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    private void run() {
        boolean healthy = true;
        while (running) {
            try {
                int taken = properties.relayBatch();
                while (running && taken == properties.relayBatch()) {
                    taken = drain();
                }
                healthy = true;
                LockSupport.parkNanos(properties.relayLinger().toNanos());
                await(properties.relayPoll());
            } catch (AmqpException | DataAccessException | TransactionException e) {
                if (healthy) {
                    log.warn("Events wait in the outbox: {}", e.getClass().getSimpleName());
                }
                healthy = false;
                await(FAILURE_PAUSE);
            } catch (RuntimeException e) {
                log.error("The outbox relay failed and goes on", e);
                await(FAILURE_PAUSE);
            }
        }
    }

    private void await(Duration pause) {
        try {
            if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            running = false;
        }
    }

    /** @return how many rows were taken */
    int drain() {
        return transactions.call(() -> {
            if (!table.tryLock()) {
                return 0;
            }
            List<OutboxTable.Row> rows = table.next(properties.relayBatch());
            if (rows.isEmpty()) {
                return 0;
            }
            List<CorrelationData> confirms = publish(rows);
            settle(rows, confirms);
            return rows.size();
        });
    }

    /** All on one channel, because the broker keeps the order of a channel only. */
    private List<CorrelationData> publish(List<OutboxTable.Row> rows) {
        List<CorrelationData> confirms = new ArrayList<>(rows.size());
        template.invoke(channel -> {
            for (OutboxTable.Row row : rows) {
                CorrelationData confirm = new CorrelationData(row.id().toString());
                channel.send(row.exchange(), row.topic(), messages.message(row), confirm);
                confirms.add(confirm);
            }
            return Boolean.TRUE;
        });
        return confirms;
    }

    private void settle(List<OutboxTable.Row> rows, List<CorrelationData> confirms) {
        long deadline = System.nanoTime() + properties.confirmTimeout().toNanos();
        List<UUID> done = new ArrayList<>(rows.size());
        List<UUID> later = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            OutboxTable.Row row = rows.get(i);
            CorrelationData confirm = confirms.get(i);
            if (!isConfirmed(confirm, deadline)) {
                later.add(row.id());
            } else if (confirm.getReturned() != null) {
                unroutable.increment();
                log.error("No queue takes {} {}; it stays in the outbox", row.topic(), row.id());
                later.add(row.id());
            } else {
                done.add(row.id());
            }
        }
        table.delete(done);
        table.postpone(later, POSTPONE_STEP, POSTPONE_LIMIT);
        published.increment(done.size());
    }

    private static boolean isConfirmed(CorrelationData confirm, long deadline) {
        try {
            long left = Math.max(1, deadline - System.nanoTime());
            return confirm.getFuture().get(left, TimeUnit.NANOSECONDS).ack();
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
