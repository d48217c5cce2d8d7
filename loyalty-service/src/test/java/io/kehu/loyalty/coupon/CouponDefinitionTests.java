package io.kehu.loyalty.coupon;

import static io.kehu.loyalty.coupon.CouponDesk.PLAIN;
import static io.kehu.loyalty.coupon.CouponDesk.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.test.ServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What coupons give, and what is none. */
@ServiceTest
class CouponDefinitionTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invariants invariants;

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
}
