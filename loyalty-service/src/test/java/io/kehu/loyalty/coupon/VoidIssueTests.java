package io.kehu.loyalty.coupon;

import static io.kehu.loyalty.coupon.CouponDesk.PLAIN;
import static io.kehu.loyalty.coupon.CouponDesk.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.test.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** A list of codes that came into wrong hands is good for nothing any more. */
@ServiceTest
class VoidIssueTests {

    private static final int THREADS = 16;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invariants invariants;

    @Autowired
    private JdbcClient jdbc;

    private CouponDesk desk;
    private String number;

    @BeforeEach
    void open() {
        desk = new CouponDesk(context).defined(PLAIN);
        number = desk.member();
    }

    @AfterEach
    void everythingAddsUp() {
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    @Test
    void allAreVoidButWhatIsRedeemed() {
        List<String> others = desk.codes(2);
        List<String> codes = desk.codes(5);
        desk.step("redeem", codes.get(0), number, "T-1").expectStatus().isOk();
        desk.step("reserve", codes.get(1), desk.member(), "T-2").expectStatus().isOk();
        desk.makeVoid("\"code\": \"" + codes.get(2) + "\"").expectStatus().isOk();
        String issue = desk.newest().path("issue").asString();

        JsonNode done = json(makeVoid(issue));

        assertThat(done.path("coupon").asString()).isEqualTo(desk.code());
        assertThat(counts(done)).containsExactly(3, 1, 1, 1);
        assertThat(desk.coupon().path("reserved").asLong()).isZero();
        assertThat(desk.coupon().path("used").asLong()).isOne();
        problem(desk.step("redeem", codes.get(1), number, "T-2"), 422, "coupon-refused");
        problem(desk.step("redeem", codes.get(3), number, "T-3"), 422, "coupon-refused");
        assertThat(desk.newest().path("voidReason").asString()).isEqualTo("List was leaked");
        desk.step("redeem", others.getFirst(), number, "T-4").expectStatus().isOk();
        assertThat(counts(json(makeVoid(issue)))).containsExactly(0, 0, 1, 4);
    }

    @Test
    void whatComesBackLaterIsVoidThen() {
        String code = desk.codes(1).getFirst();
        desk.step("redeem", code, number, "T-1").expectStatus().isOk();
        json(makeVoid(desk.newest().path("issue").asString()));

        desk.step("return", code, number, "T-1")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("RETURNED");

        assertThat(desk.newest().path("state").asString()).isEqualTo("VOID");
        assertThat(desk.coupon().path("used").asLong()).isZero();
        problem(desk.step("redeem", code, number, "T-2"), 422, "coupon-refused");
    }

    @Test
    void aRepeatedRequestHasTheFirstAnswer() {
        desk.codes(2);
        String issue = desk.newest().path("issue").asString();

        assertThat(counts(json(makeVoid("same", issue)))).containsExactly(2, 0, 0, 0);
        assertThat(counts(json(makeVoid("same", issue)))).containsExactly(2, 0, 0, 0);
        assertThat(jdbc.sql(
                                "SELECT count(*) FROM audit_entry WHERE action = 'coupon-issue.void' AND object LIKE :issue")
                        .param("issue", "%" + issue)
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void wrongOnesAreRefused() {
        desk.codes(1);
        String issue = desk.newest().path("issue").asString();

        problem(makeVoid(UUID.randomUUID().toString()), 404, "coupon-issue-not-found");
        problem(desk.post(desk.manager(), "/coupon-issues/" + issue + ":void", "none", "{}"), 400, "invalid-fields");
        problem(desk.post(desk.till(), "/coupon-issues/" + issue + ":void", "till", body()), 403, "forbidden");
        assertThat(desk.newest().path("state").asString()).isEqualTo("ISSUED");
    }

    /** Those who use the codes meanwhile have theirs, or are refused; what comes back is void. */
    @RepeatedTest(3)
    void manyUseThemMeanwhile() throws Exception {
        List<String> members = Stream.generate(desk::member).limit(8).toList();
        List<String> codes = desk.codes(64);
        String issue = desk.newest().path("issue").asString();
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            String code = codes.get(i);
            String member = members.get(i % members.size());
            String order = "T-" + i + desk.code();
            calls.add(() -> ok(desk.step("reserve", code, member, order))
                    && ok(desk.step("redeem", code, member, order))
                    && ok(desk.step("return", code, member, order)));
        }
        calls.add(20, () -> ok(makeVoid(issue)));

        int done = CouponDesk.together(THREADS, calls);

        assertThat(done).isBetween(1, codes.size());
        assertThat(jdbc.sql("SELECT count(*) FROM coupon_code WHERE issue = :issue AND state IN ('ISSUED', 'RESERVED')")
                        .param("issue", UUID.fromString(issue))
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(desk.coupon().path("reserved").asLong()).isZero();
    }

    private static boolean ok(ResponseSpec response) {
        return response.expectBody().returnResult().getStatus().is2xxSuccessful();
    }

    private ResponseSpec makeVoid(String issue) {
        return makeVoid("v" + UUID.randomUUID(), issue);
    }

    private ResponseSpec makeVoid(String key, String issue) {
        return desk.post(desk.manager(), "/coupon-issues/" + issue + ":void", key, body());
    }

    private static String body() {
        return "{\"reason\": \"List was leaked\"}";
    }

    private static JsonNode json(ResponseSpec response) {
        return response.expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    /** Voided, of these kept, redeemed, void before. */
    private static List<Integer> counts(JsonNode done) {
        return Stream.of("voided", "kept", "redeemed", "voidBefore")
                .map(field -> done.path(field).asInt())
                .toList();
    }
}
