package io.kehu.loyalty.notice;

import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Desk;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Members are told before their points expire; of what nobody could be told lasts longer, once. */
@ServiceTest
class NoticeTests {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Program.Notice NOTICE = new Program.Notice(30, 20);
    private static final int YEAR = Year.now().getValue() + 1;
    private static final Instant EARNED = Instant.parse(YEAR + "-01-10T04:00:00Z");
    private static final Instant NEAR = Instant.parse(YEAR + "-02-20T04:00:00Z");

    /** The end of 10 March, there. */
    private static final Instant EXPIRY = Instant.parse(YEAR + "-03-10T16:00:00Z");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private NoticeTable notices;

    @Autowired
    private Transactions transactions;

    @Autowired
    private TestBroker broker;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Api api;

    private final String number = Shop.newNumber();
    private Desk desk;
    private TellExpiries tellExpiries;

    @BeforeEach
    void open() {
        desk = Desk.alone(context, ZONE, 2, EARNED);
        tellExpiries = new TellExpiries(notices, context.getBean(Outbox.class), desk.clock());
        desk.earn(number, 100);
    }

    @AfterEach
    void theLedgerAddsUp() {
        assertThat(context.getBean(Invariants.class).run())
                .filteredOn(check -> check.violations() > 0)
                .isEmpty();
    }

    @Test
    void aMemberIsToldOnceAndThenThePointsExpire() {
        String ear = broker.listen("loyalty.points.expiring.v1");
        tell();
        assertThat(states()).isEmpty();

        desk.moveTo(NEAR);
        tell();
        tell();

        assertThat(states()).containsExactly("TOLD");
        await().until(() -> broker.heard(ear, number).size() == 1);
        JsonNode told = broker.heard(ear, number).getFirst().path("data");
        EventContract.verifyProduced("loyalty.points.expiring.v1", told.toString());
        assertThat(told.path("month").asString()).isEqualTo(YEAR + "-03");
        assertThat(told.path("lastDay").asString()).isEqualTo(YEAR + "-03-10");
        assertThat(told.path("points").asLong()).isEqualTo(100);
        answer("sent", told.path("noticeId").asString(), "SENT");
        assertThat(expiredAt(EXPIRY)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"failed", "suppressed"})
    void whoeverCouldNotBeToldKeepsThePointsLongerOnce(String what) {
        desk.moveTo(NEAR);
        tell();
        answer(what, notice(), "FAILED");

        assertThat(expiredAt(EXPIRY)).isZero();
        assertThat(desk.lots(number).getFirst().expiresAt()).isEqualTo(Instant.parse(YEAR + "-03-30T16:00:00Z"));
        assertThat(desk.account(number).posted()).isEqualTo(100);
        assertThat(expiredAt(Instant.parse(YEAR + "-03-30T15:59:59Z"))).isZero();
        assertThat(expiredAt(Instant.parse(YEAR + "-03-30T16:00:00Z"))).isEqualTo(100);
    }

    /** No answer is no proof. */
    @Test
    void whatNobodyAnsweredLastsLonger() {
        desk.moveTo(NEAR);
        tell();

        assertThat(expiredAt(EXPIRY)).isZero();
        assertThat(states()).containsExactly("TOLD");
    }

    /** While the points can still be spent, not after a gap. */
    @Test
    void pointsAreProlongedBeforeTheyExpire() {
        desk.moveTo(EXPIRY.minus(Duration.ofHours(25)));
        assertThat(desk.settle(NOTICE)).isZero();

        desk.moveTo(EXPIRY.minus(Duration.ofHours(23)));

        assertThat(desk.settle(NOTICE)).isOne();
        assertThat(desk.settle(NOTICE)).isZero();
        desk.moveTo(EXPIRY.plusSeconds(1));
        desk.redeem(number, 100);
        assertThat(desk.account(number).posted()).isZero();
    }

    @Test
    void heldPointsAreProlongedToo() {
        UUID hold = desk.hold(number, 100, Duration.ofDays(90)).id();
        assertThat(expiredAt(EXPIRY)).isZero();

        desk.release(hold);

        assertThat(desk.account(number).posted()).isEqualTo(100);
        assertThat(expiredAt(Instant.parse(YEAR + "-03-30T16:00:00Z"))).isEqualTo(100);
    }

    @Test
    void aMessageThatWentOutStaysOneThatWentOut() {
        desk.moveTo(NEAR);
        tell();
        String notice = notice();
        answer("failed", notice, "FAILED");
        for (int i = 0; i < 3; i++) {
            answer("sent", notice, "SENT");
        }
        broker.tell(event("failed", notice));
        broker.tell(event("sent", UUID.randomUUID().toString()));
        broker.tell(
                TestBroker.Event.of("notification.message.sent.v1", number, """
                {"messageId": "%s", "dedupeKey": "order:1:shipped", "number": "%s"}""".formatted(UUID.randomUUID(), number)));
        String other = Shop.newNumber();
        desk.earn(other, 5);
        desk.moveTo(EXPIRY.minus(Duration.ofDays(5)));

        assertThat(states()).containsExactly("SENT");
        assertThatThrownBy(() -> jdbc.sql("UPDATE expiry_notice SET state = 'FAILED', reason = 'X' WHERE id = :id")
                        .param("id", UUID.fromString(notice))
                        .update())
                .isInstanceOf(DataAccessException.class);
        assertThat(expiredAt(EXPIRY)).isEqualTo(100);
    }

