package io.kehu.identity.ledger;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.identity.TestSchemes;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Every number of a scheme is told of once, and a frozen scheme gives none. */
@ServiceTest
class LedgerControllerTests {

    @Autowired
    private Api api;

    @Autowired
    private TestBroker broker;

    @Autowired
    private WatchSchemes watch;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MeterRegistry meters;

    private record Ledger(boolean clean, List<Account> partitions, List<Accounts.VoidRange> voidRanges) {}

    @Test
    void everyNumberIsCountedOnceWhateverBecameOfIt() {
        define("COUNTED", "K{seq:4}{check}");
        issue("COUNTED", 100, "ACTIVE");
        issue("COUNTED", 20, "RESERVED");
        jdbc.sql("""
                        UPDATE customer_number SET state = 'VOID'
                        WHERE scheme = 'COUNTED' AND seq <= 105
                        """).update();
        lease("COUNTED", 50);
        adopt("COUNTED", number(500));

        Ledger ledger = ledger("COUNTED");

        assertThat(ledger.clean()).isTrue();
        assertThat(ledger.partitions())
                .containsExactly(new Account("", 9_999, 101, 15, 50, 0, 5 + 329, 9_999 - 500, 0));
        assertThat(ledger.voidRanges()).hasSize(1).first().satisfies(range -> {
            assertThat(range.fromSequence()).isEqualTo(171);
            assertThat(range.reason()).isEqualTo("ADOPTION");
        });
    }

    @Test
    void aNumberNobodyCanExplainIsShownAndMeasured() throws IOException {
        define("HOLED", "H{seq:4}{check}");
        issue("HOLED", 5, "ACTIVE");
        jdbc.sql("UPDATE number_partition SET next_seq = next_seq + 3 WHERE scheme = 'HOLED'")
                .update();
        try {
            watch.watch();

            assertThat(ledger("HOLED").clean()).isFalse();
            assertThat(ledger("HOLED").partitions().getFirst().unexplained()).isEqualTo(3);
            assertThat(meters.get("identity.numbers.unexplained").gauge().value())
                    .isEqualTo(3);
            assertThat(jdbc.sql(queryOfTheOperatorsPage())
                            .query((row, index) -> row.getString("scheme") + row.getString("gap"))
                            .list())
                    .containsExactly("HOLED[6,9)");
        } finally {
            jdbc.sql("UPDATE number_partition SET next_seq = next_seq - 3 WHERE scheme = 'HOLED'")
                    .update();
        }
        watch.watch();
        assertThat(meters.get("identity.numbers.unexplained").gauge().value()).isZero();
    }

    private static String queryOfTheOperatorsPage() throws IOException {
        String page = Files.readString(Path.of("../docs/operations/identity.md"));
        String query = page.substring(page.indexOf("```sql") + 6);
        return query.substring(0, query.indexOf(';'));
    }

    @Test
    void aCounterThatRunsLowIsToldOnce() {
        String ear = broker.listen("identity.scheme.low.v1");
        define("LOWING", "W{seq:4}{check}");
        for (int i = 0; i < 9; i++) {
            issue("LOWING", 1_000, "ACTIVE");
        }
        watch.watch();
        watch.watch();

        await().untilAsserted(() -> assertThat(broker.heard(ear, "LOWING")).hasSize(1));
        JsonNode event = broker.heard(ear, "LOWING").getFirst();
        EventContract.verifyProduced(
                "identity.scheme.low.v1", event.path("data").toString());
        assertThat(event.path("data").path("free").asLong()).isEqualTo(999);
        api.as(MANAGER)
                .get()
                .uri("/identity/v1/schemes/LOWING/capacity")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.partitions[0].free")
                .isEqualTo(999)
                .jsonPath("$.partitions[0].perDay")
                .isEqualTo(9_000)
                .jsonPath("$.partitions[0].runsOutOn")
                .exists();
    }

