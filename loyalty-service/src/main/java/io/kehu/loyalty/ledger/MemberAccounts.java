package io.kehu.loyalty.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code member} and {@code points_account}: who has points, and where they are booked. */
@Repository
public class MemberAccounts {

    private final JdbcClient jdbc;

    MemberAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A member's account, locked until the end of the transaction. */
    record Locked(long id, String number, long posted, long held) {}

    /** Opens memberships that are not open yet; repeating it changes nothing. */
    public void open(String program, Collection<String> numbers) {
        String[] sorted = missing(program, numbers);
        if (sorted.length == 0) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO member (program, number, status, status_before)
                        SELECT :program, number, CASE WHEN m.number IS NULL THEN 'ACTIVE' ELSE 'MERGED' END,
                            CASE WHEN m.number IS NOT NULL THEN 'ACTIVE' END
                        FROM unnest(:numbers) AS number LEFT JOIN merged_number m USING (number)
                        ORDER BY number
                        ON CONFLICT DO NOTHING
                        """).param("program", program).param("numbers", sorted).update();
        jdbc.sql("""
                        INSERT INTO points_account (program, kind, number)
                        SELECT :program, 'MEMBER', number FROM unnest(:numbers) AS number ORDER BY number
                        ON CONFLICT DO NOTHING
                        """).param("program", program).param("numbers", sorted).update();
    }

    /** A look that costs little, as nearly all members are old ones. */
    private String[] missing(String program, Collection<String> numbers) {
        return jdbc.sql("""
                        SELECT number FROM unnest(:numbers) AS number
                        WHERE NOT EXISTS (SELECT FROM points_account a
                            WHERE a.program = :program AND a.kind = 'MEMBER' AND a.number = number.number)
                        ORDER BY number
                        """)
                .param("program", program)
                .param("numbers", numbers.stream().distinct().toArray(String[]::new))
                .query(String.class)
                .list()
                .toArray(String[]::new);
    }

    /** Accounts in the order of their ids, which is the order everybody locks them in. */
    Map<String, Locked> lock(String program, Collection<String> numbers) {
        Map<String, Locked> locked = new HashMap<>();
        jdbc.sql("""
                        SELECT id, number, posted, held FROM points_account
                        WHERE program = :program AND kind = 'MEMBER' AND number = ANY (:numbers)
                        ORDER BY id FOR UPDATE
                        """)
                .param("program", program)
                .param("numbers", numbers.stream().distinct().toArray(String[]::new))
                .query(row -> {
                    locked.put(
                            row.getString("number"),
                            new Locked(
                                    row.getLong("id"),
                                    row.getString("number"),
                                    row.getLong("posted"),
                                    row.getLong("held")));
                });
        return locked;
    }

    /** The account the programme's points come from. */
    long issued(String program) {
        return jdbc.sql("SELECT id FROM points_account WHERE program = :program AND kind = 'ISSUED'")
                .param("program", program)
                .query(Long.class)
                .single();
    }

    /** Adds to balances, one statement for all. */
    void add(Map<Long, Long> amounts) {
        long[] ids =
                amounts.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        long[] changes = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            changes[i] = amounts.getOrDefault(ids[i], 0L);
        }
        jdbc.sql("""
                        UPDATE points_account a SET posted = posted + change.amount, version = version + 1
                        FROM unnest(:ids, :amounts) AS change (id, amount)
                        WHERE a.id = change.id
                        """).param("ids", ids).param("amounts", changes).update();
    }

    /** Adds points with the held ones among them from one account to another. */
    void move(Lots.Way way, long points, long held) {
        jdbc.sql("""
                        UPDATE points_account
                        SET posted = posted + CASE id WHEN :to THEN :points ELSE -:points END,
                            held = held + CASE id WHEN :to THEN :held ELSE -:held END,
                            version = version + 1
                        WHERE id IN (:from, :to)
                        """)
                .param("from", way.from())
                .param("to", way.to())
                .param("points", points)
                .param("held", held)
                .update();
    }

    /** Members who stand for somebody else from now on, in all programmes. */
    public void markMerged(Collection<String> numbers) {
        jdbc.sql("""
                        UPDATE member SET status = 'MERGED', status_before = status, version = version + 1
                        WHERE number = ANY (:numbers) AND status <> 'MERGED'
                        """).param("numbers", numbers.toArray(String[]::new)).update();
    }

    /** Members who are themselves again, with the status they had. */
    public void unmarkMerged(Collection<String> numbers) {
        jdbc.sql("""
                        UPDATE member SET status = status_before, status_before = NULL, version = version + 1
                        WHERE number = ANY (:numbers) AND status = 'MERGED'
                        """).param("numbers", numbers.toArray(String[]::new)).update();
    }
}
