package io.kehu.notification.dispatch;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kehu.notification.support.Asking.ANN;
import static io.kehu.notification.support.Asking.MERGED;
import static io.kehu.notification.support.Asking.POINTS;
import static io.kehu.notification.support.Asking.SILENT;
import static io.kehu.notification.support.Asking.ZHANG;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.kehu.notification.message.MessageState;
import io.kehu.notification.support.Asking;
import io.kehu.notification.support.MailServer;
import io.kehu.notification.support.MovableClock;
import io.kehu.notification.support.NotificationTest;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeOutcome;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.wiremock.spring.InjectWireMock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two customers turn out to be one, and then again not to be: whose messages are whose, and where those that wait go. */
@NotificationTest
class MergedCustomersTests {

    private static final Instant NOON = Instant.parse("2026-12-01T04:00:00Z");
    private static final String MESSAGES = "/notification/v1/messages";
    private static final String MERGES = "/notification/v1/merges";
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Asking asking;

    @Autowired
    private MailServer mailServer;

    @Autowired
    private MovableClock clock;

    @Autowired
    private Sending sending;

    @Autowired
    private DispatchQueue queue;

    @Autowired
    private MessageFacts facts;

    @Autowired
    private Merges merges;

    @Autowired
    private Transactions transactions;

    @InjectWireMock("customer")
    private WireMockServer customers;

    private final UUID id = UUID.randomUUID();
    private final String loser = number();
    private final String survivor = number();

    private static String number() {
        return "CMG%06d".formatted(COUNT.incrementAndGet());
    }

    @BeforeEach
    void atNoon() {
        clock.set(NOON);
        customers.resetRequests();
    }

    @AfterEach
    void tidy() {
        sending.drain();
        jdbc.sql("SELECT id, survivor, losers FROM merge WHERE state = 'MERGED' ORDER BY merged_at DESC")
                .query((row, n) ->
                        new MergeOrder(row.getObject("id", UUID.class), row.getString("survivor"), List.of((String[])
                                row.getArray("losers").getArray())))
                .list()
                .forEach(merges::undo);
        clock.reset();
    }

    @Test
    void anUndoneMergeLeavesNoTrace() {
        UUID sent = asking.points(ZHANG);
        asking.points(loser);
        sending.drain();
        asking.points(loser);
        String before = everything(ZHANG, loser);
        assertThat(sending.state(sent)).isEqualTo("SENT");

        post(":preview", ZHANG, loser).expectStatus().isOk();
        assertThat(everything(ZHANG, loser)).isEqualTo(before);
        merge(id, ZHANG, loser);
        assertThat(everything(ZHANG, loser)).as("a merge rewrites nothing").isEqualTo(before);
        undo(id, ZHANG, loser);
        assertThat(everything(ZHANG, loser)).isEqualTo(before);
        assertThat(pointers()).isZero();
    }

    @Test
    void aMergeSaysHowManyMessagesTheLosersBring() {
        asking.points(loser);
        asking.points(loser);
        asking.points(survivor);

        assertThat(count(json(post(":preview", survivor, loser)))).isEqualTo(2);
        assertThat(count(merge(id, survivor, loser))).isEqualTo(2);
        assertThat(count(json(post(":preview", number(), survivor))))
                .as("a loser brings whom it stood for")
                .isEqualTo(3);
        asking.points(loser);
        assertThat(count(undo(id, survivor, loser))).isEqualTo(3);
    }

