package io.kehu.loyalty.earning;

import io.kehu.loyalty.program.Program;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code earning_failure}: purchases a published rule could not be worked out for. Such a rule gives nothing for such a purchase and
 * everybody else's go on; who looks after the rule sees it, and corrects by hand what is owed.
 */
@Repository
class RuleFailures {

    private static final Logger LOG = LoggerFactory.getLogger(RuleFailures.class);

    private final JdbcClient jdbc;
    private final MeterRegistry meters;
    private final Clock clock;

    RuleFailures(JdbcClient jdbc, MeterRegistry meters, Clock clock) {
        this.jdbc = jdbc;
        this.meters = meters;
        this.clock = clock;
    }

    /** A version of a rule. */
    record Version(String rule, int version) {}

    /** How often it failed. */
    record Failures(long purchases, @Nullable Instant last) {

        static final Failures NONE = new Failures(0, null);
    }

    /** In the transaction that looks at the purchases. */
    void note(Program program, RuleSet.Claims claims) {
        UUID purchase = claims.occasion().purchase().purchaseId();
        for (EarningRule rule : claims.failed()) {
            LOG.warn(
                    "Rule {}/{}/{} cannot be worked out for purchase {}; it gives nothing for it",
                    program.code(),
                    rule.code(),
                    rule.version(),
                    purchase);
            meters.counter("loyalty.rules.failed", "program", program.code(), "rule", rule.code())
                    .increment();
            jdbc.sql("""
                            INSERT INTO earning_failure (program, rule, version, purchase_id, failed_at)
                            VALUES (:program, :rule, :version, :purchase, :at::timestamptz) ON CONFLICT DO NOTHING
                            """)
                    .param("program", program.code())
                    .param("rule", rule.code())
                    .param("version", rule.version())
                    .param("purchase", purchase)
                    .param("at", clock.instant().toString())
                    .update();
        }
    }

    /** Of these rules; without those that never failed. */
    Map<Version, Failures> of(String program, List<EarningRule> rules) {
        Map<Version, Failures> failures = new HashMap<>();
        jdbc.sql("""
                        SELECT rule, version, count(*) AS purchases, max(failed_at) AS last FROM earning_failure
                        WHERE program = :program AND (rule, version) IN (SELECT * FROM unnest(:rules, :versions))
                        GROUP BY rule, version
                        """)
                .param("program", program)
                .param("rules", rules.stream().map(EarningRule::code).toArray(String[]::new))
                .param("versions", rules.stream().map(EarningRule::version).toArray(Integer[]::new))
                .query(row -> {
                    Timestamp last = row.getTimestamp("last");
                    failures.put(
                            new Version(row.getString("rule"), row.getInt("version")),
                            new Failures(row.getLong("purchases"), last == null ? null : last.toInstant()));
                });
        return failures;
    }
}
