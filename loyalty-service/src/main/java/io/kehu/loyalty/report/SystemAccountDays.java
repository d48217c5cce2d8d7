package io.kehu.loyalty.report;

import io.kehu.loyalty.program.Program;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code system_account_day}, and what was posted since its last day. */
@Repository
class SystemAccountDays {

    private final JdbcClient jdbc;

    SystemAccountDays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Until the transaction ends; of several instances one gets it. */
    boolean tryLock(Program program) {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtextextended('kehu.loyalty.roll-up.' || :program, 0))")
                .param("program", program.code())
                .query(Boolean.class)
                .single();
    }

    Optional<LocalDate> lastDay(Program program) {
        return jdbc.sql("SELECT max(day) FROM system_account_day WHERE program = :program HAVING max(day) IS NOT NULL")
                .param("program", program.code())
                .query(LocalDate.class)
                .optional();
    }

    /** The first day there can be postings of. */
    LocalDate definedOn(Program program) {
        return jdbc.sql("SELECT (created_at AT TIME ZONE zone)::date FROM program WHERE code = :program")
                .param("program", program.code())
                .query(LocalDate.class)
                .single();
    }

    /** Whether a transaction of this service that writes, and may have begun before then, has not ended. */
    boolean isWrittenFromBefore(Instant before) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM pg_stat_activity
                            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL
                                AND (xact_start IS NULL OR xact_start < :before::timestamptz))
                        """)
                .param("before", before.toString())
                .query(Boolean.class)
                .single();
    }

    /** The bounds let the database leave out the other months. */
    void insert(Program program, LocalDate day) {
        jdbc.sql("""
                        INSERT INTO system_account_day (program, day, account, points, postings)
                        SELECT a.program, :day::date, a.kind, coalesce(sum(p.amount), 0), count(p.amount)
                        FROM points_account a
                        LEFT JOIN points_posting p ON p.account = a.id
                            AND p.booked_at >= :from::timestamptz AND p.booked_at < :to::timestamptz
                        WHERE a.program = :program AND a.number IS NULL
                        GROUP BY a.program, a.kind
                        """)
                .param("program", program.code())
                .param("day", day.toString())
                .param("from", program.startOf(day).toString())
                .param("to", program.endOf(day).toString())
                .update();
    }

    /**
     * An account at the end of a day.
     *
     * @param moved of it in a period that ended with the day
     * @param postings in that period
     */
    record Balance(String account, long balance, long moved, long postings) {}

    /**
     * Of all accounts, by their names.
     *
     * @param from first day of the period
     * @param to its last day
     * @param since what was posted from then on is in no row of a day up to the last one
     */
    List<Balance> balances(Program program, LocalDate from, LocalDate to, Instant since) {
        return jdbc.sql("""
                        SELECT a.kind AS account, coalesce(sum(m.points), 0) AS balance,
                            coalesce(sum(m.points) FILTER (WHERE m.day >= :from::date), 0) AS moved,
                            coalesce(sum(m.postings) FILTER (WHERE m.day >= :from::date), 0) AS postings
                        FROM points_account a
                        LEFT JOIN (
                            SELECT d.account, d.day, d.points, d.postings FROM system_account_day d
                            WHERE d.program = :program AND d.day <= :to::date
                            UNION ALL
                            SELECT s.kind, (p.booked_at AT TIME ZONE :zone)::date, p.amount, 1
                            FROM points_posting p JOIN points_account s ON s.id = p.account
                            WHERE s.program = :program AND s.number IS NULL
                                AND p.booked_at >= :since::timestamptz AND p.booked_at < :until::timestamptz
                        ) AS m ON m.account = a.kind
                        WHERE a.program = :program AND a.number IS NULL
                        GROUP BY a.kind ORDER BY a.kind
                        """)
                .param("program", program.code())
                .param("zone", program.zone().getId())
                .param("from", from.toString())
                .param("to", to.toString())
                .param("since", since.toString())
                .param("until", program.endOf(to).toString())
                .query((row, index) -> new Balance(
                        row.getString("account"),
                        row.getLong("balance"),
                        row.getLong("moved"),
                        row.getLong("postings")))
                .list();
    }
}
