package io.kehu.customer;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.TestBroker.Event;
import io.kehu.starter.test.contract.EventContract;
import io.kehu.starter.test.contract.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What this service tells others, and what it hears, against the event catalogue. */
@CustomerServiceTest
class CustomerEventsTests {

    private static final String REGISTERED = "customer.profile.registered.v1";
    private static final String CHANGED = "customer.profile.changed.v1";
    private static final String RECORDED = "customer.purchase.recorded.v1";
    private static final String REFUNDED = "customer.purchase.refunded.v1";
    private static final String IMPORTED = "customer.import.applied.v1";

    @Autowired
    private Api api;

    @Autowired
    private TestBroker broker;

    @Autowired
    private JdbcClient jdbc;

    private String ear;

    @BeforeEach
    void listen() {
        IdentityStub.stub();
        ear = broker.listen("customer.#");
    }

    @Test
    void registeringAndChangingAreToldWithoutThePerson() {
        String byPerson = register(
                AGENT,
                Map.of(
                        "fullName",
                        "慕容金丝雀",
                        "contactPoints",
                        List.of(Map.of("kind", "EMAIL", "value", "murong.canary@mail.example"))));
        String byMachine = register(INTEGRATOR, Map.of("fullName", "欧阳金丝雀"));
        String elsewhere = register(
                INTEGRATOR,
                Map.of("references", List.of(Map.of("system", "pos", "externalId", "canary-" + UUID.randomUUID()))));
        api.as(AGENT)
                .patch()
                .uri("/customer/v1/customers/" + byPerson)
                .header("If-Match", "\"1\"")
                .contentType(MediaType.parseMediaType("application/merge-patch+json"))
                .body(Map.of("fullName", "慕容新金丝雀", "stage", "LOYAL"))
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(told(REGISTERED, byPerson).path("data"))
                .isEqualTo(json("{\"number\":\"%s\",\"kind\":\"PERSON\",\"source\":\"CONSOLE\"}".formatted(byPerson)));
        assertThat(told(REGISTERED, byMachine).path("data").path("source").stringValue())
                .isEqualTo("API");
        assertThat(told(REGISTERED, elsewhere).path("data").path("source").stringValue())
                .isEqualTo("EXTERNAL");
        JsonNode changed = told(CHANGED, byPerson);
        assertThat(changed.path("data").path("fields").valueStream().map(JsonNode::stringValue))
                .containsExactlyInAnyOrder("fullName", "stage");
        assertThat(changed.path("subjectversion").asLong()).isEqualTo(2);
        assertThat(broker.heard(ear).toString()).doesNotContain("金丝雀").doesNotContain("canary");
    }

    @Test
    void dealsAreToldWithTheirLines() {
        String number = register(AGENT, Map.of("fullName", "诸葛亮"));
        String order = "O-" + UUID.randomUUID();
        Map<String, Object> purchase = new LinkedHashMap<>(Map.of(
                "customer",
                Map.of("number", number),
                "channel",
                "POS",
                "orderNo",
                order,
                "store",
                "SZ01",
                "occurredAt",
                "2026-11-01T03:15:00Z",
                "currency",
                "CNY",
                "lines",
                List.of(
                        Map.of("product", "TEA", "category", "tea", "quantity", 1.5, "amountMinor", 19_900),
                        Map.of("product", "CUP", "quantity", 1, "amountMinor", 6_000))));
        post("/purchases", purchase);
        purchase.remove("store");
        purchase.put("orderNo", order + "-b");
        post("/purchases", purchase);
        post(
                "/refunds",
                Map.of(
                        "channel",
                        "POS",
                        "orderNo",
                        order,
                        "refundNo",
                        " R-" + order,
                        "occurredAt",
                        "2026-11-02T03:15:00Z",
                        "lines",
                        List.of(Map.of("lineNo", 1, "quantity", 0.5, "amountMinor", 6_000))));

        List<JsonNode> recorded = told(RECORDED, number, 2);
        JsonNode data = recorded.getFirst().path("data");
        assertThat(data.path("orderNo").stringValue()).isEqualTo(order);
        assertThat(data.path("amountMinor").asLong()).isEqualTo(25_900);
        assertThat(data.path("lines").path(1).path("lineNo").asInt()).isEqualTo(2);
        assertThat(data.path("lines").path(1).path("category").stringValue()).isEmpty();
        JsonNode refund = told(REFUNDED, number).path("data");
        assertThat(refund.path("purchaseId")).isEqualTo(data.path("purchaseId"));
        assertThat(refund.path("refundNo").stringValue()).isEqualTo("R-" + order);
        assertThat(refund.path("amountMinor").asLong()).isEqualTo(6_000);
    }

    /** Days are those of Shanghai: the second purchase was on the eve there. Whoever changes the record changes nothing told before. */
    @Test
    void purchasesSayHowNearTheBirthdayTheyWere() {
        String number = register(AGENT, Map.of("fullName", "小龙女", "birthDate", "1988-05-12"));
        String without = register(AGENT, Map.of("fullName", "杨过"));
        String lunar = register(AGENT, Map.of("fullName", "郭靖", "birthDate", "1988-08-15", "birthDateLunar", true));

        buy(number, "2026-05-11T16:00:00Z");
        buy(number, "2026-05-11T15:59:59Z");
        buy(number, "2026-06-01T04:00:00Z");
        buy(without, "2026-05-12T04:00:00Z");
        buy(lunar, "2026-09-25T04:00:00Z");

        assertThat(birthdays(number, 3)).containsExactly("DAY", "MONTH", "");
        assertThat(birthdays(without, 1)).containsExactly("");
        assertThat(birthdays(lunar, 1)).containsExactly("DAY");
    }

