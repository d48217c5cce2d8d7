package io.kehu.starter.messaging.inbox;

import com.rabbitmq.client.Channel;
import io.kehu.starter.messaging.MessagingProperties;
import io.kehu.starter.messaging.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Reads one queue. Messages pile up while a batch is being handled and become the next batch, so a quiet queue is handled at once and a
 * busy one in large transactions. Acknowledged only after the commit.
 */
final class EventConsumer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);
    private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(1);
    private static final Duration TAKE_TIMEOUT = Duration.ofMillis(500);
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);
    private static final long RECOVERY_INTERVAL_MS = 1_000;

    private final Subscription subscription;
    private final InboxProcessor processor;
    private final int batch;
    private final DirectMessageListenerContainer container;
    private final BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
    private volatile boolean running;
    private volatile Thread worker = Thread.currentThread();

    EventConsumer(
            Subscription subscription,
            InboxProcessor processor,
            ConnectionFactory connections,
            MessagingProperties properties) {
        this.subscription = subscription;
        this.processor = processor;
        this.batch = properties.consumeBatch();
        this.container = new DirectMessageListenerContainer(connections);
        container.setQueueNames(subscription.queue());
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setPrefetchCount(batch * 2);
        container.setConsumersPerQueue(1);
        container.setMissingQueuesFatal(false);
        container.setRecoveryInterval(RECOVERY_INTERVAL_MS);
        container.setFailedDeclarationRetryInterval(RECOVERY_INTERVAL_MS);
        container.setTaskExecutor(new SimpleAsyncTaskExecutor(subscription.queue() + "-"));
        container.setMessageListener((ChannelAwareMessageListener) this::arrive);
        container.setAutoStartup(false);
        container.afterPropertiesSet();
    }

    private void arrive(Message message, @org.jspecify.annotations.Nullable Channel channel) {
        if (channel != null) {
            arrived.add(new Delivery(channel, message.getMessageProperties().getDeliveryTag(), message.getBody()));
        }
    }

    @Override
    public void start() {
        running = true;
        worker = Thread.ofPlatform().name(subscription.queue()).daemon().start(this::run);
        container.start();
    }

    @Override
    public void stop() {
        running = false;
        container.stop();
        try {
            worker.join(STOP_GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        arrived.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        List<Delivery> deliveries = new ArrayList<>(batch);
        while (running) {
            try {
                Delivery first = arrived.poll(TAKE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                deliveries.add(first);
                arrived.drainTo(deliveries, batch - 1);
                if (processUntilDone(deliveries)) {
                    acknowledge(deliveries);
                }
            } catch (InterruptedException e) {
                running = false;
            } catch (RuntimeException e) {
                log.error("The consumer of {} failed and goes on", subscription.queue(), e);
            } finally {
                deliveries.clear();
            }
        }
    }

    /** Stays with the batch while the database is away: giving it back would only wear out the broker's delivery count. */
    private boolean processUntilDone(List<Delivery> deliveries) throws InterruptedException {
        List<byte[]> bodies = deliveries.stream().map(Delivery::body).toList();
        boolean warned = false;
        while (running) {
            try {
                processor.process(bodies);
                return true;
            } catch (RuntimeException e) {
                if (!FailureReason.isOutage(e)) {
                    throw e;
                }
                if (!warned) {
                    log.warn("{} waits for the database: {}", subscription.queue(), FailureReason.of(e));
                    warned = true;
                }
                Thread.sleep(OUTAGE_PAUSE);
            }
        }
        return false;
    }

    /** A channel that is gone has given its messages back to the broker; the inbox will recognise them. */
    private void acknowledge(List<Delivery> deliveries) {
        Map<Channel, Long> lastTags = new LinkedHashMap<>();
        deliveries.forEach(delivery -> lastTags.merge(delivery.channel(), delivery.tag(), Math::max));
        lastTags.forEach((channel, tag) -> {
            try {
                if (channel.isOpen()) {
                    channel.basicAck(tag, true);
                }
            } catch (IOException | com.rabbitmq.client.AlreadyClosedException e) {
                log.info("{} could not acknowledge on a closing channel", subscription.queue());
            }
        });
    }
}
