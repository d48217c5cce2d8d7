package io.kehu.starter.messaging.dead;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.kehu.starter.messaging.EventCodec;
import io.kehu.starter.messaging.EventCodec.MalformedEventException;
import io.kehu.starter.messaging.Exchanges;
import io.kehu.starter.messaging.Subscription;
import io.kehu.starter.messaging.inbox.DeadHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Looks into the dead queues of this service and puts their messages back. */
public final class DeadLetters {

    private static final int MOST = 1_000;
    private static final long CONFIRM_TIMEOUT_MS = 5_000;

    private final RabbitTemplate template;
    private final EventCodec codec;
    private final Set<String> queues;

    public DeadLetters(RabbitTemplate template, EventCodec codec, List<Subscription> subscriptions) {
        this.template = template;
        this.codec = codec;
        this.queues = Set.copyOf(subscriptions.stream().map(Subscription::queue).toList());
    }

    public Set<String> queues() {
        return queues;
    }

    /** Up to a thousand messages of the dead queue, which stay there. */
    public List<DeadLetter> list(String queue) {
        List<DeadLetter> letters = new ArrayList<>();
        eachDead(queue, (channel, response) -> {
            letters.add(describe(queue, response));
            return false;
        });
        return letters;
    }

    /**
     * Puts messages back into the queue they came from.
     *
     * @param wanted which, by event id; an unreadable message has none
     * @return how many went back
     */
    public int replay(String queue, Predicate<@Nullable String> wanted) {
        int[] count = new int[1];
        eachDead(queue, (channel, response) -> {
            if (!wanted.test(describe(queue, response).eventId())) {
                return false;
            }
            channel.basicPublish("", queue, true, response.getProps(), response.getBody());
            waitForConfirm(channel);
            count[0]++;
            return true;
        });
        return count[0];
    }

    /** Says whether the message is done with and leaves the dead queue. */
    @FunctionalInterface
    private interface Visitor {
        boolean visit(Channel channel, GetResponse response) throws IOException;
    }

    private void eachDead(String queue, Visitor visitor) {
        template.execute(channel -> {
            channel.confirmSelect();
            List<Long> stay = new ArrayList<>();
            String deadQueue = Exchanges.deadQueue(queue);
            for (int i = 0; i < MOST; i++) {
                GetResponse response = channel.basicGet(deadQueue, false);
                if (response == null) {
                    break;
                }
                long tag = response.getEnvelope().getDeliveryTag();
                if (visitor.visit(channel, response)) {
                    channel.basicAck(tag, false);
                } else {
                    stay.add(tag);
                }
            }
            for (long tag : stay) {
                channel.basicNack(tag, false, true);
            }
            return Boolean.TRUE;
        });
    }

    private static void waitForConfirm(Channel channel) throws IOException {
        try {
            channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MS);
        } catch (TimeoutException e) {
            throw new IOException("The broker did not confirm.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private DeadLetter describe(String queue, GetResponse response) {
        String reason = header(response.getProps(), DeadHeaders.REASON, "rejected by the broker");
        int attempts = Integer.parseInt(header(response.getProps(), DeadHeaders.ATTEMPTS, "0"));
        try {
            var envelope = codec.read(response.getBody()).envelope();
            return new DeadLetter(
                    queue,
                    envelope.id().toString(),
                    envelope.type(),
                    reason,
                    attempts,
                    new String(response.getBody(), StandardCharsets.UTF_8));
        } catch (MalformedEventException e) {
            return new DeadLetter(queue, null, null, reason, attempts, null);
        }
    }

    private static String header(AMQP.BasicProperties properties, String name, String otherwise) {
        Map<String, Object> headers = properties.getHeaders();
        Object value = headers == null ? null : headers.get(name);
        return value == null ? otherwise : value.toString();
    }
}
