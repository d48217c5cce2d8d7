package io.kehu.feedback;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.kehu.starter.messaging.EventCodec;
import io.kehu.starter.messaging.EventEnvelope;
import io.kehu.starter.messaging.Exchanges;
import io.kehu.starter.test.TestServers;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import tools.jackson.databind.JsonNode;

/** The broker as other services see it: sends their events, and hears all of ours. */
public class Broker implements DisposableBean {

    private final EventCodec codec;
    private final String virtualHost;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private Connection connection;
    private Channel channel;

    /** An event of ours. */
    public record Heard(EventEnvelope envelope, JsonNode data) {

        public String type() {
            return envelope.type();
        }

        public String text(String field) {
            return data.path(field).asString("");
        }
    }

    public Broker(EventCodec codec, @Value("${spring.rabbitmq.virtual-host}") String virtualHost) {
        this.codec = codec;
        this.virtualHost = virtualHost;
    }

    @EventListener(ContextRefreshedEvent.class)
    public synchronized void listen() throws Exception {
        if (connection != null) {
            return;
        }
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(TestServers.rabbit().port());
        factory.setVirtualHost(virtualHost);
        factory.setUsername("test-admin");
        factory.setPassword("test");
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
        channel.exchangeDeclare(Exchanges.EVENTS, "topic", true);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Exchanges.EVENTS, "feedback.#");
        Channel listening = connection.createChannel();
        listening.basicConsume(
                queue,
                true,
                (tag, message) -> {
                    EventCodec.Parsed parsed = codec.read(message.getBody());
                    heard.add(new Heard(parsed.envelope(), parsed.data()));
                },
                tag -> {});
    }

    /** Events of a type about a subject, in order. */
    public List<Heard> heard(String type, String subject) {
        return heard.stream()
                .filter(event ->
                        event.type().equals(type) && event.envelope().subject().equals(subject))
                .toList();
    }

    public List<Heard> heardAbout(String subject) {
        return heard.stream()
                .filter(event -> event.envelope().subject().equals(subject))
                .toList();
    }

    public List<Heard> all() {
        return heard;
    }

    public void send(UUID id, String type, String subject, String dataJson) throws Exception {
        byte[] body = codec.write(
                new EventEnvelope(id, "/customer-service", type, subject, 1, Instant.now(), null), dataJson);
        synchronized (this) {
            channel.basicPublish(
                    Exchanges.EVENTS,
                    type,
                    new AMQP.BasicProperties.Builder().deliveryMode(2).build(),
                    body);
            channel.waitForConfirmsOrDie(5_000);
        }
    }

    @Override
    public void destroy() throws Exception {
        if (connection != null) {
            connection.close();
        }
    }
}
