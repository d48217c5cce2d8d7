package io.kehu.loyalty.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.test.ServiceTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever breaks a merged ledger is refused by the database, or found by the audit. */
@ServiceTest
class MergeInvariantsTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Merges merges;

    @Autowired
    private Invariants invariants;

    @Autowired
    private Transactions transactions;

    @Autowired
    private JdbcClient jdbc;

    private final String survivor = Shop.newNumber();
    private final String loser = Shop.newNumber();
    private final String other = Shop.newNumber();
    private final MergeOrder order = new MergeOrder(UUID.randomUUID(), survivor, List.of(loser));

    @BeforeEach
    void mergeTwo() {
        Shop shop = new Shop(context);
        shop.refund(shop.sell(survivor, 100), survivor, "some", 10);
        shop.refund(shop.sell(loser, 50), loser, "some", 10);
        shop.sell(other, 30);
        merges.merge(order);
    }

    @AfterEach
    void theLedgerAddsUp() {
        new Books(context).addUp();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "not with the living member | UPDATE points_lot SET account = (SELECT id FROM points_account WHERE number = '{loser}' AND program = 'KEHU') WHERE number = '{loser}'",
                "not with the living member | UPDATE points_lot SET account = (SELECT id FROM points_account WHERE number = '{survivor}' AND program = 'KEHU') WHERE number = '{other}'",
                "not with the living member | INSERT INTO points_lot SELECT uuidv7(), a.id, uuidv7(), 1, 1, 0, 'ACTIVE', now(), NULL, 'X', a.number FROM points_account a WHERE a.number = '{loser}'",
                "did not follow the merge | UPDATE merge SET state = 'UNDONE', undone_at = now() WHERE id = '{merge}'; DELETE FROM merged_number WHERE number = '{loser}'",
                "did not follow the merge | INSERT INTO merge SELECT uuidv7(), survivor, ARRAY['{other}'], state, items, kept, asked_by, merged_at FROM merge WHERE id = '{merge}';"
                        + "INSERT INTO merged_number SELECT '{other}', survivor, id, now() FROM merge WHERE losers = ARRAY['{other}']",
                "never changes | UPDATE points_lot SET number = '{other}' WHERE number = '{loser}'",
                "never changes | UPDATE points_lot SET earn_tx = uuidv7() WHERE number = '{loser}'",
                "points_move_pk | INSERT INTO points_move SELECT merge_id, type, program, number, survivor, points, held, lots, uuidv7() FROM points_move WHERE tx IS NOT NULL",
                "points_move_tx_idx | INSERT INTO points_move SELECT uuidv7(), type, program, number, survivor, points, held, lots, tx FROM points_move WHERE tx IS NOT NULL",
                "points_lot_use_lot_idx | INSERT INTO points_lot_use (tx, lot, points) SELECT tx, lot, points FROM points_lot_use",
                "permission denied | UPDATE points_move SET points = 1",
                "permission denied | DELETE FROM points_move_lot",
                "permission denied | DELETE FROM points_lot_use",
                "member_merged_remembers | UPDATE member SET status = 'ACTIVE' WHERE number = '{loser}'",
            })
    void theDatabaseRefuses(String reason, String sql) {
        assertThatThrownBy(() -> transactions.run(() -> plant(sql))).hasStackTraceContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "merged-members-have-no-points | UPDATE points_account SET posted = 5 WHERE number = '{loser}'",
                "merged-members-are-marked | UPDATE member SET status = 'ACTIVE', status_before = NULL WHERE number = '{loser}'",
                "merged-members-are-marked | UPDATE member SET status = 'MERGED', status_before = 'ACTIVE' WHERE number = '{other}'",
                "lots-are-with-the-living-member | UPDATE points_lot SET account = (SELECT id FROM points_account WHERE number = '{loser}' AND program = 'KEHU') WHERE number = '{loser}'",
                "moves-are-in-the-ledger | INSERT INTO points_move SELECT uuidv7(), type, program, number, survivor, 1, 0, 1, uuidv7() FROM points_move WHERE merge_id = '{merge}'",
                "moves-are-sum-of-their-lots | INSERT INTO points_move_lot SELECT m.tx, l.id, 1, 0 FROM points_move m, points_lot l WHERE m.merge_id = '{merge}' AND m.tx IS NOT NULL AND l.number = '{survivor}'",
                "merges-moved-the-points-of-all | INSERT INTO merge SELECT uuidv7(), survivor, ARRAY['{other}'], state, items, kept, asked_by, merged_at FROM merge WHERE id = '{merge}'",
                "merges-are-undone-as-their-journal-says | UPDATE merge SET state = 'UNDONE', undone_at = now() WHERE id = '{merge}'",
                "held-is-sum-of-lots | UPDATE points_lot SET held = 1 WHERE number = '{other}'",
                "lots-have-left-what-was-not-used | INSERT INTO points_lot_use (tx, lot, points) SELECT uuidv7(), id, 1 FROM points_lot WHERE number = '{other}'",
                "moves-are-between-two-members | WITH t AS (INSERT INTO points_tx (id, booked_at, program, type, number, business_ref, actor, occurred_at)"
                        + " SELECT uuidv7(), t.booked_at, t.program, 'MERGE', t.number, 'MERGE/00000000-0000-7000-8000-000000000000', 'x', now()"
                        + " FROM points_move m JOIN points_tx t ON t.id = m.tx WHERE m.merge_id = '{merge}' RETURNING *),"
                        + " p AS (INSERT INTO points_posting (tx, booked_at, account, amount) SELECT t.id, t.booked_at, a.id, CASE a.kind WHEN 'ISSUED' THEN 1 ELSE -1 END"
                        + " FROM t JOIN points_account a ON a.program = t.program AND a.kind IN ('ISSUED', 'REDEEMED'))"
                        + " INSERT INTO points_move SELECT '00000000-0000-7000-8000-000000000000', 'MERGE', program, number, '{survivor}', 1, 0, 1, id FROM t",
            })
    void theAuditFinds(String check, String sql) {
        assertThatThrownBy(() -> transactions.run(() -> {
                    plant(sql);
                    throw new FoundException(invariants.run().stream()
                            .filter(one -> one.violations() > 0)
                            .map(Invariants.Check::name)
                            .toList());
                }))
                .isInstanceOfSatisfying(
                        FoundException.class, found -> assertThat(found.checks).contains(check));
    }

    private void plant(String sql) {
        for (String statement : sql.split(";")) {
            int rows = jdbc.sql(statement
                            .replace("{loser}", loser)
                            .replace("{survivor}", survivor)
                            .replace("{other}", other)
                            .replace("{merge}", order.id().toString()))
                    .update();
            assertThat(rows).as("rows broken by " + statement).isPositive();
        }
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
