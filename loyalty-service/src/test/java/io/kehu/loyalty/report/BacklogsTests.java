package io.kehu.loyalty.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Desk;
import io.kehu.starter.test.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators see of work that has not been done. */
@ServiceTest
class BacklogsTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Backlogs backlogs;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private JdbcClient jdbc;

    /** The desk's clock is two months behind; nothing is committed, so that no job sees to it meanwhile. */
    @Test
    void theOldestThatIsDueIsSeen() {
        Desk desk =
                Desk.alone(context, ZoneId.of("Asia/Shanghai"), 1, Instant.now().minus(Duration.ofDays(62)));
        String number = Shop.newNumber();

        desk.crashAfter(() -> {
            desk.earn(number, 100);
            desk.hold(number, 10, Duration.ofDays(1));
            backlogs.look();
            assertThat(value("loyalty.backlog.expiry.seconds")).isGreaterThan(20 * 86_400);
            assertThat(value("loyalty.backlog.holds.seconds")).isGreaterThan(60 * 86_400);
        });

        backlogs.look();
        assertThat(value("loyalty.backlog.holds.seconds")).isLessThan(60 * 86_400);
        assertThat(value("loyalty.backlog.expiry.seconds")).isLessThan(20 * 86_400);
    }

    @Test
    void daysThatAreNotAddedUpAreSeen() {
        Desk desk = Desk.alone(context, ZoneId.of("Asia/Shanghai"), 1, Instant.now());
        backlogs.look();
        assertThat(value("loyalty.backlog.days.seconds")).isLessThan(4_000 * 86_400);

        desk.crashAfter(() -> {
            jdbc.sql("UPDATE program SET created_at = created_at - interval '5000 days' WHERE code = :program")
                    .param("program", desk.program().code())
                    .update();
            backlogs.look();
            assertThat(value("loyalty.backlog.days.seconds")).isBetween(4_998.0 * 86_400, 5_000.0 * 86_400);
            jdbc.sql("""
                            INSERT INTO system_account_day (program, day, account, points, postings)
                            VALUES (:program, (now() AT TIME ZONE 'Asia/Shanghai')::date - 2000, 'ISSUED', 0, 0)
                            """).param("program", desk.program().code()).update();
            backlogs.look();
            assertThat(value("loyalty.backlog.days.seconds")).isBetween(1_997.0 * 86_400, 2_000.0 * 86_400);
        });
    }

    @Test
    void anImportThatIsNotDoneIsSeen() {
        Desk desk = Desk.alone(context, ZoneId.of("Asia/Shanghai"), 1, Instant.now());

        desk.crashAfter(() -> {
            jdbc.sql("""
                            INSERT INTO points_import (id, program, state, total, good, points, uploaded_by, uploaded_at, decided_by, decided_at)
                            VALUES (gen_random_uuid(), :program, 'BOOKING', 1, 1, 1, 'a', now(), 'b', now() - interval '1 day')
                            """).param("program", desk.program().code()).update();
            backlogs.look();
            assertThat(value("loyalty.backlog.imports.seconds")).isEqualTo(86_400);
            jdbc.sql("""
                            UPDATE points_import SET state = 'REVERSING', ended_at = now(), reversed_by = 'a',
                                reversed_at = now() - interval '1 hour', reversal_reason = 'x' WHERE program = :program
                            """).param("program", desk.program().code()).update();
            backlogs.look();
            assertThat(value("loyalty.backlog.imports.seconds")).isEqualTo(3_600);
        });

        backlogs.look();
        assertThat(value("loyalty.backlog.imports.seconds")).isZero();
    }

    @Test
    void noticesNobodyAnsweredAreCounted() {
        backlogs.look();
        double before = value("loyalty.notices.unanswered");
        Desk desk = Desk.alone(context, ZoneId.of("Asia/Shanghai"), 1, Instant.now());
        jdbc.sql("""
                        INSERT INTO expiry_notice (id, program, number, month, points, last_day, told_at)
                        SELECT gen_random_uuid(), :program, n, date_trunc('month', now())::date, 5, now()::date, now() - age
                        FROM unnest(:numbers, ARRAY[interval '3 days', interval '1 day']) AS told (n, age)
                        """)
                .param("program", desk.program().code())
                .param("numbers", new String[] {Shop.newNumber(), Shop.newNumber()})
                .update();

        backlogs.look();

        assertThat(value("loyalty.notices.unanswered")).isEqualTo(before + 1);
    }

    private double value(String name) {
        return meters.get(name).gauge().value();
    }
}