    private void buy(String number, String at) {
        post(
                "/purchases",
                Map.of(
                        "customer",
                        Map.of("number", number),
                        "channel",
                        "POS",
                        "orderNo",
                        "B-" + UUID.randomUUID(),
                        "occurredAt",
                        at,
                        "currency",
                        "CNY",
                        "lines",
                        List.of(Map.of("product", "TEA", "quantity", 1, "amountMinor", 100))));
    }

    private List<String> birthdays(String number, int count) {
        return told(RECORDED, number, count).stream()
                .map(event -> event.path("data").path("birthday").asString(""))
                .toList();
    }

    @Test
    void anImportIsToldPerBatchAndNobodyOfItAlone() {
        String tag = UUID.randomUUID().toString().substring(0, 6);
        String person = "司马金丝雀,1351%07d,E%s".formatted(Math.floorMod(tag.hashCode(), 10_000_000), tag);
        String id = imported("姓名,手机,会员卡号\n" + person + "\n");

        JsonNode event = told(IMPORTED, id);
        String number = event.path("data").path("registered").path(0).stringValue();
        assertThat(number).matches("[0-9A-Z]{4,40}");
        assertThat(event.path("data").path("batch").asInt()).isEqualTo(1);
        assertThat(broker.heard(ear).stream().map(one -> one.path("subject").stringValue()))
                .doesNotContain(number);
        assertThat(broker.heard(ear).toString()).doesNotContain("金丝雀").doesNotContain("1351");

        String again = imported("姓名,手机,会员卡号,邮箱\n" + person + ",canary" + tag + "@x.cn\n");

        JsonNode changed = told(IMPORTED, again).path("data");
        assertThat(changed.path("registered")).isEmpty();
        assertThat(changed.path("changed").toString()).isEqualTo("[\"" + number + "\"]");
    }

    private String imported(String file) {
        String id = json(api.as(MANAGER)
                        .post()
                        .uri("/customer/v1/imports?fileName=test.csv")
                        .contentType(MediaType.parseMediaType("text/csv"))
                        .body(file.getBytes(StandardCharsets.UTF_8))
                        .exchange()
                        .expectStatus()
                        .isCreated())
                .path("id")
                .stringValue();
        run(id, "dry-run", "CHECKED");
        run(id, "apply", "APPLIED");
        return id;
    }

    /** The events that are about customers; a scheme that runs low, or a batch of numbers nobody has yet, is on no timeline. */
    static List<String> catalogue() throws IOException {
        try (Stream<java.nio.file.Path> files = Files.list(Repository.root().resolve("docs/events"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sample.json"))
                    .map(name -> name.replace(".sample.json", ""))
                    .filter(type -> !customer(type).isEmpty())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void theSampleOfEveryEventOfTheSuiteBecomesAnEntryOfTheTimeline(String type) {
        String number = customer(type);
        Event event = Event.of(type, number, EventContract.sample(type));

        broker.tell(event);

        await().untilAsserted(() -> assertThat(
                        jdbc.sql("SELECT number || ' ' || kind FROM interaction WHERE id = :id AND number = :number")
                                .param("id", event.id())
                                .param("number", number)
                                .query(String.class)
                                .list())
                .containsExactly(number + " " + type));
    }

    private static String customer(String type) {
        JsonNode sample = json(EventContract.sample(type));
        return sample.path("number").asString(sample.path("registered").path(0).asString(""));
    }

    private JsonNode told(String type, String subject) {
        return told(type, subject, 1).getFirst();
    }

    /** All events of a type about a subject, each as the catalogue has it. */
    private List<JsonNode> told(String type, String subject, int count) {
        Callable<List<JsonNode>> listening = () -> broker.heard(ear, subject).stream()
                .filter(event -> event.path("type").stringValue().equals(type))
                .toList();
        List<JsonNode> events = await().atMost(Duration.ofSeconds(20)).until(listening, found -> found.size() >= count);
        assertThat(events).hasSize(count);
        events.forEach(event -> {
            EventContract.verifyProduced(type, event.path("data").toString());
            assertThat(event.path("source").stringValue()).isEqualTo("/customer-service");
            assertThat(event.path("dataschema").stringValue()).isEqualTo("/events/" + type + ".schema.json");
        });
        return events;
    }

    private void run(String importId, String action, String state) {
        api.as(MANAGER)
                .post()
                .uri("/customer/v1/imports/" + importId + "/" + action)
                .exchange()
                .expectStatus()
                .isAccepted();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> json(api.as(MANAGER)
                                .get()
                                .uri("/customer/v1/imports/" + importId)
                                .exchange())
                        .path("state")
                        .stringValue()
                        .equals(state));
    }

    private String register(Role role, Map<String, Object> customer) {
        return json(api.as(role)
                        .post()
                        .uri("/customer/v1/customers")
                        .body(customer)
                        .exchange()
                        .expectStatus()
                        .isCreated())
                .path("number")
                .stringValue();
    }

    private void post(String path, Map<String, Object> deal) {
        api.as(INTEGRATOR)
                .post()
                .uri("/customer/v1" + path)
                .body(deal)
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private static JsonNode json(RestTestClient.ResponseSpec response) {
        return json(response.returnResult(String.class).getResponseBody());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
