package io.kehu.identity.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.lease.Tills.Leased;
import io.kehu.starter.database.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.IntervalTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/** What happens to leases by the passing of time. */
@LeaseTest
class LeaseExpiryTests {

    private static final Duration MORE_THAN_THE_LEASES = Duration.ofSeconds(3601);

    @Autowired
    private Tills tills;

    @Autowired
    private LeaseClock clock;

    @Autowired
    private ExpireLeases expireLeases;

    @Autowired
    private Transactions transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ScheduledTaskHolder schedule;

    @Test
    void whatIsLeftOfALeaseThatIsOverIsVoid() {
        String scheme = tills.define("OVER");
        Leased lease = tills.lease(scheme, 5);
        String first = lease.first().number();
        tills.report(lease, List.of(first));
        expireLeases.expire();
        assertThat(tills.read(lease).state()).as("before its time").isEqualTo("OPEN");

        clock.forward(MORE_THAN_THE_LEASES);
        assertThat(tills.numbers(lease)).as("over, though not swept").isEmpty();
        closed(tills.returning(lease, null));
        Leased younger = tills.lease(scheme, 2);
        expireLeases.expire();

        assertThat(tills.read(lease).state()).isEqualTo("EXPIRED");
        assertThat(tills.read(younger).state()).isEqualTo("OPEN");
        assertThat(tills.books(scheme)).containsExactly("1-1 ISSUED shop-1/till-1", "2-5 VOID EXPIRED", "6-7 OPEN");
        closed(tills.returning(lease, null));
        assertThat(tills.lease(scheme, 4).epoch())
                .as("void numbers go to nobody")
                .isEqualTo(1);
        assertThat(tills.unexplained(scheme)).isEmpty();
    }

    @Test
    void aTillThatComesBackLateIsBelieved() {
        String scheme = tills.define("LATE");
        Leased lease = tills.lease(scheme, 6);
        List<String> numbers = tills.numbers(lease);
        clock.forward(MORE_THAN_THE_LEASES);

        Tills.Report unswept = tills.report(lease, numbers.subList(0, 1));
        assertThat(unswept.late()).isTrue();
        assertThat(unswept.verdicts()).containsExactly("ISSUED");
        expireLeases.expire();
        Tills.Report swept = tills.report(lease, List.of(numbers.get(0), numbers.get(3)));
        assertThat(swept.late()).isTrue();
        assertThat(swept.verdicts()).containsExactly("REPEATED", "ISSUED");

        assertThat(tills.books(scheme))
                .containsExactly(
                        "1-1 ISSUED shop-1/till-1", "2-3 VOID EXPIRED", "4-4 ISSUED shop-1/till-1", "5-6 VOID EXPIRED");
        assertThat(tills.read(lease).used()).isEqualTo(2);
        assertThat(tills.unexplained(scheme)).isEmpty();
    }

    @Test
    void moreLeasesThanABatchHoldsAllEnd() {
        String scheme = tills.define("MANY");
        List<Leased> leases = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            leases.add(tills.lease(scheme, 2));
        }
        clock.forward(MORE_THAN_THE_LEASES);

        expireLeases.expire();

        assertThat(leases).allMatch(lease -> tills.read(lease).state().equals("EXPIRED"));
    }

    @Test
    void severalInstancesSweepAtOnce() throws Exception {
        String scheme = tills.define("SWEEPERS");
        List<Leased> leases = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            leases.add(tills.lease(scheme, 2));
        }
        clock.forward(MORE_THAN_THE_LEASES);

        Tills.together(java.util.Collections.nCopies(4, () -> {
            expireLeases.expire();
            return true;
        }));
        // Who found every row in another's hands left it to them; all of them are done by now.
        assertThat(leases).allMatch(lease -> tills.read(lease).state().equals("EXPIRED"));
        assertThat(tills.books(scheme)).hasSize(12).allMatch(entry -> entry.endsWith("VOID EXPIRED"));
        assertThat(jdbc.sql("SELECT count(*) FROM lease WHERE scheme = 'SWEEPERS' AND version = 2")
                        .query(Long.class)
                        .single())
                .as("each ended once")
                .isEqualTo(12);
    }

    @Test
    void aLeaseSomebodyWorksOnIsLeftForTheNextSweep() {
        String scheme = tills.define("BUSY");
        Leased lease = tills.lease(scheme, 2);
        clock.forward(MORE_THAN_THE_LEASES);

        transactions.run(() -> {
            jdbc.sql("SELECT id FROM lease WHERE id = :id FOR UPDATE")
                    .param("id", UUID.fromString(lease.id()))
                    .query(row -> {});
            transactions.callSeparately(() -> {
                expireLeases.expire();
                return true;
            });
        });
        assertThat(tills.read(lease).state()).isEqualTo("OPEN");
        expireLeases.expire();
        assertThat(tills.read(lease).state()).isEqualTo("EXPIRED");
    }

    @Test
    void theSweepIsScheduledAsConfigured() {
        assertThat(schedule.getScheduledTasks()).map(ScheduledTask::getTask).anySatisfy(task -> {
            assertThat(task.toString()).contains("ExpireLeases.expire");
            assertThat(((IntervalTask) task).getIntervalDuration()).isEqualTo(Duration.ofHours(7));
        });
    }

    private static void closed(org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec response) {
        response.expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/lease-closed")
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("EXPIRED"));
    }
}
