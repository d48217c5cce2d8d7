package io.kehu.loyalty.coupon;

import static io.kehu.loyalty.coupon.CouponDesk.PLAIN;
import static io.kehu.loyalty.coupon.CouponDesk.assertReasons;
import static io.kehu.loyalty.coupon.CouponDesk.problem;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** Whose coupons they are: in the app, merged, and erased. */
@ServiceTest
class CouponCustomerTests {

    @Autowired
    private Api api;

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
