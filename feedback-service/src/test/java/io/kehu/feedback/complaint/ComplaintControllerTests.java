package io.kehu.feedback.complaint;

import static io.kehu.feedback.complaint.Cases.COMPLAINTS;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.feedback.Broker;
import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.contract.EventContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Complaints over HTTP on a real database and broker. */
@FeedbackServiceTest
class ComplaintControllerTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Broker broker;

    @Autowired
    private io.kehu.feedback.MovableClock clock;

    private Cases cases;

    @BeforeEach
    void begin() {
        clock.reset();
        cases = new Cases(api);
    }

    @Test
    void aCaseGoesItsWayAndOthersHearOfIt() {
        String caseNo = cases.open("CCO0000001", "HIGH");
        assertThat(caseNo).matches("K\\d{8}-\\d{5}");
        assertThat(cases.get(caseNo).path("clock").path("state").stringValue()).isEqualTo("RUNNING");

        cases.work(caseNo, "triage", Map.of("severity", "CRITICAL", "category", "SAFETY"));
        cases.work(caseNo, "assign", Map.of("owner", "agent-1"));
        assertThat(cases.work(caseNo, "reply", Map.of("text", "We look into it"))
                        .path("state")
                        .stringValue())
                .isEqualTo("IN_PROGRESS");
        cases.work(caseNo, "reply", Map.of("text", "Still looking"));
        cases.work(caseNo, "wait", Map.of("waitFor", "THIRD_PARTY", "reason", "the carrier"));
        assertThat(cases.get(caseNo).path("clock").path("state").stringValue()).isEqualTo("PAUSED");
        assertThat(cases.get(caseNo).has("dueAt")).isFalse();
        cases.work(caseNo, "resume", null);
        cases.work(caseNo, "resolve", Cases.resolution());
        assertThat(cases.get(caseNo).path("clock").path("state").stringValue()).isEqualTo("MET");
        cases.work(caseNo, "reopen", Map.of("reason", "still broken"));
        assertThat(cases.get(caseNo).path("clock").path("cycle").asInt()).isEqualTo(2);
        cases.work(caseNo, "reply", Map.of("text", "Sorry again"));
        cases.work(caseNo, "resolve", Cases.resolution());
        cases.work(caseNo, "confirm", null);
        JsonNode closed = cases.work(caseNo, "close", null);

        assertThat(closed.path("state").stringValue()).isEqualTo("CLOSED");
        assertThat(closed.path("reopenCount").asInt()).isEqualTo(1);
        assertThat(closed.path("allowed")).isEmpty();
        List<String> told = List.of(
                "feedback.feedback.received.v1",
                "feedback.complaint.opened.v1",
                "feedback.complaint.replied.v1",
                "feedback.complaint.resolved.v1",
                "feedback.complaint.reopened.v1",
                "feedback.complaint.replied.v1",
                "feedback.complaint.resolved.v1",
                "feedback.complaint.confirmed.v1");
        await().untilAsserted(() -> assertThat(broker.heardAbout("CCO0000001"))
                .extracting(Broker.Heard::type)
                .isEqualTo(told));
        assertThat(broker.heardAbout("CCO0000001").stream()
                        .map(event -> event.envelope().subjectVersion()))
                .isEqualTo(IntStream.rangeClosed(1, told.size())
                        .mapToObj(Long::valueOf)
                        .toList());
        broker.heardAbout("CCO0000001")
                .forEach(event ->
                        EventContract.verifyProduced(event.type(), event.data().toString()));
        assertThat(broker.heard("feedback.complaint.confirmed.v1", "CCO0000001")
                        .getFirst()
                        .text("caseNo"))
                .isEqualTo(caseNo);
    }

    @Test
    void whatTheStateDoesNotAllowIsRefusedWithWhatItDoes() {
        String caseNo = cases.open("CCO0000002", "LOW");

        cases.attempt(api.as(AGENT), caseNo, "resolve", 1, Cases.resolution())
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/transition-not-allowed")
                .jsonPath("$.state")
                .isEqualTo("NEW")
                .jsonPath("$.allowed")
                .isEqualTo(List.of("triage", "withdraw"))
                .jsonPath("$.detail")
                .isEqualTo("It is NEW. Allowed are: triage, withdraw.");
        assertThat(cases.version(caseNo)).isEqualTo(1);
    }

    @Test
    void codeAndDatabaseKnowTheSamePath() {
        String caseNo = cases.resolved("CCO0000003", "LOW");
        for (CaseState from : CaseState.values()) {
            for (CaseState to : CaseState.values()) {
                boolean byCode = from == to
                        || Arrays.stream(CaseOperation.values())
                                .anyMatch(operation ->
                                        operation.from(from).filter(to::equals).isPresent())
                        || (from == CaseState.IN_PROGRESS && to == CaseState.WAITING_THIRD_PARTY);
                assertThat(databaseAllows(caseNo, from, to))
                        .as("%s to %s", from, to)
                        .isEqualTo(byCode);
            }
        }
    }

    /** Puts the case there with the path's guard off, as only a superuser can, and tries the way with it on. */
    private boolean databaseAllows(String caseNo, CaseState from, CaseState to) {
        try (var connection = io.kehu.starter.test.TestServers.postgres().connect(database());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            statement.execute("UPDATE complaint SET state = '%s' WHERE case_no = '%s'".formatted(from, caseNo));
            statement.execute("SET LOCAL session_replication_role = origin");
            try {
                statement.execute("UPDATE complaint SET state = '%s' WHERE case_no = '%s'".formatted(to, caseNo));
                return true;
            } catch (java.sql.SQLException e) {
                assertThat(e.getMessage()).contains("a case does not go from");
                return false;
            } finally {
                connection.rollback();
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String database() {
        return jdbc.sql("SELECT current_database()").query(String.class).single();
    }

    @Test
    void theDatabaseWantsACauseAndAnOwner() {
        String caseNo = cases.inProgress("CCO0000004", "LOW");

        assertThatThrownBy(() -> jdbc.sql(
                                "UPDATE complaint SET state = 'RESOLVED', resolved_at = now() WHERE case_no = :no")
                        .param("no", caseNo)
                        .update())
                .hasMessageContaining("complaint_resolved_says_why");
        assertThatThrownBy(() -> jdbc.sql("UPDATE complaint SET owner = NULL WHERE case_no = :no")
                        .param("no", caseNo)
                        .update())
                .hasMessageContaining("complaint_worked_on_has_owner");
        for (String sql : List.of(
                "UPDATE case_event SET actor = 'x' WHERE case_no = :no",
                "DELETE FROM case_event WHERE case_no = :no",
                "DELETE FROM complaint WHERE case_no = :no",
                "DELETE FROM sla_clock WHERE case_no = :no",
                "DELETE FROM case_text WHERE case_no = :no")) {
            assertThatThrownBy(() -> jdbc.sql(sql).param("no", caseNo).update())
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void nobodyWorksOnWhatTheyHaveNotSeen() {
        String caseNo = cases.open("CCO0000005", "LOW");
        cases.work(caseNo, "triage", Map.of("severity", "HIGH", "category", "PRICE"));
        Map<String, Object> triage = Map.of("severity", "LOW", "category", "PRICE");

        api.as(AGENT)
                .post()
                .uri(COMPLAINTS + "/" + caseNo + ":triage")
                .body(triage)
                .exchange()
                .expectStatus()
                .isEqualTo(428);
        cases.attempt(api.as(AGENT), caseNo, "triage", 1, triage)
                .expectStatus()
                .isEqualTo(412)
                .expectBody()
                .jsonPath("$.current.severity")
                .isEqualTo("HIGH")
                .jsonPath("$.current.version")
                .isEqualTo(2)
                .jsonPath("$.changedFields")
                .isEqualTo(List.of("category", "clock", "severity", "state"));
        cases.attempt(api.as(AGENT), caseNo, "triage", 2, triage)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"3\"");
    }

    @Test
    void ofManyWhoDecideOnTheSameVersionOneWins() throws Exception {
        String caseNo = cases.resolved("CCO0000006", "LOW");
        long version = cases.version(caseNo);
        List<String> verbs = List.of("confirm", "reopen", "confirm", "reopen", "confirm", "reopen");
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Callable<Integer>> work = verbs.stream()
                    .<Callable<Integer>>map(verb -> () -> cases.attempt(
                                    api.as(AGENT),
                                    caseNo,
                                    verb,
                                    version,
                                    verb.equals("reopen") ? Map.of("reason", "no") : null)
                            .returnResult()
                            .getStatus()
                            .value())
                    .toList();
            for (Future<Integer> status : pool.invokeAll(work)) {
                statuses.add(status.get());
            }
        }
        assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
        assertThat(cases.version(caseNo)).isEqualTo(version + 1);
    }

    @Test
    void caseNumbersHaveNoGapsHoweverManyOpenAtOnce() throws Exception {
        int before = lastOfToday();
        int callers = 40;
        List<String> numbers = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(10)) {
            List<Callable<String>> work = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                String customer = "CCOR00000" + i % 7;
                work.add(() -> cases.open(customer, "LOW"));
            }
            for (Future<String> number : pool.invokeAll(work)) {
                numbers.add(number.get());
            }
        }
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(numbers.stream()
                        .map(number -> Integer.parseInt(number.substring(10)))
                        .sorted())
                .isEqualTo(IntStream.rangeClosed(before + 1, before + callers)
                        .boxed()
                        .toList());
    }

    private int lastOfToday() {
        return Integer.parseInt(cases.open("CCOR000000", "LOW").substring(10));
    }

    @Test
    void aFeedbackHasOneCase() {
        String feedback = Cases.read(api.as(INTEGRATOR)
                        .post()
                        .uri("/feedback/v1/feedback")
                        .body(Map.of("channel", "MAIL", "kind", "COMPLAINT", "text", "by mail", "number", "CCO0000007"))
                        .exchange())
                .path("id")
                .stringValue();
        Map<String, Object> body = Map.of("feedbackId", feedback, "category", "DELIVERY", "severity", "HIGH");
        String caseNo = Cases.read(api.as(AGENT)
                        .post()
                        .uri(COMPLAINTS)
                        .body(body)
                        .exchange()
                        .expectStatus()
                        .isCreated())
                .path("caseNo")
                .stringValue();

        api.as(AGENT)
                .post()
                .uri(COMPLAINTS)
                .body(body)
                .exchange()
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.caseNo")
                .isEqualTo(caseNo);
        assertThat(cases.get(caseNo).path("text").stringValue()).isEqualTo("by mail");
        assertThat(cases.get(caseNo).path("number").stringValue()).isEqualTo("CCO0000007");
    }

    @Test
    void twoWhoOpenTheSameCaseAtOnceHaveOneWinner() throws Exception {
        String feedback = Cases.read(api.as(INTEGRATOR)
                        .post()
                        .uri("/feedback/v1/feedback")
                        .body(Map.of("channel", "MAIL", "kind", "COMPLAINT", "text", "by mail"))
                        .exchange())
                .path("id")
                .stringValue();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Callable<Integer>> work = IntStream.range(0, 6)
                    .<Callable<Integer>>mapToObj(i -> () -> api.as(AGENT)
                            .post()
                            .uri(COMPLAINTS)
                            .body(Map.of("feedbackId", feedback, "category", "DELIVERY"))
                            .exchange()
                            .returnResult()
                            .getStatus()
                            .value())
                    .toList();
            for (Future<Integer> status : pool.invokeAll(work)) {
                statuses.add(status.get());
            }
        }
        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void badRequestsAreProblems() {
        String feedback = java.util.UUID.randomUUID().toString();
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of("category", "DELIVERY"),
                Map.of("text", "x"),
                Map.of("text", "x", "category", "delivery"),
                Map.of("text", "x", "category", "DELIVERY", "severity", "TERRIBLE"),
                Map.of("text", "x", "category", "DELIVERY", "feedbackId", feedback),
                Map.of("feedbackId", feedback, "category", "DELIVERY", "number", "CCO0000007"),
                Map.of("feedbackId", "x", "category", "DELIVERY"))) {
            api.as(AGENT)
                    .post()
                    .uri(COMPLAINTS)
                    .body(body)
                    .exchange()
                    .expectStatus()
                    .isEqualTo(400);
        }
        api.as(AGENT)
                .post()
                .uri(COMPLAINTS)
                .body(Map.of("feedbackId", feedback, "category", "DELIVERY"))
                .exchange()
                .expectStatus()
                .isNotFound();
        String caseNo = cases.inProgress("CCO0000008", "LOW");
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of("rootCause", "x"),
                Map.of("rootCause", " ", "actionTaken", "y"),
                Map.of("rootCause", "x", "actionTaken", "y", "resolvedAt", "2001-01-01T00:00:00Z"),
                Map.of("rootCause", "x", "actionTaken", "y", "resolvedAt", "2999-01-01T00:00:00Z"))) {
            cases.attempt(api.as(AGENT), caseNo, "resolve", cases.version(caseNo), body)
                    .expectStatus()
                    .isEqualTo(400);
        }
        for (String path :
                List.of("?state=LOST", "?owner=" + "x".repeat(101), "?dueBefore=soon", "/X1", "/K20261120-1")) {
            api.as(AGENT).get().uri(COMPLAINTS + path).exchange().expectStatus().isEqualTo(400);
        }
        api.as(AGENT)
                .get()
                .uri(COMPLAINTS + "/K20010101-00001")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void customersFollowTheirOwnCaseAndHaveTheLastWord() {
        String caseNo = Cases.read(api.asMember("CCO0000009")
                        .post()
                        .uri(COMPLAINTS)
                        .body(Map.of("text", "my complaint", "category", "PRICE"))
                        .exchange()
                        .expectStatus()
                        .isCreated())
                .path("caseNo")
                .stringValue();
        cases.work(caseNo, "triage", Map.of("severity", "HIGH", "category", "PRICE"));
        cases.work(caseNo, "assign", Map.of("owner", "agent-1"));
        cases.work(caseNo, "reply", Map.of("text", "we are sorry"));
        cases.work(caseNo, "wait", Map.of("waitFor", "CUSTOMER", "reason", "internal note"));
        cases.work(caseNo, "resolve", Cases.resolution());

        JsonNode seen = Cases.read(
                api.asMember("CCO0000009").get().uri(COMPLAINTS + "/" + caseNo).exchange());
        assertThat(seen.path("text").stringValue()).isEqualTo("my complaint");
        assertThat(seen.toString())
                .contains("we are sorry", "the action")
                .doesNotContain("internal note", "the cause", "agent");
        assertThat(names(seen.path("allowed"))).containsExactly("confirm", "reopen");
        api.asMember("CCO0000010")
                .get()
                .uri(COMPLAINTS + "/" + caseNo)
                .exchange()
                .expectStatus()
                .isNotFound();
        api.asMember("CCO0000010")
                .get()
                .uri(COMPLAINTS + "/" + caseNo + "/clock-explanation")
                .exchange()
                .expectStatus()
                .isNotFound();
        long version = seen.path("version").asLong();
        cases.attempt(api.asMember("CCO0000010"), caseNo, "confirm", version, null)
                .expectStatus()
                .isNotFound();
        cases.attempt(api.asMember("CCO0000009"), caseNo, "close", version, null)
                .expectStatus()
                .isForbidden();
        JsonNode reopened = Cases.read(cases.attempt(
                api.asMember("CCO0000009"), caseNo, "reopen", version, Map.of("reason", "not yet right")));
        assertThat(reopened.path("state").stringValue()).isEqualTo("REOPENED");
        assertThat(reopened.has("owner")).isFalse();
        cases.work(caseNo, "resume", null);
        cases.work(caseNo, "resolve", Cases.resolution());
        cases.attempt(api.asMember("CCO0000009"), caseNo, "confirm", cases.version(caseNo), null)
                .expectStatus()
                .isOk();
        assertThat(jdbc.sql("SELECT payload->>'byCustomer' FROM case_event WHERE case_no = :no AND type = 'CONFIRMED'")
                        .param("no", caseNo)
                        .query(String.class)
                        .single())
                .isEqualTo("true");
        api.asMember("CCO0000009")
                .post()
                .uri(COMPLAINTS)
                .body(Map.of("text", "x", "category", "PRICE", "severity", "CRITICAL"))
                .exchange()
                .expectStatus()
                .isEqualTo(400);
        assertThat(Cases.read(api.asMember("CCO0000009").get().uri(COMPLAINTS).exchange())
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void aMemberOpensNoCaseAboutTheFeedbackOfAnother() {
        String feedback = Cases.read(api.asMember("CCO0000011")
                        .post()
                        .uri("/feedback/v1/feedback")
                        .body(Map.of("channel", "APP", "kind", "COMPLAINT", "text", "mine"))
                        .exchange())
                .path("id")
                .stringValue();

        api.asMember("CCO0000012")
                .post()
                .uri(COMPLAINTS)
                .body(Map.of("feedbackId", feedback, "category", "PRICE"))
                .exchange()
                .expectStatus()
                .isNotFound();
        api.asMember("CCO0000011")
                .post()
                .uri(COMPLAINTS)
                .body(Map.of("feedbackId", feedback, "category", "PRICE"))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    @Test
    void wordsAreSealedMaskedAndTheirReadingIsWrittenDown() {
        Map<String, Object> canary = Map.of("text", "canary-case text", "category", "DELIVERY", "number", "CCO0000013");
        String caseNo = Cases.read(api.as(AGENT)
                        .post()
                        .uri(COMPLAINTS)
                        .header("Idempotency-Key", "case-1")
                        .body(canary)
                        .exchange())
                .path("caseNo")
                .stringValue();
        cases.work(caseNo, "triage", Map.of("severity", "HIGH", "category", "DELIVERY"));
        cases.work(caseNo, "assign", Map.of("owner", "agent-1"));
        api.as(AGENT)
                .post()
                .uri(COMPLAINTS + "/" + caseNo + ":reply")
                .header("If-Match", "\"3\"")
                .header("Idempotency-Key", "reply-1")
                .body(Map.of("text", "canary-case reply"))
                .exchange()
                .expectStatus()
                .isOk();
        cases.work(
                caseNo,
                "resolve",
                new HashMap<>(Map.of("rootCause", "canary-case cause", "actionTaken", "canary-case action")));

        assertThat(jdbc.sql("""
                                SELECT concat(
                                    (SELECT string_agg(c::text, ' ') FROM complaint c), (SELECT string_agg(e::text, ' ') FROM case_event e),
                                    (SELECT string_agg(t::text, ' ') FROM case_text t), (SELECT string_agg(f::text, ' ') FROM feedback f),
                                    (SELECT string_agg(k::text, ' ') FROM idempotency_key k),
                                    (SELECT string_agg(a::text, ' ') FROM audit_entry a))
                                """).query(String.class).single()).contains(caseNo).doesNotContain("canary-case");
        for (Role role : List.of(AGENT, MANAGER, PRIVACY_OFFICER)) {
            assertThat(Cases.read(api.as(role)
                                    .get()
                                    .uri(COMPLAINTS + "/" + caseNo)
                                    .exchange())
                            .toString())
                    .contains("canary-case text", "canary-case reply", "canary-case cause", "canary-case action");
        }
        assertThat(Cases.read(api.as(AUDITOR)
                                .get()
                                .uri(COMPLAINTS + "/" + caseNo)
                                .exchange())
                        .toString())
                .contains("REPLY", "****")
                .doesNotContain("canary-case");
        api.as(ADMIN)
                .get()
                .uri(COMPLAINTS + "/" + caseNo)
                .exchange()
                .expectStatus()
                .isForbidden();
        assertThat(jdbc.sql(
                                "SELECT count(*) FROM audit_entry WHERE action = 'complaint.read' AND object = 'CCO0000013'")
                        .query(Long.class)
                        .single())
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void anAnonymousCaseGetsTheCustomerOfItsFeedback() {
        String caseNo = cases.inProgress(null, "LOW");
        cases.work(caseNo, "reply", Map.of("text", "who are you"));
        cases.work(caseNo, "resolve", Cases.resolution());
        JsonNode before = cases.get(caseNo);
        assertThat(before.has("number")).isFalse();
        String feedback = before.path("feedbackId").stringValue();

        api.as(AGENT)
                .post()
                .uri("/feedback/v1/feedback/" + feedback + ":link")
                .body(Map.of("number", "CCO0000014"))
                .exchange()
                .expectStatus()
                .isOk();

        JsonNode after = cases.get(caseNo);
        assertThat(after.path("number").stringValue()).isEqualTo("CCO0000014");
        assertThat(after.path("version").asLong())
                .isEqualTo(before.path("version").asLong() + 1);
        assertThat(after.path("text").stringValue()).isEqualTo("what happened");
        assertThat(after.path("texts")).isEqualTo(before.path("texts"));
        assertThat(jdbc.sql("SELECT count(*) FROM data_key WHERE subject IN (:caseNo, :feedback)")
                        .param("caseNo", caseNo)
                        .param("feedback", feedback)
                        .query(Long.class)
                        .single())
                .isZero();
        await().until(() ->
                !broker.heard("feedback.complaint.resolved.v1", caseNo).isEmpty());
        cases.work(caseNo, "confirm", null);
        await().until(() ->
                !broker.heard("feedback.complaint.confirmed.v1", "CCO0000014").isEmpty());
    }

    @Test
    void theQueueShowsWhatIsDueFirst() {
        String owner = "queue-owner";
        String later = queued("LOW", owner);
        String sooner = queued("CRITICAL", owner);
        String waiting = queued("HIGH", owner);
        cases.work(waiting, "resume", null);
        cases.work(waiting, "wait", Map.of("waitFor", "CUSTOMER"));
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = Cases.read(api.as(AGENT)
                    .get()
                    .uri(COMPLAINTS + "?limit=1&owner=" + owner + cursor)
                    .exchange());
            page.path("items").forEach(item -> seen.add(item.path("caseNo").stringValue()));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").stringValue()
                    : null;
        }
        assertThat(seen).containsExactly(sooner, later, waiting);
        assertThat(found("?owner=" + owner + "&state=WAITING_CUSTOMER,NEW")).containsExactly(waiting);
        Instant due = Instant.parse(cases.get(later).path("dueAt").stringValue());
        assertThat(found("?owner=" + owner + "&dueBefore=" + due)).containsExactly(sooner);
        assertThat(found("?number=CCOQ000001&state=RESOLVED")).isEmpty();
    }

    private String queued(String severity, String owner) {
        String caseNo = cases.open("CCOQ000001", severity);
        cases.work(caseNo, "triage", Map.of("severity", severity, "category", "DELIVERY"));
        cases.work(caseNo, "assign", Map.of("owner", owner));
        return caseNo;
    }

    private List<String> found(String query) {
        return StreamSupport.stream(
                        Cases.read(api.as(AGENT).get().uri(COMPLAINTS + query).exchange())
                                .path("items")
                                .spliterator(),
                        false)
                .map(item -> item.path("caseNo").stringValue())
                .toList();
    }

    private static List<String> names(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::stringValue)
                .toList();
    }
}
