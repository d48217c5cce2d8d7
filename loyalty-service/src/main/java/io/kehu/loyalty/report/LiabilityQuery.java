package io.kehu.loyalty.report;

import io.kehu.loyalty.program.Program;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Adds up lots and what became of them, by the month they were earned in. */
@Repository
class LiabilityQuery {

    private final JdbcClient jdbc;

    LiabilityQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What the ledger itself says: points of all members, and points they owe. */
    record Ledger(long points, long owed) {}

    /** What is read from now on in this transaction is of one moment; to be called first. */
    void fixSnapshot() {
        jdbc.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").update();
    }

    /** Of what was booked before the end; months that have nothing left and nothing to tell are left out. */
    List<Cohort> cohorts(Program program, Instant from, Instant to) {
        return jdbc.sql("""
                        WITH lot AS (
                            SELECT l.id, l.initial, t.type, l.activates_at AS at,
                                date_trunc('month', coalesce(l.earned_at, l.activates_at) AT TIME ZONE :zone)::date AS month
                            FROM points_lot l JOIN points_tx t ON t.id = l.earn_tx AND t.booked_at = l.activates_at
                            WHERE t.program = :program AND t.booked_at < :to::timestamptz
                        ), move AS (
                            SELECT month, type AS lot_type, type, initial AS points, at FROM lot
                            UNION ALL
                            SELECT l.month, l.type, t.type, -u.points, t.booked_at
                            FROM points_lot_use u
                            JOIN points_tx t ON t.id = u.tx AND t.program = :program AND t.booked_at < :to::timestamptz
                            JOIN lot l ON l.id = u.lot
                        ), sales AS (
                            SELECT date_trunc('month', e.booked_at AT TIME ZONE :zone)::date AS month,
                                sum(b.amount_minor - b.refunded_minor) AS minor
                            FROM (
                                SELECT k.channel, k.order_no, min(t.booked_at) AS booked_at
                                FROM earn_key k JOIN points_tx t ON t.id = k.tx
                                WHERE k.program = :program AND t.booked_at < :to::timestamptz
                                GROUP BY k.channel, k.order_no
                            ) AS e JOIN earning_basis b ON b.channel = e.channel AND b.order_no = e.order_no
                            GROUP BY 1
                        )
                        SELECT m.month,
                            coalesce(sum(points) FILTER (WHERE at < :from::timestamptz), 0) AS opening,
                            coalesce(sum(points) FILTER (WHERE at >= :from::timestamptz AND type = 'EARN'), 0) AS issued,
                            coalesce(sum(points) FILTER (WHERE at >= :from::timestamptz AND type IN ('IMPORT', 'REVERSE_IMPORT')), 0) AS imported,
                            coalesce(-sum(points) FILTER (WHERE at >= :from::timestamptz AND type IN ('REDEEM', 'REVERSE_REDEEM')), 0) AS redeemed,
                            coalesce(-sum(points) FILTER (WHERE at >= :from::timestamptz AND type = 'EXPIRE'), 0) AS expired,
                            coalesce(-sum(points) FILTER (WHERE at >= :from::timestamptz AND type = 'REVERSE_EARN'), 0) AS reversed,
                            coalesce(-sum(points) FILTER (WHERE at >= :from::timestamptz AND type = 'REPAY'), 0) AS repaid,
                            coalesce(sum(points) FILTER (WHERE at >= :from::timestamptz AND type = 'ADJUST'), 0) AS adjusted,
                            sum(points) AS closing,
                            coalesce(sum(points) FILTER (WHERE lot_type = 'EARN' AND type IN ('EARN', 'REVERSE_EARN')), 0) AS value_points,
                            coalesce(-sum(points) FILTER (WHERE lot_type = 'EARN' AND type IN ('REDEEM', 'REVERSE_REDEEM')), 0)
                                AS value_redeemed,
                            coalesce(sum(points) FILTER (WHERE lot_type = 'EARN'), 0) AS value_left,
                            coalesce(max(s.minor), 0) AS sales
                        FROM move m LEFT JOIN sales s ON s.month = m.month
                        GROUP BY m.month
                        HAVING sum(points) <> 0 OR count(*) FILTER (WHERE at >= :from::timestamptz) > 0
                        ORDER BY m.month
                        """)
                .param("program", program.code())
                .param("zone", program.zone().getId())
                .param("from", from.toString())
                .param("to", to.toString())
                .query((row, index) -> cohort(row))
                .list();
    }

    Ledger ledger(Program program, Instant to) {
        return jdbc.sql("""
                        SELECT coalesce(sum(p.amount) FILTER (WHERE a.kind = 'MEMBER'), 0) AS points,
                            coalesce(-sum(p.amount) FILTER (WHERE a.kind = 'DEBT'), 0) AS owed
                        FROM points_posting p JOIN points_account a ON a.id = p.account
                        WHERE a.program = :program AND p.booked_at < :to::timestamptz
                        """)
                .param("program", program.code())
                .param("to", to.toString())
                .query((row, index) -> new Ledger(row.getLong("points"), row.getLong("owed")))
                .single();
    }

    private static Cohort cohort(ResultSet row) throws SQLException {
        return new Cohort(
                YearMonth.from(row.getObject("month", LocalDate.class)),
                row.getLong("opening"),
                row.getLong("issued"),
                row.getLong("imported"),
                row.getLong("redeemed"),
                row.getLong("expired"),
                row.getLong("reversed"),
                row.getLong("repaid"),
                row.getLong("adjusted"),
                row.getLong("closing"),
                new Cohort.Value(
                        row.getLong("value_points"),
                        row.getLong("value_redeemed"),
                        row.getLong("value_left"),
                        row.getLong("sales")));
    }
}
