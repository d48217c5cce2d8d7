package io.kehu.loyalty.coupon;

import static io.kehu.loyalty.coupon.CouponDesk.PLAIN;
import static io.kehu.loyalty.coupon.CouponDesk.assertReasons;
import static io.kehu.loyalty.coupon.CouponDesk.problem;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Coupons from the definition to the order and back. */
@ServiceTest
class CouponTests {

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Invariants invariants;

    @Autowired
    private TestBroker broker;

    private CouponDesk desk;
    private String number;

    @BeforeEach
    void open() {
        desk = new CouponDesk(context);
        number = desk.member();
    }

    @AfterEach
    void everythingAddsUp() {
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    @Test
    void aCouponGoesOnAnOrderAndComesBack() {
        desk.defined(PLAIN + ", \"quota\": 1");
        String code = desk.codes(1).getFirst();

        desk.step("reserve", code, number, "T-1")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("RESERVED")
                .jsonPath("$.offMinor")
                .isEqualTo(1000);
        assertThat(desk.coupon().path("reserved").asLong()).isOne();
        assertReasons(desk.newest(), "RESERVED");
        desk.step("redeem", code, number, "T-1")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("REDEEMED");
        assertThat(desk.newest().at("/order/orderNo").asString()).isEqualTo("T-1");
        assertThat(desk.newest().path("number").asString()).isEqualTo(number);
        assertThat(desk.coupon().path("used").asLong()).isOne();

        desk.step("return", code, number, "T-1")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("RETURNED");
        assertReasons(desk.newest());
        assertThat(desk.coupon().path("used").asLong()).isZero();
        desk.step("redeem", code, number, "T-1").expectStatus().isOk();
    }

    @Test
    void whatIsReleasedIsThereAgain() {
        desk.defined(PLAIN + ", \"quota\": 1, \"perCustomer\": 1");
        String code = desk.codes(1).getFirst();
        desk.step("reserve", code, number, "T-1").expectStatus().isOk();

        desk.step("release", code, number, "T-1")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("RELEASED");

        desk.step("redeem", code, number, "T-2").expectStatus().isOk();
        problem(desk.step("release", code, number, "T-2"), 422, "coupon-refused");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"kind\": \"VALUE_OFF\", \"valueMinor\": 1000, \"currency\": \"CNY\"', 12800, 1000",
        "'\"kind\": \"VALUE_OFF\", \"valueMinor\": 1000, \"currency\": \"CNY\"', 999, 999",
        "'\"kind\": \"PERCENT_OFF\", \"percent\": 15', 999, 149",
        "'\"kind\": \"PERCENT_OFF\", \"percent\": 100', 999, 999",
        "'\"kind\": \"PERCENT_OFF\", \"percent\": 50, \"mostMinor\": 300, \"currency\": \"CNY\"', 999, 300",
        "'\"kind\": \"GIFT\", \"gift\": \"杯子 Mug\"', 999, 0",
        "'\"kind\": \"FREE_SHIPPING\"', 999, 0",
        "'\"kind\": \"PERCENT_OFF\", \"percent\": 15', 1000000000000, 150000000000",
        "'\"kind\": \"PERCENT_OFF\", \"percent\": 15', 0, 0"
    })
    void whatComesOffIsWorkedOutOfTheOrder(String fields, long amount, long off) {
        desk.defined(fields);
        String code = desk.codes(1).getFirst();

        desk.post(desk.till(), "/coupon-codes:redeem", "one", """
                        {"code": "%s", "number": "%s", "channel": "WEB", "orderNo": "W1", "amountMinor": %d, "currency": "CNY"}""".formatted(code, number, amount))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.offMinor")
                .isEqualTo(off);
    }

