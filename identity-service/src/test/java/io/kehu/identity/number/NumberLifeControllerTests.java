package io.kehu.identity.number;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.identity.TestSchemes;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What becomes of numbers: reservations, merges, retirement, quarantine. */
@ServiceTest
class NumberLifeControllerTests {

    private static final String NUMBERS = "/identity/v1/numbers";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    @Autowired
    private ExpireReservations expireReservations;

    private record View(String number, String state, String livingNumber, String mergedInto, List<Happening> history) {}

    private record Happening(String type, String other, String reason) {}

    private record Allocated(List<CustomerNumber> items, String reservedUntil) {}

    /** Of their own, so that no other test meets a number that was merged. */
    @BeforeEach
    void defineScheme() {
        TestSchemes.define(api, "LIFE", "L{seq:9}{check}");
    }

    @Test
    void aReservedNumberIsActivatedOnceAndStaysItself() {
        String ear = broker.listen("identity.#");
        String number = reserve(1, null).getFirst();
        assertThat(view(number).state()).isEqualTo("RESERVED");

        expect(200, act(number, "activate", null));
        expect(200, act(number, "activate", null));

        View active = view(number);
        assertThat(active.state()).isEqualTo("ACTIVE");
        assertThat(active.history()).extracting(Happening::type).containsExactly("RESERVED", "ACTIVATED");
        await().untilAsserted(() -> assertThat(broker.heard(ear))
                .extracting(event -> event.path("type").asString())
                .contains("identity.number.allocated.v1", "identity.number.activated.v1"));
        verify(broker.heard(ear));
    }

    @Test
    void aReservationThatIsOverIsVoidForEver() {
        List<String> numbers = reserve(2, null);
        jdbc.sql(
                        "UPDATE customer_number SET reserved_until = now() - interval '1 minute' WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .update();
        problem(409, "reservation-expired", act(numbers.getFirst(), "activate", null));

        expireReservations.expire();

        problem(409, "reservation-expired", act(numbers.getFirst(), "activate", null));
        View over = view(numbers.getLast());
        assertThat(over.state()).isEqualTo("VOID");
        assertThat(over.history()).extracting(Happening::type).containsExactly("RESERVED", "EXPIRED");
        assertThatThrownBy(() -> jdbc.sql("UPDATE customer_number SET state = 'ACTIVE' WHERE number = :number")
                        .param("number", numbers.getLast())
                        .update())
                .hasMessageContaining("never lives again");
    }

    @Test
    void mergedNumbersResolveThroughAnyChainAndComeBack() {
        String ear = broker.listen("identity.number.#");
        List<String> three = allocate(3);
        String a = three.get(0);
        String b = three.get(1);
        String c = three.get(2);
        put("pos", "till-" + a, a);

        expect(200, merge(a, b));
        expect(200, merge(a, b));
        expect(200, merge(b, c));

        assertThat(view(a).state()).isEqualTo("MERGED");
        assertThat(view(a).mergedInto()).isEqualTo(b);
        assertThat(view(a).livingNumber()).isEqualTo(c);
        assertThat(view(c).livingNumber()).isEqualTo(c);
        assertThat(referenced("pos", "till-" + a)).isEqualTo(c);
        problem(409, "merge-circle", merge(c, a));
        problem(409, "merge-target", merge(allocate(1).getFirst(), a));

        expect(200, unmerge(b));

        assertThat(view(a).livingNumber()).isEqualTo(b);
        assertThat(view(b).state()).isEqualTo("ACTIVE");
        assertThat(view(b).history()).extracting(Happening::type).containsExactly("ISSUED", "MERGED", "UNMERGED");
        await().untilAsserted(() -> assertThat(broker.heard(ear)).hasSizeGreaterThanOrEqualTo(5));
        verify(broker.heard(ear));
    }

    @Test
    void badMergesAreRefusedAndChangeNothing() {
        List<String> numbers = allocate(3);
        String retired = numbers.get(2);
        expect(200, act(retired, "retire", "CARD_LOST"));

        problem(422, "merge-into-itself", merge(numbers.get(0), numbers.get(0)));
        problem(409, "merge-target", merge(numbers.get(0), retired));
        problem(409, "number-state", merge(retired, numbers.get(0)));
        problem(404, "number-not-found", merge(numbers.get(0), "L99999999900"));
        problem(409, "merge-target", merge(numbers.get(0), reserve(1, null).getFirst()));
        assertThat(view(numbers.get(0)).state()).isEqualTo("ACTIVE");
        assertThat(view(numbers.get(0)).history()).hasSize(1);
    }

    @Test
    void twoMergesAgainstEachOtherNeverMakeACircle() throws Exception {
        for (int round = 0; round < 10; round++) {
            List<String> two = allocate(2);
            List<Integer> answers =
                    together(() -> status(merge(two.get(0), two.get(1))), () -> status(merge(two.get(1), two.get(0))));

            assertThat(answers).containsExactlyInAnyOrder(200, 409);
            assertThat(view(two.get(0)).livingNumber())
                    .isEqualTo(view(two.get(1)).livingNumber());
        }
    }

    @Test
    void theDatabaseRefusesAMergeIntoANumberThatDoesNotLive() {
        List<String> two = allocate(2);
        expect(200, merge(two.get(0), two.get(1)));

        assertThatThrownBy(() -> jdbc.sql("""
                                UPDATE customer_number SET state = 'MERGED', merged_into = :into WHERE number = :number
                                """)
                        .param("into", two.get(0))
                        .param("number", two.get(1))
                        .update())
                .hasMessageContaining("does not live");
    }

    @Test
    void aNumberInQuarantineComesBackAsWhatItWas() {
        List<String> two = allocate(2);
        expect(200, merge(two.get(0), two.get(1)));
        expect(200, act(two.get(0), "quarantine", "FRAUD_SUSPECTED"));

        assertThat(view(two.get(0)).state()).isEqualTo("QUARANTINED");
        assertThat(view(two.get(0)).livingNumber()).isEqualTo(two.get(1));
        problem(409, "number-state", unmerge(two.get(0)));
        problem(409, "number-state", act(two.get(0), "retire", "CARD_LOST"));

        expect(200, act(two.get(0), "release", "CHECKED"));

        View back = view(two.get(0));
        assertThat(back.state()).isEqualTo("MERGED");
        assertThat(back.history())
                .extracting(Happening::type, Happening::reason)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("QUARANTINED", "FRAUD_SUSPECTED"),
                        org.assertj.core.groups.Tuple.tuple("RELEASED", "CHECKED"));
        problem(409, "number-state", act(two.get(0), "release", "CHECKED"));
    }

