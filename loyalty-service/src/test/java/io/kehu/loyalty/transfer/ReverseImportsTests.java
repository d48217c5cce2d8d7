package io.kehu.loyalty.transfer;

import static io.kehu.loyalty.transfer.ImportPeople.WRONG;
import static io.kehu.loyalty.transfer.ImportPeople.problem;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Desk;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A file that was wrong goes back once, as far as its points are there. */
@ServiceTest
class ReverseImportsTests {

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

    @Autowired
    private ReverseImports reverseImports;

    private final String number = Shop.newNumber();
    private final String other = Shop.newNumber();
    private final LocalDate today = LocalDate.now(SHANGHAI);

    private Desk desk;
    private ImportPeople people;

    @BeforeEach
    void open() {
        desk = Desk.alone(context, SHANGHAI, 24, Instant.now());
        people = new ImportPeople(api, desk.program().code());
    }

    @AfterEach
    void theLedgerAddsUp() {
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    /** Soonest expiry first, so that it is known which row is spent, and which one is held. */
    @Test
    void whatIsLeftGoesBackAndTheRestStays() {
        String id = people.uploaded(row(number, 50, "never", "WHOLE")
                + row(number, 40, today.plusDays(10).toString(), "SPENT")
                + row(other, 30, today.plusDays(20).toString(), "HELD")
                + row(other, 20, "never", "BACK-BEFORE")
                + "%s,7,%s,never,WAITS,%s\n".formatted(other, today, today.plusDays(3))
                + row("C-BAD", 1, "never", "BAD"));
        people.letIn(id);
        desk.redeem(number, 15);
        UUID hold = desk.hold(other, 10, Duration.ofDays(1)).id();
        takeBackAlone(transaction(id, "BACK-BEFORE"));

        JsonNode reversal = people.takeBack(id).path("reversal");

        assertThat(reversal.path("reversed").asInt()).isEqualTo(3);
        assertThat(reversal.path("partlyReversed").asInt()).isEqualTo(2);
        assertThat(reversal.path("reversedPoints").asLong()).isEqualTo(50 + 25 + 20 + 20 + 7);
        assertThat(reversal.path("reversedBy").asString()).isEqualTo(people.bringer);
        assertThat(reversal.path("reason").asString()).isEqualTo("Points of last year");
        assertThat(reversal.path("endedAt").asString()).isNotEmpty();
        assertThat(states(id))
                .containsExactly(
                        "WHOLE REVERSED 50 true",
                        "SPENT PARTLY_REVERSED 25 true",
                        "HELD PARTLY_REVERSED 20 true",
                        "BACK-BEFORE REVERSED 20 false",
                        "WAITS REVERSED 7 true",
                        " BAD 0 false");
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(0, 0, 0));
        assertThat(desk.account(other)).isEqualTo(new Desk.Account(10, 10, 0));
        desk.release(hold);
        takeBackAlone(transaction(id, "HELD"));
        assertThat(desk.account(other).posted()).isZero();
    }

    @Test
    void whatWentBackWholeMayComeAgain() {
        String rows = row(number, 50, "never", "A") + row(other, 40, "never", "B");
        String wrong = people.uploaded(rows);
        people.letIn(wrong);
        desk.redeem(other, 1);
        people.takeBack(wrong);

        String right = people.uploaded(rows);

        assertThat(people.problems(right)).containsExactly("3 REFERENCE_IMPORTED");
        people.letIn(right);
        assertThat(desk.account(number).posted()).isEqualTo(50);
        assertThat(desk.account(other).posted()).isZero();
        people.takeBack(right);
        assertThat(desk.account(number).posted()).isZero();
    }

    @Test
    void nothingMoreIsBookedOfWhatGoesBack() {
        String id = people.uploaded(
                row(number, 1, "never", "A") + row(other, 2, "never", "B") + row(number, 4, "never", "C"));

        desk.crashAfter(() -> {
            assertThat(imports.decide(UUID.fromString(id), PointsImport.State.BOOKING, "approver", Instant.now()))
                    .isTrue();
            bookImports.bookNext(2);
            PointsImport asked =
                    reverseImports.ask(imports.find(UUID.fromString(id)).orElseThrow(), "somebody", "wrong");
            assertThat(asked.state()).isEqualTo(PointsImport.State.REVERSING);
            assertThat(bookImports.bookNext(2)).isFalse();
            assertThat(desk.account(number).posted()).isEqualTo(1);
            reverseAll();

            assertThat(rows.page(UUID.fromString(id), null, 0, 10))
                    .extracting(ImportRow::state)
                    .containsExactly(ImportRow.State.REVERSED, ImportRow.State.REVERSED, ImportRow.State.REJECTED);
            assertThat(desk.account(number).posted()).isZero();
            assertThat(desk.account(other).posted()).isZero();
            theLedgerAddsUp();
        });
    }

