package io.kehu.loyalty.earning;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.TestBroker.Event;
import io.kehu.starter.test.contract.EventContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From what customer-service tells to points that add up, on a real database and broker. */
@ServiceTest
class EarningTests {

    private static final String RECORDED = "customer.purchase.recorded.v1";
    private static final String REFUNDED = "customer.purchase.refunded.v1";

    @Autowired
    private Api api;

    @Autowired
    private TestBroker broker;

    @Autowired
    private JdbcClient jdbc;

    private final String number = "C" + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000_000L) + "77";

    private record Member(String number, long balance, String nextExpiry, Long nextExpiryPoints) {}

    private record Line(
            String type, long points, long balanceAfter, String businessRef, String rule, Integer ruleVersion) {}

    private record Statement(List<Line> items, String nextCursor) {}

    @AfterEach
    void theLedgerAddsUp() {
        api.as(AUDITOR)
                .get()
                .uri("/loyalty/v1/audit/invariants")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.clean")
                .isEqualTo(true);
    }

    @Test
    void aPurchaseEarnsOnceAndEveryPointIsExplained() {
        String ear = broker.listen("loyalty.#");
        Purchase purchase = new Purchase(number, 25_999);
        broker.tell(Event.of("customer.profile.registered.v1", number, """
                {"number":"%s","kind":"PERSON","source":"CONSOLE"}""".formatted(number)));
        broker.tell(List.of(purchase.recorded(), purchase.recorded(), purchase.recorded()));

        await().until(() -> balance() == 259);
        Member member = member();
        assertThat(member.nextExpiryPoints()).isEqualTo(259);
        assertThat(statement().items())
                .containsExactly(new Line("EARN", 259, 259, "POS/" + purchase.orderNo, "BASE", 1));
        await().untilAsserted(() -> {
            List<JsonNode> heard = broker.heard(ear, number);
            assertThat(heard).hasSize(1);
            EventContract.verifyProduced(
                    "loyalty.points.earned.v1", heard.getFirst().path("data").toString());
        });
    }

    @Test
    void refundsTakeBackInProportionAndNeverMore() {
        String ear = broker.listen("loyalty.points.reversed.v1");
        Purchase purchase = new Purchase(number, 10_000);
        broker.tell(List.of(purchase.recorded(), purchase.refunded("r1", 3_333), purchase.refunded("r2", 3_333)));
        await().until(() -> statementSize() == 3);

        assertThat(statement().items()).extracting(Line::points).containsExactly(-33L, -33L, 100L);
        broker.tell(List.of(purchase.refunded("r3", 3_334), purchase.refunded("r3", 3_334)));
        await().until(() -> balance() == 0);
        assertThat(jdbc.sql("SELECT state FROM points_lot WHERE business_ref = :ref")
                        .param("ref", "POS/" + purchase.orderNo)
                        .query(String.class)
                        .single())
                .isEqualTo("REVERSED");
        await().until(() -> broker.heard(ear, number).size() == 3);
        broker.heard(ear, number)
                .forEach(event -> EventContract.verifyProduced(
                        "loyalty.points.reversed.v1", event.path("data").toString()));
    }

    @Test
    void aRefundThatComesBeforeItsPurchaseWaits() {
        Purchase purchase = new Purchase(number, 5_000);
        broker.tell(purchase.refunded("early", 2_500));
        await().until(() ->
                jdbc.sql("SELECT count(*) FROM inbox_retry").query(Long.class).single() > 0);

        broker.tell(purchase.recorded());

        await().until(() -> statementSize() == 2);
        assertThat(balance()).isEqualTo(25);
    }

    @Test
    void duplicatedAndShuffledEventsGiveTheSameLedger() {
        List<Purchase> purchases = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Purchase purchase = new Purchase(number, 1_000 + i * 100L);
            purchases.add(purchase);
            Event recorded = purchase.recorded();
            Event refunded = purchase.refunded("half", purchase.amount / 2);
            for (int copy = 0; copy <= i % 5; copy++) {
                events.add(recorded);
                events.add(refunded);
            }
        }
        Collections.shuffle(events, new Random(42));
        broker.tell(events);

        long expected = purchases.stream()
                .mapToLong(p -> {
                    long earned = p.amount / 100;
                    return earned - earned * (p.amount / 2) / p.amount;
                })
                .sum();
        await().atMost(java.time.Duration.ofSeconds(60)).until(() -> statementSize() == 80);
        assertThat(balance()).isEqualTo(expected);
    }

    @Test
    void importedCustomersAreMembersWithoutPoints() {
        String sample = EventContract.sample("customer.import.applied.v1");
        JsonNode data = JsonMapper.shared().readTree(sample);
        broker.tell(Event.of("customer.import.applied.v1", data.path("importId").asString(), sample));

        await().untilAsserted(() -> api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/" + data.path("registered").get(0).asString())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.balance")
                .isEqualTo(0));
    }

    @Test
    void samplesOfTheCatalogueCanBeRead() {
        for (String type : List.of(RECORDED, REFUNDED, "customer.profile.registered.v1")) {
            broker.tell(Event.of(type, "C00000000135", EventContract.sample(type)));
        }
        await().untilAsserted(() -> api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/C00000000135/statement")
                .exchange()
                .expectBody()
                .jsonPath("$.items[*].points")
                .isEqualTo(List.of(-99, 259)));
    }

    @Test
    void membersSeeOnlyTheirOwn() {
        broker.tell(new Purchase(number, 100).recorded());
        await().until(() -> statementSize() == 1);

        api.asMember(number)
                .get()
                .uri("/loyalty/v1/members/" + number)
                .exchange()
                .expectStatus()
                .isOk();
        for (String path : List.of("", "/statement", "/lots")) {
            api.asMember("C00000000000")
                    .get()
                    .uri("/loyalty/v1/members/" + number + path)
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
        api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/C404")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void statementsGoOnWhereTheyEnded() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            events.add(new Purchase(number, 1_000).recorded());
        }
        broker.tell(events);
        await().until(() -> statementSize() == 7);

        List<Long> balances = new ArrayList<>();
        String cursor = "";
        do {
            Statement page = api.as(AGENT)
                    .get()
                    .uri("/loyalty/v1/members/" + number + "/statement?limit=3&cursor=" + cursor)
                    .exchange()
                    .returnResult(Statement.class)
                    .getResponseBody();
            page.items().forEach(line -> balances.add(line.balanceAfter()));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(balances).containsExactly(70L, 60L, 50L, 40L, 30L, 20L, 10L);
    }

    @Test
    void theDatabaseRefusesABrokenLedger() {
        broker.tell(new Purchase(number, 1_000).recorded());
        await().until(() -> statementSize() == 1);

        for (String sql : List.of(
                "UPDATE points_posting SET amount = amount + 1",
                "DELETE FROM points_tx",
                "INSERT INTO points_posting (tx, booked_at, account, amount) SELECT uuidv7(), now(), id, 5 FROM points_account LIMIT 1",
                "UPDATE points_account SET posted = -1 WHERE kind = 'MEMBER'",
                "UPDATE points_lot SET remaining = initial + 1",
                "UPDATE earning_rule SET points = 99 WHERE state = 'PUBLISHED'")) {
            assertThatThrownBy(() -> jdbc.sql(sql).update()).as(sql).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void aPublishedRuleEarnsBesideTheOthersAndItsNextVersionTakesItsPlace() {
        String code = "TEA_" + Math.abs(number.hashCode() % 10_000);
        draft(code, "purchase.lines.exists(line, line.category == 'tea" + code + "')", 5)
                .expectStatus()
                .isCreated();
        Purchase before = new Purchase(number, 1_000).category("tea" + code);
        broker.tell(before.recorded());
        await().until(() -> balance() == 10);

        publish(code, 1).expectStatus().isOk();
        publish(code, 1).expectStatus().isEqualTo(409);
        broker.tell(new Purchase(number, 1_000).category("tea" + code).recorded());
        await().until(() -> balance() == 10 + 10 + 50);

        draft(code, "purchase.amountMinor > 100000000", 1).expectStatus().isCreated();
        publish(code, 2).expectStatus().isOk();
        broker.tell(new Purchase(number, 1_000).category("tea" + code).recorded());
        await().until(() -> balance() == 80);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "purchase.amountMinor + 1 ; condition-syntax",
                "purchase.amountMinor > ; condition-syntax",
                "purchase.nosuchfield > 1 ; condition-evaluation",
                "purchase.amountMinor / 0 > 1 ; condition-evaluation",
                "purchase.channel == 'POS' || purchase.nosuchfield > 1 ; condition-evaluation",
                "purchase.lines.all(line, line.nosuchfield > 1) ; condition-evaluation",
                "purchase.amountMinor < 0 && purchase.nosuchfield > 1 ; condition-evaluation",
                "member.birthday == '11-20' ; condition-evaluation",
                "member.birthDate == '11-20' ; condition-evaluation",
                "somebody.tier == 'GOLD' ; condition-syntax",
                "at.hour == 'noon' ; condition-evaluation",
                "100 / size(purchase.lines) > 1 ; condition-evaluation",
                "purchase.amountMinor * 1000000000 > 1 ; condition-evaluation",
                "purchase.store.matches('(') ; condition-evaluation",
                "purchase.lines.all(a, purchase.lines.all(b, purchase.lines.exists(c, c == a || c == b))) ; condition-evaluation"
            })
    void aBrokenConditionIsRefusedWithItsReason(String condition, String code) {
        draft("BROKEN", condition, 1)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo(code);
    }

    private org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec draft(
            String code, String condition, long points) {
        return api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/rules")
                .body(Map.of(
                        "program",
                        "KEHU",
                        "code",
                        code,
                        "name",
                        "test",
                        "condition",
                        condition,
                        "points",
                        points,
                        "perMinor",
                        100))
                .exchange();
    }

    private org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec publish(String code, int version) {
        return api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/rules/" + code + "/" + version + ":publish?program=KEHU")
                .exchange();
    }

    private long balance() {
        Member member = member();
        return member == null ? -1 : member.balance();
    }

    private Member member() {
        return api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/" + number)
                .exchange()
                .returnResult(Member.class)
                .getResponseBody();
    }

    private Statement statement() {
        return api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/" + number + "/statement?limit=200")
                .exchange()
                .returnResult(Statement.class)
                .getResponseBody();
    }

    private int statementSize() {
        Statement statement = statement();
        return statement == null || statement.items() == null
                ? 0
                : statement.items().size();
    }

    /** A purchase to be told. */
    private static final class Purchase {

        private final UUID id = UUID.randomUUID();
        private final String orderNo = "O-" + id;
        private final String number;
        private final long amount;
        private String category = "";

        Purchase(String number, long amount) {
            this.number = number;
            this.amount = amount;
        }

        Purchase category(String name) {
            category = name;
            return this;
        }

        Event recorded() {
            return Event.of(RECORDED, number, """
                    {"purchaseId":"%s","number":"%s","channel":"POS","orderNo":"%s","store":null,
                     "occurredAt":"2026-11-01T03:15:00Z","currency":"CNY","amountMinor":%d,
                     "lines":[{"lineNo":1,"product":"P","category":"%s","quantity":1.5,"amountMinor":%d}]}
                    """.formatted(id, number, orderNo, amount, category, amount));
        }

        Event refunded(String refund, long refundedAmount) {
            UUID refundId = UUID.nameUUIDFromBytes((id + refund).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return Event.of(
                    REFUNDED, number, """
                    {"refundId":"%s","purchaseId":"%s","number":"%s","channel":"POS","orderNo":"%s","refundNo":"%s-%s",
                     "occurredAt":"2026-11-02T03:15:00Z","currency":"CNY","amountMinor":%d,"lines":[]}
                    """.formatted(refundId, id, number, orderNo, orderNo, refund, refundedAmount));
        }
    }
}