    @Test
    void listsAndLooksShowOneCustomerWhileMerged() {
        UUID losers = asking.points(loser);
        UUID survivors = asking.points(survivor);
        UUID last = asking.points(loser);
        merge(id, survivor, loser);

        for (String number : List.of(loser, survivor)) {
            assertThat(ids(list(api.as(AGENT), "?number=" + number))).containsExactly(last, survivors, losers);
            assertThat(ids(list(api.asMember(number), ""))).containsExactly(last, survivors, losers);
            assertThat(ids(list(api.asMember(number), "?number=" + loser))).hasSize(3);
            assertThat(items(list(api.as(AGENT), "?number=" + number)))
                    .extracting(one -> one.path("number").asString())
                    .containsOnly(survivor);
        }
        JsonNode page = list(api.as(AGENT), "?limit=2&number=" + loser);
        JsonNode next = list(
                api.as(AGENT),
                "?limit=2&number=" + loser + "&cursor="
                        + page.path("nextCursor").asString());
        assertThat(Stream.concat(ids(page).stream(), ids(next).stream())).containsExactly(last, survivors, losers);
        assertThat(one(losers).path("number").asString()).isEqualTo(survivor);
        api.asMember(survivor)
                .get()
                .uri(MESSAGES + "?number=" + number())
                .exchange()
                .expectStatus()
                .isNotFound();

        undo(id, survivor, loser);

        assertThat(ids(list(api.as(AGENT), "?number=" + loser))).containsExactly(last, losers);
        assertThat(ids(list(api.asMember(survivor), ""))).containsExactly(survivors);
        assertThat(one(losers).path("number").asString()).isEqualTo(loser);
        api.asMember(survivor)
                .get()
                .uri(MESSAGES + "?number=" + loser)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void aWaitingMessageGoesToTheLivingCustomer() throws Exception {
        UUID message = asking.points(loser);
        merge(id, ZHANG, loser);

        sending.drain();

        assertThat(sending.state(message)).isEqualTo("SENT");
        assertThat(mailServer.received(message).getFirst().getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("Zhang.San.Canary@mail.example");
        customers.verify(0, asked(loser));
        customers.verify(asked(ZHANG));
        assertThat(sending.events(message).getFirst()).containsEntry("subject", ZHANG);
        assertThat((String) sending.events(message).getFirst().get("payload"))
                .contains(ZHANG)
                .doesNotContain(loser);

        undo(id, ZHANG, loser);
        assertThat(ids(list(api.as(AGENT), "?number=" + loser))).containsExactly(message);
    }

    @Test
    void aWaitingMessageGoesThroughAChain() {
        UUID message = asking.points(loser);
        merge(id, survivor, loser);
        merge(UUID.randomUUID(), ANN, survivor);

        sending.drain();

        assertThat(sending.state(message)).isEqualTo("SENT");
        assertThat(mailServer.received(message)).hasSize(1);
        assertThat(sending.events(message).getFirst()).containsEntry("subject", ANN);
    }

    @Test
    void aWaitingMessageIsTheLosersAgainAfterTheUndoing() {
        merge(id, SILENT, loser);
        UUID losers = asking.points(loser);
        UUID survivors = asking.points(SILENT);
        undo(id, SILENT, loser);

        sending.drain();

        customers.verify(asked(loser));
        assertThat(sending.reason(losers)).isEqualTo("ADDRESS:CUSTOMER_UNKNOWN");
        assertThat(sending.events(losers).getFirst()).containsEntry("subject", loser);
        assertThat(sending.state(survivors)).isEqualTo("SENT");
        assertThat(ids(list(api.as(AGENT), "?number=" + loser))).containsExactly(losers);
    }

    @Test
    void aFactShowsTheNumberThatStandsWhenItIsTold() {
        UUID message = asking.points(loser);
        Instant now = clock.instant();
        List<Waiting> taken =
                queue.take(Lane.all(sending.provider()), 500, UUID.randomUUID(), now, now.plusSeconds(1)).stream()
                        .filter(one -> one.id().equals(message))
                        .toList();
        merge(id, survivor, loser);

        transactions.run(() -> {
            List<Move> moves = List.of(Move.to(taken.getFirst(), MessageState.SUPPRESSED, "TEST"));
            facts.tell(moves, queue.move(moves, Set.of(MessageState.READY), now));
        });
        clock.forward(Duration.ofSeconds(2));

        assertThat(sending.events(message).getFirst()).containsEntry("subject", survivor);
        assertThat(one(message).path("number").asString()).isEqualTo(survivor);
    }

    @Test
    void whatCustomerServiceHasMergedWaitsUntilWeHearIntoWhom() {
        UUID message = asking.points(MERGED);
        UUID sale = asking.message(MERGED, asking.template("CARE"), Map.of(), Map.of());

        sending.drain();
        assertThat(List.of(sending.state(message), sending.state(sale))).containsOnly("READY");
        assertThat(sending.verdicts(message)).isEmpty();

        merge(id, ZHANG, MERGED);
        clock.forward(Duration.ofMinutes(1));
        sending.drain();
        assertThat(List.of(sending.state(message), sending.state(sale))).containsOnly("SENT");
        assertThat(mailServer.received(message)).hasSize(1);
    }

    @Test
    void whatIsNeverHeardOfEndsWithItsTime() {
        UUID message = asking.points(MERGED);
        sending.drain();
        clock.forward(Duration.ofDays(8));

        sending.drain();

        assertThat(sending.reason(message)).isEqualTo("EXPIRY:EXPIRED");
    }

    @Test
    void aDedupeKeyStandsForOneCustomerByAnyNumber() {
        String key = "test:" + UUID.randomUUID();
        ask(key, loser).expectStatus().isCreated();
        ask(key, survivor).expectStatus().isEqualTo(409);

        merge(id, survivor, loser);
        ask(key, survivor).expectStatus().isOk();
        ask(key, loser).expectStatus().isOk();
        ask(key, number()).expectStatus().isEqualTo(409);
        JsonNode batch = json(api.as(INTEGRATOR)
                .post()
                .uri(MESSAGES + ":batch")
                .body(Map.of("items", List.of(wish(key, survivor), wish(key, number()))))
                .exchange());
        assertThat(items(batch))
                .extracting(item -> item.path("result").asString())
                .containsExactly("EXISTING", "REFUSED");

        undo(id, survivor, loser);
        ask(key, survivor).expectStatus().isEqualTo(409);
    }

    @Test
    void whatIsStruckDownHalfwayLeavesNothing() {
        asking.points(loser);
        MergeOrder order = new MergeOrder(id, survivor, List.of(loser));

        assertThatThrownBy(() -> transactions.run(() -> {
                    assertThat(merges.merge(order)).isInstanceOf(MergeOutcome.Done.class);
                    throw new IllegalStateException("struck down");
                }))
                .hasMessage("struck down");
        assertThat(pointers()).isZero();
        assertThat(merges.find(id)).isEmpty();

        merge(id, survivor, loser);
        assertThatThrownBy(() -> transactions.run(() -> {
                    assertThat(merges.undo(order)).isInstanceOf(MergeOutcome.Done.class);
                    throw new IllegalStateException("struck down");
                }))
                .hasMessage("struck down");
        assertThat(pointers()).isOne();
        assertThat(ids(list(api.as(AGENT), "?number=" + survivor))).hasSize(1);

        assertThat(undo(id, survivor, loser).path("state").asString()).isEqualTo("UNDONE");
        assertThat(pointers()).isZero();
    }

    private com.github.tomakehurst.wiremock.matching.RequestPatternBuilder asked(String number) {
        return postRequestedFor(urlPathEqualTo("/customer/v1/customers:batchGet"))
                .withRequestBody(containing(number));
    }

    private RestTestClient.ResponseSpec ask(String key, String number) {
        return asking.post(wish(key, number));
    }

    private static Map<String, Object> wish(String key, String number) {
        return Map.of("dedupeKey", key, "number", number, "template", "points-earned", "parameters", POINTS);
    }

    private JsonNode merge(UUID merge, String into, String from) {
        return json(api.as(SERVICE)
                .put()
                .uri(MERGES + "/" + merge)
                .body(Map.of("survivor", into, "losers", List.of(from)))
                .exchange()
                .expectStatus()
                .isOk());
    }

    private JsonNode undo(UUID merge, String into, String from) {
        return json(post("/" + merge + ":undo", into, from).expectStatus().isOk());
    }

    private RestTestClient.ResponseSpec post(String path, String into, String from) {
        return api.as(SERVICE)
                .post()
                .uri(MERGES + path)
                .body(Map.of("survivor", into, "losers", List.of(from)))
                .exchange();
    }

    private JsonNode one(UUID message) {
        return json(api.as(AGENT).get().uri(MESSAGES + "/" + message).exchange());
    }

    private static JsonNode list(RestTestClient client, String query) {
        return json(client.get().uri(MESSAGES + query).exchange().expectStatus().isOk());
    }

    private static JsonNode json(RestTestClient.ResponseSpec response) {
        return JsonMapper.shared().readTree(response.returnResult(String.class).getResponseBody());
    }

    private static List<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false).toList();
    }

    private static List<UUID> ids(JsonNode page) {
        return items(page).stream()
                .map(item -> UUID.fromString(item.path("id").asString()))
                .toList();
    }

    private static int count(JsonNode answer) {
        assertThat(items(answer))
                .extracting(item -> item.path("kind").asString())
                .containsExactly("MESSAGES");
        return items(answer).getFirst().path("count").asInt();
    }

    private long pointers() {
        return jdbc.sql("SELECT count(*) FROM merged_number WHERE number = :loser")
                .param("loser", loser)
                .query(Long.class)
                .single();
    }

    /** All rows about these customers as text, table by table. */
    private String everything(String... numbers) {
        StringBuilder text = new StringBuilder();
        String messages = "(SELECT id FROM message WHERE customer_number = ANY (:numbers))";
        Map.of("message", "id", "decision", "message_id", "attempt", "message_id")
                .forEach((table, key) -> jdbc.sql("SELECT '" + table + "' || t::text FROM " + table + " t WHERE " + key
                                + " IN " + messages + " ORDER BY 1")
                        .param("numbers", numbers)
                        .query(String.class)
                        .list()
                        .forEach(row -> text.append(row).append('\n')));
        return text.toString();
    }
}
