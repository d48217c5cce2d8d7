package io.kehu.loyalty.earning;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MARKETER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeOutcome;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** A rule is tried over what was bought. Every test has a month of its own, because purchases are everybody's. */
@ServiceTest
class BacktestTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    private Trade trade;

    @BeforeEach
    void open() {
        trade = new Trade(context, "Asia/Shanghai");
    }

    @AfterEach
    void close() {
        trade.close();
    }

    /** The same purchases, told to customers who have bought nothing before once the rule is published, earn what was foretold. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void itForetellsWhatIsReallyEarned(int month) {
        Random random = new Random(UUID.randomUUID().getMostSignificantBits());
        trade.publish(RuleDrafts.points("OTHER", 1).group("BEST"), RuleDrafts.multiplier("TWICE", 200));
        List<PurchaseRecorded> purchases = purchases(random, "2021-%02d".formatted(month));
        Map<UUID, Long> refunds = purchases.stream()
                .filter(one -> random.nextInt(4) == 0)
                .collect(Collectors.toMap(PurchaseRecorded::purchaseId, one -> random.nextLong(one.amountMinor() + 1)));
        Map<String, String> twins = purchases.stream()
                .map(PurchaseRecorded::number)
                .distinct()
                .collect(Collectors.toMap(one -> one, one -> Shop.newNumber()));
        RuleDrafts draft = random(random);
        record(purchases, refunds);

        JsonNode foretold = result(start("NEW", trade.draft(draft), month(2021, month), month(2021, month + 1)));
        trade.publish(draft);
        List<PurchaseRecorded> again = purchases.stream()
                .map(one -> twin(one, twins.get(one.number())))
                .toList();
        trade.tell(again.toArray(PurchaseRecorded[]::new));
        for (int i = 0; i < again.size(); i++) {
            Long back = refunds.get(purchases.get(i).purchaseId());
            if (back != null) {
                trade.giveBack(again.get(i), "some", back);
            }
        }

        assertThat(foretold.path("purchases").asLong()).isEqualTo(purchases.size());
        assertThat(foretold.path("points").asLong()).as(draft.rule().toString()).isEqualTo(earned(twins, "NEW"));
        assertThat(foretold.path("programPoints").asLong()).isEqualTo(earned(twins, "%"));
        assertThat(foretold.path("earned").asLong()).isZero();
    }

    @Test
    void itSaysWhatWouldComeToWhomAndWhen() {
        trade.publish(RuleDrafts.points("BASE", 1));
        String one = Shop.newNumber();
        String other = Shop.newNumber();
        PurchaseRecorded refunded = trade.buy(one, "2022-01-31T15:59:59Z", 10_000);
        trade.buy(one, "2022-01-31T16:00:00Z", 5_000);
        trade.buy(other, "2022-02-10T00:00:00Z", 2_000);
        trade.buy(other, "2022-02-28T16:00:00Z", 9_000);
        trade.giveBack(refunded, "half", 5_000);
        jdbc.sql("""
                        INSERT INTO earning_basis (purchase_id, number, channel, order_no, amount_minor, occurred_at)
                        VALUES (:id, :number, 'POS', :id::text, 1000, '2022-02-11T00:00:00Z')
                        """).param("id", UUID.randomUUID()).param("number", other).update();

        JsonNode result = result(start(
                "BASE",
                trade.draft(RuleDrafts.points("BASE", 3).orderCap(200)),
                "2022-01-31T00:00:00Z",
                "2022-02-28T16:00:00Z"));

        assertThat(result.path("purchases").asLong()).isEqualTo(4);
        assertThat(result.path("withoutLines").asLong()).isOne();
        assertThat(result.path("earning").asLong()).isEqualTo(4);
        assertThat(result.path("members").asLong()).isEqualTo(2);
        assertThat(result.path("points").asLong()).isEqualTo(100 + 150 + 60 + 30);
        assertThat(result.path("earned").asLong()).isEqualTo(50 + 50 + 20);
        assertThat(result.path("cutPoints").asLong()).isEqualTo(100);
        assertThat(result.path("mostPerMember").asLong()).isEqualTo(250);
        assertThat(result.path("liabilityChangeMinor").asLong()).isEqualTo((340 - 120) * 8 / 10);
        assertThat(result.path("tierMoves").isObject()).isFalse();
        assertThat(figures(result.path("months"), "month")).containsExactly("2022-01 1 100 50", "2022-02 3 240 70");
        assertThat(figures(result.path("tiers"), "tier")).containsExactly(" 4 340 120");
    }

    @Test
    void itSaysHowManyWouldChangeTheirTier() {
        int year = Year.now(ZoneOffset.UTC).getValue();
        define("""
                [{"code": "BASE", "name": "Base", "threshold": 0}, {"code": "SILVER", "name": "Silver", "threshold": 100}]""");
        trade.publish(RuleDrafts.points("BASE", 1));
        for (long minor : new long[] {4_000, 5_000, 9_900, 10_000, 30_000}) {
            trade.buy(Shop.newNumber(), year + "-01-10T02:00:00Z", minor);
        }

        JsonNode more = result(start(
                "BASE",
                trade.draft(RuleDrafts.points("BASE", 2)),
                year + "-01-10T00:00:00Z",
                year + "-01-11T00:00:00Z"));
        JsonNode fewer = result(start(
                "BASE",
                trade.draft(RuleDrafts.points("BASE", 1).per(200)),
                year + "-01-10T00:00:00Z",
                year + "-01-11T00:00:00Z"));

        assertThat(more.path("tierMoves").path("up").asLong()).isEqualTo(2);
        assertThat(more.path("tierMoves").path("down").asLong()).isZero();
        assertThat(fewer.path("tierMoves").path("up").asLong()).isZero();
        assertThat(fewer.path("tierMoves").path("down").asLong()).isOne();
        assertThat(figures(more.path("tiers"), "tier")).containsExactly("BASE 3 378 189", "SILVER 2 800 400");
    }

    @Test
    void numbersOfOneCustomerShareACap() {
        String survivor = Shop.newNumber();
        String loser = Shop.newNumber();
        trade.buy(survivor, "2022-05-01T00:00:00Z", 8_000);
        trade.buy(loser, "2022-05-01T01:00:00Z", 8_000);
        assertThat(context.getBean(Merges.class).merge(new MergeOrder(UUID.randomUUID(), survivor, List.of(loser))))
                .isInstanceOf(MergeOutcome.Done.class);

        JsonNode result = result(start(
                "CAPPED", trade.draft(RuleDrafts.points("CAPPED", 1).dayCap(100)), month(2022, 5), month(2022, 6)));

        assertThat(result.path("points").asLong()).isEqualTo(100);
        assertThat(result.path("members").asLong()).isOne();
    }

    @Test
    void itWritesNothingButItself() {
        trade.publish(RuleDrafts.points("BASE", 1).when("100000 / (purchase.amountMinor - 1000) != 3"));
        trade.tell(purchases(new Random(1), "2022-07").toArray(PurchaseRecorded[]::new));
        trade.buy(Shop.newNumber(), "2022-07-01T00:00:00Z", 1_000);
        List<String> before = books();

        JsonNode result = result(start("BASE", 1, month(2022, 7), month(2022, 8)));

        assertThat(result.path("points").asLong())
                .isPositive()
                .isEqualTo(result.path("earned").asLong());
        assertThat(result.path("failed").asLong()).isOne();
        assertThat(books()).isEqualTo(before);
    }

    @Test
    void oneThatWasBrokenOffIsBegunAnew() {
        String id = id(start("BASE", trade.draft(RuleDrafts.points("BASE", 1)), month(2022, 9), month(2022, 10)));
        ended(id);
        jdbc.sql(
                        "UPDATE backtest SET state = 'RUNNING', attempts = 2, result = NULL, ended_at = NULL, done = 7 WHERE id = :id::uuid")
                .param("id", id)
                .update();

        assertThat(ended(id).path("state").asString()).isEqualTo("DONE");
        jdbc.sql(
                        "UPDATE backtest SET state = 'RUNNING', attempts = 3, result = NULL, ended_at = NULL WHERE id = :id::uuid")
                .param("id", id)
                .update();

        assertThat(ended(id).path("reason").asString()).isEqualTo("gave-up");
    }

    @Test
    void oneThatTakesTooLongIsGivenUp() {
        trade.buy(Shop.newNumber(), "2022-11-01T00:00:00Z", 1_000);
        int version = trade.draft(RuleDrafts.points("BASE", 1));
        await().atMost(LONG_ENOUGH).until(() -> {
            String id = id(start("BASE", version, month(2022, 11), month(2022, 12)));
            context.getBean(RunBacktests.class).runNext(Duration.ofSeconds(-1));
            return ended(id).path("reason").asString("").equals("time-limit");
        });
    }

    /** What is tried is the draft as it was, whatever becomes of it. */
    @Test
    void aDraftThatIsGivenUpIsTriedAllTheSame() {
        trade.buy(Shop.newNumber(), "2023-01-10T00:00:00Z", 1_000);
        int version = trade.draft(RuleDrafts.points("GONE", 4));

        String id = id(start("GONE", version, month(2023, 1), month(2023, 2)));
        jdbc.sql("DELETE FROM earning_rule WHERE program = :program AND code = 'GONE'")
                .param("program", trade.program().code())
                .update();

        JsonNode ended = ended(id);
        assertThat(ended.path("result").path("points").asLong()).isEqualTo(40);
        assertThat(ended.path("rule").path("points").asLong()).isEqualTo(4);
        assertThat(ended.path("done").asLong())
                .isEqualTo(ended.path("total").asLong())
                .isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "2023-05-01T00:00:00Z, 2023-05-01T00:00:00Z, ends-before-it-begins",
        "2023-05-02T00:00:00Z, 2023-05-01T00:00:00Z, ends-before-it-begins",
        "-999999999-05-02T00:00:00Z, 2023-05-01T00:00:00Z, far-away",
        "2023-05-01T00:00:00Z, +999999999-05-01T00:00:00Z, far-away",
        "2022-05-01T00:00:00Z, 2023-05-02T00:00:00.001Z, period-too-long"
    })
    void aPeriodHasABeginningAnEndAndAtMostAYear(String from, String to, String code) {
        start("BASE", trade.draft(RuleDrafts.points("BASE", 1)), from, to)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo(code);
    }

    @Test
    void whatIsNotThereIsNotTried() {
        start("NOSUCH", 1, month(2023, 6), month(2023, 7)).expectStatus().isNotFound();
        api.as(MANAGER)
                .get()
                .uri("/loyalty/v1/backtests/" + UUID.randomUUID())
                .exchange()
                .expectStatus()
                .isNotFound();
        api.as(AGENT)
                .post()
                .uri("/loyalty/v1/rules/BASE/1:backtest?program="
                        + trade.program().code())
                .contentType(MediaType.APPLICATION_JSON)
                .body("{}")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private List<PurchaseRecorded> purchases(Random random, String month) {
        List<String> numbers = Stream.generate(Shop::newNumber).limit(4).toList();
        List<PurchaseRecorded> purchases = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String at = "%s-%02dT%02d:%02d:%02dZ"
                    .formatted(month, 2 + random.nextInt(8), random.nextInt(24), i, random.nextInt(60));
            purchases.add(Trade.near(
                    random.nextInt(4) == 0 ? "DAY" : "MONTH",
                    Trade.purchase(
                            numbers.get(random.nextInt(numbers.size())),
                            at,
                            Trade.line("T", "tea", random.nextLong(20_000)),
                            Trade.line("C", "ware", 1 + random.nextLong(20_000)))));
        }
        purchases.sort(Comparator.comparing(PurchaseRecorded::occurredAt));
        return purchases;
    }

    private static RuleDrafts random(Random random) {
        RuleDrafts draft = RuleDrafts.points("NEW", 1 + random.nextInt(5))
                .per(1 + random.nextInt(300))
                .fixed(random.nextInt(20));
        if (random.nextBoolean()) {
            draft.categories("tea");
        }
        if (random.nextBoolean()) {
            draft.when("member.birthdayMonth && !member.birthday");
        } else if (random.nextBoolean()) {
            draft.when(
                    "purchase.amountMinor > 15000 || at.weekday >= 5 || purchase.lines.exists(l, l.amountMinor < 5000)");
        }
        if (random.nextBoolean()) {
            draft.orderCap(200).dayCap(1 + random.nextInt(1_000));
        }
        if (random.nextBoolean()) {
            draft.monthCap(1 + random.nextInt(3_000));
        }
        if (random.nextBoolean()) {
            draft.memberCap(1 + random.nextInt(3_000));
        }
        return random.nextBoolean() ? draft.group("BEST") : draft;
    }

    /** They earn nothing while the programme's rules are not there. */
    private void record(List<PurchaseRecorded> purchases, Map<UUID, Long> refunds) {
        Trade elsewhere = Trade.shared(context);
        elsewhere.tell(purchases.toArray(PurchaseRecorded[]::new));
        purchases.forEach(one -> {
            Long back = refunds.get(one.purchaseId());
            if (back != null) {
                elsewhere.giveBack(one, "some", back);
            }
        });
    }

    private static PurchaseRecorded twin(PurchaseRecorded purchase, String number) {
        UUID id = UUID.randomUUID();
        return new PurchaseRecorded(
                id,
                number,
                purchase.channel(),
                "O-" + id,
                purchase.store(),
                purchase.occurredAt(),
                purchase.currency(),
                purchase.amountMinor(),
                purchase.birthday(),
                purchase.lines());
    }

    private long earned(Map<String, String> twins, String rule) {
        return jdbc.sql("""
                        SELECT coalesce(sum(points - reversed), 0) FROM earn_key
                        WHERE program = :program AND rule LIKE :rule AND number = ANY (:numbers)
                        """)
                .param("program", trade.program().code())
                .param("rule", rule)
                .param("numbers", twins.values().toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    private List<String> books() {
        return Stream.of(
                        "points_tx",
                        "points_posting",
                        "points_lot",
                        "points_account",
                        "member",
                        "earn_key",
                        "earning_basis",
                        "earning_failure",
                        "earning_rule",
                        "qualifying_month",
                        "member_tier")
                .map(table -> table + " "
                        + jdbc.sql("SELECT count(*) || ' ' || coalesce(sum(hashtext(t::text)), 0) FROM " + table + " t")
                                .query(String.class)
                                .single())
                .toList();
    }

    private void define(String tiers) {
        api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/tiers")
                .contentType(MediaType.APPLICATION_JSON)
                .body("""
                        {"program": "%s", "basis": "POINTS", "period": "CALENDAR_YEAR", "graceDays": 0, "downgrade": "ONE_DOWN", "tiers": %s}""".formatted(trade.program().code(), tiers))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private static String month(int year, int month) {
        return Instant.parse("%d-%02d-01T00:00:00Z".formatted(year, month)).toString();
    }

    private ResponseSpec start(String code, int version, String from, String to) {
        return api.as(MARKETER)
                .post()
                .uri("/loyalty/v1/rules/" + code + "/" + version + ":backtest?program="
                        + trade.program().code())
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"from\": \"%s\", \"to\": \"%s\"}".formatted(from, to))
                .exchange();
    }

    private JsonNode result(ResponseSpec started) {
        return ended(id(started)).path("result");
    }

    private static String id(ResponseSpec started) {
        JsonNode body = started.expectStatus()
                .isEqualTo(202)
                .expectHeader()
                .exists("Location")
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        return body.path("id").asString();
    }

    private JsonNode ended(String id) {
        await().atMost(LONG_ENOUGH)
                .until(() -> !List.of("WAITING", "RUNNING")
                        .contains(get(id).path("state").asString()));
        return get(id);
    }

    private JsonNode get(String id) {
        return api.as(MARKETER)
                .get()
                .uri("/loyalty/v1/backtests/" + id)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static List<String> figures(JsonNode rows, String key) {
        List<String> figures = new ArrayList<>();
        rows.forEach(row -> figures.add("%s %d %d %d"
                .formatted(
                        row.path(key).asString(),
                        row.path("purchases").asLong(),
                        row.path("points").asLong(),
                        row.path("earned").asLong())));
        return figures;
    }
}
