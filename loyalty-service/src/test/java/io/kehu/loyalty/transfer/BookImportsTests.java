package io.kehu.loyalty.transfer;

import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Desk;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Imported points are booked once whatever happens, and are points like any others. */
@ServiceTest
class BookImportsTests {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Transactions transactions;

    @Autowired
    private Invariants invariants;

    @Autowired
    private ImportTable imports;

    @Autowired
    private ImportRowTable rows;

    @Autowired
    private BookImports bookImports;

    @TempDir
    private Path directory;

    private final String number = Shop.newNumber();
    private final String other = Shop.newNumber();

    /** The tenth of January in the zone, before noon. */
    private Desk desk;

    @AfterEach
    void theLedgerAddsUp() {
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    /** Several instances whose transactions are broken off again and again, and the service's own job. */
    @Test
    void whateverBreaksOffEveryRowIsBookedOnce() throws Exception {
        desk = Desk.alone(context, SHANGHAI, 24, Instant.now());
        ImportPeople people = new ImportPeople(api, desk.program().code());
        LocalDate today = LocalDate.now(SHANGHAI);
        List<String> numbers = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            numbers.add(i % 3 == 0 ? number : Shop.newNumber());
            text.append("%s,%d,%s,,R-%d,\n".formatted(numbers.getLast(), i + 1, today, i));
        }
        String id = people.uploaded(text.toString());
        for (int i = 0; i < 3; i++) {
            desk.crashAfter(() -> {
                letIn(UUID.fromString(id));
                assertThat(bookImports.bookNext(3)).isTrue();
                assertThat(transactionsOf("IMPORT")).isEqualTo(3);
            });
        }
        assertThat(people.stands(id).path("booked").asLong()).isZero();
        assertThat(transactionsOf("IMPORT")).isZero();
        people.decide(people.approver, id, "approve").expectStatus().isOk();
        atOnce(8, () -> {
            while (people.stands(id).path("state").asString().equals("BOOKING")) {
                if (ThreadLocalRandom.current().nextBoolean()) {
                    desk.crashAfter(() -> bookImports.bookNext(3));
                } else {
                    bookImports.bookNext(3);
                }
            }
            return true;
        });

        JsonNode done = people.done(id);
        assertThat(done.path("booked").asLong()).isEqualTo(400);
        assertThat(done.path("bookedPoints").asLong()).isEqualTo(400 * 401 / 2);
        assertThat(transactionsOf("IMPORT")).isEqualTo(400);
        assertThat(balances()).isEqualTo(400 * 401 / 2);
    }

    @Test
    void aJobThatDiedGoesOnWhereItWas() {
        at("2027-01-10T02:00:00Z");
        UUID id = upload(
                "%s,1,2026-01-01,,A,\n%s,2,2026-01-01,,B,\n%s,4,2026-01-01,,C,\n".formatted(number, other, number));

        transactions.run(() -> {
            letIn(id);
            job().bookNext(2);
            assertThat(imports.find(id).orElseThrow().bookedPoints()).isEqualTo(3);
            assertThat(desk.account(number).posted()).isEqualTo(1);
            BookImports another = job();
            assertThat(another.bookNext(2)).isTrue();
            assertThat(another.bookNext(2)).isFalse();
        });

        assertThat(imports.find(id).orElseThrow().state()).isEqualTo(PointsImport.State.DONE);
        assertThat(desk.account(number).posted()).isEqualTo(5);
        assertThat(transactionsOf("IMPORT")).isEqualTo(3);
    }

    @Test
    void pointsAreSpentWhileOthersCome() throws Exception {
        desk = Desk.alone(context, SHANGHAI, 24, Instant.now());
        ImportPeople people = new ImportPeople(api, desk.program().code());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            text.append("%s,1,%s,,R-%d,\n".formatted(number, LocalDate.now(SHANGHAI), i));
        }
        String id = people.uploaded(text.toString());
        people.decide(people.approver, id, "approve").expectStatus().isOk();

        AtomicInteger spent = new AtomicInteger();
        atOnce(64, () -> {
            for (int i = 0; i < 3; i++) {
                bookImports.bookNext(1);
                spent.addAndGet(desk.redeem(number, 1) instanceof Booked ? 1 : 0);
            }
            return true;
        });