    @Test
    void onceAFreezeIsAnsweredNobodyGetsANumber() throws Exception {
        define("FREEZING", "F{seq:6}{check}");
        issue("FREEZING", 1, "ACTIVE");
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> callers = IntStream.range(0, 64)
                    .mapToObj(i -> pool.submit(() -> status(post("FREEZING", 1, "ACTIVE"))))
                    .toList();
            brake("FREEZING", "freeze", MANAGER).expectStatus().isOk();
            long frozenAt = next("FREEZING");
            for (Future<Integer> caller : callers) {
                assertThat(caller.get()).isIn(201, 409);
            }
            assertThat(next("FREEZING")).isEqualTo(frozenAt);
        }
        assertThat(status(post("FREEZING", 1, "ACTIVE"))).isEqualTo(409);

        brake("FREEZING", "unfreeze", MANAGER).expectStatus().isForbidden();
        brake("FREEZING", "unfreeze", ADMIN).expectStatus().isOk();
        await().untilAsserted(
                        () -> assertThat(status(post("FREEZING", 1, "ACTIVE"))).isEqualTo(201));
        assertThat(ledger("FREEZING").clean()).isTrue();
    }

    @Test
    void aBranchThatOpensWhileTheSchemeIsFrozenGetsNothing() {
        TestSchemes.define(api, "FROZENB", "FB{branch:2}{seq:4}{check}", "BRANCH");
        jdbc.sql("UPDATE scheme SET state = 'FROZEN' WHERE code = 'FROZENB'").update();

        api.as(INTEGRATOR)
                .post()
                .uri("/identity/v1/numbers")
                .body(Map.of("scheme", "FROZENB", "branch", "07"))
                .exchange()
                .expectStatus()
                .isEqualTo(409);
    }

    @Test
    void onlyOverseersReadTheLedger() {
        api.as(AGENT)
                .get()
                .uri("/identity/v1/schemes/CUSTOMER/ledger")
                .exchange()
                .expectStatus()
                .isForbidden();
        api.as(AUDITOR)
                .get()
                .uri("/identity/v1/schemes/NOWHERE/ledger")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    private Ledger ledger(String scheme) {
        return api.as(AUDITOR)
                .get()
                .uri("/identity/v1/schemes/" + scheme + "/ledger")
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(Ledger.class)
                .getResponseBody();
    }

    private RestTestClient.ResponseSpec brake(String scheme, String action, io.kehu.starter.security.Role role) {
        return api.as(role)
                .post()
                .uri("/identity/v1/schemes/" + scheme + ":" + action)
                .exchange();
    }

    private long next(String scheme) {
        return jdbc.sql("SELECT next_seq FROM number_partition WHERE scheme = :scheme")
                .param("scheme", scheme)
                .query(Long.class)
                .single();
    }

    private void define(String code, String template) {
        TestSchemes.define(api, code, template);
    }

    /** The number of a sequence of a scheme with the template K{seq:4}{check}. */
    private static String number(long sequence) {
        String payload = "K%04d".formatted(sequence);
        return payload + io.kehu.identity.scheme.CheckAlgorithm.MOD_97_10.compute(payload);
    }

    private void adopt(String scheme, String number) {
        api.as(MANAGER)
                .post()
                .uri("/identity/v1/numbers:adopt?scheme=" + scheme)
                .contentType(MediaType.parseMediaType("text/csv"))
                .body(number + "\n")
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(String.class);
    }

    private void lease(String scheme, int size) {
        api.as(INTEGRATOR)
                .post()
                .uri("/identity/v1/leases")
                .body(Map.of("scheme", scheme, "holder", "till-1", "size", size, "ttlSeconds", 3_600))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private void issue(String scheme, int count, String mode) {
        post(scheme, count, mode).expectStatus().isCreated();
    }

    private RestTestClient.ResponseSpec post(String scheme, int count, String mode) {
        return api.as(INTEGRATOR)
                .post()
                .uri("/identity/v1/numbers")
                .body(Map.of("scheme", scheme, "count", count, "mode", mode))
                .exchange();
    }

    private static int status(RestTestClient.ResponseSpec response) {
        return response.returnResult(String.class).getStatus().value();
    }
}
