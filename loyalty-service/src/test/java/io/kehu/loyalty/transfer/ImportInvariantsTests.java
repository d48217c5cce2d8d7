package io.kehu.loyalty.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Desk;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What would be wrong with imports is refused by the database or found by the audit. */
@ServiceTest
class ImportInvariantsTests {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final String BOOKED = "imports-booked-what-is-in-the-ledger";
    private static final String COPY =
            "INSERT INTO points_import_row (import, position, program, cells, state, tx, number, points, earned_on, last_day, reference)"
                    + " SELECT import, 99, program, cells, 'BOOKED', ";

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invariants invariants;

    @Autowired
    private Transactions transactions;

    @Autowired
    private JdbcClient jdbc;

    private final String number = Shop.newNumber();

    private Desk desk;
    private String id;
    private UUID tx;

    @BeforeEach
    void bookOne() {
        desk = Desk.alone(context, SHANGHAI, 24, Instant.now());
        ImportPeople people = new ImportPeople(api, desk.program().code());
        id = people.uploaded("%s,10,%s,,A,\n".formatted(number, LocalDate.now(SHANGHAI)));
        people.letIn(id);
        tx = UUID.fromString(
                people.get("/" + id + "/rows").at("/items/0/transactionId").asString());
        desk.earn(number, 5);
    }

