package io.kehu.feedback.complaint;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.feedback.Broker;
import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.feedback.MovableClock;
import io.kehu.feedback.calendar.Calendars;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.contract.EventContract;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Deadlines in the whole service, with time moved. All begin on Monday, 5 January 2037, 10:00 in Shanghai. */
@FeedbackServiceTest
class ClockTests {

    private static final String BREACHED = "feedback.complaint.breached.v1";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Broker broker;

    @Autowired
    private MovableClock clock;

    @Autowired
    private Complaints complaints;

    @Autowired
    private CaseHistory history;

    @Autowired
    private Calendars calendars;

    @Autowired
    private CaseJobs jobs;

    private Cases cases;

    @BeforeEach
    void begin() {
        cases = new Cases(api);
        clock.moveTo(at("2037-01-05T10:00"));
    }

    @AfterEach
    void comeBack() {
        clock.reset();
    }

    @Test
    void aBreachIsSeenInSecondsAndToldOnce() throws Exception {
        String caseNo = cases.open("CCL0000001", "CRITICAL");
        // Four business hours from 10:00, with lunch from 12:00 to 13:30.
        assertThat(due(caseNo)).isBetween(at("2037-01-05T15:30"), at("2037-01-05T15:30:30"));

        clock.moveTo(at("2037-01-05T15:29:50"));
        jobs.noteBreaches();
        assertThat(state(caseNo)).isEqualTo("RUNNING");
        clock.moveTo(due(caseNo).plusSeconds(1));
        await().atMost(Duration.ofSeconds(5)).until(() -> state(caseNo).equals("BREACHED"));
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Callable<Object>> scans = IntStream.range(0, 12)
                    .mapToObj(i -> Executors.callable(jobs::noteBreaches))
                    .toList();
            for (Future<Object> scan : pool.invokeAll(scans)) {
                scan.get();
            }
        }
        await().until(() -> broker.heard(BREACHED, "CCL0000001").size() == 1);
        EventContract.verifyProduced(
                BREACHED, broker.heard(BREACHED, "CCL0000001").getFirst().data().toString());
        assertThat(count(caseNo, "BREACHED")).isEqualTo(1);
        assertThat(cases.version(caseNo))
                .as("a breach makes nobody's work stale")
                .isEqualTo(1);
        cases.work(caseNo, "triage", Map.of("severity", "LOW", "category", "PRICE"));
        assertThat(state(caseNo)).isEqualTo("BREACHED");
        rebuilds(caseNo);
    }

    @Test
    void scansAtTheSameTimeShareTheWorkAndDoEachOnce() throws Exception {
        List<String> caseNos = IntStream.range(0, 30)
                .mapToObj(i -> cases.open("CCLS" + (100 + i), "CRITICAL"))
                .toList();
        clock.moveTo(at("2037-01-06T10:00"));
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Callable<Object>> scans = IntStream.range(0, 12)
                    .mapToObj(i -> Executors.callable(jobs::noteBreaches))
                    .toList();
            for (Future<Object> scan : pool.invokeAll(scans)) {
                scan.get();
            }
        }
        await().untilAsserted(() -> assertThat(caseNos)
                .allSatisfy(caseNo -> assertThat(count(caseNo, "BREACHED")).isEqualTo(1)));
        caseNos.forEach(this::rebuilds);
    }

    @Test
    void aResolutionInTimeIsInTimeEvenWhenItIsHeardOfLate() {
        String caseNo = cases.inProgress("CCL0000002", "CRITICAL");
        Instant due = due(caseNo);
        clock.moveTo(due.plusSeconds(120));
        jobs.noteBreaches();
        assertThat(state(caseNo)).isEqualTo("BREACHED");
        Map<String, Object> late = Cases.resolution();
        late.put("resolvedAt", due.minusSeconds(60).toString());

        JsonNode resolved = cases.work(caseNo, "resolve", late);

        assertThat(resolved.path("clock").path("state").stringValue()).isEqualTo("MET");
        assertThat(resolved.path("resolvedAt").stringValue())
                .isEqualTo(due.minusSeconds(60).toString());
        assertThat(resolved.path("clock").path("consumedSeconds").asLong()).isEqualTo(4 * 3600 - 60);
        proves(caseNo);
        rebuilds(caseNo);
    }

    @Test
    void aLateResolutionIsABreachEvenBeforeTheScanComesBy() {
        String caseNo = cases.inProgress("CCL0000003", "CRITICAL");
        Instant due = due(caseNo);
        jdbc.sql("UPDATE sla_clock SET due_at = due_at + interval '1 day' WHERE case_no = :no")
                .param("no", caseNo)
                .update();
        clock.moveTo(due.plusSeconds(5));
        jdbc.sql("UPDATE sla_clock SET due_at = due_at - interval '1 day' WHERE case_no = :no")
                .param("no", caseNo)
                .update();
        cases.work(caseNo, "resolve", Cases.resolution());

        assertThat(state(caseNo)).isEqualTo("BREACHED");
        assertThat(count(caseNo, "BREACHED")).isEqualTo(1);
        await().until(() -> broker.heard(BREACHED, "CCL0000003").size() == 1);
        proves(caseNo);
        rebuilds(caseNo);
    }

    @Test
    void aClockThatWaitsNeitherCountsNorBreaches() {
        String caseNo = cases.inProgress("CCL0000004", "CRITICAL");
        clock.moveTo(at("2037-01-05T11:00"));
        cases.work(caseNo, "wait", Map.of("waitFor", "CUSTOMER"));
        clock.moveTo(at("2037-03-02T09:30"));
        jobs.noteBreaches();
        assertThat(state(caseNo)).isEqualTo("PAUSED");
        cases.work(caseNo, "resume", null);

        // Three hours were left: 09:30 to 12:00, and half an hour after lunch.
        assertThat(due(caseNo)).isBetween(at("2037-03-02T13:59:30"), at("2037-03-02T14:00:30"));
        proves(caseNo);
        rebuilds(caseNo);
    }

    @Test
    void aReopenedCaseGetsAnotherClockAndTheFirstStaysAsItWas() {
        String caseNo = cases.resolved("CCL0000005", "CRITICAL");
        clock.moveTo(at("2037-01-08T09:00"));
        cases.work(caseNo, "reopen", Map.of("reason", "again"));
        clock.moveTo(at("2037-01-08T13:45"));
        jobs.noteBreaches();

        JsonNode clocks = cases.explanation(caseNo).path("items");
        assertThat(clocks).hasSize(2);
        assertThat(clocks.get(0).path("state").stringValue()).isEqualTo("MET");
        assertThat(clocks.get(1).path("state").stringValue()).isEqualTo("RUNNING");
        assertThat(clocks.get(1).path("cycle").asInt()).isEqualTo(2);
        proves(caseNo);
        rebuilds(caseNo);
    }

    @Test
    void theExplanationAnswersWhyThen() {
        String caseNo = cases.inProgress("CCL0000006", "CRITICAL");
        clock.moveTo(at("2037-01-05T10:30"));
        cases.work(caseNo, "wait", Map.of("waitFor", "THIRD_PARTY"));
        clock.moveTo(at("2037-01-05T11:30"));
        cases.work(caseNo, "resume", null);
        clock.moveTo(at("2037-01-05T14:00"));

        JsonNode explained = cases.explanation(caseNo).path("items").get(0);
        assertThat(reasons(explained.path("segments")))
                .containsExactly(
                        "WORKING_HOURS 工作时间",
                        "WAITING_THIRD_PARTY 等待第三方，停止计时",
                        "WORKING_HOURS 工作时间",
                        "OUTSIDE_HOURS 非工作时间",
                        "WORKING_HOURS 工作时间");
        assertThat(explained.path("consumedSeconds").asLong()).isBetween(5_380L, 5_420L);
        assertThat(sum(explained.path("ahead")))
                .isEqualTo(explained.path("targetSeconds").asLong()
                        - explained.path("consumedSeconds").asLong());
        JsonNode last = explained.path("ahead").get(explained.path("ahead").size() - 1);
        assertThat(last.path("to").stringValue())
                .isEqualTo(explained.path("dueAt").stringValue());
        assertThat(explained.path("policy").stringValue()).matches("STANDARD v\\d+");
        assertThat(explained.path("zone").stringValue()).isEqualTo("Asia/Shanghai");
        proves(caseNo);
    }

    @Test
    void aNewCalendarCountsForNewClocksAndNamesItsHolidays() {
        String before = cases.open("CCL0000007", "CRITICAL");
        calendar(
                "STANDARD",
                List.of(
                        Map.of("date", "2037-01-06", "name", "校庆"),
                        Map.of("date", "2037-01-10", "open", hours(), "name", "调休")));
        clock.moveTo(at("2037-01-05T17:00"));
        String after = cases.open("CCL0000007", "CRITICAL");
        try {
            assertThat(due(before)).isBetween(at("2037-01-05T15:30"), at("2037-01-05T15:30:30"));
            assertThat(due(after)).isBetween(at("2037-01-07T12:00"), at("2037-01-07T13:30:30"));
            clock.moveTo(at("2037-01-07T10:00"));
            assertThat(reasons(cases.explanation(after).path("items").get(0).path("segments")))
                    .containsExactly(
                            "WORKING_HOURS 工作时间",
                            "OUTSIDE_HOURS 非工作时间",
                            "HOLIDAY 节假日：校庆",
                            "OUTSIDE_HOURS 非工作时间",
                            "WORKING_HOURS 工作时间");
            proves(after);
        } finally {
            calendar("STANDARD", List.of());
        }
    }

    @Test
    void severityDecidesTheTargetAndWhatWasUsedUpStays() {
        String caseNo = cases.open("CCL0000008", "LOW");
        clock.moveTo(at("2037-01-05T11:00"));
        JsonNode triaged = cases.work(caseNo, "triage", Map.of("severity", "CRITICAL", "category", "SAFETY"));

        assertThat(triaged.path("clock").path("targetSeconds").asLong()).isEqualTo(14_400);
        assertThat(triaged.path("clock").path("consumedSeconds").asLong()).isBetween(3_580L, 3_600L);
        assertThat(due(caseNo)).isBetween(at("2037-01-05T15:30"), at("2037-01-05T15:30:30"));
        proves(caseNo);
        rebuilds(caseNo);
    }

    @Test
    void silenceConfirmsAfterItsTimeAndNotBefore() {
        String caseNo = cases.resolved("CCL0000009", "LOW");
        clock.moveTo(at("2037-01-12T09:59"));
        jobs.confirmSilently();
        assertThat(cases.get(caseNo).path("state").stringValue()).isEqualTo("RESOLVED");

        clock.moveTo(at("2037-01-12T10:01"));
        jobs.confirmSilently();
        assertThat(cases.get(caseNo).path("state").stringValue()).isEqualTo("AUTO_CONFIRMED");
        await().until(() ->
                broker.heard("feedback.complaint.confirmed.v1", "CCL0000009").size() == 1);
        assertThat(broker.heard("feedback.complaint.confirmed.v1", "CCL0000009")
                        .getFirst()
                        .text("state"))
                .isEqualTo("AUTO_CONFIRMED");
        cases.work(caseNo, "close", null);
        rebuilds(caseNo);
    }

    @Test
    void thousandsThatAreNotDueDoNotSlowTheScan() {
        String plan = String.join("\n", jdbc.sql("""
                                EXPLAIN SELECT k.case_no FROM sla_clock c JOIN complaint k ON k.case_no = c.case_no
                                WHERE c.state = 'RUNNING' AND c.due_at < now() ORDER BY c.due_at LIMIT 500
                                FOR UPDATE OF k SKIP LOCKED
                                """).query(String.class).list());

        assertThat(plan).contains("sla_clock_due_idx");
    }

    @Test
    void calendarsAndPoliciesAreVersionedAndChecked() {
        JsonNode first = calendar("TEST_CAL", List.of());
        assertThat(first.path("version").asInt()).isEqualTo(1);
        assertThat(calendar("TEST_CAL", List.of()).path("version").asInt())
                .as("the very same")
                .isEqualTo(1);
        assertThat(calendar("TEST_CAL", List.of(Map.of("date", "2037-05-01")))
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        refusedCalendar(Map.of("MONDAY", List.of(Map.of("from", "12:00", "to", "09:00"))), "Asia/Shanghai", "hours");
        refusedCalendar(Map.of("MONDAY", List.of()), "Asia/Shanghai", "never-open");
        refusedCalendar(Map.of("MONDAY", hours()), "Mars/Olympus", "zone");

        assertThat(policy("TEST_CAL", 60).path("version").asInt()).isEqualTo(1);
        assertThat(policy("TEST_CAL", 60).path("version").asInt()).isEqualTo(1);
        assertThat(policy("TEST_CAL", 61).path("version").asInt()).isEqualTo(2);
        api.as(ADMIN)
                .post()
                .uri("/feedback/v1/sla-policies")
                .body(Map.of(
                        "code",
                        "TEST_POL",
                        "calendar",
                        "TEST_CAL",
                        "targets",
                        targets(60).subList(0, 3)))
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo("targets-complete");
        api.as(ADMIN)
                .post()
                .uri("/feedback/v1/sla-policies")
                .body(Map.of("code", "TEST_POL", "calendar", "NO_SUCH", "targets", targets(60)))
                .exchange()
                .expectStatus()
                .isNotFound();
        for (String path : List.of("/feedback/v1/calendars", "/feedback/v1/sla-policies")) {
            api.as(AGENT)
                    .post()
                    .uri(path)
                    .body(Map.of())
                    .exchange()
                    .expectStatus()
                    .isForbidden();
            JsonNode page =
                    Cases.read(api.as(AGENT).get().uri(path + "?limit=1").exchange());
            assertThat(page.path("items")).hasSize(1);
            assertThat(Cases.read(api.as(AGENT)
                                    .get()
                                    .uri(path + "?cursor="
                                            + page.path("nextCursor").stringValue())
                                    .exchange())
                            .path("items"))
                    .isNotEmpty()
                    .doesNotContain(page.path("items").get(0));
        }
    }

    private JsonNode calendar(String code, List<Map<String, Object>> exceptions) {
        Map<String, Object> week = Map.of(
                "MONDAY", hours(), "TUESDAY", hours(), "WEDNESDAY", hours(), "THURSDAY", hours(), "FRIDAY", hours());
        return Cases.read(api.as(ADMIN)
                .post()
                .uri("/feedback/v1/calendars")
                .body(Map.of("code", code, "zone", "Asia/Shanghai", "weekly", week, "exceptions", exceptions))
                .exchange()
                .expectStatus()
                .isCreated());
    }

    private void refusedCalendar(Map<String, Object> week, String zone, String code) {
        api.as(ADMIN)
                .post()
                .uri("/feedback/v1/calendars")
                .body(Map.of("code", "TEST_BAD", "zone", zone, "weekly", week))
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo(code);
    }

    private JsonNode policy(String calendar, int seconds) {
        return Cases.read(api.as(ADMIN)
                .post()
                .uri("/feedback/v1/sla-policies")
                .body(Map.of("code", "TEST_POL", "calendar", calendar, "targets", targets(seconds)))
                .exchange()
                .expectStatus()
                .isCreated());
    }

    private static List<Map<String, Object>> targets(int seconds) {
        List<Map<String, Object>> targets = new ArrayList<>();
        for (String severity : List.of("LOW", "MEDIUM", "HIGH", "CRITICAL")) {
            targets.add(Map.of("severity", severity, "metric", "RESOLUTION", "seconds", seconds));
        }
        return targets;
    }

    private static List<Map<String, Object>> hours() {
        return List.of(Map.of("from", "09:00", "to", "12:00"), Map.of("from", "13:30", "to", "18:00"));
    }

    /** State and clocks from the events alone equal those that are stored. */
    private void rebuilds(String caseNo) {
        CaseNo no = new CaseNo(caseNo);
        assertThat(Complaint.rebuild(no, history.of(no), calendars::of))
                .isEqualTo(complaints.find(no).orElseThrow());
    }

    /** The segments of each clock sum to what it consumed. */
    private void proves(String caseNo) {
        for (JsonNode explained : cases.explanation(caseNo).path("items")) {
            assertThat(sum(explained.path("segments")))
                    .as("%s", explained)
                    .isEqualTo(explained.path("consumedSeconds").asLong());
        }
    }

    private static long sum(JsonNode segments) {
        return StreamSupport.stream(segments.spliterator(), false)
                .mapToLong(segment -> segment.path("countedSeconds").asLong())
                .sum();
    }

    private static List<String> reasons(JsonNode segments) {
        return StreamSupport.stream(segments.spliterator(), false)
                .map(segment -> segment.path("why").stringValue() + " "
                        + segment.path("text").stringValue())
                .toList();
    }

    private Instant due(String caseNo) {
        return Instant.parse(cases.get(caseNo).path("dueAt").stringValue());
    }

    private String state(String caseNo) {
        return cases.get(caseNo).path("clock").path("state").stringValue();
    }

    private long count(String caseNo, String type) {
        return jdbc.sql("SELECT count(*) FROM case_event WHERE case_no = :no AND type = :type")
                .param("no", caseNo)
                .param("type", type)
                .query(Long.class)
                .single();
    }

    private static Instant at(String local) {
        return ZonedDateTime.parse(local + "+08:00[Asia/Shanghai]").toInstant();
    }
}
