package io.kehu.customer.matching;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.json.JsonMapper;

/** Searches of the stock, and what people decide about what they find. */
@CustomerServiceTest
class MatchRunControllerTests {

    private static final String RUNS = "/customer/v1/match-runs";
    private static final String PAIRS = "/customer/v1/match-pairs";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MatchTasks.MatchStarts starts;

    private record Run(
            String id,
            String state,
            String phase,
            int total,
            int records,
            long candidates,
            long compared,
            int certain,
            int probable,
            Map<String, Object> parameters,
            String failure) {}

    private record Field(String field, String level, double weight) {}

    private record Pair(
            String id,
            String numberA,
            String numberB,
            String band,
            double probability,
            double weight,
            List<Field> fields,
            String group,
            String state,
            String reason) {}

    private record Pairs(List<Pair> items, String nextCursor) {}

    private record Registered(String number) {}

    @BeforeEach
    void identityAnswers() {
        WireMock.reset();
        IdentityStub.stub();
    }

    @AfterEach
    void nothingRuns() {
        jdbc.sql("UPDATE match_run SET state = 'CANCELLED', finished_at = now() WHERE state = 'RUNNING'")
                .update();
    }

    @Test
    void doublesAreFoundExplainedAndDecidedOnceAndForAll() {
        String tag = tag();
        String first = register("慕容金丝雀", phone(tag, 1), "1980-02-03", "canary" + tag + "@x.cn");
        String second = register("Jinsique Murong", phone(tag, 1), "1980-03-02", null);
        String brother = register("慕容金丝燕", phone(tag, 1), "1983-07-19", null);

        Run run = finished(start(Map.of()));
        Pair pair = pair(first, second);

        assertThat(run.records()).isEqualTo(run.total()).isGreaterThanOrEqualTo(3);
        assertThat(run.parameters()).containsKey("PERSON");
        assertThat(pair.state()).isEqualTo("OPEN");
        assertThat(pair.fields())
                .extracting(Field::field)
                .containsExactly(
                        "fullName",
                        "birthDate",
                        "phone",
                        "email",
                        "nationalId",
                        "foreignId",
                        "creditCode",
                        "weChat",
                        "address",
                        "postcode");
        assertThat(pair.fields()).extracting(Field::level).startsWith("EQUIVALENT", "EQUIVALENT", "EXACT", "MISSING");
        assertThat(all()).noneMatch(other -> has(other, brother));
        assertThat(dump()).doesNotContain("金丝").doesNotContain("canary" + tag).doesNotContain(phone(tag, 1));

        Pair decided = decide(pair.id(), "DIFFERENT", "father and son").body();
        assertThat(decided.state()).isEqualTo("DIFFERENT");
        assertThat(decide(pair.id(), "DIFFERENT", "again").body().reason()).isEqualTo("father and son");
        assertThat(decide(pair.id(), "DUPLICATE", "no").status()).isEqualTo(409);

        finished(start(Map.of()));
        assertThat(pair(first, second).state()).isEqualTo("DIFFERENT");
        assertThat(all()).filteredOn(other -> has(other, first)).hasSize(1);
    }

    @Test
    void pairsWithAForeignCustomerAreNotShown() {
        String tag = tag();
        String first = register("端木金丝雀", phone(tag, 1), "1980-02-03", null);
        String second = register("Jinsique Duanmu", phone(tag, 1), "1980-03-02", null);
        finished(start(Map.of()));
        String id = pair(first, second).id();
        api.as(Role.ADMIN)
                .put()
                .uri("/customer/v1/staff/near-sighted")
                .body(Map.of("reach", "OWN", "teams", List.of()))
                .exchange()
                .expectStatus()
                .isOk();
        RestTestClient nearSighted = api.as("near-sighted", MANAGER);

        nearSighted.get().uri(PAIRS + "/" + id).exchange().expectStatus().isNotFound();
        nearSighted
                .post()
                .uri(PAIRS + "/" + id + ":decide")
                .body(Map.of("verdict", "DIFFERENT", "reason", "none of mine"))
                .exchange()
                .expectStatus()
                .isNotFound();
        nearSighted
                .get()
                .uri(PAIRS + "?limit=200")
                .exchange()
                .expectBody(String.class)
                .value(page -> assertThat(page).doesNotContain(first));
        assertThat(pair(first, second).state()).isEqualTo("OPEN");
    }

    @Test
    void aSecondRunWritesNothingTwiceAndDropsWhatIsNoPairAnyMore() {
        String tag = tag();
        String first = register("皇甫" + hanzi(tag), phone(tag, 1), "1975-05-06", null);
        String second = register("皇甫 " + hanzi(tag), phone(tag, 2), "1975-05-06", null);

        finished(start(Map.of()));
        String id = pair(first, second).id();
        finished(start(Map.of()));
        assertThat(pair(first, second).id()).isEqualTo(id);

        jdbc.sql("UPDATE customer SET status = 'RESTRICTED' WHERE number = :number")
                .param("number", second)
                .update();
        finished(start(Map.of()));
        assertThat(all()).noneMatch(pair -> has(pair, first));
        get(PAIRS + "/" + id).expectStatus().isNotFound();
    }

