package io.kehu.identity.number;

import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.identity.TestSchemes;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the database refuses, whoever writes: runs of one statement are looked at together where they follow each other without a gap, and
 * each for itself otherwise. There are the runs 10-19 and 30-39, the block 50-59 of a lease, and a counter that is at 100.
 */
@ServiceTest
class NumberRunGuardTests {

    private static final String SCHEME = "GUARDEDRUNS";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @BeforeEach
    void begin() {
        TestSchemes.define(api, SCHEME, "GRD{seq:6}{check}");
        if (counter() == 0) {
            jdbc.sql("INSERT INTO number_partition (scheme, partition, next_seq) VALUES ('GUARDEDRUNS', '', 50)")
                    .update();
            insert("10-19,30-39");
            api.as(INTEGRATOR)
                    .post()
                    .uri("/identity/v1/leases")
                    .body(Map.of("scheme", SCHEME, "holder", "till", "size", 10, "ttlSeconds", 600))
                    .exchange()
                    .expectStatus()
                    .isCreated();
            jdbc.sql("UPDATE number_partition SET next_seq = 100 WHERE scheme = 'GUARDEDRUNS'")
                    .update();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"20-29", "20-22,23-23,24-29", "1-9", "40-49", "60-99", "1-2,45-46,99-99", "20-22,25-29"})
    void runsThatShareNothingAreTaken(String runs) {
        int before = runs();

        transactions.executeWithoutResult(status -> {
            insert(runs);
            assertThat(runs()).isEqualTo(before + runs.split(",").length);
            status.setRollbackOnly();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5-10",
                "19-25",
                "12-13",
                "9-20",
                "25-45",
                "20-29,31-32",
                "20-25,24-29",
                "20-23,23-26,28-29",
                "1-2,38-41",
                "45-46,12-13",
                "1-40,41-49",
                "29-29,31-31"
            })
    void runsThatShareASequenceAreRefused(String runs) {
        assertThatThrownBy(() -> insert(runs)).hasMessageContaining("number issued twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"50-50", "59-60", "45-55", "45-65", "52-53", "49-49,55-55", "40-44,45-50", "1-1,59-60"})
    void runsInALeasedBlockAreRefused(String runs) {
        assertThatThrownBy(() -> insert(runs)).hasMessageContaining("number issued out of a block");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100-100", "99-100", "20-29,100-100"})
    void runsBeyondTheCounterAreRefused(String runs) {
        assertThatThrownBy(() -> insert(runs)).hasMessageContaining("number issued beyond its counter");
    }

    @Test
    void aRunOfNoCounterIsRefused() {
        assertThatThrownBy(() -> insert("1-1", "2031")).hasMessageContaining("number issued beyond its counter");
    }

    private void insert(String runs) {
        insert(runs, "");
    }

    private void insert(String runs, String partition) {
        jdbc.sql("""
                        INSERT INTO number_run (scheme, partition, from_seq, to_seq, issued_by)
                        SELECT 'GUARDEDRUNS', :partition, split_part(run, '-', 1)::bigint, split_part(run, '-', 2)::bigint, 'test'
                        FROM unnest(string_to_array(:runs, ',')) AS run
                        """).param("runs", runs).param("partition", partition).update();
    }

    private int runs() {
        return jdbc.sql("SELECT count(*) FROM number_run WHERE scheme = 'GUARDEDRUNS'")
                .query(Integer.class)
                .single();
    }

    private int counter() {
        return jdbc.sql("SELECT count(*) FROM number_partition WHERE scheme = 'GUARDEDRUNS'")
                .query(Integer.class)
                .single();
    }
}
