package io.kehu.loyalty.gift;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Gifts from the catalogue to the door and back, and the last one to one only. */
@ServiceTest
class GiftTests {

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Invariants invariants;

    private final String number = Shop.newNumber();
    private final String code = "G" + ThreadLocalRandom.current().nextLong(1_000_000_000_000L);

    @BeforeEach
    void earn() {
        new Shop(context).sell(number, 500);
    }

    @AfterEach
    void theLedgerAddsUp() {
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    @Test
    void aGiftGoesToTheDoorAndComesBack() {
        offer(100, 5, null);
        String order = order(2);
        assertThat(gift("available")).isEqualTo(3);
        assertThat(member("available")).isEqualTo(300);
        assertThat(member("balance")).isEqualTo(500);

        step(order, "confirm", 200, "CONFIRMED");
        assertThat(member("balance")).isEqualTo(300);
        assertThat(gift("issued")).isEqualTo(2);
        ship(order).expectStatus().isOk().expectBody().jsonPath("$.shipmentRef").isEqualTo("SF1001");
        step(order, "complete", 200, "DONE");
        step(order, "return", 200, "RETURNED");

        assertThat(member("balance")).isEqualTo(500);
        assertThat(gift("available")).isEqualTo(5);
        api.asMember(number)
                .get()
                .uri("/loyalty/v1/members/" + number + "/gift-orders")
                .exchange()
                .expectBody()
                .jsonPath("$.items[0].state")
                .isEqualTo("RETURNED")
                .jsonPath("$.items.length()")
                .isEqualTo(1);
    }

    @Test
    void whatIsCancelledIsThereAgain() {
        offer(100, 1, null);
        String order = order(1);

        step(order, "cancel", 200, "CANCELLED");

        assertThat(member("available")).isEqualTo(500);
        assertThat(gift("available")).isOne();
        step(order, "confirm", 409, "CANCELLED");
    }

    @ParameterizedTest
    @CsvSource({"complete", "return"})
    void nothingIsDoneOutOfTurn(String step) {
        offer(100, 1, null);
        String order = order(1);

        step(order, step, 409, "RESERVED");
        ship(order).expectStatus().isEqualTo(409);
        step(order, "confirm", 200, "CONFIRMED");
        step(order, "cancel", 409, "CONFIRMED");
        step(order, "confirm", 409, "CONFIRMED");
    }

    @Test
    void whoHasTooFewPointsReservesNothing() {
        offer(501, 5, null);

        problem(place(1, "k"), 409, "not-enough-points");

        assertThat(gift("available")).isEqualTo(5);
    }

    @Test
    void whatIsNotInStockHoldsNoPoints() {
        offer(100, 1, null);

        problem(place(2, "k"), 409, "gift-out-of-stock");

        assertThat(member("available")).isEqualTo(500);
    }

    @Test
    void aCustomerGetsSoManyUnderAllNumbers() {
        offer(10, 50, 2);
        String other = Shop.newNumber();
        new Shop(context).sell(other, 100);
        order(1);
        place(other, 1, "other").expectStatus().isCreated();
        context.getBean(Merges.class).merge(new MergeOrder(UUID.randomUUID(), number, List.of(other)));

        problem(place(1, "third"), 409, "gift-limit-reached");
        problem(place(other, 1, "fourth"), 409, "gift-limit-reached");
    }

    @Test
    void whatIsOverIsNotOffered() {
        offer(100, 5, null);
        String before = order(1);
        api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/gifts/" + code + ":end")
                .exchange()
                .expectStatus()
                .isOk();

        problem(place(1, "late"), 409, "gift-not-offered");
        step(before, "confirm", 200, "CONFIRMED");
        problem(place("GNONE", number, 1, "none"), 404, "gift-not-found");
    }

    @Test
    void stockIsNotTakenFromWhoIsPromisedIt() {
        offer(100, 3, null);
        order(2);

        problem(restock(-2, "a"), 409, "gift-out-of-stock");
        restock(-1, "b").expectStatus().isOk();
        restock(4, "c").expectStatus().isOk();

        assertThat(gift("available")).isEqualTo(4);
    }

    @Test
    void aReservationNobodyConfirmsIsGivenUp() {
        offer(100, 1, null);
        String order = order(1);
        GiftOrder reserved = context.getBean(OrderGifts.class).required(UUID.fromString(order));
        assertThat(reserved.reservedUntil()).isAfter(Instant.now().plus(Duration.ofMinutes(29)));

        String shortOne = placeFor(10);
        problem(place(1, "none-left"), 409, "gift-out-of-stock");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            context.getBean(GiveUpReservations.class).giveUp();
            return gift("available") == 1;
        });
        step(shortOne, "confirm", 409, "CANCELLED");
    }

    /** The last one to one of 64, and nobody else's points are touched. */
    @RepeatedTest(2)
    void theLastOneGoesToOne() throws Exception {
        offer(10, 1, null);
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String one = Shop.newNumber();
            new Shop(context).sell(one, 100);
            members.add(one);
        }
        int callers = 64;
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Future<Boolean>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                String one = members.get(i % members.size());
                calls.add(threads.submit(() -> {
                    start.await();
                    return placed(one);
                }));
            }
        }
        int winners = 0;
        for (Future<Boolean> call : calls) {
            winners += call.get() ? 1 : 0;
        }

        assertThat(winners).isOne();
        assertThat(gift("reserved")).isOne();
    }

    /** Confirm, cancel and the time-out at once: one of them decides. */
    @RepeatedTest(2)
    void anOrderIsDecidedOnce() throws Exception {
        offer(10, 1, null);
        UUID order = UUID.fromString(order(1));
        int callers = 32;
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Future<Boolean>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                boolean confirm = i % 2 == 0;
                calls.add(threads.submit(() -> {
                    start.await();
                    return decided(order, confirm);
                }));
            }
        }
        int decided = 0;
        for (Future<Boolean> call : calls) {
            decided += call.get() ? 1 : 0;
        }

        assertThat(decided).isOne();
        boolean confirmed = gift("issued") == 1;
        assertThat(member("balance")).isEqualTo(confirmed ? 490 : 500);
        assertThat(member("held")).isZero();
    }

    @Test
    void somebodyElsesGiftIsNobodysBusiness() {
        offer(100, 5, null);
        String order = order(1);
        String stranger = Shop.newNumber();
        new Shop(context).sell(stranger, 100);

        api.asMember(stranger)
                .get()
                .uri("/loyalty/v1/gift-orders/" + order)
                .exchange()
                .expectStatus()
                .isNotFound();
        api.asMember(stranger)
                .post()
                .uri("/loyalty/v1/gift-orders/" + order + ":cancel")
                .exchange()
                .expectStatus()
                .isNotFound();
        api.asMember(stranger)
                .get()
                .uri("/loyalty/v1/members/" + number + "/gift-orders")
                .exchange()
                .expectStatus()
                .isNotFound();
        api.asMember(number)
                .get()
                .uri("/loyalty/v1/gift-orders/" + order)
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void theDatabaseRefusesWhatTheCodeWouldNeverDo() {
        offer(100, 1, null);
        String order = order(1);

        for (String statement : List.of(
                "UPDATE gift SET stock = 0 WHERE code = '" + code + "'",
                "UPDATE gift SET issued = 1 WHERE code = '" + code + "'",
                "UPDATE gift_order SET state = 'DONE' WHERE id = '" + order + "'",
                "UPDATE gift_order SET state = 'CONFIRMED' WHERE id = '" + order + "'",
                "UPDATE gift_order SET state = 'CANCELLED', quantity = 2 WHERE id = '" + order + "'",
                "DELETE FROM gift_order WHERE id = '" + order + "'")) {
            assertThatThrownBy(() -> jdbc.sql(statement).update())
                    .as(statement)
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "-1, 5", "1.5, 5", "5, -1", "1000000001, 5"})
    void priceAndStockAreWholeAndNotNegative(String points, String stock) {
        offer(points, stock, null).expectStatus().isBadRequest();
    }

    @Test
    void aCodeIsTakenOnce() {
        offer(100, 5, null);

        problem(offer("100", "5", null), 409, "gift-exists");
    }

    private boolean placed(String member) {
        try {
            context.getBean(Transactions.class)
                    .run(() -> context.getBean(OrderGifts.class)
                            .place(
                                    context.getBean(Programs.class).find("KEHU").orElseThrow(),
                                    new OrderGifts.Wish(code, member, 1, "RACE", Duration.ofMinutes(5), "test")));
            return true;
        } catch (ProblemException e) {
            assertThat(e.type().slug()).isEqualTo("gift-out-of-stock");
            return false;
        }
    }

    private boolean decided(UUID order, boolean confirm) {
        OrderGifts ordering = context.getBean(OrderGifts.class);
        var program = context.getBean(Programs.class).find("KEHU").orElseThrow();
        try {
            context.getBean(Transactions.class).run(() -> {
                if (confirm) {
                    ordering.confirm(program, order, "test");
                } else {
                    ordering.cancel(program, order, "test");
                }
            });
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private void offer(long points, long stock, Integer perCustomer) {
        offer(String.valueOf(points), String.valueOf(stock), perCustomer)
                .expectStatus()
                .isCreated();
    }

    private ResponseSpec offer(String points, String stock, Integer perCustomer) {
        return api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/gifts")
                .contentType(MediaType.APPLICATION_JSON)
                .body("""
                        {"code": "%s", "name": "保温杯 Flask", "points": %s, "stock": %s, "perCustomer": %s}""".formatted(code, points, stock, perCustomer))
                .exchange();
    }

    private String order(long quantity) {
        return id(place(quantity, "order" + quantity));
    }

    private String placeFor(long seconds) {
        restock(1, "more").expectStatus().isOk();
        return id(post("/gift-orders", "short", """
                {"gift": "%s", "number": "%s", "businessRef": "WEB/1", "seconds": %d}""".formatted(code, number, seconds)));
    }

    private static String id(ResponseSpec response) {
        return response.expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("id")
                .asString();
    }

    private ResponseSpec place(long quantity, String key) {
        return place(number, quantity, key);
    }

    private ResponseSpec place(String member, long quantity, String key) {
        return place(code, member, quantity, key);
    }

    private ResponseSpec place(String gift, String member, long quantity, String key) {
        return post("/gift-orders", key, """
                {"gift": "%s", "number": "%s", "quantity": %d, "businessRef": "WEB/1"}""".formatted(gift, member, quantity));
    }

    private ResponseSpec restock(long added, String key) {
        return post("/gifts/" + code + ":restock", "stock" + key, """
                {"added": %d}""".formatted(added));
    }

    private ResponseSpec ship(String order) {
        return post("/gift-orders/" + order + ":ship", "ship", """
                {"shipmentRef": "SF1001"}""");
    }

    private ResponseSpec post(String path, String key, String body) {
        return api.as(MANAGER)
                .post()
                .uri("/loyalty/v1" + path)
                .header("Idempotency-Key", code + key)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private void step(String order, String step, int status, String state) {
        api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/gift-orders/" + order + ":" + step)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo(state);
    }

    private static void problem(ResponseSpec response, int status, String slug) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + slug);
    }

    private long gift(String field) {
        return get("/loyalty/v1/gifts/" + code).path(field).asLong();
    }

    private long member(String field) {
        return get("/loyalty/v1/members/" + number).path(field).asLong();
    }

    private JsonNode get(String uri) {
        return api.as(AGENT)
                .get()
                .uri(uri)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