    /** Several instances whose transactions are broken off again and again, the service's own job, and members who spend and are merged. */
    @Test
    void whateverHappensMeanwhileEveryRowGoesBackOnce() throws Exception {
        List<String> numbers = new ArrayList<>(List.of(number, other));
        for (int i = 0; i < 20; i++) {
            numbers.add(Shop.newNumber());
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            text.append(row(numbers.get(i % numbers.size()), i + 1, "never", "R-" + i));
        }
        String id = people.uploaded(text.toString());
        people.letIn(id);
        AtomicInteger turns = new AtomicInteger();
        AtomicInteger spent = new AtomicInteger();

        people.reverse("race-" + id, id, WRONG).expectStatus().isOk();
        atOnce(8, () -> {
            int turn = turns.getAndIncrement();
            if (turn == 0) {
                merge();
            }
            for (int i = turn;
                    !people.stands(id).path("state").asString().equals("REVERSED");
                    i = (i + 8) % numbers.size()) {
                if (desk.redeem(numbers.get(i), 3) instanceof Booked) {
                    spent.addAndGet(3);
                }
                if (i % 2 == 0) {
                    desk.crashAfter(() -> reverseImports.reverseNext(7));
                } else {
                    reverseImports.reverseNext(7);
                }
            }
        });

        JsonNode reversal = people.stands(id).path("reversal");
        assertThat(spent).hasPositiveValue();
        assertThat(reversal.path("reversed").asInt()
                        + reversal.path("partlyReversed").asInt())
                .isEqualTo(400);
        assertThat(reversal.path("reversedPoints").asLong()).isEqualTo(400 * 401 / 2 - spent.get());
        assertThat(jdbc.sql("SELECT sum(posted) FROM points_account WHERE program = :program")
                        .param("program", desk.program().code())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void whatCannotGoBackIsRefused() {
        String waiting = people.uploaded(row(number, 1, "never", "A"));
        String id = people.uploaded(row(number, 2, "never", "B"));
        people.letIn(id);

        problem(people.reverse("w" + waiting, waiting, WRONG), 409, "points-import-not-booked");
        problem(people.reverse("u" + id, UUID.randomUUID().toString(), WRONG), 404, "points-import-not-found");
        problem(people.reverse("r" + id, id, "{}"), 400, "invalid-fields");
        api.as(AGENT)
                .post()
                .uri("/loyalty/v1/points-imports/" + id + ":reverse")
                .header("Idempotency-Key", "a" + id)
                .body(Map.of("reason", "x"))
                .exchange()
                .expectStatus()
                .isForbidden();
        assertThat(desk.account(number).posted()).isEqualTo(2);

        people.reverse("same" + id, id, WRONG).expectStatus().isOk();
        people.reverse("same" + id, id, WRONG)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Idempotency-Replayed", "true");
        people.until(id, "REVERSED");
        problem(people.reverse("again" + id, id, WRONG), 409, "points-import-not-booked");
        assertThat(desk.account(number).posted()).isZero();
        assertThat(jdbc.sql(
                                "SELECT count(*) FROM audit_entry WHERE action = 'points-import.reverse' AND object LIKE :id")
                        .param("id", "%" + id)
                        .query(Long.class)
                        .single())
                .isOne();
    }

    /** What another one was let in for is still booked after it. */
    @Test
    void othersAreBookedAsWell() {
        String id = people.uploaded(row(number, 2, "never", "B"));
        String next = people.uploaded(row(other, 5, "never", "C"));
        people.letIn(id);

        people.takeBack(id);
        people.letIn(next);

        assertThat(desk.account(other).posted()).isEqualTo(5);
        JsonNode report = ImportPeople.json(api.as(MANAGER)
                .get()
                .uri("/loyalty/v1/reports/liability?program=" + desk.program().code() + "&from="
                        + today.toString().substring(0, 7))
                .exchange()
                .expectStatus()
                .isOk());
        assertThat(report.at("/total/imported").asLong()).isEqualTo(5);
        assertThat(report.path("agrees").asBoolean()).isTrue();
    }

    private String row(String of, long points, String last, String reference) {
        return "%s,%d,%s,%s,%s,\n".formatted(of, points, today, last, reference);
    }

    private void reverseAll() {
        while (transactions.call(() -> reverseImports.reverseNext(2))) {
            assertThat(imports.claim(PointsImport.State.BOOKING)).isEmpty();
        }
    }

    private UUID transaction(String id, String reference) {
        for (JsonNode row : people.get("/" + id + "/rows?limit=200").path("items")) {
            if (row.path("reference").asString("").equals(reference)) {
                return UUID.fromString(row.path("transactionId").asString());
            }
        }
        throw new AssertionError("No row " + reference);
    }

    private List<String> states(String id) {
        List<String> states = new ArrayList<>();
        people.get("/" + id + "/rows?limit=200")
                .path("items")
                .forEach(row -> states.add("%s %s %d %s"
                        .formatted(
                                row.path("reference").asString(""),
                                row.path("state").asString(),
                                row.path("reversedPoints").asLong(0),
                                row.path("reversalTransactionId").isString())));
        return states;
    }

    /** As a manager does for a single row. */
    private void takeBackAlone(UUID tx) {
        api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/points:reverse")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("program", desk.program().code(), "transactionId", tx.toString(), "businessRef", "FIX"))
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }

    private void merge() {
        api.as(SERVICE)
                .put()
                .uri("/loyalty/v1/merges/" + UUID.randomUUID())
                .body(Map.of("survivor", number, "losers", List.of(other)))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static void atOnce(int threads, Runnable work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<?>> ends = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                ends.add(executor.submit(() -> {
                    start.await();
                    work.run();
                    return null;
                }));
            }
        }
        for (Future<?> end : ends) {
            end.get();
        }
    }
}
