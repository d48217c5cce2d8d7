package io.kehu.starter.messaging.sample;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.messaging.EventCodec;
import io.kehu.starter.messaging.EventEnvelope;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import io.kehu.starter.messaging.sample.SampleApplication.Said;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Outbox, relay and inbox on a real database and broker. */
@ServiceTest
class MessagingTests {

    private static final String TYPE = "sample.thing.said.v1";

    @Autowired
    private Outbox outbox;

    @Autowired
    private Transactions transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Api api;

    @Autowired
    private EventCodec codec;

    @Value("${spring.rabbitmq.virtual-host}")
    private String virtualHost;

    @AfterEach
    void healAll() {
        SampleApplication.POISON.clear();
        SampleApplication.EARLY.clear();
    }

    @Test
    void whatCommitsArrivesOnceInOrderAndLeavesTheOutboxEmpty() {
        List<String> texts =
                IntStream.range(0, 1_200).mapToObj(i -> "order-" + i).toList();

        transactions.run(
                () -> outbox.append(texts.stream().map(MessagingTests::said).toList()));

        await().untilAsserted(() -> assertThat(effects("order-%")).isEqualTo(texts));
        await().untilAsserted(() -> assertThat(outboxSize()).isZero());
    }

    @Test
    void whatRollsBackNeverArrives() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    outbox.append(said("never"));
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        transactions.run(() -> outbox.append(said("after")));

        await().until(() -> !effects("after").isEmpty());
        assertThat(effects("never")).isEmpty();
    }

    @Test
    void anEventOutsideOfATransactionIsAMistake() {
        assertThatThrownBy(() -> outbox.append(said("alone"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> transactions.run(
                        () -> outbox.append(new OutgoingEvent("other.thing.said.v1", "s", 1, new Said("x")))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void duplicatesTakeEffectOnce() throws Exception {
        byte[] body = event(UUID.randomUUID(), "twice");
        for (int i = 0; i < 5; i++) {
            send("kehu.events", TYPE, body);
        }
        transactions.run(() -> outbox.append(said("twice-end")));

        await().until(() -> !effects("twice-end").isEmpty());
        assertThat(effects("twice")).hasSize(1);
    }

    @Test
    void aPoisonedEventGoesAsideOthersFlowAndItCanBeReplayed() {
        SampleApplication.POISON.add("poison");
        transactions.run(() -> outbox.append(List.of(said("well-1"), said("poison"), said("well-2"))));

        await().until(() -> effects("well-%").equals(List.of("well-1", "well-2")));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> api.as(ADMIN)
                        .get()
                        .uri("/sample/v1/dead-letters?queue=sample.listener")
                        .exchange()
                        .expectBody()
                        .jsonPath("$.items[?(@.event.data.text == 'poison')].attempts")
                        .isEqualTo(3)
                        .jsonPath("$.items[?(@.event.data.text == 'poison')].reason")
                        .value(
                                List.class,
                                reasons -> assertThat(reasons.toString())
                                        .contains("failed: java.lang.IllegalStateException")
                                        .doesNotContain("secret words")));
        assertThat(effects("poison")).isEmpty();
        assertThat(count("inbox_retry")).isZero();

        SampleApplication.POISON.clear();
        api.as(ADMIN)
                .post()
                .uri("/sample/v1/dead-letters:replay")
                .body(Map.of("queue", "sample.listener"))
                .exchange()
                .expectStatus()
                .isOk();
        await().until(() -> effects("poison").size() == 1);
        api.as(AGENT)
                .get()
                .uri("/sample/v1/dead-letters")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void anEventThatIsEarlyIsTriedAgain() {
        SampleApplication.EARLY.add("early");
        transactions.run(() -> outbox.append(said("early")));
        await().until(() -> count("inbox_retry") == 1);

        SampleApplication.EARLY.clear();

        await().until(() -> effects("early").size() == 1);
        await().until(() -> count("inbox_retry") == 0);
    }

    @Test
    void whatIsNoEventIsBuriedAtOnce() throws Exception {
        send("kehu.events", TYPE, "not json at all".getBytes(StandardCharsets.UTF_8));
        send("kehu.events", TYPE, "{\"specversion\":\"1.0\"}".getBytes(StandardCharsets.UTF_8));
        send("kehu.events", TYPE, event(UUID.randomUUID(), "still fine"));

        await().until(() -> effects("still fine").size() == 1);
        await().untilAsserted(() -> api.as(ADMIN)
                .get()
                .uri("/sample/v1/dead-letters")
                .exchange()
                .expectBody()
                .jsonPath("$.items[*].reason")
                .value(
                        List.class,
                        reasons -> assertThat(reasons.toString()).contains("malformed: not JSON", "malformed: no id")));
    }

    @Test
    void anUnroutableEventStaysAndDoesNotStandInTheWay() {
        transactions.run(() -> outbox.append(
                List.of(new OutgoingEvent("sample.nobody.listens.v1", "s", 1, new Said("lost?")), said("passes by"))));

        await().until(() -> effects("passes by").size() == 1);
        await().until(() -> jdbc.sql("SELECT attempts FROM outbox_event WHERE topic = 'sample.nobody.listens.v1'")
                        .query(Integer.class)
                        .single()
                > 0);
        jdbc.sql("DELETE FROM outbox_event WHERE topic = 'sample.nobody.listens.v1'")
                .update();
    }

    @Test
    void aServiceCannotSpeakForAnother() throws Exception {
        try (Connection connection = connection(virtualHost, "broker-secret")) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            channel.basicPublish("kehu.events", "other.thing.said.v1", null, new byte[] {1});
            assertThatThrownBy(() -> channel.waitForConfirmsOrDie(2_000)).hasMessageContaining("ACCESS_REFUSED");
        }
    }

    private static OutgoingEvent said(String text) {
        return new OutgoingEvent(TYPE, "subject", 1, new Said(text));
    }

    private byte[] event(UUID id, String text) {
        EventEnvelope envelope =
                new EventEnvelope(id, "/sample-service", TYPE, "subject", 1, java.time.Instant.EPOCH, null);
        return codec.write(envelope, "{\"text\":\"" + text + "\",\"newField\":true}");
    }

    private void send(String exchange, String key, byte[] body) throws Exception {
        try (Connection connection = connection("test-admin", "test");
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.basicPublish(
                    exchange,
                    key,
                    new AMQP.BasicProperties.Builder().deliveryMode(2).build(),
                    body);
            channel.waitForConfirmsOrDie(5_000);
        }
    }

    private Connection connection(String user, String password) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(TestServers.rabbit().port());
        factory.setVirtualHost(virtualHost);
        factory.setUsername(user);
        factory.setPassword(password);
        return factory.newConnection();
    }

    private List<String> effects(String pattern) {
        return jdbc.sql("SELECT text FROM effect WHERE text LIKE :pattern ORDER BY id")
                .param("pattern", pattern)
                .query(String.class)
                .list();
    }

    private long outboxSize() {
        return count("outbox_event");
    }

    private long count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }
}
