package io.kehu.loyalty.coupon;

import static io.kehu.loyalty.coupon.CouponDesk.PLAIN;
import static io.kehu.loyalty.coupon.CouponDesk.assertReasons;
import static io.kehu.loyalty.coupon.CouponDesk.problem;
import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Refused codes: one answer whatever the reason, a reason for staff, and an end to guessing. */
@ServiceTest
class CouponRefusalTests {

    private static final String EARLY = ", \"validFrom\": \"2026-01-01T00:00:00Z\"";

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    private final Map<Refusal, Seen> answers = new LinkedHashMap<>();
    private CouponDesk desk;
    private String number;

    @BeforeEach
    void open() {
        desk = new CouponDesk(context);
        number = desk.member();
    }

    /** All that a caller can see of an answer, without what differs between any two. */
    private record Seen(int status, String body, Map<String, String> headers) {}

    @Test
    void everyReasonHasTheSameAnswer() {
        Instant longAgo = Instant.now().minus(Duration.ofDays(20));

        answered(Refusal.UNKNOWN, () -> redeem(CodeForm.of(1, 2)));
        answered(Refusal.MISTYPED, () -> redeem("ABCD-EFGH-JKMN-PQRS"));

        CouponDesk plain = new CouponDesk(context).defined(PLAIN + EARLY + ", \"validDays\": 10");
        answered(Refusal.EXPIRED, () -> redeem(plain.codesOf(longAgo, 1).getFirst()));
        assertReasons(plain.newest(), "EXPIRED");
        String used = plain.codes(1).getFirst();
        plain.step("redeem", used, number, "A-1").expectStatus().isOk();
        answered(Refusal.REDEEMED, () -> redeem(used));
        assertReasons(plain.newest(), "REDEEMED");
        String kept = plain.codes(1).getFirst();
        plain.step("reserve", kept, number, "A-2").expectStatus().isOk();
        answered(Refusal.RESERVED, () -> desk.step("reserve", kept, number, "A-2"));
        answered(Refusal.OTHER_ORDER, () -> redeem(kept));
        String gone = plain.codes(1).getFirst();
        plain.makeVoid("\"code\": \"" + gone + "\"").expectStatus().isOk();
        answered(Refusal.VOID, () -> redeem(gone));
        assertReasons(plain.newest(), "VOID");
        assertThat(plain.newest().path("voidReason").asString()).isEqualTo("Printed twice");
        answered(
                Refusal.OTHER_CUSTOMER,
                () -> redeem(plain.personal(plain.member()).path("code").asString()));
        String late = plain.codes(1).getFirst();
        assertThat(plain.reserved(
                        plain.usingAt(Instant.now().minus(Duration.ofHours(1))),
                        late,
                        number,
                        "T-1",
                        Coupon.USUAL_RESERVATION))
                .isTrue();
        answered(Refusal.TIMED_OUT, () -> redeem(late));
        answered(Refusal.NOT_REDEEMED, () -> desk.step("return", late, number, "T-1"));
        answered(Refusal.NOT_RESERVED, () -> desk.step("release", used, number, "A-1"));

        answered(Refusal.NOT_YET_VALID, () -> redeemNew(PLAIN + ", \"validFrom\": \"2099-01-01T00:00:00Z\""));
        answered(Refusal.OTHER_CHANNEL, () -> redeemNew(PLAIN + ", \"channels\": [\"WEB\"]"));
        answered(Refusal.ORDER_TOO_SMALL, () -> redeemNew(PLAIN + ", \"leastMinor\": 12801"));
        answered(Refusal.OTHER_CURRENCY, () -> redeemNew(PLAIN.replace("CNY", "EUR")));

        CouponDesk few = new CouponDesk(context).defined(PLAIN + ", \"quota\": 1");
        List<String> last = few.codes(2);
        few.step("redeem", last.get(0), number, "A-3").expectStatus().isOk();
        answered(Refusal.USED_UP, () -> redeem(last.get(1)));
        few.step("return", last.get(0), number, "A-3").expectStatus().isOk();
        few.post(few.manager(), "/coupons/" + few.code() + ":end", "end", "");
        answered(Refusal.COUPON_ENDED, () -> redeem(last.get(1)));

        CouponDesk one = new CouponDesk(context).defined(PLAIN + ", \"perCustomer\": 1");
        List<String> codes = one.codes(2);
        one.step("redeem", codes.get(0), number, "A-4").expectStatus().isOk();
        answered(Refusal.CUSTOMER_LIMIT, () -> redeem(codes.get(1)));

        CouponDesk group = new CouponDesk(context).defined(PLAIN + ", \"stackGroup\": \"MAIN\"");
        group.step("redeem", group.codes(1).getFirst(), number, "T-1")
                .expectStatus()
                .isOk();
        answered(Refusal.ORDER_HAS_ONE, () -> redeemNew(PLAIN + ", \"stackGroup\": \"MAIN\""));

        assertThat(answers.keySet()).hasSize(Refusal.values().length - 1);
        Seen first = answers.values().iterator().next();
        assertThat(first.status()).isEqualTo(422);
        assertThat(first.body()).contains("/problems/coupon-refused");
        answers.forEach((reason, answer) -> assertThat(answer).as(reason.name()).isEqualTo(first));
    }

