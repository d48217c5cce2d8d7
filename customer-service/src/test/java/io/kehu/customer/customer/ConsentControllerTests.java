package io.kehu.customer.customer;

import static io.kehu.customer.customer.RecordApi.CUSTOMERS;
import static io.kehu.customer.customer.RecordApi.errors;
import static io.kehu.customer.customer.RecordApi.json;
import static io.kehu.customer.customer.RecordApi.name;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.customer.merge.MergeApi;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What customers say after they were registered: the last word stands, and every word is kept with its proof. */
@CustomerServiceTest
class ConsentControllerTests {

    private static final String NOTICE = "隐私政策-2026.03";

    @Autowired
    private Api api;

    @Autowired
    private TestBroker broker;

    @Autowired
    private JdbcClient jdbc;

    private RecordApi records;

    private MergeApi merges;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        records = new RecordApi(api);
        merges = new MergeApi(api, jdbc);
    }

    @Test
    void theLastWordStandsAndEveryWordIsKeptWithItsProof() {
        String ear = broker.listen("customer.consent.changed.v1");
        String number = records.register(Map.of("fullName", name()));

        said(api.as(AGENT), number, yes(null), Map.of("channel", "EMAIL", "purpose", "CARE", "state", "WITHDRAWN"));
        said(api.asMember(number), number, no(null));

        assertThat(standing(number)).containsExactly("EMAIL CARE WITHDRAWN CONSOLE", "SMS MARKETING WITHDRAWN SELF");
        JsonNode history = history(api.as(AGENT), number);
        assertThat(words(history)).startsWith("SMS MARKETING WITHDRAWN SELF").contains("SMS MARKETING GRANTED CONSOLE");
        JsonNode granted = history.path("items")
                .valueStream()
                .filter(entry -> entry.path("state").asString().equals("GRANTED"))
                .findFirst()
                .orElseThrow();
        assertThat(granted.path("evidence").asString()).isEqualTo("录音 4711");
        assertThat(granted.path("notice").asString()).isEqualTo(NOTICE);
        assertThat(granted.path("actor").asString()).isNotEmpty();
        assertThat(jdbc.sql(
                                "SELECT count(*) FROM consent_event WHERE number = :n AND position('4711'::bytea IN evidence) > 0")
                        .param("n", number)
                        .query(Integer.class)
                        .single())
                .as("sealed")
                .isZero();
        await().untilAsserted(() -> {
            List<JsonNode> told = broker.heard(ear, number);
            assertThat(told).hasSize(2);
            told.forEach(event -> EventContract.verifyProduced(
                    "customer.consent.changed.v1", event.path("data").toString()));
            assertThat(told.getLast()
                            .path("data")
                            .path("words")
                            .path(0)
                            .path("state")
                            .asString())
                    .isEqualTo("WITHDRAWN");
        });
    }

    @Test
    void aWordOfBeforeChangesNothingAndIsKept() {
        String number = records.register(Map.of("fullName", name()));
        Instant today = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        said(api.as(AGENT), number, no(today.minusSeconds(60)));

        said(api.as(AGENT), number, yes(today.minusSeconds(3600)));

        assertThat(standing(number)).containsExactly("SMS MARKETING WITHDRAWN CONSOLE");
        assertThat(words(history(api.as(AGENT), number))).hasSize(2);
        said(api.as(AGENT), number, yes(today.minusSeconds(60)));
        assertThat(standing(number)).as("both at once").containsExactly("SMS MARKETING WITHDRAWN CONSOLE");
        said(api.as(AGENT), number, yes(today.minusSeconds(59)));
        assertThat(standing(number)).containsExactly("SMS MARKETING GRANTED CONSOLE");
        assertThat(words(history(api.as(AGENT), number))).hasSize(4);
    }

    @Test
    void ofMadeAndOfLateWordsNoneIsLostWhereManySpeakAtOnce() throws Exception {
        String number = records.register(Map.of("fullName", name()));
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1000);
        List<Callable<Integer>> speakers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Map<String, Object> word = i == 9 ? no(start.plusSeconds(900)) : yes(start.plusSeconds(i));
            speakers.add(() -> say(api.as(AGENT), number, word)
                    .returnResult(byte[].class)
                    .getStatus()
                    .value());
        }

        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> answer : pool.invokeAll(speakers)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }

        assertThat(standing(number)).containsExactly("SMS MARKETING WITHDRAWN CONSOLE");
        assertThat(words(history(api.as(AGENT), number))).hasSize(16);
    }

    @Test
    void whatARegistrationSaysIsKeptWithItsProofToo() {
        String number = records.register(Map.of("fullName", name(), "consents", List.of(yes(null))));

        JsonNode entry = history(api.as(AGENT), number).path("items").path(0);

        assertThat(entry.path("notice").asString()).isEqualTo(NOTICE);
        assertThat(entry.path("evidence").asString()).isEqualTo("录音 4711");
        assertThat(history(api.as(AUDITOR), number)
                        .path("items")
                        .path(0)
                        .path("evidence")
                        .asString())
                .isNotEqualTo("录音 4711");
    }

    @Test
    void badWordsAreRefusedOneByOne() {
        String number = records.register(Map.of("fullName", name()));

        assertThat(errors(say(
                        api.as(AGENT),
                        number,
                        Map.of("channel", "SMS", "purpose", "MARKETING", "state", "GRANTED"),
                        no(Instant.now().plusSeconds(3600)),
                        Map.of(
                                "channel",
                                "EMAIL",
                                "purpose",
                                "CARE",
                                "state",
                                "WITHDRAWN",
                                "at",
                                "1970-01-01T00:00:00Z"))))
                .containsExactlyInAnyOrder(
                        "/words/0/notice:consent-notice",
                        "/words/1:consent-twice",
                        "/words/1/at:time",
                        "/words/2/at:time");
        assertThat(standing(number)).isEmpty();
        assertThat(records.post(AGENT, Map.of("fullName", name(), "consents", List.of(yes(null), no(null))))
                        .returnResult(byte[].class)
                        .getStatus()
                        .value())
                .isEqualTo(422);
    }

    @Test
    void aMergeKeepsTheWordsOfAllNumbersAndItsUndoBringsTheProofBack() {
        String survivor = records.register(Map.of("fullName", name(), "consents", List.of(yes(null))));
        String loser = records.register(Map.of("fullName", name(), "consents", List.of(no(null))));
        String ear = broker.listen("customer.consent.changed.v1");
        List<Map<String, Object>> before = rows(survivor, loser);

        String id = merges.merged(survivor, loser);

        assertThat(standing(survivor)).containsExactly("SMS MARKETING WITHDRAWN MERGE");
        assertThat(history(api.as(AGENT), loser)
                        .path("items")
                        .valueStream()
                        .map(entry -> entry.path("number").asString()))
                .contains(survivor, loser);
        await().untilAsserted(() -> assertThat(broker.heard(ear, survivor)).hasSize(1));
        merges.undone(id);
        assertThat(rows(survivor, loser)).usingRecursiveComparison().isEqualTo(before);
        assertThat(standing(survivor)).containsExactly("SMS MARKETING GRANTED CONSOLE");
    }

    @Test
    void nobodyRewritesWhatWasSaid() {
        String number = records.register(Map.of("fullName", name(), "consents", List.of(yes(null))));

        assertThatThrownBy(() -> jdbc.sql("DELETE FROM consent_event WHERE number = :n")
                        .param("n", number)
                        .update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() ->
                        jdbc.sql("UPDATE consent_event SET state = 'GRANTED'").update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void aClosedRecordSaysNothingMore() {
        String number = records.register(Map.of("fullName", name()));
        jdbc.sql("UPDATE customer SET status = 'RESTRICTED' WHERE number = :n")
                .param("n", number)
                .update();

        JsonNode problem =
                json(say(api.as(ADMIN), number, no(null)).expectStatus().isEqualTo(409));

        assertThat(problem.path("type").asString()).endsWith("customer-not-active");
        assertThat(problem.path("status").asString()).isNotEmpty();
        assertThat(records.patch(api.as(ADMIN), number, 1, Map.of("stage", "LOYAL"))
                        .returnResult(byte[].class)
                        .getStatus()
                        .value())
                .isEqualTo(409);
    }

    private List<Map<String, Object>> rows(String... numbers) {
        return jdbc.sql("SELECT number, channel, purpose, state, source, at, actor, notice, evidence FROM consent"
                        + " WHERE number = ANY (:numbers) ORDER BY number")
                .param("numbers", numbers)
                .query()
                .listOfRows();
    }

    private static Map<String, Object> yes(Instant at) {
        Map<String, Object> word = new HashMap<>(Map.of("channel", "SMS", "purpose", "MARKETING", "state", "GRANTED"));
        word.putAll(Map.of("notice", NOTICE, "evidence", "录音 4711"));
        if (at != null) {
            word.put("at", at.toString());
        }
        return word;
    }

    private static Map<String, Object> no(Instant at) {
        Map<String, Object> word =
                new HashMap<>(Map.of("channel", "SMS", "purpose", "MARKETING", "state", "WITHDRAWN"));
        if (at != null) {
            word.put("at", at.toString());
        }
        return word;
    }

    @SafeVarargs
    private static RestTestClient.ResponseSpec say(RestTestClient client, String number, Map<String, ?>... words) {
        return client.post()
                .uri(CUSTOMERS + "/" + number + "/consents")
                .body(Map.of("words", List.of(words)))
                .exchange();
    }

    @SafeVarargs
    private static void said(RestTestClient client, String number, Map<String, ?>... words) {
        say(client, number, words).expectStatus().isOk();
    }

    private List<String> standing(String number) {
        return words(json(api.as(AGENT)
                .get()
                .uri(CUSTOMERS + "/" + number + "/consents")
                .exchange()
                .expectStatus()
                .isOk()));
    }

    private static JsonNode history(RestTestClient client, String number) {
        return json(client.get()
                .uri(CUSTOMERS + "/" + number + "/consents/history?limit=50")
                .exchange()
                .expectStatus()
                .isOk());
    }

    private static List<String> words(JsonNode list) {
        return list.path("items")
                .valueStream()
                .map(word -> word.path("channel").asString() + " "
                        + word.path("purpose").asString() + " "
                        + word.path("state").asString() + " "
                        + word.path("source").asString())
                .toList();
    }
}
