package io.kehu.loyalty.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.ledger.Invariants;
import java.util.Collection;
import java.util.List;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the tables say of some numbers, to be compared. */
final class Books {

    private final JdbcClient jdbc;
    private final Invariants invariants;

    Books(ApplicationContext context) {
        this.jdbc = context.getBean(JdbcClient.class);
        this.invariants = context.getBean(Invariants.class);
    }

    /** Lots, balances and memberships, row by row; only how often a row was written is left out, and programmes of other tests. */
    List<String> of(Collection<String> numbers) {
        return jdbc.sql("""
                        SELECT row FROM (
                            SELECT 'lot ' || to_jsonb(l)::text AS row FROM points_lot l
                            WHERE l.number = ANY (:numbers)
                                OR l.account IN (SELECT id FROM points_account WHERE number = ANY (:numbers))
                            UNION ALL
                            SELECT 'account ' || (to_jsonb(a) - 'version')::text FROM points_account a
                            WHERE a.number = ANY (:numbers) AND a.program = 'KEHU'
                            UNION ALL
                            SELECT 'member ' || (to_jsonb(m) - 'version')::text FROM member m
                            WHERE m.number = ANY (:numbers) AND m.program = 'KEHU'
                            UNION ALL
                            SELECT 'merged ' || to_jsonb(n)::text FROM merged_number n WHERE n.number = ANY (:numbers)
                        ) AS rows ORDER BY row
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    long balance(String number) {
        return jdbc.sql(
                        "SELECT coalesce(sum(posted), 0) FROM points_account WHERE kind = 'MEMBER' AND number = :number")
                .param("number", number)
                .query(Long.class)
                .single();
    }

    long transactions(String type, Collection<String> numbers) {
        return jdbc.sql("SELECT count(*) FROM points_tx WHERE type = :type AND number = ANY (:numbers)")
                .param("type", type)
                .param("numbers", numbers.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    void addUp() {
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }
}
