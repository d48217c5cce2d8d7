package io.kehu.starter.messaging.inbox;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.messaging.EventCodec;
import io.kehu.starter.messaging.EventTracing;
import io.kehu.starter.messaging.MessagingProperties;
import io.kehu.starter.messaging.Subscription;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires a consumer for each subscription, and the retries. */
@Configuration(proxyBeanMethods = false)
public class InboxConfiguration {

    @Bean
    InboxContext inboxContext(
            Transactions transactions,
            EventCodec codec,
            EventTracing tracing,
            MessagingProperties properties,
            MeterRegistry meters,
            Clock clock) {
        return new InboxContext(transactions, codec, tracing, properties, meters, clock);
    }

    @Bean
    InboxProcessors inboxProcessors(ObjectProvider<Subscription> subscriptions, JdbcClient jdbc, InboxContext context) {
        Map<String, InboxProcessor> processors = new LinkedHashMap<>();
        subscriptions
                .orderedStream()
                .forEach(subscription -> processors.put(
                        subscription.queue(), new InboxProcessor(subscription, new InboxTable(jdbc), context)));
        return new InboxProcessors(processors);
    }

    @Bean
    EventConsumers eventConsumers(
            ObjectProvider<Subscription> subscriptions,
            InboxProcessors processors,
            ConnectionFactory connections,
            MessagingProperties properties) {
        return new EventConsumers(subscriptions
                .orderedStream()
                .map(subscription ->
                        new EventConsumer(subscription, processors.of(subscription.queue()), connections, properties))
                .toList());
    }

    @Bean
    InboxRetries inboxRetries(JdbcClient jdbc, InboxProcessors processors, InboxContext context) {
        return new InboxRetries(new InboxTable(jdbc), processors.byQueue(), context);
    }

    /** One processor per queue. */
    record InboxProcessors(Map<String, InboxProcessor> byQueue) {

        InboxProcessor of(String queue) {
            InboxProcessor processor = byQueue.get(queue);
            if (processor == null) {
                throw new IllegalStateException("No processor for " + queue);
            }
            return processor;
        }
    }

    /** All consumers of a service start and stop together. */
    static final class EventConsumers implements SmartLifecycle {

        private final List<EventConsumer> consumers;

        EventConsumers(List<EventConsumer> consumers) {
            this.consumers = List.copyOf(consumers);
        }

        @Override
        public void start() {
            consumers.forEach(EventConsumer::start);
        }

        @Override
        public void stop() {
            consumers.parallelStream().forEach(EventConsumer::stop);
        }

        @Override
        public boolean isRunning() {
            return consumers.stream().anyMatch(EventConsumer::isRunning);
        }
    }
}
