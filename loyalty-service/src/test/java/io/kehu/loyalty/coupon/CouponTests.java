package io.kehu.loyalty.coupon;

import static io.kehu.loyalty.coupon.CouponDesk.PLAIN;
import static io.kehu.loyalty.coupon.CouponDesk.assertReasons;
import static io.kehu.loyalty.coupon.CouponDesk.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Coupons from the issue to the order and back. */
@ServiceTest
class CouponTests {

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
    void othersAreToldAndNeverTheCode() {
        String queue = broker.listen("loyalty.coupon.#");
        desk.defined(PLAIN);
        String own = desk.personal(number).path("code").asString();
        List<String> codes = desk.codes(3);
        desk.step("redeem", own, number, "T-1").expectStatus().isOk();
        desk.step("return", own, number, "T-1").expectStatus().isOk();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> broker.heard(queue).stream()
                                .filter(event ->
                                        event.at("/data/coupon").asString().equals(desk.code()))
                                .count()
                        == 4);
        for (JsonNode event : broker.heard(queue)) {
            EventContract.verifyProduced(
                    event.path("type").asString(), event.path("data").toString());
            assertThat(event.toString()).doesNotContain(own).doesNotContain(codes);
        }
        assertThat(broker.heard(queue, number))
                .extracting(event -> event.path("type").asString())
                .containsExactly(
                        "loyalty.coupon.issued.v1", "loyalty.coupon.redeemed.v1", "loyalty.coupon.returned.v1");
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
}