    @Test
    void whatIsRefusedChangesNothing() {
        desk.defined(PLAIN + ", \"quota\": 5, \"channels\": [\"WEB\"]");
        String code = desk.codes(1).getFirst();
        JsonNode before = desk.newest();

        for (String step : List.of("reserve", "redeem", "release", "return")) {
            problem(desk.step(step, code, number, "T-1"), 422, "coupon-refused");
        }

        assertThat(desk.newest()).isEqualTo(before);
        assertThat(desk.coupon().path("reserved").asLong()).isZero();
        assertThat(desk.coupon().path("used").asLong()).isZero();
    }

    @Test
    void theSameCouponIsOnAnOrderOnceAndOthersBesideIt() {
        desk.defined(PLAIN);
        List<String> codes = desk.codes(2);
        desk.step("redeem", codes.get(0), number, "T-1").expectStatus().isOk();

        problem(desk.step("redeem", codes.get(1), number, "T-1"), 422, "coupon-refused");

        CouponDesk other = new CouponDesk(context).defined(PLAIN);
        other.step("redeem", other.codes(1).getFirst(), number, "T-1")
                .expectStatus()
                .isOk();
    }

    @Test
    void whoTypesAsPeopleDoIsUnderstood() {
        desk.defined(PLAIN);
        String code = desk.codes(1).getFirst();

        desk.step("redeem", " " + code.toLowerCase(Locale.ROOT).replace('-', ' '), number, "T-1")
                .expectStatus()
                .isOk();
    }

