package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.charts.NetworkGraph.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may talk to what in a whole installation is what the service map declares: no edge more, no edge less. */
class NetworkGraphTests {

    private static final Map<String, Integer> SERVERS =
            Map.of("broker", 5672, "database", 5432, "keycloak", 8443, "smtp", 587);
    private static final List<Integer> PORTS = List.of(53, 80, 443, 587, 4318, 5432, 5672, 6443, 8080, 8443, 9090);
    private static final Actor STRANGER = new Actor("stranger", "other", Map.of());
    private static final Actor INTRUDER = new Actor("intruder", "kehu", Map.of());
    private static final Actor INTERNET = new Actor("internet", Actor.OUTSIDE, Map.of());
    private static final Actor MONITORING = new Actor("monitoring", "monitoring", Map.of());

    /** An installation whose operator says where each server is. */
    private static Values placed() {
        Values values =
                Values.required(Charts.SUITE).with("global.tracing.endpoint", "http://collector:4318/v1/traces");
        for (String service : Charts.SERVICES) {
            values = values.with(service + ".serviceMonitor.enabled", true)
                    .with(service + ".networkPolicy.tracing.to", in("tracing"));
            for (String server : ServiceMap.load().get(service).uses()) {
                values = values.with(service + ".networkPolicy." + server + ".to", in(server));
            }
        }
        return values.with("gateway.networkPolicy.clients.from", in("edge"));
    }

    private static List<Map<String, Object>> in(String namespace) {
        return List.of(
                Map.of("namespaceSelector", Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", namespace))));
    }

    private static NetworkGraph graph(Values suite, Values platform) {
        return new NetworkGraph(Stream.of(Charts.render(Charts.SUITE, suite), Charts.render(Charts.PLATFORM, platform))
                .flatMap(rendering -> rendering.all("NetworkPolicy").stream())
                .toList());
    }

    private static List<Actor> pods() {
        return Charts.render(Charts.SUITE, placed()).pods().stream()
                .map(pod -> new Actor(
                        pod.labels().get("app.kubernetes.io/name") + "/" + pod.component(), "kehu", pod.labels()))
                .toList();
    }

    private static List<Actor> everybody() {
        List<Actor> actors = new ArrayList<>(pods());
        actors.addAll(List.of(STRANGER, INTRUDER, INTERNET, MONITORING));
        Stream.of("broker", "database", "edge", "keycloak", "smtp", "tracing")
                .forEach(place -> actors.add(new Actor(place, place, Map.of())));
        actors.add(new Actor("dns", "kube-system", Map.of("k8s-app", "kube-dns")));
        return actors;
    }

    private static SortedSet<String> declared() {
        SortedSet<String> edges = new TreeSet<>();
        ServiceMap.load().forEach((service, facts) -> {
            String self = service + "/service";
            facts.calls().forEach(called -> edges.add(self + " -> " + called + "/service:8080"));
            facts.uses().forEach(server -> edges.add(self + " -> " + server + ":" + SERVERS.get(server)));
            edges.add(self + " -> dns:53");
            edges.add(self + " -> tracing:4318");
            edges.add("monitoring -> " + self + ":9090");
            edges.add(service + "/test -> " + self + ":9090");
            edges.add(service + "/test -> dns:53");
            if (facts.uses("database")) {
                edges.add(service + "/migration -> database:5432");
                edges.add(service + "/migration -> dns:53");
            }
        });
        edges.add("edge -> gateway/service:8080");
        return edges;
    }

    /** Edges that touch our namespace; what strangers do among themselves is not ours. */
    private static SortedSet<String> ours(SortedSet<String> edges) {
        SortedSet<String> ours = new TreeSet<>(edges);
        ours.removeIf(edge -> !edge.contains("/") && !edge.contains("intruder"));
        return ours;
    }

    @Test
    void theAllowedEdgesAreTheDeclaredOnes() {
        SortedSet<String> allowed = ours(graph(placed(), Values.none()).edges(everybody(), PORTS));
        assertThat(allowed).isEqualTo(declared());
    }

    @Test
    void withoutBeingPlacedServersAreLookedForInTheClusterOnly() {
        NetworkGraph graph = graph(Values.required(Charts.SUITE), Values.none());
        for (Actor pod : pods()) {
            assertThat(PORTS).noneMatch(port -> graph.allows(pod, INTERNET, port));
            assertThat(PORTS).noneMatch(port -> graph.allows(INTERNET, pod, port));
        }
    }

    @Test
    void metricsAreReadByNobodyUntilAMonitorIsAskedFor() {
        NetworkGraph graph = graph(Values.required(Charts.SUITE), Values.none());
        assertThat(pods()).noneMatch(pod -> graph.allows(MONITORING, pod, 9090));
    }

    @Test
    void tracesLeaveOnlyWhenACollectorIsNamed() {
        NetworkGraph graph = graph(Values.required(Charts.SUITE), Values.none());
        Actor collector = new Actor("collector", "tracing", Map.of());
        assertThat(pods()).noneMatch(pod -> graph.allows(pod, collector, 4318));
    }

    @Test
    void thePostgresOfThePlatformIsReachedByThoseWhoHaveADatabase() {
        NetworkGraph graph = graph(Values.required(Charts.SUITE), Values.none().with("postgres.enabled", true));
        Actor postgres = new Actor("postgres", "kehu", Map.of("cnpg.io/cluster", "kehu-postgres"));
        for (Actor pod : pods()) {
            String service = pod.name().substring(0, pod.name().indexOf('/'));
            boolean expected = ServiceMap.load().get(service).uses("database")
                    && !pod.name().endsWith("/test");
            assertThat(graph.allows(pod, postgres, 5432)).as(pod.name()).isEqualTo(expected);
        }
        assertThat(graph.allows(new Actor("operator", "cnpg-system", Map.of()), postgres, 8000))
                .isTrue();
        assertThat(graph.allows(INTRUDER, postgres, 5432)).isFalse();
        assertThat(graph.allows(STRANGER, postgres, 5432)).isFalse();
    }

    /** The graph itself: it opens when a policy is gone, and stays shut while one end disagrees. */
    @Test
    void theGraphSeesAMissingPolicy() {
        List<KubeObject> policies =
                new ArrayList<>(Charts.render(Charts.SUITE, placed()).all("NetworkPolicy"));
        policies.removeIf(policy -> policy.name().equals("loyalty-service"));
        Actor loyalty = pods().stream()
                .filter(pod -> pod.name().equals("loyalty-service/service"))
                .findFirst()
                .orElseThrow();
        Actor identity = pods().stream()
                .filter(pod -> pod.name().equals("identity-service/service"))
                .findFirst()
                .orElseThrow();
        NetworkGraph graph = new NetworkGraph(policies);
        assertThat(graph.allows(STRANGER, loyalty, 8080)).isTrue();
        assertThat(graph.allows(loyalty, INTERNET, 443)).isTrue();
        assertThat(graph.allows(loyalty, identity, 8080)).isFalse();
    }
}
