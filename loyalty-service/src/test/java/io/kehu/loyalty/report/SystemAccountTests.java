package io.kehu.loyalty.report;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Desk;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The accounts of a programme are added up day by day, once, and what they come to is told by that and by what came since. */
@ServiceTest
class SystemAccountTests {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final String REPORT = "/loyalty/v1/reports/system-accounts";

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private RollUpDays rollUp;

    @Autowired
    private Programs programs;

    @Autowired
    private SystemAccountDays days;

    @Autowired
    private Invariants invariants;

    @Autowired
    private Transactions transactions;

    @Autowired
    private JdbcClient jdbc;

    private final String number = Shop.newNumber();
    /** The day that is not added up yet. */
    private final LocalDate today = LocalDateTime.now(SHANGHAI).minusMinutes(10).toLocalDate();

    private final LocalDate first = today.minusDays(4);

    @Test
    void everyDayIsAddedUpOnceAndWhatCameSinceIsReadFromThePostings() {
        Desk desk = fourDays();

        rollUp.rollUp(desk.program());

        List<String> rows = rows(desk);
        assertThat(rows)
                .containsExactly(
                        first + " ISSUED -100 1",
                        first.plusDays(1) + " ISSUED -1 1",
                        first.plusDays(1) + " REDEEMED 30 1",
                        first.plusDays(3) + " ADJUSTED -5 1",
                        first.plusDays(3) + " ISSUED 20 1",
                        first.plusDays(3) + " REDEEMED -10 1");
        assertThat(jdbc.sql("SELECT count(*) FROM system_account_day WHERE program = :program")
                        .param("program", desk.program().code())
                        .query(Long.class)
                        .single())
                .isEqualTo(4 * 5);
        rollUp.rollUp(desk.program());
        assertThat(rows(desk)).isEqualTo(rows);
        assertThat(violations()).isEmpty();

        assertThat(told(desk, first, first)).contains("ISSUED 0 -100 -100 1", "REDEEMED 0 0 0 0");
        assertThat(told(desk, first.plusDays(1), first.plusDays(2))).contains("ISSUED -100 -1 -101 1");
        assertThat(told(desk, first.plusDays(3), today))
                .containsExactly(
                        "ADJUSTED 0 -5 -5 1",
                        "BREAKAGE 0 0 0 0",
                        "IMPORTED 0 0 0 0",
                        "ISSUED -101 -987 -1088 3",
                        "REDEEMED 30 -10 20 1");
        assertThat(told(desk, today, today)).contains("ISSUED -81 -1007 -1088 2");
    }

    @Test
    void beforeAnythingIsAddedUpAllIsReadFromThePostings() {
        Desk desk = fourDays(Instant.now());

        assertThat(told(desk, first, today)).contains("ISSUED 0 -1088 -1088 5", "REDEEMED 0 20 20 2");
    }

    @Test
    void aDayIsAddedUpTenMinutesAfterItsEnd() {
        Desk desk = fourDays();
        Instant over = desk.program().endOf(first).plus(Duration.ofMinutes(10));

        rollUp(over.minusMillis(1)).rollUp(desk.program());
        assertThat(days.lastDay(desk.program())).isEmpty();

        rollUp(over).rollUp(desk.program());
        assertThat(days.lastDay(desk.program())).contains(first);
    }

    /** Booked before midnight, committed after it. */
    @Test
    void whatIsNotCommittedIsWaitedFor() throws Exception {
        Desk desk = Desk.alone(
                context, SHANGHAI, 24, kehu().startOf(today.plusDays(2)).minusSeconds(1));
        definedOn(desk, desk.now());
        RollUpDays later = rollUp(desk.program().startOf(today.plusDays(2)).plus(Duration.ofMinutes(10)));
        CountDownLatch booked = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> booking = threads.submit(() -> transactions.run(() -> {
                desk.earn(number, 70);
                booked.countDown();
                awaited(told);
            }));
            booked.await();
            later.rollUp(desk.program());
            Optional<LocalDate> meanwhile = days.lastDay(desk.program());
            told.countDown();
            booking.get();
            assertThat(meanwhile).isEmpty();
        }

