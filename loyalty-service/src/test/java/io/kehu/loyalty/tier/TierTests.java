package io.kehu.loyalty.tier;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.earning.Shop.Sale;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

/** Into tiers at once, out of them at the review, and never by goods that are returned. */
@ServiceTest
class TierTests {

    private static final String TIERS = """
            [{"code": "BASE", "name": "普卡 Base", "threshold": 0},
             {"code": "SILVER", "name": "银卡 Silver", "threshold": 100, "multiplierPercent": 150},
             {"code": "GOLD", "name": "金卡 Gold", "threshold": 1000, "multiplierPercent": 200, "benefits": ["贵宾室 Lounge"]}]""";

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    @Autowired
    private Invariants invariants;

    private Shop shop;
    private String code;

    private final String number = Shop.newNumber();

    /** A programme of its own, where a point is earned for each full 1.00. */
    @BeforeEach
    void openTheProgramme() {
        shop = new Shop(context);
        code = "R" + ThreadLocalRandom.current().nextLong(1_000_000_000_000L);
        jdbc.sql("INSERT INTO program (code, name, zone, valid_months) VALUES (:code, 'Tiers', 'Asia/Shanghai', 12)")
                .param("code", code)
                .update();
        jdbc.sql("""
                        INSERT INTO points_account (program, kind)
                        SELECT :code, kind FROM unnest(ARRAY['ISSUED', 'REDEEMED', 'BREAKAGE', 'ADJUSTED', 'IMPORTED']) AS kind
                        """).param("code", code).update();
        jdbc.sql("""
                        INSERT INTO earning_rule (program, code, version, state, name, condition, points, per_minor, created_by, published_at)
                        VALUES (:code, 'BASE', 1, 'PUBLISHED', 'Base', 'true', 1, 100, 'test', now())
                        """).param("code", code).update();
    }

