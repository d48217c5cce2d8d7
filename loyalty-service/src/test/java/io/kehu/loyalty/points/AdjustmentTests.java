package io.kehu.loyalty.points;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Points given or taken by hand: alone up to a limit, by two beyond. */
@ServiceTest
class AdjustmentTests {

    private static final long LIMIT = 5_000;

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    private final String number = Shop.newNumber();

    /** Nobody else has adjusted anything today. */
    private final String somebody = "manager-" + UUID.randomUUID();

    private final String another = "manager-" + UUID.randomUUID();

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
    void aLittleIsBookedAtOnceWithItsReason() {
        String ear = broker.listen("loyalty.points.adjusted.v1");

        adjust(somebody, "a", 50).expectStatus().isCreated();
        adjust(somebody, "b", -30).expectStatus().isCreated();

        assertThat(balance()).isEqualTo(120);
        api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/{number}/statement", number)
                .exchange()
                .expectBody()
                .jsonPath("$.items[0].points")
                .isEqualTo(-30)
                .jsonPath("$.items[0].reason")
                .isEqualTo("Till was down");
        await().until(() -> broker.heard(ear, number).size() == 2);
        for (JsonNode event : broker.heard(ear, number)) {
            EventContract.verifyProduced(
                    "loyalty.points.adjusted.v1", event.path("data").toString());
        }
    }

    @Test
    void muchWaitsForASecondPerson() {
        String id = waiting(somebody, LIMIT + 1);
        assertThat(balance()).isEqualTo(100);

        problem(decide(somebody, id, "approve"), 403, "second-person-needed");
        problem(decide(somebody, id, "refuse"), 403, "second-person-needed");
        decide(another, id, "approve")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("BOOKED")
                .jsonPath("$.decidedBy")
                .isEqualTo(another);

        assertThat(balance()).isEqualTo(LIMIT + 101);
        problem(decide(another, id, "approve"), 409, "adjustment-decided");
        problem(decide(another, id, "refuse"), 409, "adjustment-decided");
        problem(decide(somebody, id, "withdraw"), 409, "adjustment-decided");
    }

    /** Many small ones are a large one, whatever their sign. */
    @Test
    void splittingDoesNotGetRoundTheSecondPerson() {
        adjust(somebody, "a", LIMIT - 50).expectStatus().isCreated();
        adjust(somebody, "b", -50).expectStatus().isCreated();

        adjust(somebody, "c", 1).expectStatus().isAccepted();
        adjust(another, "d", 1).expectStatus().isCreated();
    }

    @Test
    void whatIsRefusedOrWithdrawnBooksNothing() {
        String refused = waiting(somebody, LIMIT + 1);
        String withdrawn = waiting(somebody, LIMIT + 2);

        decide(another, refused, "refuse").expectStatus().isOk();
        problem(decide(another, withdrawn, "withdraw"), 404, "adjustment-not-found");
        decide(somebody, withdrawn, "withdraw").expectStatus().isOk();

        assertThat(balance()).isEqualTo(100);
        problem(decide(another, refused, "approve"), 409, "adjustment-decided");
    }

    @Test
    void whatWaitsIsListed() {
        String id = waiting(somebody, LIMIT + 1);

        List<String> listed = new ArrayList<>();
        api.as(MANAGER)
                .get()
                .uri("/loyalty/v1/adjustments?limit=100")
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("items")
                .forEach(item -> listed.add(item.path("id").asString()));
        assertThat(listed).contains(id);
        decide(another, id, "refuse").expectStatus().isOk();
    }

    @Test
    void noMoreIsTakenThanThereIs() {
        problem(adjust(somebody, "a", -101), 409, "not-enough-points");
        assertThat(balance()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1.5", "1000000001", "-1000000001", "\"5\""})
    void pointsAreWholeAndNotZero(String points) {
        request(somebody, "bad", """
                {"number": "%s", "points": %s, "reason": "Till was down"}""".formatted(number, points)).expectStatus().isBadRequest();
    }

    @Test
    void whyIsSaid() {
        request(somebody, "bad", """
                {"number": "%s", "points": 5, "reason": "  "}""".formatted(number)).expectStatus().isBadRequest();
    }

    @Test
    void twoWhoAgreeAtOnceBookOnce() throws Exception {
        String id = waiting(somebody, LIMIT + 1);
        int callers = 8;
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                Callable<Integer> call = () -> {
                    start.await();
                    return decide(another, id, "approve")
                            .returnResult()
                            .getStatus()
                            .value();
                };
                answers.add(threads.submit(call));
            }
        }

        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses).containsOnly(200, 409);
        assertThat(balance()).isEqualTo(LIMIT + 101);
    }

    /** Whoever writes past the code. */
    @Test
    void theDatabaseKnowsTwoFromOne() {
        String id = waiting(somebody, LIMIT + 1);

        assertThatThrownBy(() -> jdbc.sql("""
                        UPDATE points_adjustment SET state = 'REFUSED', decided_by = requested_by, decided_at = now() WHERE id = :id
                        """).param("id", UUID.fromString(id)).update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.sql("UPDATE points_adjustment SET points = 1 WHERE id = :id")
                        .param("id", UUID.fromString(id))
                        .update())
                .isInstanceOf(DataAccessException.class);
        decide(another, id, "refuse").expectStatus().isOk();
    }

    private String waiting(String who, long points) {
        return adjust(who, "w" + points, points)
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("id")
                .asString();
    }

    private ResponseSpec adjust(String who, String key, long points) {
        return request(who, key, """
                {"number": "%s", "points": %d, "reason": "Till was down"}""".formatted(number, points));
    }

    private ResponseSpec request(String who, String key, String body) {
        return api.as(who, MANAGER)
                .post()
                .uri("/loyalty/v1/points:adjust")
                .header("Idempotency-Key", number + key)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private ResponseSpec decide(String who, String id, String decision) {
        return api.as(who, MANAGER)
                .post()
                .uri("/loyalty/v1/adjustments/" + id + ":" + decision)
                .exchange();
    }

    private static void problem(ResponseSpec response, int status, String slug) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + slug);
    }

    private long balance() {
        return api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/{number}", number)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("balance")
                .asLong();
    }
}
