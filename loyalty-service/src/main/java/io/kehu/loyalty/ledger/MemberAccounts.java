package io.kehu.loyalty.ledger;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code member} and {@code points_account}: who has points, and where they are booked. */
@Repository
public class MemberAccounts {

    private final JdbcClient jdbc;
    private final Map<String, Map<SystemAccount, Long>> system = new ConcurrentHashMap<>();

    MemberAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A member's account, locked until the end of the transaction. */
    record Locked(long id, String number, long posted, long held) {}

    /** A balance as it is after a transaction. */
    record Balance(long account, long posted, long held) {}

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

    /** @throws ProblemException when neither the number nor whom it stands for is a member */
    public void require(String program, String number) {
        if (!unknown(program, List.of(number)).isEmpty()) {
            throw new ProblemException(LoyaltyProblem.MEMBER_NOT_FOUND);
        }
    }

    /** When the first of these numbers became a member. */
    public Instant since(String program, Collection<String> numbers) {
        return jdbc.sql("SELECT min(opened_at) FROM member WHERE program = :program AND number = ANY (:numbers)")
                .param("program", program)
                .param("numbers", numbers.toArray(String[]::new))
                .query(Timestamp.class)
                .single()
                .toInstant();
    }

    /** @return those that are no member's, nor do they stand for one */
    public Set<String> unknown(String program, Collection<String> numbers) {
        return new HashSet<>(jdbc.sql("""
                        SELECT asked.number FROM unnest(:numbers) AS asked (number)
                        WHERE NOT EXISTS (SELECT FROM member m WHERE m.program = :program AND m.number = asked.number)
                            AND NOT EXISTS (SELECT FROM member m
                                WHERE m.program = :program AND m.number = living_number(asked.number))
                        """)
                .param("program", program)
                .param("numbers", numbers.stream().distinct().toArray(String[]::new))
                .query(String.class)
                .list());
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

    /**
     * Accounts, opened where they are not yet; nearly all are. What is opened has a higher id than what is locked by then, unless another
     * transaction opens it as well: of two that then wait for each other one is run again.
     */
    Map<String, Locked> openAndLock(String program, Collection<String> numbers) {
        Map<String, Locked> locked = lock(program, numbers);
        if (locked.keySet().containsAll(numbers)) {
            return locked;
        }
        open(program, numbers);
        return lock(program, numbers);
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

    /** Accounts in the order of their ids, by their ids. */
    List<Locked> lock(Collection<Long> ids) {
        return jdbc.sql("""
                        SELECT id, number, posted, held FROM points_account
                        WHERE id = ANY (:ids) AND kind = 'MEMBER' ORDER BY id FOR UPDATE
                        """)
                .param("ids", ids.stream().distinct().toArray(Long[]::new))
                .query((row, index) -> new Locked(
                        row.getLong("id"), row.getString("number"), row.getLong("posted"), row.getLong("held")))
                .list();
    }

    /** Accounts of all programmes, so that nothing is booked meanwhile: programme by programme, as events have them booked. */
    public void lockEverywhere(Collection<String> numbers) {
        jdbc.sql(
                        "SELECT id FROM points_account WHERE number = ANY (:numbers) AND kind = 'MEMBER' ORDER BY program, id FOR UPDATE")
                .param("numbers", numbers.toArray(String[]::new))
                .query(Long.class)
                .list();
    }

    /** Those whose membership is suspended or closed; to be asked with their accounts locked. */
    Set<String> inactive(String program, Collection<String> numbers) {
        return with(program, numbers, "SUSPENDED", "CLOSED");
    }

    /** Those whose membership is closed; to be asked with their accounts locked. */
    Set<String> closed(String program, Collection<String> numbers) {
        return with(program, numbers, "CLOSED");
    }

    private Set<String> with(String program, Collection<String> numbers, String... statuses) {
        return new HashSet<>(jdbc.sql("""
                        SELECT number FROM member
                        WHERE program = :program AND number = ANY (:numbers) AND status = ANY (:statuses)
                        """)
                .param("program", program)
                .param("numbers", numbers.stream().distinct().toArray(String[]::new))
                .param("statuses", statuses)
                .query(String.class)
                .list());
    }

    /** The accounts of a programme that are nobody's; they never change. */
    Map<SystemAccount, Long> system(String program) {
        return system.computeIfAbsent(program, code -> {
            Map<SystemAccount, Long> ids = new EnumMap<>(SystemAccount.class);
            jdbc.sql("SELECT kind, id FROM points_account WHERE program = :program AND number IS NULL")
                    .param("program", code)
                    .query(row -> {
                        ids.put(SystemAccount.valueOf(row.getString("kind")), row.getLong("id"));
                    });
            return ids;
        });
    }

    /** What members owe, under any of their numbers; their accounts are locked. */
    Map<String, List<OpenDebt>> debts(String program, Collection<String> members) {
        Map<String, List<OpenDebt>> debts = new HashMap<>();
        jdbc.sql("""
                        WITH RECURSIVE family (number, member) AS (
                            SELECT member, member FROM unnest(:members) AS m (member)
                            UNION ALL
                            SELECT n.number, f.member FROM family f JOIN merged_number n ON n.living_into = f.number
                        )
                        SELECT f.member, d.id, d.number, -d.posted AS owed
                        FROM family f JOIN points_account d ON d.number = f.number AND d.kind = 'DEBT'
                        WHERE d.program = :program
                        ORDER BY d.id
                        """)
                .param("program", program)
                .param("members", members.stream().distinct().toArray(String[]::new))
                .query(row -> {
                    debts.computeIfAbsent(row.getString("member"), member -> new ArrayList<>())
                            .add(new OpenDebt(row.getLong("id"), row.getString("number"), row.getLong("owed")));
                });
        return debts;
    }

    /** The account of what is owed under a number. */
    OpenDebt openDebt(String program, String number) {
        return new OpenDebt(
                jdbc.sql(
                                "INSERT INTO points_account (program, kind, number) VALUES (:program, 'DEBT', :number) RETURNING id")
                        .param("program", program)
                        .param("number", number)
                        .query(Long.class)
                        .single(),
                number,
                0);
    }

    /** Writes balances of locked accounts, one statement for all. */
    void write(Writes writes, Collection<Balance> balances) {
        writes.add("""
                        UPDATE points_account a SET posted = change.posted, held = change.held, version = version + 1
                        FROM unnest(:balanceIds, :balancePosted, :balanceHeld) AS change (id, posted, held)
                        WHERE a.id = change.id
                        """)
                .param(
                        "balanceIds",
                        balances.stream().mapToLong(Balance::account).toArray())
                .param(
                        "balancePosted",
                        balances.stream().mapToLong(Balance::posted).toArray())
                .param("balanceHeld", balances.stream().mapToLong(Balance::held).toArray());
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
