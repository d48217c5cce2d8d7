package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** {@code k8s/base} is the charts, rendered; an overlay changes places, images and sizes and breaks no law. */
class KustomizeTests {

    private static final Path BASE = Charts.REPOSITORY.resolve("k8s/base");
    private static final Path PRODUCTION = Charts.REPOSITORY.resolve("k8s/overlays/production");

    @Test
    void theBaseIsWhatTheChartsRender() throws IOException {
        Map<String, String> expected = BaseManifests.files();
        if (Generated.isWriting() && Files.exists(BASE)) {
            for (Path file : files(BASE)) {
                Files.delete(file);
            }
        }
        expected.forEach((path, content) -> Generated.check(BASE.resolve(path), content));
        assertThat(files(BASE))
                .extracting(file -> BASE.relativize(file).toString())
                .containsExactlyInAnyOrderElementsOf(expected.keySet());
    }

    @Test
    void everyFileIsReferredToOnceAndExists() throws IOException {
        for (Path root : List.of(BASE, PRODUCTION)) {
            Set<String> referred = new TreeSet<>();
            for (Path file : files(root)) {
                if (file.endsWith("kustomization.yaml")) {
                    Node kustomization = Node.of(new Yaml().load(Charts.read(file)));
                    Stream.concat(
                                    kustomization.texts("resources").stream(),
                                    kustomization.nodes("patches").stream().map(patch -> patch.text("path")))
                            .map(resource -> file.resolveSibling(resource).normalize())
                            .peek(resource -> assertThat(resource).exists())
                            .forEach(resource -> assertThat(referred.add(resource.toString()))
                                    .isTrue());
                }
            }
            assertThat(files(root))
                    .filteredOn(file -> !file.endsWith("kustomization.yaml"))
                    .allMatch(file -> referred.contains(file.toString()));
        }
    }

    @Test
    void theBaseKeepsEveryLaw() {
        Rendering base = new Rendering(Kustomization.build(BASE));
        assertThat(base.objects()).hasSameSizeAs(BaseManifests.objects());
        assertThat(Laws.broken(base)).isEmpty();
        assertThat(base.objects())
                .noneMatch(object -> object.annotations().keySet().stream().anyMatch(key -> key.contains("helm")));
    }

    @Test
    void productionKeepsEveryLaw() {
        Rendering production = new Rendering(Kustomization.build(PRODUCTION));
        assertThat(Laws.broken(production)).isEmpty();
        assertThat(production.find("ConfigMap", "places")).isEmpty();
    }

    @Test
    void productionNamesEveryImageByDigest() {
        assertThat(new Rendering(Kustomization.build(PRODUCTION)).pods())
                .isNotEmpty()
                .allMatch(pod -> pod.container().text("image").matches("kehu/[a-z-]+@sha256:[0-9a-f]{64}"));
    }

    /** Nothing of the base's example places is left. */
    @Test
    void productionReplacesEveryPlace() {
        for (PodTemplate pod : new Rendering(Kustomization.build(PRODUCTION)).pods()) {
            Map<String, String> left = pod.environment().entrySet().stream()
                    .filter(variable -> variable.getValue().contains("example.org")
                            && !variable.getValue().contains("production.example.org"))
                    .filter(variable -> !isOfThePeerOnly(pod, variable.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
            assertThat(left).as(pod.toString()).isEmpty();
        }
    }

    /** A migration asks nobody but the database; what else its environment says is not used. */
    private static boolean isOfThePeerOnly(PodTemplate pod, String variable) {
        return pod.component().equals("migration")
                && !variable.equals("SPRING_DATASOURCE_URL")
                && !variable.endsWith("ISSUERURI");
    }

    @Test
    void productionIsLarger() {
        Rendering production = new Rendering(Kustomization.build(PRODUCTION));
        assertThat(production.get("HorizontalPodAutoscaler", "gateway").root().number("spec.minReplicas"))
                .isEqualTo(3);
        assertThat(production
                        .get("Deployment", "customer-service")
                        .root()
                        .text("spec.template.spec.containers.0.resources.limits.memory"))
                .isEqualTo("2Gi");
        assertThat(production
                        .get("Deployment", "identity-service")
                        .pods()
                        .getFirst()
                        .environment()
                        .get("SPRING_DATASOURCE_URL"))
                .isEqualTo("jdbc:postgresql://postgres.production.example.org:5432/identity?sslmode=require");
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
