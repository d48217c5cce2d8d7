package io.kehu.loyalty.points;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Spending, holding and giving back as tills, shops and staff do it: over HTTP. */
@ServiceTest
class SpendingTests {

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    private Shop shop;

    private final String number = Shop.newNumber();

    @BeforeEach
    void openTheShop() {
        shop = new Shop(context);
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
    void whatIsSpentIsInTheStatementAndTold() {
        String ear = broker.listen("loyalty.points.redeemed.v1");
        shop.sell(number, 500);

        post("/points:redeem", "k1", redeem(300))
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("REDEEM")
                .jsonPath("$.points")
                .isEqualTo(-300)
                .jsonPath("$.balance")
                .isEqualTo(200);

        api.asMember(number)
                .get()
                .uri("/loyalty/v1/members/{number}/statement", number)
                .exchange()
                .expectBody()
                .jsonPath("$.items[0].businessRef")
                .isEqualTo("POS/1")
                .jsonPath("$.items[0].balanceAfter")
                .isEqualTo(200);
        await().until(() -> broker.heard(ear, number).size() == 1);
        EventContract.verifyProduced(
                "loyalty.points.redeemed.v1",
                broker.heard(ear, number).getFirst().path("data").toString());
    }

    @Test
    void theSameRequestSpendsOnce() {
        shop.sell(number, 500);
        post("/points:redeem", "twice", redeem(300)).expectStatus().isCreated();

        post("/points:redeem", "twice", redeem(300))
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Idempotency-Replayed", "true");
        problem(post("/points:redeem", "twice", redeem(200)), 422, "idempotency-key-reused");

        assertThat(available()).isEqualTo(200);
    }

    /** A ledger never forgets what it was told, however long ago. */
    @Test
    void keysAreKeptForEver() {
        shop.sell(number, 500);
        post("/points:redeem", "old", redeem(300)).expectStatus().isCreated();
        assertThat(context.getBeanNamesForType(Object.class)).noneMatch(bean -> bean.equals("forgottenKeys"));
    }

    @Test
    void aRequestWithoutAKeyIsRefused() {
        shop.sell(number, 500);

        problem(
                api.as(INTEGRATOR)
                        .post()
                        .uri("/loyalty/v1/points:redeem")
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(redeem(300))
                        .exchange(),
                428,
                "idempotency-key-required");

        assertThat(available()).isEqualTo(500);
    }

    @Test
    void tooFewPointsAreSaidToBeTooFew() {
        shop.sell(number, 500);

        problem(post("/points:redeem", "many", redeem(501)), 409, "not-enough-points")
                .jsonPath("$.available")
                .isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "1.5", "\"5\"", "1000000001", "9223372036854775808", "1e3", "null", "true"})
    void pointsAreWholeAndMoreThanZero(String points) {
        shop.sell(number, 500);

        post("/points:redeem", "bad", """
                {"number": "%s", "points": %s, "businessRef": "POS/1"}""".formatted(number, points))
                .expectStatus()
                .isBadRequest();

        assertThat(available()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\\u0000b", "a\\nb", " POS/1", "POS/1\\u200b"})
    void whatItIsForIsOneReadableLine(String ref) {
        shop.sell(number, 500);

        post("/points:redeem", "bad", """
                {"number": "%s", "points": 5, "businessRef": "%s"}""".formatted(number, ref)).expectStatus().isBadRequest();
    }

    @Test
    void whoIsNoMemberHasNothingToSpend() {
        problem(post("/points:redeem", "nobody", redeem(5)), 404, "member-not-found");
        assertThat(jdbc.sql("SELECT count(*) FROM member WHERE number = :number")
                        .param("number", number)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void anUnknownProgrammeIsSaidToBeUnknown() {
        shop.sell(number, 500);

        problem(post("/points:redeem", "which", """
                {"program": "NOWHERE", "number": "%s", "points": 5, "businessRef": "POS/1"}""".formatted(number)), 404, "program-not-found");
    }

    @ParameterizedTest
    @CsvSource({"SUSPENDED", "CLOSED"})
    void whoIsNotActiveSpendsNothing(String status) {
        shop.sell(number, 500);
        jdbc.sql("UPDATE member SET status = :status WHERE number = :number")
                .param("status", status)
                .param("number", number)
                .update();

        problem(post("/points:redeem", "not", redeem(5)), 409, "member-not-active");
        problem(post("/holds", "not", hold(5, 60)), 409, "member-not-active");

        jdbc.sql("UPDATE member SET status = 'ACTIVE' WHERE number = :number")
                .param("number", number)
                .update();
    }

    @Test
    void whatIsGivenBackIsThereAgainAndTold() {
        String ear = broker.listen("loyalty.points.restored.v1");
        shop.sell(number, 500);
        String spent = spend(300);

        post("/points:reverse", "back", reverse(spent, 100))
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.items[0].balance")
                .isEqualTo(300);
        problem(post("/points:reverse", "more", reverse(spent, 201)), 409, "more-than-spent")
                .jsonPath("$.restorable")
                .isEqualTo(200);
        post("/points:reverse", "rest", """
                {"transactionId": "%s", "businessRef": "POS/R2"}""".formatted(spent)).expectStatus().isCreated();
        problem(post("/points:reverse", "again", """
                {"transactionId": "%s", "businessRef": "POS/R3"}""".formatted(spent)), 409, "more-than-spent");

        assertThat(available()).isEqualTo(500);
        await().until(() -> broker.heard(ear, number).size() == 2);
        for (JsonNode event : broker.heard(ear, number)) {
            EventContract.verifyProduced(
                    "loyalty.points.restored.v1", event.path("data").toString());
        }
    }

    @Test
    void aReversalIsNotReversed() {
        shop.sell(number, 500);
        String spent = spend(300);
        String back = id(post("/points:reverse", "back", reverse(spent, 300)), "/items/0/transactionId");

        problem(post("/points:reverse", "back-back", reverse(back, 1)), 409, "not-reversible")
                .jsonPath("$.transactionType")
                .isEqualTo("REVERSE_REDEEM");
        problem(
                post("/points:reverse", "none", reverse(UUID.randomUUID().toString(), 1)),
                404,
                "transaction-not-found");
    }

    @Test
    void aHoldIsCapturedOnce() {
        shop.sell(number, 500);
        String hold = id(post("/holds", "h", hold(300, 600)), "/id");
        assertThat(available()).isEqualTo(200);

        post("/holds/" + hold + ":capture", "c1", """
                {"points": 250, "businessRef": "POS/1"}""")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.hold.state")
                .isEqualTo("CAPTURED")
                .jsonPath("$.hold.captured")
                .isEqualTo(250)
                .jsonPath("$.items[0].balance")
                .isEqualTo(250);
        problem(post("/holds/" + hold + ":capture", "c2", """
                {"points": 1, "businessRef": "POS/1"}"""), 409, "hold-ended")
                .jsonPath("$.state")
                .isEqualTo("CAPTURED");
        problem(post("/holds/" + hold + ":release", "c3", ""), 409, "hold-ended");

        assertThat(available()).isEqualTo(250);
    }

    /** Its id says which programme it is of. */
    @Test
    void aHoldOfAnotherProgrammeIsCapturedByItsId() {
        String program = "T" + ThreadLocalRandom.current().nextLong(1_000_000_000_000L);
        api.as(ADMIN)
                .post()
                .uri("/loyalty/v1/programs")
                .contentType(MediaType.APPLICATION_JSON)
                .body("""
                        {"code": "%s", "name": "Other", "zone": "Asia/Shanghai", "validMonths": 12, "pointValueMinor": 1,
                         "redemptionRate": 1}""".formatted(program))
                .exchange()
                .expectStatus()
                .isCreated();
        context.getBean(MemberAccounts.class).open(program, List.of(number));
        api.as(ADMIN)
                .post()
                .uri("/loyalty/v1/points:adjust")
                .header("Idempotency-Key", program)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"program\": \"%s\", \"number\": \"%s\", \"points\": 100, \"reason\": \"welcome\"}"
                        .formatted(program, number))
                .exchange()
                .expectStatus()
                .isCreated();
        String body =
                "{\"program\": \"%s\", \"number\": \"%s\", \"points\": 60, \"businessRef\": \"POS/1\", \"seconds\": 600}"
                        .formatted(program, number);
        String captured = id(post("/holds", "h1", body), "/id");

        post("/holds/" + captured + ":capture", "c1", "{\"points\": 40, \"businessRef\": \"POS/1\"}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].program")
                .isEqualTo(program)
                .jsonPath("$.items[0].balance")
                .isEqualTo(60);
        String released = id(post("/holds", "h2", body), "/id");
        post("/holds/" + released + ":release", "r2", "")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("RELEASED");
        problem(post("/holds/" + UUID.randomUUID() + ":release", "none", ""), 404, "hold-not-found");
    }

    @Test
    void captureAfterReleaseIsRefused() {
        shop.sell(number, 500);
        String hold = id(post("/holds", "h", hold(300, 600)), "/id");
        post("/holds/" + hold + ":release", "r", "").expectStatus().isOk();

        problem(post("/holds/" + hold + ":capture", "c", """
                {"points": 1, "businessRef": "POS/1"}"""), 409, "hold-ended")
                .jsonPath("$.state")
                .isEqualTo("RELEASED");

        assertThat(available()).isEqualTo(500);
    }

    @Test
    void aHoldThatIsForgottenComesFreeByItself() {
        shop.sell(number, 500);
        String hold = id(post("/holds", "h", hold(300, 1)), "/id");

        context.getBean(PointsTasks.class).endHolds();
        await().until(() -> {
            context.getBean(PointsTasks.class).endHolds();
            return available() == 500;
        });

        problem(post("/holds/" + hold + ":capture", "c", """
                {"points": 1, "businessRef": "POS/1"}"""), 409, "hold-ended")
                .jsonPath("$.state")
                .isEqualTo("TIMED_OUT");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "604801", "1.5"})
    void aHoldLastsASecondToAWeek(String seconds) {
        shop.sell(number, 500);

        post("/holds", "h", hold(5, seconds)).expectStatus().isBadRequest();
    }

    @Test
    void pointsThatWereSpentAndTakenBackAreOwed() {
        Shop.Sale sale = shop.sell(number, 500);
        spend(400);

        shop.refund(sale, number, "whole", 500);

        api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/{number}", number)
                .exchange()
                .expectBody()
                .jsonPath("$.balance")
                .isEqualTo(0)
                .jsonPath("$.owed")
                .isEqualTo(400);
        problem(post("/points:redeem", "owed", redeem(1)), 409, "not-enough-points");
        shop.sell(number, 500);
        assertThat(available()).isEqualTo(100);
    }

    private long available() {
        return api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/{number}", number)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("available")
                .asLong();
    }

    @ParameterizedTest
    @CsvSource({"/points:redeem, AUDITOR", "/points:redeem, MARKETER", "/points:reverse, AGENT", "/holds, AUDITOR"})
    void notEverybodySpends(String path, Role role) {
        api.as(role)
                .post()
                .uri("/loyalty/v1" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{}")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private String spend(long points) {
        return id(post("/points:redeem", "spend", redeem(points)), "/transactionId");
    }

    private static String id(ResponseSpec response, String pointer) {
        return response.expectStatus()
                .is2xxSuccessful()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .at(pointer)
                .asString();
    }

    /** @param key unique in a test */
    private ResponseSpec post(String path, String key, String body) {
        var request = api.as(INTEGRATOR)
                .post()
                .uri("/loyalty/v1" + path)
                .header("Idempotency-Key", number + key)
                .contentType(MediaType.APPLICATION_JSON);
        return body.isEmpty() ? request.exchange() : request.body(body).exchange();
    }

    private static BodyContentSpec problem(ResponseSpec response, int status, String slug) {
        return response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + slug);
    }

    private String redeem(long points) {
        return """
                {"number": "%s", "points": %d, "businessRef": "POS/1"}""".formatted(number, points);
    }

    private static String reverse(String transaction, long points) {
        return """
                {"transactionId": "%s", "points": %d, "businessRef": "POS/R1"}""".formatted(transaction, points);
    }

    private String hold(long points, Object seconds) {
        return """
                {"number": "%s", "points": %d, "businessRef": "POS/1", "seconds": %s}""".formatted(number, points, seconds);
    }
}