    @Test
    void aRunOverOneStageLeavesTheOthersAlone() {
        String tag = tag();
        String first = register("上官" + hanzi(tag), phone(tag, 1), "1985-05-06", null);
        String second = register("上官" + hanzi(tag), phone(tag, 2), "1985-05-06", null);
        finished(start(Map.of()));
        String id = pair(first, second).id();

        Run loyal = finished(start(Map.of("stage", "LOYAL")));

        assertThat(loyal.records())
                .isEqualTo(jdbc.sql("SELECT count(*) FROM customer WHERE stage = 'LOYAL' AND status = 'ACTIVE'")
                        .query(Integer.class)
                        .single());
        assertThat(pair(first, second).id()).isEqualTo(id);
    }

    @Test
    void onlyOneRunRunsAtATime() throws Exception {
        UUID blocker = UUID.randomUUID();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> answers = new ArrayList<>();
            insertRunning(blocker);
            Callable<Integer> caller = () -> status(post(RUNS, Map.of()));
            for (int i = 0; i < 4; i++) {
                answers.add(callers.submit(caller));
            }
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }
        assertThat(statuses).containsOnly(409);
        assertThatThrownBy(() -> insertRunning(UUID.randomUUID())).isInstanceOf(DataAccessException.class);
    }

    @Test
    void ofSeveralStartsAtOnceOneWins() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> answers = new ArrayList<>();
            jdbc.sql("SELECT 1").query(Integer.class).single();
            for (int i = 0; i < 4; i++) {
                answers.add(callers.submit(() -> status(post(RUNS, Map.of()))));
            }
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }
        assertThat(statuses).contains(202).allMatch(status -> status == 202 || status == 409);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jdbc.sql("SELECT count(*) FROM match_run WHERE state = 'RUNNING'")
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    @Test
    void aRunThatWasLeftBehindIsTakenUpAndACancelledOneIsNot() {
        UUID left = UUID.randomUUID();
        insertRunning(left);

        starts.startForgotten();
        finished(left.toString());

        UUID cancelled = UUID.randomUUID();
        insertRunning(cancelled);
        delete(cancelled, null).expectStatus().isEqualTo(428);
        delete(cancelled, "\"7\"").expectStatus().isEqualTo(412);
        delete(cancelled, "\"1\"").expectStatus().isNoContent();
        delete(cancelled, "\"2\"").expectStatus().isEqualTo(409);
        starts.start(cancelled);
        assertThat(run(cancelled.toString()).state()).isEqualTo("CANCELLED");
        get(RUNS + "/" + UUID.randomUUID()).expectStatus().isNotFound();
    }

    @Test
    void pagesGoOnWhereTheyEndedBestFirst() {
        String tag = tag();
        for (int i = 0; i < 3; i++) {
            String name = "司徒" + hanzi(tag) + hanzi("x" + i + tag);
            register(name, phone(tag, 3 + i), "197%d-05-06".formatted(i), null);
            register(
                    name,
                    "+44794600%04d".formatted(Math.floorMod((tag + i).hashCode(), 10_000)),
                    "197%d-05-06".formatted(i),
                    null);
        }
        finished(start(Map.of()));

        List<Pair> walked = new ArrayList<>();
        String cursor = null;
        do {
            Pairs page = pairs("?state=OPEN&limit=1" + (cursor == null ? "" : "&cursor=" + cursor));
            walked.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(walked).extracting(Pair::id).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(3);
        assertThat(walked).extracting(Pair::weight).isSortedAccordingTo((one, other) -> Double.compare(other, one));
        assertThat(pairs("?band=CERTAIN").items()).allMatch(pair -> pair.band().equals("CERTAIN"));
        get(PAIRS + "?cursor=nonsense").expectStatus().isBadRequest();
        get(PAIRS + "?band=SURE").expectStatus().isBadRequest();
    }

    @Test
    void theDatabaseKeepsWhatWasDecided() {
        String tag = tag();
        String first = register("令狐" + hanzi(tag), phone(tag, 8), "1991-01-02", null);
        String second = register("令狐" + hanzi(tag), phone(tag, 9), "1991-01-02", null);
        finished(start(Map.of()));
        Pair pair = pair(first, second);

        assertThatThrownBy(() ->
                        jdbc.sql("""
                                UPDATE match_pair SET state = 'DIFFERENT', reason = 'r', decided_by = 'x', decided_at = now()
                                WHERE id = :id
                                """).param("id", UUID.fromString(pair.id())).update())
                .isInstanceOf(DataAccessException.class);
        decide(pair.id(), "DIFFERENT", "two people");
        for (String statement : List.of(
                "DELETE FROM never_match",
                "UPDATE never_match SET reason = 'x'",
                "UPDATE match_pair SET state = 'OPEN', reason = NULL, decided_by = NULL, decided_at = NULL")) {
            assertThatThrownBy(() -> jdbc.sql(statement).update()).isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void auditorsReadAndAgentsDoNot() {
        assertThat(status(api.as(AUDITOR).get().uri(PAIRS).exchange())).isEqualTo(200);
        assertThat(status(api.as(AGENT).get().uri(PAIRS).exchange())).isEqualTo(403);
        assertThat(status(api.as(AUDITOR).post().uri(RUNS).body(Map.of()).exchange()))
                .isEqualTo(403);
        assertThat(status(post(
                        PAIRS + "/" + UUID.randomUUID() + ":decide", Map.of("verdict", "DIFFERENT", "reason", "r"))))
                .isEqualTo(404);
        assertThat(status(post(PAIRS + "/" + UUID.randomUUID() + ":decide", Map.of("verdict", "MAYBE", "reason", "r"))))
                .isEqualTo(400);
        assertThat(status(post(RUNS, Map.of("stage", "NOBODY")))).isEqualTo(400);
    }

    private record Decided(int status, Pair body) {}

    private Decided decide(String id, String verdict, String reason) {
        var result = post(PAIRS + "/" + id + ":decide", Map.of("verdict", verdict, "reason", reason))
                .returnResult(String.class);
        return new Decided(
                result.getStatus().value(),
                result.getStatus().is2xxSuccessful()
                        ? JsonMapper.shared().readValue(result.getResponseBody(), Pair.class)
                        : null);
    }

    private String start(Map<String, Object> request) {
        return post(RUNS, request)
                .expectStatus()
                .isAccepted()
                .returnResult(Run.class)
                .getResponseBody()
                .id();
    }

    private Run finished(String id) {
        Run run = await().atMost(Duration.ofSeconds(60))
                .until(() -> run(id), found -> !found.state().equals("RUNNING"));
        assertThat(run.failure()).isNull();
        assertThat(run.state()).isEqualTo("FINISHED");
        return run;
    }

    private Run run(String id) {
        return get(RUNS + "/" + id)
                .expectStatus()
                .isOk()
                .returnResult(Run.class)
                .getResponseBody();
    }

    private Pair pair(String one, String other) {
        return all().stream()
                .filter(pair -> has(pair, one) && has(pair, other))
                .findFirst()
                .orElseThrow();
    }

    private static boolean has(Pair pair, String number) {
        return pair.numberA().equals(number) || pair.numberB().equals(number);
    }

    private List<Pair> all() {
        return pairs("?limit=200").items();
    }

    private Pairs pairs(String query) {
        return get(PAIRS + query)
                .expectStatus()
                .isOk()
                .returnResult(Pairs.class)
                .getResponseBody();
    }

    private RestTestClient.ResponseSpec get(String path) {
        return api.as(MANAGER).get().uri(path).exchange();
    }

    private RestTestClient.ResponseSpec post(String path, Map<String, Object> body) {
        return api.as(MANAGER).post().uri(path).body(body).exchange();
    }

    private RestTestClient.ResponseSpec delete(UUID id, String ifMatch) {
        RestTestClient.RequestHeadersSpec<?> request = api.as(MANAGER).delete().uri(RUNS + "/" + id);
        if (ifMatch != null) {
            request = request.header("If-Match", ifMatch);
        }
        return request.exchange();
    }

    private static int status(RestTestClient.ResponseSpec response) {
        return response.returnResult(String.class).getStatus().value();
    }

    private void insertRunning(UUID id) {
        jdbc.sql("INSERT INTO match_run (id, state, phase, created_by) VALUES (:id, 'RUNNING', 'READING', 'test')")
                .param("id", id)
                .update();
    }

    private String register(String name, String phone, String birthDate, String email) {
        List<Map<String, String>> contacts = new ArrayList<>(List.of(Map.of("kind", "PHONE", "value", phone)));
        if (email != null) {
            contacts.add(Map.of("kind", "EMAIL", "value", email));
        }
        Map<String, Object> body = new HashMap<>(Map.of("fullName", name, "contactPoints", contacts, "distinct", true));
        body.put("birthDate", birthDate);
        return api.as(AGENT)
                .post()
                .uri("/customer/v1/customers")
                .body(body)
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(Registered.class)
                .getResponseBody()
                .number();
    }

    private String dump() {
        return jdbc.sql("""
                        SELECT string_agg(line, ' ') FROM (
                            SELECT t::text AS line FROM match_run t UNION ALL SELECT t::text FROM match_pair t
                            UNION ALL SELECT t::text FROM audit_entry t UNION ALL SELECT t::text FROM idempotency_key t) AS rows
                        """).query(String.class).single();
    }

    private static String tag() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static String phone(String tag, int last) {
        return "+86136%07d%d".formatted(Math.floorMod(tag.hashCode(), 10_000_000), last);
    }

    private static String hanzi(String tag) {
        return Character.toString(0x4E00 + Math.floorMod(tag.hashCode(), 5_000));
    }
}
