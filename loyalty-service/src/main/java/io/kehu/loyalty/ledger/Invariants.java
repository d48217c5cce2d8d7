package io.kehu.loyalty.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Checks, from the tables alone, that the ledger adds up. Runs on demand and every hour; anything but zero alarms. */
@Component
public class Invariants {

    private static final int SAMPLES = 5;

    private static final Map<String, String> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("transactions-balance", """
                SELECT tx::text AS object FROM points_posting GROUP BY tx HAVING sum(amount) <> 0
                """);
        CHECKS.put("transactions-have-two-sides", """
                SELECT t.id::text AS object FROM points_tx t
                LEFT JOIN points_posting p ON p.tx = t.id AND p.booked_at = t.booked_at
                GROUP BY t.id HAVING count(p.tx) < 2
                """);
        CHECKS.put("balance-is-sum-of-postings", """
                SELECT a.number AS object FROM points_account a
                LEFT JOIN (SELECT account, sum(amount) AS total FROM points_posting GROUP BY account) p ON p.account = a.id
                WHERE a.kind IN ('MEMBER', 'DEBT') AND a.posted <> coalesce(p.total, 0)
                """);
        CHECKS.put("balance-is-sum-of-lots", """
                SELECT a.number AS object FROM points_account a
                LEFT JOIN (SELECT account, sum(remaining) AS total FROM points_lot GROUP BY account) l ON l.account = a.id
                WHERE a.kind = 'MEMBER' AND a.posted <> coalesce(l.total, 0)
                """);
        CHECKS.put("running-balance-is-unbroken", """
                SELECT account::text AS object FROM (
                    SELECT account, balance_after, sum(amount) OVER (PARTITION BY account ORDER BY seq) AS running
                    FROM points_posting WHERE balance_after IS NOT NULL
                ) AS statement WHERE balance_after <> running
                """);
        CHECKS.put("nothing-reversed-beyond-earned", """
                SELECT order_no AS object FROM earn_key WHERE reversed > points
                """);
        CHECKS.put("every-earning-is-in-the-ledger", """
                SELECT k.order_no AS object FROM earn_key k LEFT JOIN points_tx t ON t.id = k.tx WHERE t.id IS NULL
                """);
        CHECKS.put("reversals-match-their-earning", """
                SELECT k.order_no AS object FROM earn_key k
                LEFT JOIN (
                    SELECT t.reverses, sum(p.amount) AS total FROM points_tx t
                    JOIN points_posting p ON p.tx = t.id AND p.booked_at = t.booked_at AND p.balance_after IS NOT NULL
                    WHERE t.type = 'REVERSE_EARN' GROUP BY t.reverses
                ) r ON r.reverses = k.tx
                WHERE k.reversed <> -coalesce(r.total, 0)
                """);
        CHECKS.put("held-is-sum-of-lots", """
                SELECT a.number AS object FROM points_account a
                LEFT JOIN (SELECT account, sum(held) AS total FROM points_lot GROUP BY account) l ON l.account = a.id
                WHERE a.kind = 'MEMBER' AND a.held <> coalesce(l.total, 0)
                """);
        CHECKS.put("lots-have-left-what-was-not-used", """
                SELECT l.id::text AS object FROM points_lot l
                LEFT JOIN (SELECT lot, sum(points) AS total FROM points_lot_use GROUP BY lot) u ON u.lot = l.id
                WHERE l.remaining <> l.initial - coalesce(u.total, 0)
                """);
        CHECKS.put("nothing-given-back-beyond-used", """
                SELECT r.reverses::text AS object
                FROM (SELECT reverses, lot, sum(points) AS points FROM points_lot_use WHERE reverses IS NOT NULL GROUP BY 1, 2) r
                LEFT JOIN points_lot_use u ON u.tx = r.reverses AND u.lot = r.lot
                WHERE coalesce(u.points, 0) + r.points < 0
                """);
        CHECKS.put("held-lots-are-those-of-holds", """
                SELECT l.id::text AS object FROM points_lot l
                LEFT JOIN (
                    SELECT p.lot, sum(p.points) AS total FROM points_hold_lot p JOIN points_hold h ON h.id = p.hold
                    WHERE h.state = 'HELD' GROUP BY p.lot
                ) h ON h.lot = l.id
                WHERE l.held <> coalesce(h.total, 0)
                """);
        CHECKS.put("holds-are-sum-of-their-lots", """
                SELECT h.id::text AS object FROM points_hold h
                LEFT JOIN (SELECT hold, sum(points) AS total FROM points_hold_lot GROUP BY hold) l ON l.hold = h.id
                WHERE h.points <> coalesce(l.total, 0)
                """);
        CHECKS.put("uses-match-postings", """
                SELECT coalesce(u.tx, p.tx)::text AS object
                FROM (SELECT tx, sum(points) AS total FROM points_lot_use GROUP BY tx) u
                FULL JOIN (
                    SELECT p.tx, -sum(p.amount) AS total FROM points_posting p
                    JOIN points_account a ON a.id = p.account AND a.kind = 'MEMBER'
                    JOIN points_tx t ON t.id = p.tx AND t.booked_at = p.booked_at
                    WHERE t.type IN ('REDEEM', 'REVERSE_EARN', 'REVERSE_REDEEM', 'REVERSE_IMPORT', 'EXPIRE', 'REPAY')
                        OR (t.type = 'ADJUST' AND p.amount < 0)
                    GROUP BY p.tx
                ) p ON p.tx = u.tx
                WHERE u.total IS DISTINCT FROM p.total
                """);
        CHECKS.put("qualifying-is-what-was-earned", """
                SELECT coalesce(e.number, q.number) AS object
                FROM (
                    SELECT t.program, l.number, date_trunc('month', l.activates_at AT TIME ZONE p.zone)::date AS month,
                        sum(l.initial - coalesce(r.points, 0)) AS points
                    FROM points_lot l
                    JOIN points_tx t ON t.id = l.earn_tx AND t.type = 'EARN'
                    JOIN program p ON p.code = t.program
                    LEFT JOIN (
                        SELECT t.reverses, sum(g.amount) AS points
                        FROM points_tx t
                        JOIN points_posting g ON g.tx = t.id AND g.booked_at = t.booked_at
                        JOIN points_account a ON a.id = g.account AND a.kind = 'ISSUED'
                        WHERE t.type = 'REVERSE_EARN' GROUP BY t.reverses
                    ) r ON r.reverses = t.id
                    GROUP BY 1, 2, 3
                ) e FULL JOIN qualifying_month q ON (q.program, q.number, q.month) = (e.program, e.number, e.month)
                WHERE coalesce(e.points, 0) <> coalesce(q.points, 0)
                """);
        CHECKS.put("gifts-are-sum-of-their-orders", """
                SELECT g.program || '/' || g.code AS object FROM gift g
                LEFT JOIN (
                    SELECT program, gift, coalesce(sum(quantity) FILTER (WHERE state = 'RESERVED'), 0) AS reserved,
                        coalesce(sum(quantity) FILTER (WHERE state IN ('CONFIRMED', 'SHIPPED', 'DONE')), 0) AS issued
                    FROM gift_order GROUP BY program, gift
                ) o ON o.program = g.program AND o.gift = g.code
                WHERE (g.reserved, g.issued) IS DISTINCT FROM (coalesce(o.reserved, 0), coalesce(o.issued, 0))
                """);
        CHECKS.put("activities-earned-what-is-in-the-ledger", """
                SELECT e.tx::text AS object FROM activity_earning e
                LEFT JOIN points_lot l ON l.earn_tx = e.tx
                LEFT JOIN (
                    SELECT t.reverses, sum(g.amount) AS points
                    FROM points_tx t
                    JOIN points_posting g ON g.tx = t.id AND g.booked_at = t.booked_at
                    JOIN points_account a ON a.id = g.account AND a.kind = 'ISSUED'
                    WHERE t.type = 'REVERSE_EARN' GROUP BY t.reverses
                ) r ON r.reverses = e.tx
                WHERE (e.points, e.number, e.reversed) IS DISTINCT FROM (l.initial, l.number, coalesce(r.points, 0))
                """);
        CHECKS.put("adjustments-are-in-the-ledger", """
                SELECT coalesce(a.id, t.id)::text AS object
                FROM (SELECT * FROM points_adjustment WHERE state = 'BOOKED') a
                FULL JOIN (SELECT * FROM points_tx WHERE type = 'ADJUST') t ON t.id = a.tx
                WHERE (a.program, a.number, a.reason) IS DISTINCT FROM (t.program, t.number, t.reason)
                """);
        CHECKS.putAll(ImportInvariants.CHECKS);
        CHECKS.putAll(MergeInvariants.CHECKS);
        CHECKS.putAll(CouponInvariants.CHECKS);
        CHECKS.putAll(ReportInvariants.CHECKS);
    }

    private final JdbcClient jdbc;
    private final AtomicLong violations = new AtomicLong();

    Invariants(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        meters.gauge("loyalty.ledger.violations", violations);
    }

    /**
     * Result of one check.
     *
     * @param violations how many objects break it; must be 0
     * @param samples some of them
     */
    public record Check(String name, long violations, List<String> samples) {}

    public List<Check> run() {
        List<Check> checks = new ArrayList<>();
        CHECKS.forEach((name, sql) -> checks.add(run(name, sql)));
        violations.set(checks.stream().mapToLong(Check::violations).sum());
        return checks;
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void watch() {
        run();
    }

    private Check run(String name, String sql) {
        long count = jdbc.sql("SELECT count(*) FROM (" + sql + ") AS broken")
                .query(Long.class)
                .single();
        List<String> samples = count == 0
                ? List.of()
                : jdbc.sql("SELECT object FROM (" + sql + ") AS broken LIMIT " + SAMPLES)
                        .query(String.class)
                        .list();
        return new Check(name, count, samples);
    }
}