    @AfterEach
    void closeTheProgramme() {
        jdbc.sql("UPDATE earning_rule SET state = 'RETIRED' WHERE program = :code")
                .param("code", code)
                .update();
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    @Test
    void whoReachesATierIsInItAtOnceAndIsTold() {
        String ear = broker.listen("loyalty.tier.changed.v1");
        define("POINTS", "CALENDAR_YEAR", null, 0, "ONE_DOWN");
        shop.sell(number, 99);
        assertThat(tier()).isEqualTo("BASE");
        assertThat(member().at("/tier/next/missing").asLong()).isOne();

        shop.sell(number, 1);

        assertThat(tier()).isEqualTo("SILVER");
        assertThat(member().at("/tier/next/code").asString()).isEqualTo("GOLD");
        assertThat(member().at("/tier/next/missing").asLong()).isEqualTo(900);
        assertThat(changes()).containsExactly("BASE > SILVER UPGRADE 100");
        await().until(() -> broker.heard(ear, number).size() == 1);
        EventContract.verifyProduced(
                "loyalty.tier.changed.v1",
                broker.heard(ear, number).getFirst().path("data").toString());
    }

    @Test
    void aTierMultipliesWhatIsEarnedAndTheStatementSaysSo() {
        define("POINTS", "CALENDAR_YEAR", null, 0, "ONE_DOWN");
        shop.sell(number, 100);

        Sale sale = shop.sell(number, 11);

        JsonNode line = statement().get(0);
        assertThat(line.path("points").asLong()).isEqualTo(16);
        assertThat(line.path("reason").asString()).isEqualTo("银卡 Silver × 150 %");
        assertThat(line.path("description").asString()).endsWith("银卡 Silver × 150 %");
        shop.refund(sale, number, "whole", 11);
        assertThat(member().path("balance").asLong()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"99, BASE", "100, SILVER", "999, SILVER", "1000, GOLD", "5000, GOLD"})
    void exactlyTheThresholdIsEnough(long points, String tier) {
        define("POINTS", "CALENDAR_YEAR", null, 0, "ONE_DOWN");

        shop.sell(number, points);

        assertThat(tier()).isEqualTo(tier);
    }

    @Test
    void spendingPointsDoesNotTouchWhatQualifies() {
        define("POINTS", "CALENDAR_YEAR", null, 0, "ONE_DOWN");
        shop.sell(number, 100);

        api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/points:redeem")
                .header("Idempotency-Key", number)
                .contentType(MediaType.APPLICATION_JSON)
                .body("""
                        {"program": "%s", "number": "%s", "points": 100, "businessRef": "X"}""".formatted(code, number))
                .exchange()
                .expectStatus()
                .isCreated();

        assertThat(member().at("/tier/qualifying").asLong()).isEqualTo(100);
        assertThat(tier()).isEqualTo("SILVER");
    }

    @Test
    void moneyCountsWhereTheSchemeSaysSo() {
        define("SPEND", "CALENDAR_YEAR", null, 0, "ONE_DOWN");

        Sale sale = shop.sell(number, 10);

        assertThat(tier()).isEqualTo("GOLD");
        shop.refund(sale, number, "most", 9);
        assertThat(member().at("/tier/qualifying").asLong()).isEqualTo(100);
        assertThat(tier()).isEqualTo("SILVER");
    }

    /** Buy, become gold, bring it back, stay gold: not here. */
    @Test
    void whatWasReachedWithReturnedGoodsIsLostAtOnce() {
        define("POINTS", "CALENDAR_YEAR", null, 0, "ONE_DOWN");
        Sale small = shop.sell(number, 100);
        Sale big = shop.sell(number, 2_000);
        assertThat(tier()).isEqualTo("GOLD");

        shop.refund(big, number, "whole", 2_000);
        assertThat(tier()).isEqualTo("SILVER");
        shop.refund(small, number, "whole", 100);

        assertThat(tier()).isEqualTo("BASE");
        assertThat(changes())
                .containsExactly(
                        "SILVER > BASE REVERSAL 0",
                        "GOLD > SILVER REVERSAL 100",
                        "SILVER > GOLD UPGRADE 3100",
                        "BASE > SILVER UPGRADE 100");
    }

    @Test
    void whatQualifiedUnderAllNumbersCountsAndAnUndoneMergeGivesEverybodyTheirOwn() {
        define("POINTS", "CALENDAR_YEAR", null, 0, "ONE_DOWN");
        String other = Shop.newNumber();
        shop.sell(number, 60);
        shop.sell(other, 100);
        MergeOrder order = new MergeOrder(UUID.randomUUID(), number, List.of(other));

        context.getBean(Merges.class).merge(order);
        assertThat(tier()).isEqualTo("SILVER");
        assertThat(member().at("/tier/qualifying").asLong()).isEqualTo(160);
        context.getBean(Merges.class).undo(order);

        assertThat(tier()).isEqualTo("BASE");
        assertThat(member(other).at("/tier/code").asString()).isEqualTo("SILVER");
    }

    @ParameterizedTest
    @CsvSource({"ONE_DOWN, SILVER", "BY_BALANCE, BASE"})
    void atTheReviewOneFallsAsFarAsTheSchemeSays(String downgrade, String tier) {
        String ear = broker.listen("loyalty.tier.changed.v1");
        define("POINTS", "CALENDAR_YEAR", null, 0, downgrade);
        shop.sell(number, 1_000);

        review(validTo().minusSeconds(1));
        assertThat(tier()).isEqualTo("GOLD");
        review(validTo());

        assertThat(tier()).isEqualTo(tier);
        assertThat(changes().getFirst()).isEqualTo("GOLD > %s DOWNGRADE 0".formatted(tier));
        JsonNode told = await().until(
                        () -> broker.heard(ear, number).stream()
                                .map(event -> event.path("data"))
                                .filter(data -> data.path("cause").asString().equals("DOWNGRADE"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        EventContract.verifyProduced("loyalty.tier.changed.v1", told.toString());
        assertThat(told.path("program").asString()).isEqualTo(code);
    }

    @Test
    void whoHasReachedItAgainKeepsIt() {
        define("POINTS", "CALENDAR_YEAR", null, 0, "ONE_DOWN");
        shop.sell(number, 1_000);
        Instant before = validTo();
        setValidTo(Instant.now().minusSeconds(60));

        review(Instant.now());

        assertThat(tier()).isEqualTo("GOLD");
        assertThat(changes().getFirst()).isEqualTo("GOLD > GOLD RENEWAL 1000");
        assertThat(validTo()).isEqualTo(before);
    }

    @Test
    void duringGraceATierIsKept() {
        define("POINTS", "ROLLING", 1, 30, "BY_BALANCE");
        shop.sell(number, 1_000);
        Instant end = validTo();

        review(end.plus(Duration.ofDays(29)));
        assertThat(tier()).isEqualTo("GOLD");
        review(end.plus(Duration.ofDays(30)));

        assertThat(tier()).isEqualTo("BASE");
        assertThat(member().at("/tier/validTo").isString()).isFalse();
    }

    @Test
    void duringGraceATierCanBeReachedAgain() {
        define("POINTS", "ROLLING", 1, 40, "BY_BALANCE");
        shop.sell(number, 1_000);
        setValidTo(Instant.now().minus(Duration.ofDays(41)));

        review(Instant.now());

        assertThat(changes().getFirst()).isEqualTo("GOLD > GOLD RENEWAL 1000");
    }

    @Test
    void manyPurchasesAtOnceRiseOnce() throws Exception {
        define("POINTS", "CALENDAR_YEAR", null, 0, "ONE_DOWN");
        int callers = 16;
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Future<Sale>> sales = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                sales.add(threads.submit(() -> {
                    start.await();
                    return shop.sell(number, 10);
                }));
            }
        }
        for (Future<Sale> sale : sales) {
            sale.get();
        }

        assertThat(tier()).isEqualTo("SILVER");
        assertThat(changes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'code':'A1','name':'a','threshold':5}] | /tiers/0/threshold",
                "[{'code':'A1','name':'a','threshold':0},{'code':'B1','name':'b','threshold':0}] | /tiers/1/threshold",
                "[{'code':'A1','name':'a','threshold':0},{'code':'B1','name':'b','threshold':9},{'code':'C1','name':'c','threshold':8}] | /tiers/2/threshold",
                "[{'code':'A1','name':'a','threshold':0},{'code':'A1','name':'b','threshold':9}] | /tiers/1/code",
            })
    void tiersThatOverlapAreRefused(String tiers, String pointer) {
        define("POINTS", "CALENDAR_YEAR", null, 0, "ONE_DOWN", tiers.replace('\'', '"'))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource({"ROLLING,", "CALENDAR_YEAR, 12"})
    void monthsAreOfRollingPeriods(String period, Integer months) {
        define("POINTS", period, months, 0, "ONE_DOWN", TIERS)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/months");
    }

    @Test
    void aProgrammeWithoutTiersSaysSo() {
        api.as(AGENT)
                .get()
                .uri("/loyalty/v1/tiers?program=" + code)
                .exchange()
                .expectStatus()
                .isNotFound();
        shop.sell(number, 10);
        assertThat(member().path("tier").isObject()).isFalse();
    }

    @Test
    void aVersionNeverChanges() {
        define("POINTS", "CALENDAR_YEAR", null, 0, "ONE_DOWN");
        define("POINTS", "CALENDAR_YEAR", null, 7, "ONE_DOWN");

        api.as(AGENT)
                .get()
                .uri("/loyalty/v1/tiers?program=" + code)
                .exchange()
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo(2)
                .jsonPath("$.graceDays")
                .isEqualTo(7)
                .jsonPath("$.tiers[2].benefits[0]")
                .isEqualTo("贵宾室 Lounge");
        assertThatThrownBy(() -> jdbc.sql("UPDATE tier SET threshold = 1").update())
                .isInstanceOf(DataAccessException.class);
    }

    private void review(Instant at) {
        Program program = context.getBean(Programs.class).find(code).orElseThrow();
        AssignTiers then = new AssignTiers(
                context.getBean(TierSchemes.class),
                context.getBean(MemberTiers.class),
                context.getBean(Qualifying.class),
                context.getBean(MergedNumbers.class),
                context.getBean(Outbox.class),
                Clock.fixed(at, ZoneOffset.UTC));
        context.getBean(Transactions.class).run(() -> then.review(program, 100));
    }

    private Instant validTo() {
        return Instant.parse(member().at("/tier/validTo").asString());
    }

    private void setValidTo(Instant at) {
        jdbc.sql("UPDATE member_tier SET valid_to = :at::timestamptz WHERE program = :code")
                .param("at", at.toString())
                .param("code", code)
                .update();
    }

    private void define(String basis, String period, Integer months, int graceDays, String downgrade) {
        define(basis, period, months, graceDays, downgrade, TIERS)
                .expectStatus()
                .isCreated();
    }

    private ResponseSpec define(
            String basis, String period, Integer months, int graceDays, String downgrade, String tiers) {
        return api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/tiers")
                .contentType(MediaType.APPLICATION_JSON)
                .body("""
                        {"program": "%s", "basis": "%s", "period": "%s", "months": %s, "graceDays": %d, "downgrade": "%s", "tiers": %s}""".formatted(code, basis, period, months, graceDays, downgrade, tiers))
                .exchange();
    }

    private String tier() {
        return member().at("/tier/code").asString();
    }

    private JsonNode member() {
        return member(number);
    }

    private JsonNode member(String asked) {
        return get("/loyalty/v1/members/" + asked + "?program=" + code);
    }

    private JsonNode statement() {
        return get("/loyalty/v1/members/" + number + "/statement?program=" + code)
                .path("items");
    }

    private List<String> changes() {
        List<String> changes = new ArrayList<>();
        get("/loyalty/v1/members/" + number + "/tier-changes?program=" + code)
                .path("items")
                .forEach(step -> changes.add("%s > %s %s %d"
                        .formatted(
                                step.path("from").asString(),
                                step.path("to").asString(),
                                step.path("cause").asString(),
                                step.path("qualifying").asLong())));
        return changes;
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
