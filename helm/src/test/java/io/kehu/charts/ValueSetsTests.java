package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an operator turns on or off, alone or together, the release is one the cluster takes and every law holds. */
class ValueSetsTests {

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    /** What can be turned, and to what. */
    private static Map<String, Object> toggles(String chart) {
        Map<String, Object> toggles = new LinkedHashMap<>();
        if (chart.equals(Charts.PLATFORM)) {
            platform(toggles);
        } else {
            service(toggles, ServiceMap.load().get(chart));
        }
        if (chart.equals("gateway")) {
            toggles.put(
                    "httpRoute",
                    Map.of(
                            "enabled", true,
                            "annotations", Map.of("a", "b"),
                            "hostnames", List.of("service.example.org"),
                            "parentRefs", List.of(Map.of("name", "public", "namespace", "gateways"))));
            toggles.put(
                    "ingress",
                    Map.of(
                            "enabled",
                            true,
                            "className",
                            "nginx",
                            "hosts",
                            List.of("service.example.org"),
                            "tlsSecret",
                            "service-tls"));
        }
        if (chart.equals("identity-service")) {
            toggles.put(
                    "schemes",
                    List.of(Map.of(
                            "code", "SHOP", "name", "shop", "template", "S-{seq:8}-{check}", "check", "MOD_97_10")));
        }
        return toggles;
    }

    private static void service(Map<String, Object> toggles, ServiceMap.Entry facts) {
        toggles.put("autoscaling.enabled", false);
        toggles.put("config", Map.of("logging", Map.of("level", Map.of("root", "warn"))));
        toggles.put(
                "env",
                Map.of(
                        "A",
                        "{{ .Release.Name }}",
                        "B",
                        Map.of("valueFrom", Map.of("fieldRef", Map.of("fieldPath", "status.podIP")))));
        toggles.put("image.digest", DIGEST);
        toggles.put("image.pullSecrets", List.of(Map.of("name", "registry")));
        toggles.put("image.registry", "registry.example.org");
        toggles.put("jvm", Map.of("collector", "G1", "aotCache", "/app/app.aot", "options", List.of("-Dx=y")));
        toggles.put("keycloak.internalIssuer", "http://keycloak.sso.svc:8080/realms/kehu");
        toggles.put("networkPolicy.enabled", false);
        toggles.put("nodeSelector", Map.of("disk", "fast"));
        toggles.put("podAnnotations", Map.of("a", "b"));
        toggles.put("podDisruptionBudget.enabled", false);
        toggles.put("podLabels", Map.of("team", "customer"));
        toggles.put("priorityClassName", "important");
        toggles.put(
                "prometheusRule",
                Map.of(
                        "enabled", true,
                        "labels", Map.of("release", "prometheus"),
                        "alerts", Map.of("KehuRestarts", Map.of("enabled", false))));
        toggles.put("serviceMonitor", Map.of("enabled", true, "labels", Map.of("release", "prometheus")));
        toggles.put("tolerations", List.of(Map.of("key", "spot", "operator", "Exists")));
        toggles.put("tracing.endpoint", "http://collector.tracing.svc:4318/v1/traces");
        toggles.put("user", 20_000);
        if (facts.uses("database")) {
            toggles.put("migration.enabled", false);
            toggles.put("migration.hook", false);
        }
        if (facts.uses("smtp")) {
            toggles.put("mail.authenticate", false);
        }
    }

    private static void platform(Map<String, Object> toggles) {
        toggles.put("limits.enabled", false);
        toggles.put("namespace", Map.of("create", false, "name", "customers"));
        toggles.put("networkPolicy.enabled", false);
        toggles.put("postgres.enabled", true);
        toggles.put("postgres.image", "registry.example.org/postgresql:18.1");
        toggles.put("postgres.storage.storageClass", "fast");
        toggles.put("quota.enabled", false);
        toggles.put("rabbitmq.definitions.enabled", false);
        toggles.put("rabbitmq.definitions.namespace", "broker");
        toggles.put("rabbitmq.topologyOperator.enabled", true);
        toggles.put("rabbitmq.topologyOperator.clusterNamespace", "broker");
        toggles.put("realm.enabled", false);
        toggles.put("realm.namespace", "sso");
    }

    /** Nothing turned, each thing alone, all but each thing, all, and every two things in every way together. */
    private static List<Values> sets(String chart) {
        Values start = Values.required(chart);
        List<Map.Entry<String, Object>> toggles = List.copyOf(toggles(chart).entrySet());
        int count = toggles.size();
        List<BitSet> rows = new ArrayList<>(PairwiseSets.of(count));
        for (int i = -1; i < count; i++) {
            BitSet one = new BitSet(count);
            BitSet others = new BitSet(count);
            others.set(0, count);
            if (i >= 0) {
                one.set(i);
                others.clear(i);
            }
            rows.add(one);
            rows.add(others);
        }
        return rows.stream()
                .distinct()
                .map(row -> row.stream()
                        .boxed()
                        .reduce(
                                start,
                                (values, i) -> values.with(
                                        toggles.get(i).getKey(), toggles.get(i).getValue()),
                                (left, right) -> right))
                .toList();
    }

    @Test
    void anyTwoSwitchesAreSeenInAllFourWays() {
        int switches = 20;
        Set<Integer> seen = new HashSet<>();
        PairwiseSets.of(switches).forEach(row -> seen.addAll(PairwiseSets.seen(row, switches)));
        assertThat(seen).hasSize(switches * (switches - 1) / 2 * 4);
    }

    static Stream<String> charts() {
        return Stream.concat(Charts.SERVICES.stream(), Stream.of(Charts.PLATFORM));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void everySetOfValuesMakesALawfulRelease(String chart) {
        List<Values> sets = sets(chart);
        assertThat(sets).hasSizeGreaterThanOrEqualTo(chart.equals(Charts.PLATFORM) ? 30 : 50);
        for (Values values : sets) {
            assertThat(Laws.broken(Charts.render(chart, values)))
                    .as(values.toYaml())
                    .isEmpty();
        }
    }
}