    @Test
    void reasonsAreCodesAndOnlyManagersHoldBack() {
        String number = allocate(1).getFirst();

        problem(400, "invalid-fields", act(number, "retire", "because Mr Wang asked"));
        api.as(AGENT)
                .post()
                .uri(NUMBERS + "/" + number + ":quarantine")
                .body(Map.of("reason", "FRAUD_SUSPECTED"))
                .exchange()
                .expectStatus()
                .isForbidden();
        assertThat(view(number).state()).isEqualTo("ACTIVE");
    }

    @Test
    void oneKeyGetsTheSameNumbersHoweverManyAskAtOnce() throws Exception {
        String key = UUID.randomUUID().toString();
        Callable<List<String>> ask = () -> reserve(3, key);
        List<List<String>> answers;
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            answers = pool.invokeAll(IntStream.range(0, 24).mapToObj(i -> ask).toList()).stream()
                    .map(java.util.concurrent.Future::resultNow)
                    .distinct()
                    .toList();
        }

        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst()).doesNotHaveDuplicates().hasSize(3);
        problem(422, "idempotency-key-reused", post(Map.of("scheme", "LIFE", "count", 3), key));
    }

    private static void verify(List<JsonNode> events) {
        for (JsonNode event : events) {
            EventContract.verifyProduced(
                    event.path("type").asString(), event.path("data").toString());
        }
    }

    private List<Integer> together(Callable<Integer> one, Callable<Integer> other) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            return pool.invokeAll(List.of(one, other)).stream()
                    .map(java.util.concurrent.Future::resultNow)
                    .toList();
        }
    }

    private static int status(RestTestClient.ResponseSpec response) {
        return response.returnResult(String.class).getStatus().value();
    }

    private static void expect(int status, RestTestClient.ResponseSpec response) {
        response.expectStatus().isEqualTo(status);
    }

    private static void problem(int status, String slug, RestTestClient.ResponseSpec response) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + slug);
    }

    private RestTestClient.ResponseSpec act(String number, String action, String reason) {
        var request = api.as(MANAGER).post().uri(NUMBERS + "/" + number + ":" + action);
        return reason == null
                ? request.exchange()
                : request.body(Map.of("reason", reason)).exchange();
    }

    private RestTestClient.ResponseSpec merge(String from, String into) {
        return api.as(MANAGER)
                .post()
                .uri(NUMBERS + ":merge")
                .body(Map.of("from", from, "into", into))
                .exchange();
    }

    private RestTestClient.ResponseSpec unmerge(String number) {
        return api.as(MANAGER)
                .post()
                .uri(NUMBERS + ":unmerge")
                .body(Map.of("number", number))
                .exchange();
    }

    private View view(String number) {
        return api.as(AGENT)
                .get()
                .uri(NUMBERS + "/" + number)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(View.class)
                .getResponseBody();
    }

    private List<String> allocate(int count) {
        return numbers(post(Map.of("scheme", "LIFE", "count", count), null));
    }

    private List<String> reserve(int count, String key) {
        return numbers(post(new HashMap<>(Map.of("scheme", "LIFE", "count", count, "mode", "RESERVED")), key));
    }

    private static List<String> numbers(RestTestClient.ResponseSpec response) {
        return response.expectStatus().isCreated().returnResult(Allocated.class).getResponseBody().items().stream()
                .map(CustomerNumber::number)
                .toList();
    }

    private RestTestClient.ResponseSpec post(Map<String, Object> body, String key) {
        return api.as(INTEGRATOR)
                .post()
                .uri(NUMBERS)
                .headers(headers -> {
                    if (key != null) {
                        headers.set("Idempotency-Key", key);
                    }
                })
                .body(body)
                .exchange();
    }

    private void put(String system, String id, String number) {
        api.as(INTEGRATOR)
                .put()
                .uri("/identity/v1/references/" + system + "/" + id)
                .body(Map.of("number", number))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private String referenced(String system, String id) {
        return api.as(AGENT)
                .get()
                .uri("/identity/v1/references/" + system + "/" + id)
                .exchange()
                .returnResult(JsonNode.class)
                .getResponseBody()
                .path("number")
                .asString();
    }
}
