package io.kehu.identity.scheme;

import static io.kehu.starter.security.Role.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** No two schemes could make the same number, whoever defines them and when. */
@ServiceTest
class SchemeOverlapTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private Schemes schemes;

    @Autowired
    private DefineSchemes defineSchemes;

    @Autowired
    private Transactions transactions;

    @Test
    void aSchemeThatCouldMakeNumbersOfAnotherIsRefusedByName() {
        define("OVA", "OVA-{seq:6}-{check}", "MOD_97_10").expectStatus().isCreated();

        for (String[] other : List.of(
                new String[] {"OVA{seq:6}{check}", "MOD_97_10"},
                new String[] {"OVA{seq:7}{check}", "LUHN"},
                new String[] {"OV{seq32:7}{check}", "MOD_97_10"},
                new String[] {"OVA{branch:2}{seq:4}{check}", "MOD_97_10"})) {
            define("OVB", other[0], other[1])
                    .expectStatus()
                    .isEqualTo(409)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/scheme-overlaps")
                    .jsonPath("$.scheme")
                    .isEqualTo("OVA")
                    .jsonPath("$.detail")
                    .value(String.class, detail -> assertThat(detail).contains("OVA"));
        }
        assertThat(schemes.find(new SchemeCode("OVB"))).isEmpty();
        define("OVB", "OVB-{seq:6}-{check}", "MOD_97_10").expectStatus().isCreated();
        define("OVC", "OVA-{seq:8}-{check}", "MOD_97_10").expectStatus().isCreated();
        define("OVA", "OVA-{seq:6}-{check}", "MOD_97_10").expectStatus().isCreated();
    }

    @Test
    void aSchemeThatWasStoppedKeepsItsNumbers() {
        define("OVS", "OVS-{seq:6}-{check}", "MOD_97_10").expectStatus().isCreated();
        api.as(ADMIN)
                .post()
                .uri("/identity/v1/schemes/OVS:freeze")
                .exchange()
                .expectStatus()
                .isOk();

        define("OVT", "OVS-{seq:6}-{check}", "MOD_97_10").expectStatus().isEqualTo(409);
    }

    @RepeatedTest(5)
    void ofManyThatAreDefinedAtOnceAndOverlapOneIs(RepetitionInfo round) throws Exception {
        String literal = "OVR" + round.getCurrentRepetition();
        int callers = 6;
        CyclicBarrier gate = new CyclicBarrier(callers);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            String code = literal + "_" + caller;
            String template = caller % 2 == 0 ? literal + "{seq:6}{check}" : literal + "{branch:2}{seq:4}{check}";
            work.add(() -> {
                gate.await();
                return define(code, template, "MOD_97_10")
                        .returnResult(byte[].class)
                        .getStatus()
                        .value();
            });
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(callers)) {
            for (Future<Integer> status : pool.invokeAll(work)) {
                statuses.add(status.get());
            }
        }

        assertThat(statuses).containsOnly(201, 409);
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(1);
        assertThat(jdbc.sql("SELECT count(*) FROM scheme WHERE template LIKE :literal || '{%'")
                        .param("literal", literal)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whoDefinesASchemeWaitsForOneThatIsBeingDefined() throws Exception {
        Scheme first = definition("OVW", "OVW{seq:6}{check}").toScheme();
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<Integer> second = transactions.call(() -> {
                defineSchemes.define(first);
                Future<Integer> other = pool.submit(() -> define("OVX", "OVW{branch:2}{seq:4}{check}", "MOD_97_10")
                        .returnResult(byte[].class)
                        .getStatus()
                        .value());
                await().until(() -> other.isDone() || somebodyWaits());
                return other;
            });
            assertThat(second.get()).isEqualTo(409);
        }
    }

    private boolean somebodyWaits() {
        return jdbc.sql("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
                .query(Boolean.class)
                .single();
    }

    @Test
    void aConfigurationThatOverlapsKeepsTheServiceFromStarting() {
        SchemeDefinition definition = definition("OVD", "C.{seq:9}.{check}");

        assertThatThrownBy(() -> new DefineSchemes(
                                schemes, transactions, new IdentityProperties(List.of(definition)), audit)
                        .run(new DefaultApplicationArguments()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("OVD")
                .hasMessageContaining("scheme-overlaps");
        assertThat(schemes.find(new SchemeCode("OVD"))).isEmpty();
    }

    private static SchemeDefinition definition(String code, String template) {
        return new SchemeDefinition(code, "test", template, CheckAlgorithm.MOD_97_10, null, null, null);
    }

    private RestTestClient.ResponseSpec define(String code, String template, String check) {
        return api.as(ADMIN)
                .post()
                .uri("/identity/v1/schemes")
                .body(Map.of("code", code, "name", "test", "template", template, "check", check))
                .exchange();
    }
}