        await().until(() -> {
            later.rollUp(desk.program());
            return days.lastDay(desk.program()).isPresent();
        });
        assertThat(rows(desk)).containsExactly(today.plusDays(1) + " ISSUED -70 1");
    }

    @Test
    void manyAtOnceAddADayUpOnce() throws Exception {
        Desk desk = fourDays();
        int callers = 64;
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                done.add(threads.submit(() -> {
                    start.await();
                    rollUp.rollUp(desk.program());
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }

        assertThat(days.lastDay(desk.program())).contains(today.minusDays(1));
        assertThat(rows(desk)).hasSize(6);
        assertThat(violations()).isEmpty();
    }

    @Test
    void whatIsAddedUpStays() {
        Desk desk = fourDays();
        rollUp.rollUp(desk.program());

        for (String sql :
                List.of("UPDATE system_account_day SET points = points + 1", "DELETE FROM system_account_day")) {
            assertThatThrownBy(() -> jdbc.sql(sql + " WHERE program = :program")
                            .param("program", desk.program().code())
                            .update())
                    .isInstanceOf(DataAccessException.class);
        }
        assertThat(jdbc.sql(
                                "SELECT tgname FROM pg_trigger WHERE tgrelid = 'system_account_day'::regclass AND NOT tgisinternal")
                        .query(String.class)
                        .list())
                .containsExactly("system_account_day_is_final");
    }

    @Test
    void theAuditFindsWhatIsNotTheSumOfItsPostingsAndWhatIsLeftOut() {
        Desk desk = fourDays();
        rollUp.rollUp(desk.program());

        foundAfter("rolled-up-days-are-sum-of-their-postings", () -> {
            desk.moveTo(desk.program().startOf(first.plusDays(2)));
            desk.earn(number, 1);
        });
        foundAfter("rolled-up-days-are-sum-of-their-postings", () -> plant(desk, today, 7));
        foundAfter("rolled-up-days-have-no-gaps", () -> plant(desk, today.plusDays(1), 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "asOf=2026-02-30",
                "asOf=26-02-01",
                "asOf=2200-01-01",
                "from=1999-12-31",
                "from=2026-11-02&asOf=2026-11-01",
                "program=x"
            })
    void badDaysAreRefused(String query) {
        api.as(AUDITOR)
                .get()
                .uri(REPORT + "?" + query)
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void itIsNotForEverybody() {
        api.as(AGENT).get().uri(REPORT).exchange().expectStatus().isForbidden();
        api.as(AUDITOR).get().uri(REPORT).exchange().expectStatus().isOk();
    }

    private Program kehu() {
        return programs.find("KEHU").orElseThrow();
    }

    private Desk fourDays() {
        return fourDays(kehu().startOf(first));
    }

    /** The first second and the last microsecond of days, a day with nothing, and today. */
    private Desk fourDays(Instant definedAt) {
        Desk desk = Desk.alone(context, SHANGHAI, 24, kehu().endOf(first).minusNanos(1_000));
        Booked earned = desk.earn(number, 100);
        desk.moveTo(desk.program().startOf(first.plusDays(1)));
        desk.earn(number, 1);
        desk.move(Duration.ofHours(1));
        Booked spent = (Booked) desk.redeem(number, 30);
        desk.moveTo(desk.program().startOf(first.plusDays(3)).plusSeconds(1));
        desk.reverseEarning(earned, 20);
        desk.adjust(number, 5);
        desk.giveBack(spent.booking().id(), 10);
        desk.moveTo(desk.program().startOf(today));
        desk.earn(number, 7);
        desk.moveTo(desk.program().startOf(today).plusSeconds(1));
        desk.earn(number, 1_000);
        definedOn(desk, definedAt);
        return desk;
    }

    /** What is booked from then on is added up; the job leaves the programme alone before. */
    private void definedOn(Desk desk, Instant at) {
        jdbc.sql("UPDATE program SET created_at = :at::timestamptz WHERE code = :program")
                .param("at", at.toString())
                .param("program", desk.program().code())
                .update();
    }

    private RollUpDays rollUp(Instant at) {
        return new RollUpDays(programs, days, transactions, Clock.fixed(at, ZoneOffset.UTC));
    }

    /** Rows of days with postings. */
    private List<String> rows(Desk desk) {
        return jdbc.sql("""
                        SELECT concat_ws(' ', day, account, points, postings) FROM system_account_day
                        WHERE program = :program AND postings > 0 ORDER BY day, account
                        """)
                .param("program", desk.program().code())
                .query(String.class)
                .list();
    }

    private List<String> told(Desk desk, LocalDate from, LocalDate asOf) {
        JsonNode report = api.as(AUDITOR)
                .get()
                .uri(REPORT + "?program=" + desk.program().code() + "&from=" + from + "&asOf=" + asOf)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        List<String> lines = new ArrayList<>();
        report.path("accounts")
                .forEach(line -> lines.add("%s %d %d %d %d"
                        .formatted(
                                line.path("account").asString(),
                                line.path("opening").asLong(),
                                line.path("moved").asLong(),
                                line.path("balance").asLong(),
                                line.path("postings").asLong())));
        return lines;
    }

    private void plant(Desk desk, LocalDate day, long points) {
        jdbc.sql("""
                        INSERT INTO system_account_day (program, day, account, points, postings)
                        VALUES (:program, :day::date, 'ISSUED', :points, :points)
                        """)
                .param("program", desk.program().code())
                .param("day", day.toString())
                .param("points", points)
                .update();
    }

    private void foundAfter(String check, Runnable planted) {
        List<String> found = new ArrayList<>();
        assertThatThrownBy(() -> transactions.run(() -> {
                    planted.run();
                    found.addAll(violations());
                    throw new IllegalStateException("Take it back");
                }))
                .hasMessage("Take it back");
        assertThat(found).contains(check);
    }

    private List<String> violations() {
        return invariants.run().stream()
                .filter(one -> one.violations() > 0)
                .map(Invariants.Check::name)
                .toList();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
