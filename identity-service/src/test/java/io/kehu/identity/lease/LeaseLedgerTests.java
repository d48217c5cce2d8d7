package io.kehu.identity.lease;

import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.identity.lease.Tills.Leased;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every sequence is explained once and only once, whatever happens, and the database sees to it. */
@LeaseTest
class LeaseLedgerTests {

    private static final int STEPS = 120;

    @Autowired
    private Api api;

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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everySequenceIsInExactlyOneRunOrBlock(long seed) {
        String scheme = tills.define("RANDOM_" + seed);
        Random random = new Random(seed);
        List<Leased> leases = new ArrayList<>();
        List<List<String>> numbers = new ArrayList<>();
        long allocated = 0;
        for (int step = 0; step < STEPS; step++) {
            int choice = random.nextInt(20);
            if (choice < 5 || leases.isEmpty()) {
                Leased lease = tills.lease(scheme, 1 + random.nextInt(30));
                leases.add(lease);
                numbers.add(tills.numbers(lease));
            } else if (choice < 13) {
                int which = random.nextInt(leases.size());
                tills.reporting(leases.get(which), some(numbers.get(which), random));
            } else if (choice < 17) {
                int which = random.nextInt(leases.size());
                List<String> own = numbers.get(which);
                tills.returning(leases.get(which), random.nextBoolean() ? null : own.get(random.nextInt(own.size())));
            } else if (choice < 19) {
                int count = 1 + random.nextInt(5);
                allocate(scheme, count);
                allocated += count;
            } else {
                clock.forward(Duration.ofSeconds(2_000));
                expireLeases.expire();
            }
        }

        assertThat(tills.unexplained(scheme)).isEmpty();
        tills.assertUsedAgrees(scheme, allocated);
        assertThat(jdbc.sql("""
                                SELECT count(*) FROM lease_block b JOIN lease l ON l.id = b.lease_id
                                WHERE (b.state = 'OPEN') <> (l.state = 'OPEN')
                                    OR (b.state = 'VOID') <> (l.state = 'EXPIRED')
                                """).query(Long.class).single())
                .as("blocks that disagree with their lease")
                .isZero();
        assertThat(tills.books(scheme).stream().map(entry -> entry.split(" ", -1)[1]))
                .as("the seed tries everything")
                .contains("ISSUED", "RETURNED", "VOID");
    }

    @Test
    void theDatabaseRefusesToIssueANumberOutOfABlock() {
        tills.lease(tills.define("GUARDED"), 10);

        for (String range : List.of("1, 1", "5, 5", "9, 10")) {
            assertThatThrownBy(() -> jdbc.sql("""
                                    INSERT INTO number_run (scheme, partition, from_seq, to_seq, issued_by)
                                    VALUES ('GUARDED', '', %s, 'test')
                                    """.formatted(range)).update())
                    .hasMessageContaining("number issued out of a block");
        }
    }

    @Test
    void theDatabaseRefusesABlockOfIssuedNumbers() {
        Leased lease = tills.lease(tills.define("ISSUED"), 3);
        tills.report(lease, tills.numbers(lease));

        for (String range : List.of("1, 1", "2, 9", "3, 3")) {
            assertThatThrownBy(() -> block(lease, "ISSUED", range))
                    .hasMessageContaining("block holds an issued number");
        }
    }

    @Test
    void theDatabaseRefusesBlocksThatOverlap() {
        Leased lease = tills.lease(tills.define("OVERLAP"), 10);

        assertThatThrownBy(() -> block(lease, "OVERLAP", "10, 20"))
                .hasMessageContaining("lease_block_overlaps_nothing");
    }

    @Test
    void theDatabaseRefusesToForgetABlock() {
        tills.lease(tills.define("FORGOTTEN"), 10);

        assertThatThrownBy(() -> jdbc.sql("DELETE FROM lease_block WHERE scheme = 'FORGOTTEN'")
                        .update())
                .hasMessageContaining("left unexplained");
        assertThatThrownBy(() -> transactions.run(() -> {
                    jdbc.sql("DELETE FROM lease_block WHERE scheme = 'FORGOTTEN'")
                            .update();
                    jdbc.sql("""
                                    INSERT INTO number_run (scheme, partition, from_seq, to_seq, issued_by)
                                    VALUES ('FORGOTTEN', '', 1, 9, 'test')
                                    """).update();
                }))
                .hasStackTraceContaining("left unexplained");
    }

    @Test
    void theServiceMayNotRewriteRangesOrReviveLeases() {
        Leased lease = tills.lease(tills.define("FIXED"), 10);
        tills.giveBack(lease, null);

        for (String forbidden : List.of(
                "UPDATE lease_block SET to_seq = 5 WHERE scheme = 'FIXED'",
                "UPDATE lease SET epoch = 7 WHERE scheme = 'FIXED'",
                "DELETE FROM lease WHERE scheme = 'FIXED'")) {
            assertThatThrownBy(() -> jdbc.sql(forbidden).update()).hasStackTraceContaining("permission denied");
        }
        assertThatThrownBy(() -> jdbc.sql("UPDATE lease SET state = 'OPEN', closed_at = NULL WHERE scheme = 'FIXED'")
                        .update())
                .hasMessageContaining("a lease ends once");
    }

    private void block(Leased lease, String scheme, String range) {
        jdbc.sql("""
                        INSERT INTO lease_block (lease_id, scheme, partition, from_seq, to_seq, at)
                        VALUES (:lease::uuid, '%s', '', %s, now())
                        """.formatted(scheme, range)).param("lease", lease.id()).update();
    }

    private void allocate(String scheme, int count) {
        api.as(INTEGRATOR)
                .post()
                .uri("/identity/v1/numbers")
                .body(Map.of("scheme", scheme, "count", count))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private static List<String> some(List<String> numbers, Random random) {
        List<String> chosen = new ArrayList<>(List.of(numbers.get(random.nextInt(numbers.size()))));
        for (String number : numbers) {
            if (random.nextInt(3) == 0) {
                chosen.add(number);
            }
        }
        return chosen;
    }
}
