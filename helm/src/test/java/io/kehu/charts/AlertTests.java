package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Alerts are about metrics that exist, about one service each, and each leads to words that say what to do. */
class AlertTests {

    private static final Pattern METRIC = Pattern.compile("\\b([a-z]+(?:_[a-z]+)+)\\b(?=\\{)");
    private static final SortedSet<String> EXPOSED = Metrics.exposed();

    static Stream<String> services() {
        return Charts.SERVICES.stream();
    }

    private static List<Node> rules(String service, Values values) {
        return Charts.render(service, values.with("prometheusRule.enabled", true))
                .only("PrometheusRule")
                .root()
                .nodes("spec.groups.0.rules");
    }

    private static Values values(String service) {
        return Values.required(service);
    }

    @Test
    void theMetersOfOurCodeAreFound() {
        assertThat(EXPOSED)
                .contains(
                        "kehu_outbox_oldest_seconds",
                        "kehu_outbox_pending",
                        "kehu_inbox_parked",
                        "kehu_inbox_buried_total",
                        "identity_numbers_unexplained",
                        "identity_scheme_free",
                        "identity_scheme_alert_free",
                        "http_server_requests_seconds_count",
                        "process_start_time_seconds")
                .doesNotContain("kehu_outbox_age_seconds");
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyMetricInAnAlertExists(String service) {
        for (Node rule : rules(service, values(service))) {
            Set<String> used = METRIC.matcher(rule.text("expr"))
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(used).as(rule.text("alert")).isNotEmpty();
            assertThat(EXPOSED).as(rule.text("alert")).containsAll(used);
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void everySelectorNamesTheService(String service) {
        for (Node rule : rules(service, values(service))) {
            String expression = rule.text("expr");
            long metrics = METRIC.matcher(expression).results().count();
            long selected = Pattern.compile("\\{application=\"" + service + "\"")
                    .matcher(expression)
                    .results()
                    .count();
            assertThat(selected).as(expression).isEqualTo(metrics);
            for (String brackets : List.of("()", "[]", "{}")) {
                assertThat(expression
                                .chars()
                                .filter(c -> c == brackets.charAt(0))
                                .count())
                        .as(expression)
                        .isEqualTo(expression
                                .chars()
                                .filter(c -> c == brackets.charAt(1))
                                .count());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void servicesWithEventsAreWatchedForThem(String service) {
        SortedSet<String> names = names(service, values(service));
        assertThat(names).contains("KehuRestarts", "KehuServerErrors", "KehuServiceGone");
        Set<String> events = Set.of(
                "KehuDeadLetters", "KehuInboxParked", "KehuOutboxGrowing", "KehuOutboxOld", "KehuOutboxUnroutable");
        if (ServiceMap.load().get(service).uses("broker")) {
            assertThat(names).containsAll(events);
        } else {
            assertThat(names).doesNotContainAnyElementsOf(events);
        }
    }

    @Test
    void onlyIdentityServiceIsWatchedForItsNumbers() {
        String identity = "identity-service";
        for (String service : Charts.SERVICES) {
            SortedSet<String> names = names(service, values(service));
            if (service.equals(identity)) {
                assertThat(names).contains("KehuNumbersUnexplained", "KehuSchemeLow");
            } else {
                assertThat(names).doesNotContain("KehuNumbersUnexplained", "KehuSchemeLow");
            }
        }
        assertThat(rules(identity, values(identity)))
                .filteredOn(rule -> rule.text("alert").equals("KehuNumbersUnexplained"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.text("labels.severity")).isEqualTo("critical");
                    assertThat(rule.text("expr"))
                            .isEqualTo("max(identity_numbers_unexplained{application=\"identity-service\"}) > 0");
                });
        assertThat(rules(identity, values(identity)))
                .filteredOn(rule -> rule.text("alert").equals("KehuSchemeLow"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.text("labels.severity")).isEqualTo("warning");
                    assertThat(rule.text("expr"))
                            .isEqualTo(
                                    "min by (scheme, partition) (identity_scheme_free{application=\"identity-service\"}) "
                                            + "<= max by (scheme, partition) "
                                            + "(identity_scheme_alert_free{application=\"identity-service\"})");
                });
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyAlertLeadsToItsRunbook(String service) {
        String readme = Charts.read(Charts.HELM.resolve("README.md"));
        for (Node rule : rules(service, values(service))) {
            String name = rule.text("alert");
            assertThat(rule.text("annotations.runbook_url"))
                    .isEqualTo("helm/README.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(readme.lines()).contains("#### " + name);
            assertThat(rule.text("labels.service")).isEqualTo(service);
            assertThat(rule.text("labels.severity")).isIn("critical", "warning");
        }
    }

    @Test
    void anOperatorChangesOneThresholdAndKeepsTheRest() {
        Values values = values("loyalty-service")
                .with(
                        "prometheusRule.alerts",
                        Map.of(
                                "KehuOutboxOld",
                                Map.of("for", "1m"),
                                "KehuRestarts",
                                Map.of("enabled", false),
                                "Quiet",
                                Map.of(
                                        "expr", "sum(kehu_inbox_parked{application=\"{{ .Chart.Name }}\"}) == 0",
                                        "for", "1h",
                                        "severity", "info",
                                        "summary", "Nothing waits.",
                                        "runbook", "ours.md")));
        List<Node> rules = rules("loyalty-service", values);
        assertThat(names("loyalty-service", values)).contains("Quiet").doesNotContain("KehuRestarts");
        assertThat(rules)
                .filteredOn(rule -> rule.text("alert").equals("KehuOutboxOld"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.text("for")).isEqualTo("1m");
                    assertThat(rule.text("labels.severity")).isEqualTo("critical");
                    assertThat(rule.text("expr")).contains("kehu_outbox_oldest_seconds");
                });
        assertThat(rules)
                .filteredOn(rule -> rule.text("alert").equals("Quiet"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.text("expr")).contains("application=\"loyalty-service\""));
    }

    /** With Prometheus' own tool where it is installed (Debian's package prometheus has it). */
    @Test
    void madeSeriesRaiseTheRightAlerts(@TempDir Path folder) throws IOException, InterruptedException {
        Optional<Path> promtool = Stream.of(
                        String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .map(directory -> Path.of(directory, "promtool"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(promtool).as("promtool is on the path").isPresent();
        Node spec = Charts.render("loyalty-service", values("loyalty-service").with("prometheusRule.enabled", true))
                .only("PrometheusRule")
                .root()
                .node("spec");
        Files.writeString(folder.resolve("loyalty-service.rules.yaml"), new Yaml().dump(spec.fields()));
        Path series = folder.resolve("alerts.test.yaml");
        Files.copy(Charts.HELM.resolve("src/test/resources/prometheus/alerts.test.yaml"), series);
        Process process = new ProcessBuilder(promtool.get().toString(), "test", "rules", series.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static SortedSet<String> names(String service, Values values) {
        return rules(service, values).stream()
                .map(rule -> rule.text("alert"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
