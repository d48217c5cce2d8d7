package io.kehu.identity.ledger;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.identity.TestSchemes;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A scheme says by itself when it is low, and metrics show how far it is. */
@ServiceTest
class SchemeAlertTests {

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

    @Autowired
    private Clock clock;

    @Test
    void aCounterIsToldAgainAfterAnotherAlertAndOnlyThen() {
        String ear = broker.listen("identity.scheme.low.v1");
        define("ALERTED", "ALE{seq:4}{check}", "NONE");
        issue("ALERTED", 100);
        watch.watch();
        assertThat(told("ALERTED")).isFalse();

        alert("ALERTED", "1", "9899");
        watch.watch();
        watch.watch();
        await().untilAsserted(() -> assertThat(broker.heard(ear, "ALERTED")).hasSize(1));

        alert("ALERTED", "2", "5000");
        assertThat(told("ALERTED")).isFalse();
        watch.watch();
        assertThat(told("ALERTED")).as("not low by the new alert").isFalse();

        alert("ALERTED", "3", "9950");
        watch.watch();
        await().untilAsserted(() -> assertThat(broker.heard(ear, "ALERTED")).hasSize(2));
    }

    @Test
    void anotherNameTellsNothingAgain() {
        define("NAMED", "NAM{seq:4}{check}", "NONE");
        issue("NAMED", 1);
        alert("NAMED", "1", "9998");
        watch.watch();
        assertThat(told("NAMED")).isTrue();

        patch("NAMED", "2", "{\"name\":\"other\"}");

        assertThat(told("NAMED")).isTrue();
    }

    @Test
    void metricsShowWhatCountersInUseHaveLeftAndWhenTheyAreLow() {
        define("GAUGED", "GAU{seq:4}{check}", "NONE");
        issue("GAUGED", 9);
        alert("GAUGED", "1", "9990");
        watch.watch();

        assertThat(gauge("identity.scheme.free", "GAUGED", "").value()).isEqualTo(9_990);
        assertThat(gauge("identity.scheme.alert.free", "GAUGED", "").value()).isEqualTo(9_990);

        issue("GAUGED", 1);
        watch.watch();
        assertThat(gauge("identity.scheme.free", "GAUGED", "").value()).isEqualTo(9_989);

        api.as(ADMIN)
                .post()
                .uri("/identity/v1/schemes/GAUGED:freeze")
                .exchange()
                .expectStatus()
                .isOk();
        watch.watch();
        assertThat(gauge("identity.scheme.free", "GAUGED", "")).as("stopped").isNull();
    }

    @Test
    void yearsThatAreOverAreNotShown() {
        define("YEARLY", "YEA{yyyy}{seq:4}{check}", "YEAR");
        issue("YEARLY", 1);
        jdbc.sql("INSERT INTO number_partition (scheme, partition) VALUES ('YEARLY', '2001')")
                .update();
        patch("YEARLY", "1", "{\"alertFree\":9999}");

        watch.watch();

        String year = Year.now(clock.withZone(ZoneId.of("Asia/Shanghai"))).toString();
        assertThat(gauge("identity.scheme.free", "YEARLY", year)).isNotNull();
        assertThat(gauge("identity.scheme.free", "YEARLY", "2001")).isNull();
    }

    @Test
    void ofManyCountersThoseNearestToTheirAlertAreShown() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        FreeNumbers freeNumbers = new FreeNumbers(registry);
        List<FreeNumbers.Counter> counters = new ArrayList<>(LongStream.rangeClosed(1, 150)
                .mapToObj(branch -> new FreeNumbers.Counter("SHOPS", "%03d".formatted(branch), 10_000 - branch, 100))
                .toList());
        counters.add(new FreeNumbers.Counter("LARGE", "", 500_000, 1_000_000));
        counters.add(new FreeNumbers.Counter("SILENT", "", 0, 0));

        freeNumbers.show(counters);

        assertThat(registry.find("identity.scheme.free").gauges()).hasSize(100);
        assertThat(registry.find("identity.scheme.alert.free").gauges()).hasSize(100);
        assertThat(find(registry, "LARGE", "")).isNotNull();
        assertThat(find(registry, "SILENT", "")).isNotNull();
        assertThat(find(registry, "SHOPS", "150")).isNotNull();
        assertThat(find(registry, "SHOPS", "052")).isNull();

        freeNumbers.show(List.of());
        assertThat(registry.find("identity.scheme.free").gauges()).isEmpty();
    }

    private static Gauge find(MeterRegistry registry, String scheme, String partition) {
        return registry.find("identity.scheme.free")
                .tags("scheme", scheme, "partition", partition)
                .gauge();
    }

    private Gauge gauge(String name, String scheme, String partition) {
        return meters.find(name).tags("scheme", scheme, "partition", partition).gauge();
    }

    private boolean told(String scheme) {
        return jdbc.sql("SELECT low_told_at IS NOT NULL FROM number_partition WHERE scheme = :scheme")
                .param("scheme", scheme)
                .query(Boolean.class)
                .single();
    }

    private void define(String code, String template, String partitioning) {
        TestSchemes.define(api, code, template, partitioning);
    }

    private void alert(String scheme, String version, String free) {
        patch(scheme, version, "{\"alertFree\":" + free + "}");
    }

    private void patch(String scheme, String version, String body) {
        api.as(ADMIN)
                .patch()
                .uri("/identity/v1/schemes/" + scheme)
                .contentType(MediaType.parseMediaType("application/merge-patch+json"))
                .header("If-Match", "\"" + version + "\"")
                .body(body)
                .exchange()
                .expectStatus()
                .isOk();
    }

    private void issue(String scheme, int count) {
        api.as(INTEGRATOR)
                .post()
                .uri("/identity/v1/numbers")
                .body(Map.of("scheme", scheme, "count", count))
                .exchange()
                .expectStatus()
                .isCreated();
    }
}