    @Test
    void theAmountAtTheEndCounts() {
        desk.defined("\"kind\": \"PERCENT_OFF\", \"percent\": 10");
        String code = desk.codes(1).getFirst();
        desk.step("reserve", code, number, "T-1").expectStatus().isOk();

        desk.post(desk.till(), "/coupon-codes:redeem", "less", """
                        {"code": "%s", "number": "%s", "channel": "POS", "orderNo": "T-1", "amountMinor": 100, "currency": "CNY"}""".formatted(code, number))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.offMinor")
                .isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"kind\": \"VALUE_OFF\"",
                "\"kind\": \"VALUE_OFF\", \"valueMinor\": 1000",
                "\"kind\": \"VALUE_OFF\", \"valueMinor\": 0, \"currency\": \"CNY\"",
                "\"kind\": \"VALUE_OFF\", \"valueMinor\": 10, \"currency\": \"yuan\"",
                "\"kind\": \"VALUE_OFF\", \"valueMinor\": 10, \"percent\": 5, \"currency\": \"CNY\"",
                "\"kind\": \"PERCENT_OFF\", \"percent\": 101",
                "\"kind\": \"PERCENT_OFF\", \"percent\": 0",
                "\"kind\": \"PERCENT_OFF\", \"percent\": 12.5",
                "\"kind\": \"PERCENT_OFF\", \"percent\": 5, \"currency\": \"CNY\"",
                "\"kind\": \"PERCENT_OFF\", \"percent\": 5, \"leastMinor\": 100",
                "\"kind\": \"GIFT\"",
                "\"kind\": \"GIFT\", \"gift\": \" \"",
                "\"kind\": \"FREE_SHIPPING\", \"gift\": \"x\"",
                "\"kind\": \"FREE_SHIPPING\", \"mostMinor\": 1, \"currency\": \"CNY\"",
                "\"kind\": \"HALF\"",
                "\"kind\": \"FREE_SHIPPING\", \"quota\": 0",
                "\"kind\": \"FREE_SHIPPING\", \"perCustomer\": 0",
                "\"kind\": \"FREE_SHIPPING\", \"channels\": [\"MOON\"]",
                "\"kind\": \"FREE_SHIPPING\", \"validDays\": -1",
                "\"kind\": \"FREE_SHIPPING\", \"validFrom\": \"2030-01-02T00:00:00Z\", \"validTo\": \"2030-01-01T00:00:00Z\"",
                "\"kind\": \"FREE_SHIPPING\", \"validFrom\": \"2020-01-01T00:00:00Z\", \"validTo\": \"2021-01-01T00:00:00Z\"",
                "\"kind\": \"FREE_SHIPPING\", \"nonsense\": 1"
            })
    void whatMakesNoSenseIsNoCoupon(String fields) {
        problem(desk.define(desk.code(), fields), 400, "invalid-fields");

        desk.manager()
                .get()
                .uri("/loyalty/v1/coupons/" + desk.code())
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void aCodeOfACouponIsTakenOnce() {
        desk.defined(PLAIN);

        problem(desk.post(desk.manager(), "/coupons", "again", """
                        {"code": "%s", "name": "x", "kind": "FREE_SHIPPING"}""".formatted(desk.code())), 409, "coupon-exists");
        assertThat(desk.coupon().path("kind").asString()).isEqualTo("VALUE_OFF");
    }

    @Test
    void whatIsEndedIsNotIssuedAndOrdersKeepWhatTheyHave() {
        desk.defined(PLAIN);
        List<String> codes = desk.codes(2);
        desk.step("reserve", codes.get(0), number, "T-1").expectStatus().isOk();

        desk.post(desk.manager(), "/coupons/" + desk.code() + ":end", "end", "")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("ENDED");

        problem(desk.issue("late", "\"count\": 1"), 409, "coupon-ended");
        problem(desk.step("redeem", codes.get(1), number, "T-2"), 422, "coupon-refused");
        desk.step("redeem", codes.get(0), number, "T-1").expectStatus().isOk();
    }

    @Test
    void aCodeIsGoodUntilTheEndOfTheLocalDay() {
        desk.defined("\"kind\": \"FREE_SHIPPING\", \"validDays\": 7");
        desk.codes(1);

        Instant end = Instant.now()
                .atZone(ZoneId.of("Asia/Shanghai"))
                .toLocalDate()
                .plusDays(8)
                .atStartOfDay(ZoneId.of("Asia/Shanghai"))
                .toInstant();
        assertThat(Instant.parse(desk.newest().path("validTo").asString())).isEqualTo(end);
    }

    @Test
    void theEndOfTheCouponIsTheEndOfItsCodes() {
        Instant end = Instant.now().plus(Duration.ofHours(1)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        desk.defined("\"kind\": \"FREE_SHIPPING\", \"validDays\": 7, \"validTo\": \"" + end + "\"");
        desk.codes(1);

        assertThat(Instant.parse(desk.newest().path("validTo").asString())).isEqualTo(end);
    }

    @Test
    void whatCameBackAfterItsTimeIsExpired() {
        Instant then = Instant.now().minus(Duration.ofDays(5));
        desk.defined("\"kind\": \"FREE_SHIPPING\", \"validDays\": 1, \"validFrom\": \"2026-01-01T00:00:00Z\"");
        String code = desk.codesOf(then, 1).getFirst();
        assertThat(desk.redeemed(desk.usingAt(then), code, number, "T-1")).isTrue();

        desk.step("return", code, number, "T-1").expectStatus().isOk();

        assertThat(desk.newest().path("state").asString()).isEqualTo("EXPIRED");
        assertReasons(desk.newest(), "EXPIRED");
        assertThat(desk.get("/coupons/" + desk.code() + "/codes?state=EXPIRED")
                        .path("items")
                        .size())
                .isOne();
        assertThat(desk.get("/coupons/" + desk.code() + "/codes?state=ISSUED")
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void aReservationNobodyRedeemsIsGivenUp() {
        desk.defined(PLAIN + ", \"quota\": 1, \"validFrom\": \"2026-01-01T00:00:00Z\"");
        String code = desk.codes(1).getFirst();
        UseCoupons earlier = desk.usingAt(Instant.now().minus(Duration.ofMinutes(31)));
        assertThat(desk.reserved(earlier, code, number, "T-1", Coupon.USUAL_RESERVATION))
                .isTrue();
        problem(desk.step("redeem", code, number, "T-1"), 422, "coupon-refused");

        context.getBean(CouponTasks.class).timeOut();

        assertThat(desk.newest().path("state").asString()).isEqualTo("ISSUED");
        assertThat(desk.coupon().path("reserved").asLong()).isZero();
        desk.step("redeem", code, number, "T-2").expectStatus().isOk();
    }

    @Test
    void aMemberUsesWhatIsTheirsWithoutTheCode() {
        desk.defined(PLAIN);
        JsonNode coupon = desk.personal(number);
        String id = "\"id\": \"" + coupon.path("id").asString() + "\"";
        String stranger = desk.member();

        JsonNode own = api.asMember(number)
                .get()
                .uri("/loyalty/v1/members/" + number + "/coupons")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(own.at("/items/0/id").asString()).isEqualTo(coupon.path("id").asString());
        assertThat(own.at("/items/0/usable").asBoolean()).isTrue();
        assertThat(own.toString()).doesNotContain(coupon.path("code").asString());
        api.asMember(stranger)
                .get()
                .uri("/loyalty/v1/members/" + number + "/coupons")
                .exchange()
                .expectStatus()
                .isNotFound();
        problem(desk.step(api.asMember(stranger), "reserve", id, stranger, "A-1"), 422, "coupon-refused");
        problem(desk.step(api.asMember(stranger), "reserve", id, number, "A-1"), 404, "member-not-found");

        desk.step(api.asMember(number), "reserve", id, number, "A-1")
                .expectStatus()
                .isOk();
        desk.step(desk.till(), "redeem", id, number, "A-1").expectStatus().isOk();
    }

    @Test
    void aCodeOfNobodyIsNotUsedWithoutTheCodeUntilItIsSomebodys() {
        desk.defined(PLAIN);
        String code = desk.codes(1).getFirst();
        String id = "\"id\": \"" + desk.newest().path("id").asString() + "\"";

        problem(desk.step(desk.till(), "redeem", id, number, "T-1"), 422, "coupon-refused");
        desk.step("redeem", code, number, "T-1").expectStatus().isOk();
        desk.step(desk.till(), "return", id, number, "T-1").expectStatus().isOk();
        problem(desk.step("redeem", code, desk.member(), "T-2"), 422, "coupon-refused");
        desk.step(desk.till(), "redeem", id, number, "T-2").expectStatus().isOk();
    }

    @Test
    void mergedNumbersHaveTheirCouponsTogetherAndTheirLimitToo() {
        desk.defined(PLAIN + ", \"perCustomer\": 1");
        String other = desk.member();
        JsonNode coupon = desk.personal(other);
        String spent = desk.codes(1).getFirst();
        desk.step("redeem", spent, number, "T-1").expectStatus().isOk();
        MergeOrder merge = new MergeOrder(UUID.randomUUID(), number, List.of(other));
        context.getBean(Merges.class).merge(merge);

        assertThat(desk.get("/members/" + number + "/coupons").path("items").size())
                .isEqualTo(2);
        assertThat(desk.get("/members/" + other + "/coupons").path("items").size())
                .isEqualTo(2);
        String id = "\"id\": \"" + coupon.path("id").asString() + "\"";
        problem(desk.step(desk.till(), "redeem", id, number, "T-2"), 422, "coupon-refused");
        assertReasons(desk.get("/coupon-codes/" + coupon.path("id").asString()), "CUSTOMER_LIMIT");
        desk.step("return", spent, other, "T-1").expectStatus().isOk();
        desk.step(desk.till(), "redeem", id, number, "T-2").expectStatus().isOk();

        context.getBean(Merges.class).undo(merge);
        assertThat(desk.get("/members/" + other + "/coupons").path("items").size())
                .isOne();
        assertThat(desk.get("/members/" + number + "/coupons").path("items").size())
                .isOne();
    }

    @Test
    void whoIsErasedHasNoCouponsLeft() {
        desk.defined(PLAIN + ", \"quota\": 10");
        String kept = desk.personal(number).path("code").asString();
        desk.personal(number);
        String redeemed = desk.personal(number).path("code").asString();
        desk.step("redeem", redeemed, number, "T-1").expectStatus().isOk();
        desk.step("reserve", kept, number, "T-2").expectStatus().isOk();

        JsonNode erased = api.as(SERVICE)
                .put()
                .uri("/loyalty/v1/erasures/" + UUID.randomUUID())
                .body(Map.of("numbers", List.of(number)))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();

        assertThat(erased.toString())
                .contains("{\"kind\":\"COUPONS\",\"count\":2,\"fate\":\"DELETED\"")
                .contains("{\"kind\":\"REDEEMED_COUPONS\",\"count\":1,\"fate\":\"KEPT\",\"ground\":\"ACCOUNTING\"");
        assertThat(desk.get("/coupons/" + desk.code() + "/codes?state=VOID")
                        .path("items")
                        .size())
                .isEqualTo(2);
        assertThat(desk.coupon().path("reserved").asLong()).isZero();
        problem(desk.issue("to-erased", "\"numbers\": [\"" + number + "\"]"), 409, "member-not-active");
    }

    @Test
    void othersAreToldAndNeverTheCode() {
        String queue = broker.listen("loyalty.coupon.#");
        desk.defined(PLAIN);
        String own = desk.personal(number).path("code").asString();
        List<String> codes = desk.codes(3);
        desk.step("redeem", own, number, "T-1").expectStatus().isOk();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> broker.heard(queue).stream()
                                .filter(event ->
                                        event.at("/data/coupon").asString().equals(desk.code()))
                                .count()
                        == 3);
        for (JsonNode event : broker.heard(queue)) {
            EventContract.verifyProduced(
                    event.path("type").asString(), event.path("data").toString());
            assertThat(event.toString()).doesNotContain(own).doesNotContain(codes);
        }
        assertThat(broker.heard(queue, number))
                .extracting(event -> event.path("type").asString())
                .containsExactly("loyalty.coupon.issued.v1", "loyalty.coupon.redeemed.v1");
    }

    @Test
    void theDatabaseRefusesWhatTheCodeWouldNeverDo() {
        desk.defined(PLAIN + ", \"quota\": 1");
        String code = desk.codes(1).getFirst();
        String id = desk.newest().path("id").asString();
        desk.step("redeem", code, number, "T-1").expectStatus().isOk();

        for (String statement : List.of(
                "UPDATE coupon SET used = 2 WHERE code = '" + desk.code() + "'",
                "UPDATE coupon SET value_minor = 2 WHERE code = '" + desk.code() + "'",
                "UPDATE coupon SET used = -1 WHERE code = '" + desk.code() + "'",
                "UPDATE coupon_code SET state = 'VOID', void_reason = 'x', voided_by = 'x' WHERE id = '" + id + "'",
                "UPDATE coupon_code SET state = 'ISSUED', number = 'C0000' WHERE id = '" + id + "'",
                "UPDATE coupon_code SET state = 'ISSUED', token = 1 WHERE id = '" + id + "'",
                "UPDATE coupon_use SET state = 'RESERVED' WHERE code = '" + id + "'",
                "INSERT INTO coupon_use SELECT * FROM (SELECT gen_random_uuid(), code, program, coupon, stack_group, number, channel, 'X',"
                        + " amount_minor, currency, off_minor, state, actor, created_at, reserved_until, redeemed_at, ended_at"
                        + " FROM coupon_use WHERE code = '" + id + "') AS second",
                "UPDATE coupon_issue SET quantity = 2",
                "DELETE FROM coupon_use WHERE code = '" + id + "'",
                "DELETE FROM coupon_code WHERE id = '" + id + "'")) {
            assertThatThrownBy(() -> jdbc.sql(statement).update())
                    .as(statement)
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void nobodyUsesACouponWhoIsNoMember() {
        desk.defined(PLAIN);
        String code = desk.codes(1).getFirst();

        problem(desk.step("redeem", code, Shop.newNumber(), "T-1"), 404, "member-not-found");
        problem(desk.step("redeem", "NOTHING", Shop.newNumber(), "T-1"), 404, "member-not-found");
        problem(
                desk.step(desk.till(), "redeem", "\"code\": \"A\", \"id\": \"" + UUID.randomUUID() + "\"", number, "T"),
                400,
                "invalid-fields");
    }
}