    /** What was told under one number was told to the customer. */
    @Test
    void aMergeKeepsWhatWasTold() {
        String survivor = Shop.newNumber();
        desk.earn(survivor, 7);
        desk.moveTo(NEAR);
        tell();
        answer("sent", notice(), "SENT");
        context.getBean(Merges.class).merge(new MergeOrder(UUID.randomUUID(), survivor, List.of(number)));

        assertThat(expiredAt(EXPIRY, survivor)).isEqualTo(107);
        assertThat(listed(survivor)).hasSize(2);
        assertThat(listed(number)).hasSize(2);
    }

    /** A crash loses a stretch at most, and nobody is told twice or not at all. */
    @Test
    void theLookGoesOnWhereItWasBrokenOff() {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            others.add(Shop.newNumber());
            desk.earn(others.getLast(), 10);
        }
        desk.moveTo(NEAR);
        Program program = desk.program();
        while (count() < 3) {
            transactions.call(() -> tellExpiries.tell(program, NOTICE, 2));
        }
        desk.crashAfter(() -> tellExpiries.tell(program, NOTICE, 2));

        while (transactions.call(() -> tellExpiries.tell(program, NOTICE, 2))) {
            Thread.onSpinWait();
        }

        assertThat(count()).isEqualTo(7);
        desk.move(Duration.ofDays(1));
        String late = Shop.newNumber();
        desk.earn(late, 3);
        tell();
        assertThat(count())
                .as("what expires in April is told when April is near")
                .isEqualTo(7);
    }

    @Test
    void whoeverJoinsLateIsToldTheNextDay() {
        desk.moveTo(NEAR);
        tell();
        desk.moveTo(EARNED.plusSeconds(60));
        String late = Shop.newNumber();
        desk.earn(late, 3);
        desk.moveTo(NEAR);
        tell();
        assertThat(count()).isOne();

        desk.move(Duration.ofDays(1));
        tell();

        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aMemberSeesWhatThePointsWereToldOf() {
        desk.moveTo(NEAR);
        tell();
        answer("suppressed", notice(), "FAILED");

        JsonNode seen = listed(number).get(0);

        assertThat(seen.path("month").asString()).isEqualTo(YEAR + "-03");
        assertThat(seen.path("state").asString()).isEqualTo("FAILED");
        assertThat(seen.path("reason").asString()).isEqualTo("SUPPRESSION");
        api.asMember(Shop.newNumber())
                .get()
                .uri(
                        "/loyalty/v1/members/{n}/expiry-notices?program={p}",
                        number,
                        desk.program().code())
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    private void tell() {
        while (transactions.call(() -> tellExpiries.tell(desk.program(), NOTICE, 100))) {
            Thread.onSpinWait();
        }
    }

    private long expiredAt(Instant at) {
        return expiredAt(at, number);
    }

    /** As the job does it: settles, then has expire what may. */
    private long expiredAt(Instant at, String member) {
        if (at.isAfter(desk.now())) {
            desk.moveTo(at);
        }
        desk.settle(NOTICE);
        return desk.expire(member).stream()
                .mapToLong(booked -> -booked.booking().points())
                .sum();
    }

    private void answer(String what, String notice, String state) {
        broker.tell(event(what, notice));
        await().until(() -> state.equals(jdbc.sql("SELECT state FROM expiry_notice WHERE id = :id")
                .param("id", UUID.fromString(notice))
                .query(String.class)
                .single()));
    }

    private TestBroker.Event event(String what, String notice) {
        String type = "notification.message." + what + ".v1";
        String reason = what.equals("sent")
                ? ""
                : ", \"reason\": \"" + (what.equals("failed") ? "BAD_ADDRESS" : "SUPPRESSION") + "\"";
        String data = """
                {"messageId": "%s", "dedupeKey": "evt:%s:points-expiring", "number": "%s", "purpose": "TRANSACTIONAL",
                 "channel": "EMAIL", "template": "points-expiring"%s}""".formatted(UUID.randomUUID(), notice, number, reason);
        EventContract.verifyProduced(type, data);
        return TestBroker.Event.of(type, number, data);
    }

    private String notice() {
        return jdbc.sql("SELECT id::text FROM expiry_notice WHERE program = :program AND number = :number")
                .param("program", desk.program().code())
                .param("number", number)
                .query(String.class)
                .single();
    }

    private List<String> states() {
        return jdbc.sql("SELECT state FROM expiry_notice WHERE program = :program AND number = :number")
                .param("program", desk.program().code())
                .param("number", number)
                .query(String.class)
                .list();
    }

    private long count() {
        return jdbc.sql("SELECT count(*) FROM expiry_notice WHERE program = :program")
                .param("program", desk.program().code())
                .query(Long.class)
                .single();
    }

    private JsonNode listed(String member) {
        return api.as(AGENT)
                .get()
                .uri(
                        "/loyalty/v1/members/{n}/expiry-notices?program={p}",
                        member,
                        desk.program().code())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("items");
    }
}
