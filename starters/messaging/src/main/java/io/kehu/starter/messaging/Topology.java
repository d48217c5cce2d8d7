package io.kehu.starter.messaging;

import java.util.ArrayList;
import java.util.List;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.TopicExchange;

/**
 * The queues a consumer owns, valid on RabbitMQ 3.10 and 4.x. One active consumer per queue keeps the order over replicas; dead lettering
 * is at-least-once, which needs all three of its arguments.
 */
final class Topology {

    /** Only a guard against endless redelivery after crashes; failures are counted in the inbox. */
    private static final int DELIVERY_LIMIT = 100;

    private Topology() {}

    static List<Declarable> of(List<Subscription> subscriptions) {
        TopicExchange events = new TopicExchange(Exchanges.EVENTS, true, false);
        TopicExchange dead = new TopicExchange(Exchanges.DEAD, true, false);
        List<Declarable> declarables = new ArrayList<>(List.of(events, dead));
        for (Subscription subscription : subscriptions) {
            Queue queue = QueueBuilder.durable(subscription.queue())
                    .quorum()
                    .deliveryLimit(DELIVERY_LIMIT)
                    .singleActiveConsumer()
                    .deadLetterExchange(Exchanges.DEAD)
                    .deadLetterRoutingKey(subscription.queue())
                    .withArgument("x-dead-letter-strategy", "at-least-once")
                    .overflow(QueueBuilder.Overflow.rejectPublish)
                    .build();
            Queue deadQueue = QueueBuilder.durable(Exchanges.deadQueue(subscription.queue()))
                    .quorum()
                    .build();
            declarables.add(queue);
            declarables.add(deadQueue);
            declarables.add(BindingBuilder.bind(deadQueue).to(dead).with(subscription.queue()));
            for (String pattern : subscription.bindings()) {
                Binding binding = BindingBuilder.bind(queue).to(events).with(pattern);
                declarables.add(binding);
            }
        }
        return declarables;
    }
}
