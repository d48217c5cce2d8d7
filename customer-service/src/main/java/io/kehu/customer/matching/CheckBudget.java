package io.kehu.customer.matching;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many duplicate checks a caller may make; counted in the database, so that neither a second instance nor a restart adds any. */
@Component
class CheckBudget {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Clock clock;
    private final int perMinute;

    CheckBudget(JdbcClient jdbc, Transactions transactions, Clock clock, MatchingProperties properties) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.perMinute = properties.duplicateChecksPerMinute();
    }

    /**
     * What is left.
     *
     * @param limit checks in a window
     * @param reset until the next window
     */
    record Left(int limit, int remaining, Duration reset) {}

    /**
     * Counts one check, also when it is one too many.
     *
     * @throws ProblemException 429 when nothing is left
     */
    Left take(String subject) {
        Instant now = clock.instant();
        Instant window = now.truncatedTo(ChronoUnit.MINUTES);
        Duration reset = Duration.between(now, window.plus(WINDOW));
        int used = transactions.callSeparately(() -> count(subject, window));
        if (used > perMinute) {
            throw new ProblemException(CommonProblem.TOO_MANY_REQUESTS).retryAfter(reset.plusSeconds(1));
        }
        return new Left(perMinute, perMinute - used, reset);
    }

    private int count(String subject, Instant window) {
        return jdbc.sql("""
                        INSERT INTO duplicate_check_budget AS budget (subject, window_start, used)
                        VALUES (:subject, :window, 1)
                        ON CONFLICT (subject) DO UPDATE
                        SET window_start = excluded.window_start,
                            used = CASE WHEN budget.window_start = excluded.window_start THEN budget.used + 1 ELSE 1 END
                        RETURNING used
                        """)
                .param("subject", subject)
                .param("window", window.atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }
}
