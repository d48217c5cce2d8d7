package io.kehu.loyalty.report;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What the jobs of this service should have done by now and have not, as metrics. Each look costs one look into an index. */
@Component
class Backlogs {

    private static final Map<String, String> LOOKS = new LinkedHashMap<>();

    static {
        LOOKS.put("loyalty.backlog.expiry.seconds", """
                SELECT coalesce(max(extract(epoch FROM now() - expires_at)), 0)::bigint FROM (
                    SELECT expires_at FROM points_lot
                    WHERE state = 'ACTIVE' AND expires_at <= now() AND remaining > held ORDER BY expires_at, id LIMIT 1) AS oldest
                """);
        LOOKS.put("loyalty.backlog.holds.seconds", """
                SELECT coalesce(max(extract(epoch FROM now() - expires_at)), 0)::bigint FROM (
                    SELECT expires_at FROM points_hold
                    WHERE state = 'HELD' AND expires_at <= now() ORDER BY expires_at, id LIMIT 1) AS oldest
                """);
        LOOKS.put("loyalty.backlog.referrals.seconds", """
                SELECT coalesce(max(extract(epoch FROM now() - due_at)), 0)::bigint FROM (
                    SELECT due_at FROM referral WHERE due_at <= now() ORDER BY due_at LIMIT 1) AS oldest
                """);
        LOOKS.put("loyalty.backlog.imports.seconds", """
                SELECT coalesce(max(extract(epoch FROM now() - coalesce(reversed_at, decided_at))), 0)::bigint
                FROM points_import WHERE state IN ('BOOKING', 'REVERSING')
                """);
        LOOKS.put("loyalty.backlog.days.seconds", """
                SELECT coalesce(max(extract(epoch FROM now() - due_at)), 0)::bigint FROM (
                    SELECT (coalesce(max(d.day) + 1, (p.created_at AT TIME ZONE p.zone)::date) + 1)::timestamp AT TIME ZONE p.zone
                        + interval '10 minutes' AS due_at
                    FROM program p LEFT JOIN system_account_day d ON d.program = p.code GROUP BY p.code) AS days WHERE due_at <= now()
                """);
        LOOKS.put("loyalty.notices.unanswered", """
                SELECT count(*) FROM expiry_notice
                WHERE state = 'TOLD' AND told_at < now() - interval '2 days' AND month >= date_trunc('month', now())::date
                """);
    }

    private final JdbcClient jdbc;
    private final List<Look> looks = new ArrayList<>();

    Backlogs(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        LOOKS.forEach((name, sql) -> {
            Look look = new Look(sql, new AtomicLong());
            meters.gauge(name, look.value());
            looks.add(look);
        });
    }

    /** A query and what it found last. */
    private record Look(String sql, AtomicLong value) {}

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void look() {
        looks.forEach(
                look -> look.value().set(jdbc.sql(look.sql()).query(Long.class).single()));
    }
}
