package io.kehu.customer.purchase;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Purchases and refunds: once each, never more back than bought, nothing dropped. */
@CustomerServiceTest
class PurchaseControllerTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ResolveParkedDeals resolveParkedDeals;

    private String number;

    private record Registered(String number) {}

    private record Deal(int input, String outcome, String id, String number, String reason, List<Object> errors) {}

    private record Deals(List<Deal> items) {}

    @BeforeEach
    void customer() {
        WireMock.reset();
        IdentityStub.stub();
        number = register(Map.of(
                "references",
                List.of(Map.of("system", "pos", "externalId", UUID.randomUUID().toString()))));
    }

    @Test
    void aPurchaseIsRecordedOnceAndShowsInTheTimeline() {
        String order = order();
        post("/purchases", purchase(order, Map.of("number", number)))
                .expectStatus()
                .isCreated();
        post("/purchases", purchase(order, Map.of("number", number)))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.outcome")
                .isEqualTo("DUPLICATE");
        Map<String, Object> other = new HashMap<>(purchase(order, Map.of("number", number)));
        other.put("currency", "USD");
        post("/purchases", other)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/deal-conflict");

        api.as(AGENT)
                .get()
                .uri("/customer/v1/customers/" + number + "/purchases")
                .exchange()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(1)
                .jsonPath("$.items[0].amountMinor")
                .isEqualTo(25900)
                .jsonPath("$.items[0].lines[1].product")
                .isEqualTo("CUP");
        await().untilAsserted(() -> api.as(AGENT)
                .get()
                .uri("/customer/v1/customers/" + number + "/timeline?kind=customer.purchase")
                .exchange()
                .expectBody()
                .jsonPath("$.items[0].ref")
                .isEqualTo(order)
                .jsonPath("$.items[0].data.amountMinor")
                .isEqualTo(25900)
                .jsonPath("$.items[0].traceId")
                .exists());
    }

    @Test
    void aBatchSettlesEachForItself() {
        String order = order();
        Map<String, Object> bad = new HashMap<>(purchase(order(), Map.of("number", number)));
        bad.put("lines", List.of(Map.of("product", "X", "quantity", 0, "amountMinor", -1)));
        Map<String, Object> future = new HashMap<>(purchase(order(), Map.of("number", number)));
        future.put("occurredAt", "2999-01-01T00:00:00Z");
        Map<String, Object> stranger = new HashMap<>(purchase(order(), Map.of()));
        stranger.remove("customer");
        Deals deals = batch(List.of(
                purchase(order, Map.of("number", number)),
                purchase(order, Map.of("number", number)),
                bad,
                future,
                stranger,
                purchase(order(), Map.of("number", "C00000000000")),
                purchase(order(), Map.of("system", "pos", "externalId", "nobody-" + order))));

        assertThat(deals.items())
                .extracting(Deal::outcome)
                .containsExactly("RECORDED", "DUPLICATE", "REJECTED", "REJECTED", "PARKED", "PARKED", "PARKED");
        assertThat(deals.items().get(2).errors()).hasSize(2);
        assertThat(deals.items().get(4).reason()).isEqualTo("NO_CUSTOMER");
        assertThat(deals.items().get(6).reason()).isEqualTo("UNKNOWN_CUSTOMER");
    }

    @Test
    void parkedPurchasesAreRecordedWhenTheirCustomerBecomesKnown() {
        String externalId = "canary-card-" + UUID.randomUUID();
        String order = order();
        assertThat(batch(List.of(purchase(order, Map.of("system", "pos", "externalId", externalId))))
                        .items())
                .extracting(Deal::outcome)
                .containsExactly("PARKED");
        String table = jdbc.sql("SELECT string_agg(p::text, ' ') FROM parked_deal p")
                .query(String.class)
                .single();
        assertThat(table).contains(order).doesNotContain(externalId);

        String late = register(Map.of("references", List.of(Map.of("system", "pos", "externalId", externalId))));
        // The scheduled look may have come just before the registration and put the deal off.
        await().untilAsserted(() -> {
            jdbc.sql("UPDATE parked_deal SET next_attempt_at = now() WHERE order_no = :order")
                    .param("order", order)
                    .update();
            resolveParkedDeals.resolve();
            api.as(AGENT)
                    .get()
                    .uri("/customer/v1/customers/" + late + "/purchases")
                    .exchange()
                    .expectBody()
                    .jsonPath("$.items[0].orderNo")
                    .isEqualTo(order);
        });
        assertThat(jdbc.sql("SELECT count(*) FROM parked_deal WHERE order_no = :order")
                        .param("order", order)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void refundsCountDownTheLinesAndWaitForTheirPurchase() {
        String order = order();
        refund(order, "R1-" + order, 1, 1, 9950)
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("UNKNOWN_PURCHASE");
        post("/purchases", purchase(order, Map.of("number", number)))
                .expectStatus()
                .isCreated();

        api.as(AGENT)
                .get()
                .uri("/customer/v1/customers/" + number + "/purchases")
                .exchange()
                .expectBody()
                .jsonPath("$.items[0].refundedMinor")
                .isEqualTo(9950);
        refund(order, "R1-" + order, 1, 1, 9950).expectStatus().isOk();
        refund(order, "R1-" + order, 1, 1, 9951).expectStatus().isEqualTo(409);
        refund(order, "R2-" + order, 1, 1, 9951)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo("more-than-left");
        refund(order, "R2-" + order, 1, 1, 9950).expectStatus().isCreated();
        refund(order, "R3-" + order, 1, 1, 0).expectStatus().isEqualTo(422);
        refund(order, "R4-" + order, 7, 1, 1)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo("line-unknown");
    }

    @Test
    void racingRefundsNeverGiveBackMoreThanWasBought() throws Exception {
        String order = order();
        post("/purchases", purchase(order, Map.of("number", number)))
                .expectStatus()
                .isCreated();
        List<Callable<Integer>> work = new ArrayList<>();
        IntStream.range(0, 10)
                .forEach(i -> work.add(() -> refund(order, "RR" + i + "-" + order, 1, 1, 9950)
                        .returnResult()
                        .getStatus()
                        .value()));
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(10)) {
            for (var future : pool.invokeAll(work)) {
                statuses.add(future.get());
            }
        }
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(2);
        assertThat(statuses).containsOnly(201, 422);
    }

    @Test
    void racingBatchesRecordEachOrderOnce() throws Exception {
        List<Map<String, Object>> items = new ArrayList<>();
        IntStream.range(0, 50).forEach(i -> items.add(purchase(order(), Map.of("number", number))));
        List<Callable<Deals>> work = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<Map<String, Object>> shuffled = new ArrayList<>(items);
            java.util.Collections.shuffle(shuffled, new java.util.Random(i));
            work.add(() -> batch(shuffled));
        }
        long recorded = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (var future : pool.invokeAll(work)) {
                recorded += future.get().items().stream()
                        .filter(deal -> deal.outcome().equals("RECORDED"))
                        .count();
            }
        }
        assertThat(recorded).isEqualTo(50);
        assertThat(jdbc.sql("SELECT count(*) FROM purchase WHERE number = :number")
                        .param("number", number)
                        .query(Long.class)
                        .single())
                .isEqualTo(50);
    }

    @Test
    void whatWaitsCanBeListed() {
        batch(List.of(purchase(order(), Map.of("system", "pos", "externalId", "x" + order()))));

        api.as(AUDITOR)
                .get()
                .uri("/customer/v1/parked-deals?reason=UNKNOWN_CUSTOMER&limit=1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].kind")
                .isEqualTo("PURCHASE");
    }

    private static String order() {
        return "O-" + UUID.randomUUID();
    }

    private static Map<String, Object> purchase(String order, Map<String, String> customer) {
        return Map.of(
                "customer", customer,
                "channel", "POS",
                "orderNo", order,
                "store", "SZ01",
                "occurredAt", "2026-11-01T03:15:00Z",
                "currency", "CNY",
                "lines",
                        List.of(
                                Map.of("product", "TEA", "category", "tea", "quantity", 2, "amountMinor", 19900),
                                Map.of("product", "CUP", "quantity", 1, "amountMinor", 6000)));
    }

    private RestTestClient.ResponseSpec refund(String order, String refundNo, int line, int quantity, long amount) {
        return post(
                "/refunds",
                Map.of(
                        "channel",
                        "POS",
                        "orderNo",
                        order,
                        "refundNo",
                        refundNo,
                        "occurredAt",
                        "2026-11-02T03:15:00Z",
                        "lines",
                        List.of(Map.of("lineNo", line, "quantity", quantity, "amountMinor", amount))));
    }

    private Deals batch(List<Map<String, Object>> items) {
        return post("/purchases:batch", Map.of("items", items))
                .expectStatus()
                .isOk()
                .returnResult(Deals.class)
                .getResponseBody();
    }

    private RestTestClient.ResponseSpec post(String path, Map<String, Object> body) {
        return api.as(INTEGRATOR).post().uri("/customer/v1" + path).body(body).exchange();
    }

    private String register(Map<String, Object> body) {
        return api.as(INTEGRATOR)
                .post()
                .uri("/customer/v1/customers")
                .body(body)
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(Registered.class)
                .getResponseBody()
                .number();
    }
}
