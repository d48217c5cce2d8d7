package io.kehu.starter.test;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The broker as the other services of the suite see it: tells events of theirs, hears events of the service under test. */
public final class TestBroker {

    private static final String EVENTS = "kehu.events";
    private static final long CONFIRM_TIMEOUT_MS = 5_000;

    private final Environment environment;
    private final Map<String, List<JsonNode>> heard = new ConcurrentHashMap<>();

    TestBroker(Environment environment) {
        this.environment = environment;
    }

    /** An event to be told. */
    public record Event(UUID id, String type, String subject, Instant time, String dataJson) {

        public static Event of(String type, String subject, String dataJson) {
            return new Event(UUID.randomUUID(), type, subject, Instant.now(), dataJson);
        }

        byte[] body() {
            String source = "/" + type.substring(0, type.indexOf('.')) + "-service";
            return """
                    {"specversion":"1.0","id":"%s","source":"%s","type":"%s","subject":"%s","subjectversion":1,"time":"%s",
                     "datacontenttype":"application/json","data":%s}
                    """.formatted(id, source, type, subject, time, dataJson).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Tells events, in order; returns when the broker has them. */
    public void tell(List<Event> events) {
        with(channel -> {
            channel.confirmSelect();
            AMQP.BasicProperties persistent =
                    new AMQP.BasicProperties.Builder().deliveryMode(2).build();
            for (Event event : events) {
                channel.basicPublish(EVENTS, event.type(), persistent, event.body());
            }
            channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MS);
            return Boolean.TRUE;
        });
    }

    public void tell(Event event) {
        tell(List.of(event));
    }

    /** Begins to listen. @return name of the queue to {@link #heard hear} from */
    public String listen(String binding) {
        return with(channel -> {
            String queue = "test.ear." + UUID.randomUUID();
            channel.queueDeclare(queue, false, false, false, Map.of("x-expires", 600_000));
            channel.queueBind(queue, EVENTS, binding);
            return queue;
        });
    }

    /** All events since the listening began, whole, in the order they came; a test may look as often as it likes. */
    public List<JsonNode> heard(String queue) {
        return with(channel -> {
            List<JsonNode> events = heard.computeIfAbsent(queue, name -> new CopyOnWriteArrayList<>());
            for (GetResponse response = channel.basicGet(queue, true);
                    response != null;
                    response = channel.basicGet(queue, true)) {
                events.add(JsonMapper.shared().readTree(response.getBody()));
            }
            return List.copyOf(events);
        });
    }

    /** As {@link #heard(String)}, of one subject: others may come late from tests before. */
    public List<JsonNode> heard(String queue, String subject) {
        return heard(queue).stream()
                .filter(event -> event.path("subject").asString().equals(subject))
                .toList();
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Channel channel) throws IOException, InterruptedException, TimeoutException;
    }

    private <T> T with(Work<T> work) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(TestServers.rabbit().port());
        factory.setVirtualHost(environment.getRequiredProperty("spring.rabbitmq.virtual-host"));
        factory.setUsername("test-admin");
        factory.setPassword("test");
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            return work.run(channel);
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
