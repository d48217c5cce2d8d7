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
                WHERE a.kind = 'MEMBER' AND a.posted <> coalesce(p.total, 0)
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
        CHECKS.putAll(MergeInvariants.CHECKS);
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