    @AfterEach
    void theLedgerAddsUp() {
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                BOOKED + " | " + COPY
                        + "gen_random_uuid(), number, points, earned_on, last_day, 'B' FROM points_import_row WHERE import = '{id}'",
                "imports-are-sum-of-their-rows | " + COPY
                        + "gen_random_uuid(), number, points, earned_on, last_day, 'B' FROM points_import_row WHERE import = '{id}'",
                "imports-are-sum-of-their-rows | INSERT INTO points_import SELECT uuidv7(), program, state, total, good, points, booked, refused,"
                        + " booked_points, uploaded_by, uploaded_at, decided_by, decided_at, ended_at FROM points_import WHERE id = '{id}'",
                "imports-are-sum-of-their-rows | INSERT INTO points_import_row (import, position, program, cells, state, problem)"
                        + " SELECT import, 99, program, cells, 'BAD', 'POINTS' FROM points_import_row WHERE import = '{id}'",
                "reversed-rows-went-back | UPDATE points_import_row SET state = 'REVERSED', reversed_points = 10 WHERE import = '{id}'",
                "reversed-rows-went-back | UPDATE points_import_row SET state = 'PARTLY_REVERSED', reversed_points = 4 WHERE import = '{id}'",
                "imports-are-sum-of-their-rows | UPDATE points_import_row SET state = 'PARTLY_REVERSED', reversed_points = 3 WHERE import = '{id}'",
                "imports-are-sum-of-their-rows | UPDATE points_import SET state = 'REVERSING', reversed_by = 'x', reversed_at = now(),"
                        + " reversal_reason = 'x', partly_reversed = 1 WHERE id = '{id}'",
                "imports-are-taken-back-from-their-lots | INSERT INTO points_lot_use (tx, lot, points) SELECT u.tx, l.id, 1 FROM points_lot_use u,"
                        + " points_lot l WHERE u.tx = (SELECT id FROM points_tx WHERE reverses = '{tx}') AND l.business_ref = 'EARN'"
                        + " AND l.number = '{number}'",
            })
    void theAuditFinds(String check, String sql) {
        foundAfter(check, () -> {
            desk.tryBook(List.of(Booking.reversing(TxType.REVERSE_IMPORT, tx, number, -3, "FIX", "test", desk.now())));
            assertThat(jdbc.sql(filled(sql)).update()).isPositive();
        });
    }

    @Test
    void theAuditFindsWhatNoFileSays() {
        foundAfter(BOOKED, () -> book("B", 10, LocalDate.now(SHANGHAI)));
    }

    @ParameterizedTest
    @CsvSource({"number, 10, 0, 1", "number, 9, 0, 0", "number, 10, 1, 0", "'C0000', 10, 0, 0"})
    void theAuditFindsWhatTheFileSaysOtherwise(String filedUnder, long points, int daysBefore, int daysLonger) {
        foundAfter(BOOKED, () -> {
            UUID booked = book("B", 10, LocalDate.now(SHANGHAI));
            assertThat(jdbc.sql(
                                    COPY + ":tx, " + (filedUnder.equals("number") ? filedUnder : "'" + filedUnder + "'")
                                            + ", :points, earned_on - :before, last_day + :longer, 'B' FROM points_import_row WHERE import = :id")
                            .param("tx", booked)
                            .param("points", points)
                            .param("before", daysBefore)
                            .param("longer", daysLonger)
                            .param("id", UUID.fromString(id))
                            .update())
                    .isOne();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "never changes | UPDATE points_lot SET earned_at = NULL WHERE earn_tx = '{tx}'",
                "points_lot_earned_before_booked | INSERT INTO points_lot (id, account, number, earn_tx, initial, remaining, activates_at,"
                        + " earned_at, business_ref) SELECT uuidv7(), account, number, uuidv7(), 1, 1, now(), now() + interval '1 day', 'X'"
                        + " FROM points_lot WHERE earn_tx = '{tx}'",
                "decided once | UPDATE points_import SET state = 'BOOKING', ended_at = NULL WHERE id = '{id}'",
                "decided once | UPDATE points_import SET booked = 0 WHERE id = '{id}'",
                "points_import_by_two | INSERT INTO points_import SELECT uuidv7(), program, state, total, good, points, booked, refused,"
                        + " booked_points, uploaded_by, uploaded_at, uploaded_by, decided_at, ended_at FROM points_import WHERE id = '{id}'",
                "points_import_row_once_idx | " + COPY
                        + "gen_random_uuid(), number, points, earned_on, last_day, 'A' FROM points_import_row WHERE import = '{id}'",
                "points_import_is_reversed | UPDATE points_import SET state = 'REVERSING' WHERE id = '{id}'",
                "decided once | UPDATE points_import SET state = 'REVERSED' WHERE id = '{id}'",
                "stays what it was | UPDATE points_import SET state = 'REVERSING', refused = 1, reversed_by = 'x', reversed_at = now(),"
                        + " reversal_reason = 'x' WHERE id = '{id}'",
                "points_import_reversal | UPDATE points_import SET state = 'REVERSING', reversed = 2, reversed_points = 2, reversed_by = 'x',"
                        + " reversed_at = now(), reversal_reason = 'x' WHERE id = '{id}'",
                "points_import_row_reversed | UPDATE points_import_row SET state = 'REVERSED', reversed_points = 9 WHERE import = '{id}'",
                "points_import_row_reversed | UPDATE points_import_row SET state = 'PARTLY_REVERSED', reversed_points = 10 WHERE import = '{id}'",
                "stays what it was | UPDATE points_import_row SET state = 'REVERSED', reversed_points = 10, tx = uuidv7() WHERE import = '{id}'",
                "booked once | UPDATE points_import_row SET state = 'GOOD', tx = NULL WHERE import = '{id}'",
                "permission denied | DELETE FROM points_import WHERE id = '{id}'"
            })
    void theDatabaseRefuses(String reason, String sql) {
        assertThatThrownBy(() -> jdbc.sql(filled(sql)).update()).hasStackTraceContaining(reason);
    }

    private UUID book(String reference, long points, LocalDate day) {
        Booking booking = Booking.imported(
                number,
                points,
                "IMPORT/" + reference,
                "test",
                new Booking.Origin(
                        desk.program().startOf(day),
                        desk.program().endOf(desk.program().lastDayOf(day))),
                null);
        desk.tryBook(List.of(booking));
        return booking.id();
    }

    private String filled(String sql) {
        return sql.replace("{id}", id).replace("{tx}", tx.toString()).replace("{number}", number);
    }

    private void foundAfter(String check, Runnable planted) {
        assertThatThrownBy(() -> transactions.run(() -> {
                    planted.run();
                    throw new FoundException(found());
                }))
                .isInstanceOfSatisfying(
                        FoundException.class, found -> assertThat(found.checks).contains(check));
    }

    private List<String> found() {
        return invariants.run().stream()
                .filter(one -> one.violations() > 0)
                .map(Invariants.Check::name)
                .toList();
    }

    /** Takes back what was planted. */
    private static final class FoundException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient List<String> checks;

        FoundException(List<String> checks) {
            this.checks = checks;
        }
    }
}