    @Test
    void staffFindACodeByItsEndAndItsCustomer() {
        desk.defined(PLAIN);
        JsonNode coupon = desk.personal(number);
        desk.codes(5);
        String hint = coupon.path("code").asString().substring(15);

        String codes = "/coupons/" + desk.code() + "/codes";
        assertThat(desk.get(codes + "?hint=" + hint).at("/items/0/id")).isEqualTo(coupon.path("id"));
        assertThat(desk.get(codes + "?number=" + number).path("items").size()).isOne();
        assertThat(desk.get(codes + "?limit=4").path("items").size()).isEqualTo(4);
        String next = desk.get(codes + "?limit=4").path("nextCursor").asString();
        assertThat(desk.get(codes + "?limit=4&cursor=" + next).path("items").size())
                .isEqualTo(2);
        assertReasons(desk.get("/coupon-codes/" + coupon.path("id").asString()));
        desk.till().get().uri("/loyalty/v1" + codes).exchange().expectStatus().isForbidden();
        desk.manager()
                .get()
                .uri("/loyalty/v1/coupon-codes/" + UUID.randomUUID())
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void whoGuessesIsNotHeardAnyMore() {
        desk.defined(PLAIN);
        List<String> codes = desk.codes(2);
        String subject = "guesser-" + desk.code();
        RestTestClient agent = api.as(subject, AGENT);

        for (int i = 0; i < 10; i++) {
            problem(desk.step(agent, "redeem", "\"code\": \"GUESS" + i + "\"", number, "T-1"), 422, "coupon-refused");
        }
        problem(desk.step(agent, "redeem", "\"code\": \"GUESS\"", number, "T-1"), 429, "too-many-requests");
        ResponseSpec right = desk.step(agent, "redeem", "\"code\": \"" + codes.getFirst() + "\"", number, "T-1");
        problem(right, 429, "too-many-requests");
        assertThat(Long.parseLong(String.valueOf(
                        right.returnResult(Void.class).getResponseHeaders().getFirst(HttpHeaders.RETRY_AFTER))))
                .isBetween(500L, 601L);
        desk.step("redeem", codes.getFirst(), number, "T-1").expectStatus().isOk();

        jdbc.sql("UPDATE coupon_attempt SET since = since - INTERVAL '10 minutes' WHERE subject = :subject")
                .param("subject", subject)
                .update();
        problem(desk.step(agent, "redeem", "\"code\": \"GUESS\"", number, "T-2"), 422, "coupon-refused");
        desk.step(agent, "redeem", "\"code\": \"" + codes.getLast() + "\"", number, "T-2")
                .expectStatus()
                .isOk();
        assertThat(jdbc.sql("SELECT refused FROM coupon_attempt WHERE subject = :subject")
                        .param("subject", subject)
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void whoGuessesAtOnceLearnsNoMore() throws Exception {
        RestTestClient agent = api.as("hasty-" + desk.code(), AGENT);

        int refused = CouponDesk.together(
                16,
                CouponDesk.alternately(
                        64,
                        () -> desk.step(agent, "redeem", "\"code\": \"GUESS\"", number, "T-1")
                                        .returnResult(Void.class)
                                        .getStatus()
                                        .value()
                                == 422));

        assertThat(refused).isEqualTo(10);
    }

    @Test
    void whatIsForgottenIsPast() {
        RestTestClient agent = api.as("slow-" + desk.code(), AGENT);
        problem(desk.step(agent, "redeem", "\"code\": \"GUESS\"", number, "T-1"), 422, "coupon-refused");

        context.getBean(CouponTasks.class).forgetAttempts();
        assertThat(attempts()).isOne();
        jdbc.sql("UPDATE coupon_attempt SET since = since - INTERVAL '10 minutes' WHERE subject = :subject")
                .param("subject", "slow-" + desk.code())
                .update();
        context.getBean(CouponTasks.class).forgetAttempts();
        assertThat(attempts()).isZero();
    }

    private int attempts() {
        return jdbc.sql("SELECT count(*) FROM coupon_attempt WHERE subject = :subject")
                .param("subject", "slow-" + desk.code())
                .query(Integer.class)
                .single();
    }

    private ResponseSpec redeemNew(String fields) {
        return redeem(new CouponDesk(context).defined(fields).codes(1).getFirst());
    }

    private ResponseSpec redeem(String code) {
        return desk.step("redeem", code, number, "T-1");
    }

    /** Refused for this very reason, as those who run the service see. */
    private void answered(Refusal reason, Supplier<ResponseSpec> call) {
        Counter counter =
                context.getBean(MeterRegistry.class).counter("loyalty.coupon.refused", "reason", reason.name());
        double before = counter.count();
        answers.put(reason, seen(call.get()));
        assertThat(counter.count()).as(reason.name()).isEqualTo(before + 1);
    }

    private static Seen seen(ResponseSpec response) {
        var result = response.expectBody(JsonNode.class).returnResult();
        ObjectNode body = ((ObjectNode) result.getResponseBody()).deepCopy();
        // The trace is one's own, and the address is the operation that was asked.
        body.remove(List.of("traceId", "instance"));
        Map<String, String> headers = new LinkedHashMap<>();
        result.getResponseHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.toString()));
        headers.remove("date");
        return new Seen(result.getStatus().value(), body.toString(), headers);
    }
}
