package io.kehu.loyalty.coupon;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Gives one answer to all refused codes, and none at all to who had too many of them. Counted in the database, so that neither a second
 * instance nor a restart adds any, and after the request was undone, so that it stays.
 */
@Component
class AttemptBudget {

    static final Duration WINDOW = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final CouponProperties properties;
    private final MeterRegistry meters;
    private final Clock clock;

    AttemptBudget(
            JdbcClient jdbc,
            Transactions transactions,
            CouponProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
    }

    private record Spent(Instant since, int refused) {}

    /**
     * Runs what a code is tried with. What is right costs nothing.
     *
     * @throws ProblemException the one refusal, or 429 when there were too many
     */
    <T> T spend(Supplier<T> work) {
        Caller caller = Caller.required();
        String subject = caller.originatingSubject();
        int most = caller.has(Role.INTEGRATOR) ? properties.integratorAttempts() : properties.attempts();
        Instant now = clock.instant();
        refuse(spent(subject, now), most - 1, now);
        try {
            return work.get();
        } catch (CouponRefusedException e) {
            meters.counter("loyalty.coupon.refused", "reason", e.reason().name())
                    .increment();
            // Who tries many at once has them looked at all before the first is counted, but learns of no more than
            // this.
            refuse(transactions.callSeparately(() -> count(subject, now)), most, now);
            throw new ProblemException(LoyaltyProblem.COUPON_REFUSED);
        }
    }

    /** What nobody needs any more. */
    void forget() {
        jdbc.sql("DELETE FROM coupon_attempt WHERE since <= :since")
                .param("since", clock.instant().minus(WINDOW).atOffset(ZoneOffset.UTC))
                .update();
    }

    private static void refuse(Spent spent, int most, Instant now) {
        if (spent.refused() > most) {
            throw new ProblemException(CommonProblem.TOO_MANY_REQUESTS)
                    .retryAfter(
                            Duration.between(now, spent.since().plus(WINDOW)).plusSeconds(1));
        }
    }

    private Spent spent(String subject, Instant now) {
        return jdbc.sql("SELECT since, refused FROM coupon_attempt WHERE subject = :subject AND since > :since")
                .param("subject", subject)
                .param("since", now.minus(WINDOW).atOffset(ZoneOffset.UTC))
                .query((row, index) -> new Spent(row.getTimestamp("since").toInstant(), row.getInt("refused")))
                .optional()
                .orElse(new Spent(now, 0));
    }

    private Spent count(String subject, Instant now) {
        return jdbc.sql("""
                        INSERT INTO coupon_attempt AS attempt (subject, since, refused) VALUES (:subject, :now, 1)
                        ON CONFLICT (subject) DO UPDATE
                        SET since = CASE WHEN attempt.since > :since THEN attempt.since ELSE excluded.since END,
                            refused = CASE WHEN attempt.since > :since THEN attempt.refused + 1 ELSE 1 END
                        RETURNING since, refused
                        """)
                .param("subject", subject)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("since", now.minus(WINDOW).atOffset(ZoneOffset.UTC))
                .query((row, index) -> new Spent(row.getTimestamp("since").toInstant(), row.getInt("refused")))
                .single();
    }
}
