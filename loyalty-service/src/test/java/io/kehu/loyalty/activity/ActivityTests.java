package io.kehu.loyalty.activity;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** What earns points besides purchases. */
@ServiceTest
class ActivityTests {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TestBroker broker;

    private final String number = Shop.newNumber();
    private final String code = "A"
            + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36)
                    .toUpperCase(Locale.ROOT);

    @BeforeEach
    void becomeAMember() {
        new Shop(context).sell(number, 100);
    }

    @AfterEach
    void theLedgerAddsUp() {
        api.as(AUDITOR)
                .get()
                .uri("/loyalty/v1/audit/invariants")
                .exchange()
                .expectBody()
                .jsonPath("$.clean")
                .isEqualTo(true);
    }

    @Test
    void whatAMemberDidEarnsAndIsExplained() {
        String ear = broker.listen("loyalty.points.earned.v1");
        define("\"points\": 5");

        JsonNode booked = body(earn(number, "2026-11-23"), 201);

        assertThat(booked.path("type").asString()).isEqualTo("EARN");
        assertThat(booked.path("points").asLong()).isEqualTo(5);
        assertThat(booked.path("balance").asLong()).isEqualTo(105);
        assertThat(line("en").path("description").asString()).isEqualTo("Check-in (" + code + "/2026-11-23)");
        assertThat(line("zh-CN").path("description").asString()).isEqualTo("Check-in（" + code + "/2026-11-23）");
        assertThat(line("en").path("ruleVersion").asInt()).isOne();
        await().until(() -> broker.heard(ear, number).stream()
                .anyMatch(event -> event.path("data").path("rule").asString().equals(code)));
        EventContract.verifyProduced(
                "loyalty.points.earned.v1",
                broker.heard(ear, number).getLast().path("data").toString());
    }

    @Test
    void theSameDeedEarnsOnceWhateverTheKey() {
        define("\"points\": 5");
        String first = body(earn(number, "D1"), 201).path("transactionId").asString();

        JsonNode problem = problem(earn(number, "D1"), 409, "already-earned");

        assertThat(problem.path("transactionId").asString()).isEqualTo(first);
        assertThat(available(number)).isEqualTo(105);
    }

    @Test
    void theSameDeedTwiceInOneBatchEarnsOnce() {
        define("\"points\": 5, \"timesPerMember\": 2");
        String item = """
                {"action": "EARN", "number": "%s", "activity": "%s", "businessRef": "%s"}""";

        JsonNode results = body(
                post(
                        "/points:batch",
                        INTEGRATOR,
                        "{\"items\": [" + item.formatted(number, code, "D1") + "," + item.formatted(number, code, "D1")
                                + "," + item.formatted(number, code, "D2") + "," + item.formatted(number, code, "D3")
                                + "]}"),
                200);

        assertThat(results.path("items")
                        .valueStream()
                        .map(one -> one.path("result").asString()))
                .containsExactly("BOOKED", "REFUSED", "BOOKED", "REFUSED");
        assertThat(results.path("items").get(1).path("problem").asString()).isEqualTo("already-earned");
        assertThat(results.path("items").get(3).path("problem").asString()).isEqualTo("activity-cap-reached");
        assertThat(available(number)).isEqualTo(110);
    }

    /** What is earned by an item can be spent by the next one. */
    @Test
    void aBatchGoesInOrder() {
        define("\"mostPoints\": 100");
        String unknown = Shop.newNumber();
        String body = """
                {"items": [
                  {"action": "REDEEM", "number": "%1$s", "points": 150, "businessRef": "POS/1"},
                  {"action": "EARN", "number": "%1$s", "points": 60, "activity": "%2$s", "businessRef": "P1"},
                  {"action": "REDEEM", "number": "%1$s", "points": 150, "businessRef": "POS/1"},
                  {"action": "EARN", "number": "%3$s", "points": 60, "activity": "%2$s", "businessRef": "P1"},
                  {"action": "EARN", "number": "%1$s", "points": 101, "activity": "%2$s", "businessRef": "P2"}
                ]}""".formatted(number, code, unknown);

        JsonNode items = body(post("/points:batch", INTEGRATOR, body), 200).path("items");

        assertThat(items.valueStream().map(item -> item.path("result").asString()))
                .containsExactly("REFUSED", "BOOKED", "BOOKED", "REFUSED", "REFUSED");
        assertThat(items.valueStream()
                        .map(item -> item.path("problem").asString(""))
                        .toList())
                .containsExactly("not-enough-points", "", "", "member-not-found", "invalid-fields");
        assertThat(available(number)).isEqualTo(10);
        body(api.as(AGENT).get().uri("/loyalty/v1/members/{number}", unknown).exchange(), 404);
    }

    /** What waits is in the balance, cannot be spent, and says until when. */
    @Test
    void pointsWaitAsLongAsTheActivitySays() {
        define("\"points\": 50, \"pendingDays\": 14");
        String ear = broker.listen("loyalty.points.earned.v1");

        assertThat(body(earn(number, "1"), 201).path("balance").asLong()).isEqualTo(150);

        JsonNode member =
                body(api.as(AGENT).get().uri("/loyalty/v1/members/{n}", number).exchange(), 200);
        assertThat(member.path("balance").asLong()).isEqualTo(150);
        assertThat(member.path("pending").asLong()).isEqualTo(50);
        assertThat(member.path("available").asLong()).isEqualTo(100);
        assertThat(Instant.parse(member.path("nextActivation").asString())
                        .atZone(ZONE)
                        .toLocalDate())
                .isEqualTo(LocalDate.now(ZONE).plusDays(15));
        assertThat(line("en").path("parts").get(0).path("pendingUntil").asString())
                .isEqualTo(member.path("nextActivation").asString());
        problem(
                post(
                        "/points:redeem",
                        AGENT,
                        "{\"number\": \"%s\", \"points\": 101, \"businessRef\": \"POS/1\"}".formatted(number)),
                409,
                "not-enough-points");
        JsonNode lots = body(
                        api.as(AGENT)
                                .get()
                                .uri("/loyalty/v1/members/{n}/lots", number)
                                .exchange(),
                        200)
                .path("items");
        assertThat(lots.valueStream().map(lot -> lot.path("state").asString())).containsExactly("ACTIVE", "PENDING");
        assertThat(lots.valueStream()
                        .mapToLong(lot -> lot.path("remaining").asLong())
                        .sum())
                .isEqualTo(150);
        await().until(() -> broker.heard(ear, number).stream()
                .anyMatch(event -> event.path("data").path("pendingUntil").isString()));
        EventContract.verifyProduced(
                "loyalty.points.earned.v1",
                broker.heard(ear, number).getLast().path("data").toString());
    }

    @Test
    void whatWaitsIsTakenBackFirst() {
        define("\"points\": 50, \"pendingDays\": 14");
        String tx = body(earn(number, "1"), 201).path("transactionId").asString();

        JsonNode reversal = body(reverse(tx, "null"), 201).path("items").get(0);

        assertThat(reversal.path("owed").asLong()).isZero();
        assertThat(available(number)).isEqualTo(100);
    }

    @Test
    void capsHold() {
        define("\"points\": 5, \"timesPerDay\": 2, \"timesPerMember\": 3, \"pointsPerMonth\": 1000");
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        earn(number, "1").expectStatus().isCreated();
        earn(number, "2").expectStatus().isCreated();

        assertThat(problem(earn(number, "3"), 409, "activity-cap-reached")
                        .path("cap")
                        .asString())
                .isEqualTo("timesPerDay");
        earn(number, "4", yesterday).expectStatus().isCreated();
        assertThat(problem(earn(number, "5", yesterday), 409, "activity-cap-reached")
                        .path("cap")
                        .asString())
                .isEqualTo("timesPerMember");
        assertThat(available(number)).isEqualTo(115);
    }

    @Test
    void aMonthHasACapOfPoints() {
        define("\"mostPoints\": 100, \"pointsPerMonth\": 120");
        LocalDate today = LocalDate.now(ZONE);
        earn(number, "1", 70).expectStatus().isCreated();

        JsonNode problem = problem(earn(number, "2", 51), 409, "activity-cap-reached");

        assertThat(problem.path("cap").asString()).isEqualTo("pointsPerMonth");
        assertThat(problem.path("most").asLong()).isEqualTo(120);
        earn(number, "2", 50).expectStatus().isCreated();
        if (today.getDayOfMonth() < 29) {
            Instant lastMonth =
                    today.withDayOfMonth(1).atStartOfDay(ZONE).toInstant().minusSeconds(1);
            body(post("/points:earn", AGENT, """
                            {"number": "%s", "activity": "%s", "points": 100, "businessRef": "3", "occurredAt": "%s"}""".formatted(number, code, lastMonth)), 201);
        }
    }

    /** 64 at once for what is left for one. */
    @Test
    void theLastOneOfTheDayIsEarnedOnce() throws Exception {
        define("\"points\": 5, \"timesPerDay\": 3");
        earn(number, "1").expectStatus().isCreated();
        earn(number, "2").expectStatus().isCreated();

        List<Integer> statuses = atOnce(64, i -> earn(number, "race" + i));

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(63);
        assertThat(available(number)).isEqualTo(115);
    }

    /** Merged numbers are one member: together they have one cap, and do a thing once. */
    @Test
    void capsCountUnderAllNumbers() throws Exception {
        define("\"points\": 5, \"timesPerMember\": 3");
        String other = Shop.newNumber();
        new Shop(context).sell(other, 100);
        earn(number, "1").expectStatus().isCreated();
        earn(other, "2").expectStatus().isCreated();
        context.getBean(Merges.class).merge(new MergeOrder(UUID.randomUUID(), number, List.of(other)));

        problem(earn(number, "2"), 409, "already-earned");
        List<Integer> statuses = atOnce(64, i -> earn(i % 2 == 0 ? number : other, "race" + i));

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(available(number)).isEqualTo(215);
    }

    @Test
    void whatWasNoHonestReviewIsTakenBackAndNotEarnedAgain() {
        define("\"points\": 50, \"timesPerMember\": 1");
        String tx = body(earn(number, "R1"), 201).path("transactionId").asString();

        body(reverse(tx, "30"), 201);
        problem(reverse(tx, "21"), 409, "more-than-earned");
        body(reverse(tx, "null"), 201);
        problem(reverse(tx, "null"), 409, "more-than-earned");

        assertThat(available(number)).isEqualTo(100);
        problem(earn(number, "R1"), 409, "already-earned");
        problem(earn(number, "R2"), 409, "activity-cap-reached");
    }

    @Test
    void whatWasSpentIsOwedWhenItIsTakenBack() {
        define("\"points\": 50");
        String tx = body(earn(number, "R1"), 201).path("transactionId").asString();
        body(
                post(
                        "/points:redeem",
                        AGENT,
                        "{\"number\": \"%s\", \"points\": 130, \"businessRef\": \"POS/1\"}".formatted(number)),
                201);

        JsonNode reversal = body(reverse(tx, "null"), 201).path("items").get(0);

        assertThat(reversal.path("balance").asLong()).isZero();
        assertThat(reversal.path("owed").asLong()).isEqualTo(30);
    }

    @Test
    void termsChangeForWhatIsToldFromThenOn() {
        define("\"points\": 5");
        earn(number, "1").expectStatus().isCreated();
        String change = "{\"terms\": {\"name\": \"Check-in\", \"points\": 8}}";

        put(change, null).expectStatus().isEqualTo(428);
        put(change, "\"7\"").expectStatus().isEqualTo(412);
        assertThat(body(put(change, "\"1\""), 200).path("version").asInt()).isEqualTo(2);
        put(change, "\"1\"").expectStatus().isEqualTo(412);

        assertThat(body(earn(number, "2"), 201).path("points").asLong()).isEqualTo(8);
        assertThat(line("en").path("ruleVersion").asInt()).isEqualTo(2);
        assertThat(available(number)).isEqualTo(113);
    }

    @Test
    void whatIsOverEarnsNothing() {
        define("\"points\": 5");
        body(post("/activities/" + code + ":end", MANAGER, ""), 200);

        problem(earn(number, "1"), 409, "activity-not-on");
        problem(post("/points:earn", AGENT, earning(number, "NONE_OF_THESE", "1")), 404, "activity-not-found");
        assertThat(available(number)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"points\": 5, \"mostPoints\": 5'|either-points-or-most",
                "'\"timesPerDay\": 1'|either-points-or-most",
                "'\"mostPoints\": 5, \"event\": \"SURVEY_COMPLETED\"'|event-needs-points",
                "'\"points\": 5, \"event\": \"COMPENSATION_GRANTED\"'|event-needs-most-points",
                "'\"points\": 5, \"eventKey\": \"NPS\"'|key-needs-event",
                "'\"points\": 0'|min",
                "'\"points\": -1'|min",
                "'\"points\": 1000000001'|max",
                "'\"points\": 1.5'|format",
                "'\"points\": 5, \"timesPerDay\": 0'|min",
                "'\"points\": 5, \"validFrom\": \"2026-02-01T00:00:00Z\", \"validTo\": \"2026-02-01T00:00:00Z\"'|ends-before-it-begins",
            })
    void termsThatMakeNoSenseAreRefused(String terms, String error) {
        JsonNode problem = problem(post("/activities", MANAGER, definition(terms)), 400, "invalid-fields");

        assertThat(problem.path("errors").get(0).path("code").asString()).isEqualTo(error);
        assertThat(api.as(AGENT)
                        .get()
                        .uri("/loyalty/v1/activities/{code}", code)
                        .exchange()
                        .returnResult()
                        .getStatus()
                        .value())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5|points-are-fixed",
                "0|min",
                "-3|min",
                "1000000001|max",
                "1.5|format",
                "\"x\"|type",
            })
    void pointsThatMakeNoSenseAreRefused(String points, String error) {
        define("\"points\": 6");

        JsonNode problem = problem(
                post(
                        "/points:earn",
                        AGENT,
                        "{\"number\": \"%s\", \"activity\": \"%s\", \"points\": %s, \"businessRef\": \"1\"}"
                                .formatted(number, code, points)),
                400,
                "invalid-fields");

        assertThat(problem.path("errors").get(0).path("code").asString()).isEqualTo(error);
        assertThat(available(number)).isEqualTo(100);
    }

    @Test
    void whatWasDoneLongAgoOrTomorrowIsRefused() {
        define("\"points\": 6");

        problem(earn(number, "1", Instant.now().plus(Duration.ofHours(1))), 400, "invalid-fields");
        problem(earn(number, "1", Instant.now().minus(Duration.ofDays(32))), 400, "invalid-fields");
        problem(post("/activities", MANAGER, definition("\"points\": 6")), 409, "activity-exists");
    }

    @ParameterizedTest
    @EnumSource(names = {"AUDITOR", "MARKETER", "MEMBER"})
    void notEverybodyTellsWhatMembersDid(Role role) {
        assertThat(post("/points:earn", role, "{}").returnResult().getStatus().value())
                .isEqualTo(403);
    }

    private void define(String terms) {
        post("/activities", MANAGER, definition(terms)).expectStatus().isCreated();
    }

    /** It began two months ago. */
    private String definition(String terms) {
        String from = terms.contains("validFrom")
                ? ""
                : ", \"validFrom\": \"" + Instant.now().minus(Duration.ofDays(60)) + "\"";
        return "{\"code\": \"%s\", \"terms\": {\"name\": \"Check-in\", %s%s}}".formatted(code, terms, from);
    }

    private static String earning(String number, String activity, String ref) {
        return "{\"number\": \"%s\", \"activity\": \"%s\", \"businessRef\": \"%s\"}".formatted(number, activity, ref);
    }

    private ResponseSpec earn(String who, String ref) {
        return post("/points:earn", AGENT, earning(who, code, ref));
    }

    private ResponseSpec earn(String who, String ref, long points) {
        return post(
                "/points:earn",
                AGENT,
                "{\"number\": \"%s\", \"activity\": \"%s\", \"points\": %d, \"businessRef\": \"%s\"}"
                        .formatted(who, code, points, ref));
    }

    private ResponseSpec earn(String who, String ref, Instant at) {
        return post(
                "/points:earn",
                AGENT,
                "{\"number\": \"%s\", \"activity\": \"%s\", \"businessRef\": \"%s\", \"occurredAt\": \"%s\"}"
                        .formatted(who, code, ref, at));
    }

    private ResponseSpec reverse(String tx, String points) {
        return post(
                "/points:reverse",
                MANAGER,
                "{\"transactionId\": \"%s\", \"points\": %s, \"businessRef\": \"REVIEW/1\"}".formatted(tx, points));
    }

    private ResponseSpec post(String path, Role role, String body) {
        var request = api.as(role)
                .post()
                .uri("/loyalty/v1" + path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(MediaType.APPLICATION_JSON);
        return body.isEmpty() ? request.exchange() : request.body(body).exchange();
    }

    private ResponseSpec put(String body, String ifMatch) {
        var request = api.as(MANAGER)
                .put()
                .uri("/loyalty/v1/activities/{code}", code)
                .contentType(MediaType.APPLICATION_JSON);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch))
                .body(body)
                .exchange();
    }

    private static List<Integer> atOnce(int callers, IntFunction<ResponseSpec> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                calls.add(() -> call.apply(caller).returnResult().getStatus().value());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> done : threads.invokeAll(calls)) {
                statuses.add(done.get());
            }
            return statuses;
        }
    }

    private long available(String who) {
        return body(api.as(AGENT).get().uri("/loyalty/v1/members/{number}", who).exchange(), 200)
                .path("available")
                .asLong();
    }

    private JsonNode line(String language) {
        return body(
                        api.asMember(number)
                                .get()
                                .uri("/loyalty/v1/members/{number}/statement", number)
                                .header("Accept-Language", language)
                                .exchange(),
                        200)
                .path("items")
                .get(0);
    }

    private static JsonNode body(ResponseSpec response, int status) {
        return response.expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static JsonNode problem(ResponseSpec response, int status, String slug) {
        JsonNode problem = body(response, status);
        assertThat(problem.path("type").asString()).isEqualTo("/problems/" + slug);
        return problem;
    }
}
