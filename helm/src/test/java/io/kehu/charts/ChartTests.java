package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The charts as packages: they lint, name what they depend on, and Helm sees their hooks. */
class ChartTests {

    static Stream<String> installable() {
        return Stream.concat(Charts.SERVICES.stream(), Stream.of(Charts.PLATFORM, Charts.SUITE));
    }

    @ParameterizedTest
    @MethodSource("installable")
    void everyChartLintsStrictly(String chart) {
        assertThat(Charts.lint(chart)).allMatch(message -> message.startsWith("[INFO]"));
    }

    @ParameterizedTest
    @MethodSource("installable")
    void everyChartPinsTheMinorVersionOfWhatItDependsOn(String chart) {
        Node metadata = Node.of(new Yaml().load(Charts.read(Charts.HELM.resolve(chart + "/Chart.yaml"))));
        assertThat(metadata.text("apiVersion")).isEqualTo("v2");
        assertThat(metadata.text("version")).isEqualTo("0.1.0");
        assertThat(metadata.text("appVersion")).isEqualTo("0.1.0");
        assertThat(metadata.nodes("dependencies")).isNotEmpty().allSatisfy(dependency -> {
            assertThat(dependency.text("version")).isEqualTo("~0.1");
            assertThat(dependency.text("repository")).isEqualTo("file://../" + dependency.text("name"));
        });
    }

    @Test
    void theLibraryCannotBeInstalled() {
        Node metadata = Node.of(new Yaml().load(Charts.read(Charts.HELM.resolve("kehu-lib/Chart.yaml"))));
        assertThat(metadata.text("type")).isEqualTo("library");
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyServiceHasAChartOfTheSameShape(String service) {
        Rendering rendering = Charts.render(service, Values.required(service));
        assertThat(rendering.all("Deployment")).hasSize(1);
        assertThat(Laws.broken(rendering)).isEmpty();
        assertThat(Charts.HELM.resolve(service)).isDirectoryContaining(path -> path.endsWith("README.md"));
        assertThat(Charts.HELM.resolve(service + "/templates"))
                .isDirectoryContaining(path -> path.endsWith("NOTES.txt"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void helmTakesMigrationAndTestForHooks(String service) {
        Rendering shown = Charts.render(service, Values.required(service));
        List<KubeObject> hooks = shown.objects().stream()
                .filter(object -> object.annotations().containsKey(Charts.SHOWN_HOOK))
                .toList();
        Rendering release = Charts.renderWithoutHooks(service, Values.required(service));
        assertThat(hooks).extracting(KubeObject::id).contains("Pod/" + service + "-test");
        assertThat(release.objects())
                .extracting(KubeObject::id)
                .doesNotContainAnyElementsOf(hooks.stream().map(KubeObject::id).toList())
                .hasSize(shown.objects().size() - hooks.size());
    }

    @ParameterizedTest
    @MethodSource("installable")
    void helmSaysWhatToDoNext(String chart) {
        String notes = Charts.notes(chart, Values.required(chart));
        assertThat(notes).contains("NOTES:").contains("namespace").doesNotContain("<no value>", "<nil>");
    }

    /** The notes name exactly the Secrets some pod waits for. */
    @ParameterizedTest
    @MethodSource("services")
    void theNotesNameTheSecretsThePodsWaitFor(String service) {
        String notes = Charts.notes(service, Values.required(service));
        Set<String> mounted = new TreeSet<>();
        for (PodTemplate pod : Charts.render(service, Values.required(service)).pods()) {
            mounted.addAll(pod.secrets());
        }
        Set<String> named = notes.lines()
                .filter(line -> line.matches("  [a-z-]+"))
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isEqualTo(mounted);
    }

    static Stream<String> services() {
        return Charts.SERVICES.stream();
    }
}