        people.done(id);
        assertThat(spent).hasPositiveValue();
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(64 - spent.get(), 0, 0));
        assertThat(transactionsOf("REDEEM")).isEqualTo(spent.get());
        assertThat(transactionsOf("IMPORT")).isEqualTo(64);
    }

    @Test
    void membersAreMergedWhileTheirPointsCome() throws Exception {
        desk = Desk.alone(context, SHANGHAI, 24, Instant.now());
        ImportPeople people = new ImportPeople(api, desk.program().code());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            text.append("%s,1,%s,,R-%d,\n".formatted(i % 2 == 0 ? number : other, LocalDate.now(SHANGHAI), i));
        }
        String id = people.uploaded(text.toString());
        UUID merge = UUID.randomUUID();
        people.decide(people.approver, id, "approve").expectStatus().isOk();
        AtomicInteger turns = new AtomicInteger();

        atOnce(4, () -> {
            if (turns.incrementAndGet() == 1) {
                merge("/loyalty/v1/merges/" + merge);
            }
            while (people.stands(id).path("state").asString().equals("BOOKING")) {
                bookImports.bookNext(3);
            }
            return true;
        });

        assertThat(people.done(id).path("booked").asLong()).isEqualTo(200);
        assertThat(desk.account(number).posted()).isEqualTo(200);
        api.as(SERVICE)
                .post()
                .uri("/loyalty/v1/merges/" + merge + ":undo")
                .body(Map.of("survivor", number, "losers", List.of(other)))
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(desk.account(number).posted()).isEqualTo(100);
        assertThat(desk.account(other).posted()).isEqualTo(100);
    }

    /** The last second of a year and the first one of the next, and the last second of the last day. */
    @Test
    void theyBelongToTheMonthTheyWereEarnedInAndExpireWhenItWasSaid() {
        at("2027-01-10T02:00:00Z");
        desk.earn(number, 1_000);
        book("%s,300,2025-12-31,2027-01-31,A,\n%s,50,2026-01-01,2027-01-31,B,\n%s,7,2027-01-10,never,C,\n"
                .formatted(number, number, other));

        JsonNode report = report("2027-01");
        assertThat(row(report, 0)).isEqualTo("2025-12: 0 + 0 + 300 - 0 - 0 + 0 = 300");
        assertThat(row(report, 1)).isEqualTo("2026-01: 0 + 0 + 50 - 0 - 0 + 0 = 50");
        assertThat(row(report, 2)).isEqualTo("2027-01: 0 + 1000 + 7 - 0 - 0 + 0 = 1007");
        assertThat(text(report.path("total"))).isEqualTo("*: 0 + 1000 + 357 - 0 - 0 + 0 = 1357");
        assertThat(report.path("ledgerPoints").asLong()).isEqualTo(1_357);
        assertThat(report.at("/months/0/liabilityMinor").asLong()).isZero();
        assertThat(report.at("/months/0/deferredMinor").asLong()).isZero();

        desk.redeem(number, 20);
        desk.moveTo(Instant.parse("2027-01-31T15:59:59.999999Z"));
        assertThat(desk.expire(number)).isEmpty();
        desk.moveTo(Instant.parse("2027-01-31T16:00:00Z"));
        assertThat(desk.expire(number)).singleElement().satisfies(booked -> {
            assertThat(booked.booking().points()).isEqualTo(-330);
            assertThat(booked.booking().businessRef()).isEqualTo("EXPIRY/2027-01-31");
        });

        report = report("2027-02");
        assertThat(row(report, 0)).isEqualTo("2025-12: 280 + 0 + 0 - 0 - 280 + 0 = 0");
        assertThat(row(report, 1)).isEqualTo("2026-01: 50 + 0 + 0 - 0 - 50 + 0 = 0");
        assertThat(text(report.path("total"))).isEqualTo("*: 1337 + 0 + 0 - 0 - 330 + 0 = 1007");
        assertThat(report.path("agrees").asBoolean()).isTrue();
    }

    @Test
    void ofEqualExpiryTheOldestIsSpentFirst() {
        at("2027-01-10T02:00:00Z");
        Booked here = desk.earn(number, 10);
        LocalDate last = desk.program().lastDayBefore(here.expiresAt());
        book("%s,10,2026-06-30,%s,YOUNGER,\n%s,10,2025-06-30,%s,OLDER,\n".formatted(number, last, number, last));

        desk.redeem(number, 5);

        assertThat(jdbc.sql("SELECT business_ref FROM points_lot WHERE number = :number AND remaining = 5")
                        .param("number", number)
                        .query(String.class)
                        .single())
                .isEqualTo("IMPORT/OLDER");
        desk.redeem(number, 10);
        desk.redeem(number, 10);
        assertThat(jdbc.sql("SELECT business_ref FROM points_lot WHERE number = :number AND remaining = 5")
                        .param("number", number)
                        .query(String.class)
                        .single())
                .isEqualTo("EARN");
    }

    @Test
    void theyPayWhatIsOwedAtOnceOrWhenTheyNeedNotWait() {
        at("2027-01-10T02:00:00Z");
        Booked earned = desk.earn(number, 100);
        desk.redeem(number, 100);
        desk.reverseEarning(earned, 100);

        book("%s,30,2026-12-01,,NOW,2027-01-10\n%s,50,2026-12-01,,LATER,2027-01-12\n".formatted(number, number));

        assertThat(desk.account(number)).isEqualTo(new Desk.Account(50, 0, 70));
        desk.moveTo(Instant.parse("2027-01-11T15:59:59Z"));
        desk.activate();
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(50, 0, 70));
        desk.moveTo(Instant.parse("2027-01-11T16:00:00Z"));
        desk.activate();
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(0, 0, 20));
    }

    @Test
    void theyAreHeldAndGivenBackWithTheirDates() {
        at("2027-01-10T02:00:00Z");
        book("%s,30,2026-12-01,2027-03-31,A,\n".formatted(number));
        Instant end = Instant.parse("2027-03-31T16:00:00Z");

        UUID hold = desk.hold(number, 20, Duration.ofDays(1)).id();
        Booked spent = desk.capture(hold, 15).getFirst();
        desk.giveBack(spent.booking().id(), 15);

        assertThat(desk.lots(number)).containsExactly(new Desk.LotRow(30, 0, "ACTIVE", end));
    }

    @Test
    void whatExpiredWhileItWaitedIsRefused() {
        at("2027-01-10T02:00:00Z");
        UUID id = upload("%s,1,2026-01-01,2027-01-10,A,\n%s,2,2026-01-01,2027-01-11,B,\n".formatted(number, number));
        desk.moveTo(Instant.parse("2027-01-10T16:00:00Z"));

        book(id);

        PointsImport done = imports.find(id).orElseThrow();
        assertThat(done.refused()).isOne();
        assertThat(rows.page(id, ImportRow.State.REFUSED, 0, 10))
                .singleElement()
                .satisfies(row -> assertThat(row.problem()).isEqualTo(RowProblem.EXPIRED));
        assertThat(desk.account(number).posted()).isEqualTo(2);
    }

    @Test
    void whatIsWaitedForIsKnownTheDayItIsRead() {
        at("2027-01-10T15:59:59Z");
        assertThat(imports.find(upload("%s,1,2027-01-10,,A,\n%s,1,2027-01-11,,B,\n".formatted(number, number)))
                        .orElseThrow()
                        .good())
                .isOne();
        desk.moveTo(Instant.parse("2027-01-10T16:00:00Z"));
        assertThat(imports.find(upload("%s,1,2027-01-11,,B,\n".formatted(number)))
                        .orElseThrow()
                        .good())
                .isOne();
    }

    private void at(String instant) {
        desk = Desk.alone(context, SHANGHAI, 24, Instant.parse(instant));
    }

    private UUID upload(String text) {
        try {
            Path file = Files.writeString(directory.resolve(UUID.randomUUID().toString()), ImportPeople.HEADER + text);
            UploadImport uploads = new UploadImport(imports, rows, context.getBean(AuditTrail.class), desk.clock());
            return transactions
                    .call(() -> uploads.upload(desk.program(), file, "bringer"))
                    .id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void letIn(UUID id) {
        assertThat(imports.decide(id, PointsImport.State.BOOKING, "approver", desk.now()))
                .isTrue();
    }

    private void book(String text) {
        book(upload(text));
    }

    /** Out of sight of the service's own job, whose clock shows another time. */
    private void book(UUID id) {
        transactions.run(() -> {
            letIn(id);
            BookImports job = job();
            while (imports.find(id).orElseThrow().state() == PointsImport.State.BOOKING) {
                assertThat(job.bookNext(2)).isTrue();
            }
        });
    }

    private BookImports job() {
        return new BookImports(
                imports, rows, context.getBean(Programs.class), desk.ledger(), transactions, desk.clock());
    }

    private void merge(String uri) {
        api.as(SERVICE)
                .put()
                .uri(uri)
                .body(Map.of("survivor", number, "losers", List.of(other)))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static void atOnce(int threads, Callable<Boolean> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<Boolean>> ends = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                ends.add(executor.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
        }
        for (Future<Boolean> end : ends) {
            assertThat(end.get()).isTrue();
        }
    }

    private long transactionsOf(String type) {
        return jdbc.sql("SELECT count(*) FROM points_tx WHERE program = :program AND type = :type")
                .param("program", desk.program().code())
                .param("type", type)
                .query(Long.class)
                .single();
    }

    private long balances() {
        return jdbc.sql("SELECT sum(posted) FROM points_account WHERE program = :program")
                .param("program", desk.program().code())
                .query(Long.class)
                .single();
    }

    private JsonNode report(String month) {
        return ImportPeople.json(api.as(AUDITOR)
                .get()
                .uri("/loyalty/v1/reports/liability?program=" + desk.program().code() + "&from=" + month)
                .exchange()
                .expectStatus()
                .isOk());
    }

    private static String row(JsonNode report, int index) {
        return text(report.path("months").path(index));
    }

    private static String text(JsonNode month) {
        return "%s: %d + %d + %d - %d - %d + %d = %d"
                .formatted(
                        month.path("month").asString(),
                        month.path("opening").asLong(),
                        month.path("issued").asLong(),
                        month.path("imported").asLong(),
                        month.path("redeemed").asLong(),
                        month.path("expired").asLong(),
                        month.path("adjusted").asLong(),
                        month.path("closing").asLong());
    }
}
