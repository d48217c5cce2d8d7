package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A newer version of a chart, with other values, changes nothing the cluster refuses to change. */
class UpgradeTests {

    /** Fields that cannot change once an object exists. A Job is left out: it is made anew for every release. */
    private static final Map<String, List<String>> IMMUTABLE = Map.of(
            "Deployment", List.of("spec.selector"),
            "Service", List.of("spec.clusterIP", "spec.type"),
            "Cluster", List.of("spec.storage.storageClass"));

    static Stream<String> charts() {
        return ChartTests.installable();
    }

    private static Values changed(String chart) {
        Values values = Values.required(chart);
        if (Charts.SERVICES.contains(chart)) {
            return values.with("podLabels", Map.of("team", "customer"))
                    .with("image.tag", "0.2.0")
                    .with("serviceMonitor.enabled", true);
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("charts")
    void keepsWhatIsImmutable(String chart) {
        Rendering before = Charts.render(chart, Values.required(chart));
        Rendering after = Charts.renderNext(chart, changed(chart));
        assertThat(after.objects()).extracting(KubeObject::id).containsAll(ids(before));
        for (KubeObject object : before.objects()) {
            KubeObject next = after.get(object.kind(), object.name());
            IMMUTABLE
                    .getOrDefault(object.kind(), List.of())
                    .forEach(field ->
                            assertThat(at(next, field)).as(object + " " + field).isEqualTo(at(object, field)));
        }
    }

    @ParameterizedTest
    @MethodSource("charts")
    void showsItsOwnVersion(String chart) {
        assertThat(Charts.renderNext(chart, changed(chart)).objects())
                .filteredOn(object -> object.labels().containsKey("app.kubernetes.io/version"))
                .isNotEmpty()
                .allMatch(object ->
                        object.labels().get("app.kubernetes.io/version").equals("0.2.0"));
    }

    private static List<String> ids(Rendering rendering) {
        return rendering.objects().stream().map(KubeObject::id).toList();
    }

    private static @Nullable Object at(KubeObject object, String field) {
        return object.root().at(field);
    }
}
