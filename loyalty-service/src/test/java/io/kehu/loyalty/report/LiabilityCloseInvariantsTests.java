package io.kehu.loyalty.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What would be wrong with closed months is refused, or found by the audit. */
@ServiceTest
class LiabilityCloseInvariantsTests {

    private static final String ANOTHER =
            "INSERT INTO liability_close (id, program, month, state, point_value_minor, redemption_rate, ledger_points, owed, proposed_by,"
                    + " proposed_at, decided_by, decided_at, previous_hash, hash) SELECT uuidv7(), program, ";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private CloseMonths closing;

    @Autowired
    private Programs programs;

    @Autowired
    private Invariants invariants;

    @Autowired
    private JdbcClient jdbc;

    private ClosingBooks books;

    @BeforeEach
    void closeOne() {
        books = new ClosingBooks(context);
        books.signed(books.first);
    }

    @AfterEach
    void theLedgerAddsUp() {
        assertThat(found()).isEmpty();
    }

    /** Should something be booked into a month that is closed: the next one begins with other points. */
    @Test
    void aMonthThatDoesNotBeginAsTheOneBeforeEndedIsNotClosed() {
        books.desk.crashAfter(() -> {
            books.desk.moveTo(books.inside(books.first));
            books.desk.earn(books.number, 4);
            assertThatThrownBy(() -> closing.propose(program(), books.second, "somebody"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(LoyaltyProblem.LIABILITY_OPENING_DIFFERS));
            assertThat(CloseMonths.differences(
                            List.of(line("2026-01", 0, 5), line("2026-02", 0, 6)),
                            List.of(line("2026-02", 6, 0), line("2026-03", 1, 1))))
                    .containsExactly(
                            new CloseMonths.OpeningDifference("2026-01", 5, 0),
                            new CloseMonths.OpeningDifference("2026-03", 0, 1));
        });
    }

    @Test
    void aReportThatDoesNotAgreeWithTheLedgerIsNotClosed() {
        books.desk.crashAfter(() -> {
            jdbc.sql("""
                            INSERT INTO points_lot_use (tx, lot, points)
                            SELECT earn_tx, id, 1 FROM points_lot WHERE earn_tx = :tx
                            """).param("tx", books.sold.booking().id()).update();
            assertThatThrownBy(() -> closing.propose(program(), books.second, "somebody"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(LoyaltyProblem.LIABILITY_DISAGREES));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "decided once | UPDATE liability_close SET ledger_points = 1 WHERE id = '{id}'",
                "decided once | UPDATE liability_close SET state = 'PROPOSED' WHERE id = '{id}'",
                "permission denied | DELETE FROM liability_close WHERE id = '{id}'",
                "permission denied | UPDATE liability_close_line SET closing = 1 WHERE close = '{id}'",
                "permission denied | DELETE FROM liability_close_line WHERE close = '{id}'",
                "no more lines | INSERT INTO liability_close_line SELECT close, earned_in - interval '1 month', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0"
                        + " FROM liability_close_line WHERE close = '{id}'",
                "liability_close_signed_idx | " + ANOTHER
                        + "month, state, 1, 1, 0, 0, 'a', now(), 'b', now(), repeat('0', 64), hash FROM liability_close WHERE id = '{id}'",
                "liability_close_chain_idx | " + ANOTHER
                        + "'2020-01-01', state, 1, 1, 0, 0, 'a', now(), 'b', now(), NULL, hash FROM liability_close WHERE id = '{id}'",
                "liability_close_by_two | " + ANOTHER
                        + "'2020-01-01', state, 1, 1, 0, 0, 'a', now(), 'a', now(), hash, hash FROM liability_close WHERE id = '{id}'",
                "liability_close_has_hash | " + ANOTHER
                        + "'2020-01-01', state, 1, 1, 0, 0, 'a', now(), 'b', now(), NULL, NULL FROM liability_close WHERE id = '{id}'",
            })
    void theDatabaseRefuses(String reason, String sql) {
        assertThatThrownBy(() -> jdbc.sql(filled(sql)).update()).hasStackTraceContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "liability_close_by_two | 1 month | state = 'SIGNED', decided_by = proposed_by, decided_at = now()",
                "one after the other | 2 months | state = 'SIGNED', decided_by = 'another', decided_at = now()",
                "what was proposed | 1 month | owed = 1",
            })
    void theDatabaseRefusesWhatIsProposed(String reason, String later, String change) {
        books.desk.crashAfter(() -> {
            jdbc.sql(filled(
                            "INSERT INTO liability_close (id, program, month, point_value_minor, redemption_rate, ledger_points, owed,"
                                    + " proposed_by, proposed_at) SELECT uuidv7(), program, month + interval '" + later
                                    + "', 1, 1, 0, 0, 'a', now()"
                                    + " FROM liability_close WHERE id = '{id}'"))
                    .update();
            assertThatThrownBy(() -> jdbc.sql(
                                    filled(
                                            "UPDATE liability_close SET " + change
                                                    + " WHERE state = 'PROPOSED' AND program = (SELECT program FROM liability_close WHERE id = '{id}')"))
                            .update())
                    .hasStackTraceContaining(reason);
        });
    }

    @Test
    void theAuditFindsWhatWasNotSignedLikeThat() {
        String next = ANOTHER
                + "(month + interval '1 month')::date, state, 1, 1, 0, 0, 'a', now(), 'b', now(), %s, repeat('1', 64)"
                + " FROM liability_close WHERE id = '{id}'";

        assertThat(foundAfter(next.formatted("hash")))
                .contains(
                        "closed-months-are-as-they-were-signed",
                        "closed-months-begin-as-the-one-before-ended",
                        "last-closed-month-is-in-the-ledger")
                .doesNotContain("closed-months-are-a-chain");
        assertThat(foundAfter(next.formatted("repeat('0', 64)"))).contains("closed-months-are-a-chain");
        assertThat(foundAfter(next.replace("1 month", "2 months").formatted("hash")))
                .contains("closed-months-are-a-chain");
    }

    @Test
    void theAuditFindsWhatIsBookedInAClosedMonth() {
        List<String> checks = new ArrayList<>();
        books.desk.crashAfter(() -> {
            books.desk.moveTo(books.inside(books.first));
            books.desk.redeem(books.number, 1);
            checks.addAll(found());
        });

        assertThat(checks)
                .containsExactly("rolled-up-days-are-sum-of-their-postings", "last-closed-month-is-in-the-ledger");
    }

    private static LiabilityMonth line(String month, long opening, long closing) {
        return new LiabilityMonth(month, opening, 0, 0, 0, 0, 0, 0, 0, closing, 0, 0, 0);
    }

    private Program program() {
        return programs.find(books.program()).orElseThrow();
    }

    private String filled(String sql) {
        return sql.replace(
                "{id}",
                jdbc.sql("SELECT id::text FROM liability_close WHERE program = :program AND state = 'SIGNED'")
                        .param("program", books.program())
                        .query(String.class)
                        .single());
    }

    private List<String> foundAfter(String sql) {
        List<String> checks = new ArrayList<>();
        books.desk.crashAfter(() -> {
            assertThat(jdbc.sql(filled(sql)).update()).isOne();
            checks.addAll(found());
        });
        return checks;
    }

    private List<String> found() {
        return invariants.run().stream()
                .filter(one -> one.violations() > 0)
                .map(Invariants.Check::name)
                .toList();
    }
}
