package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each law holds for our charts and is broken by a release with one thing wrong. */
class LawTests {

    private static final String CHART = "customer-service";
    private static final Rendering GOOD = Charts.render(
            CHART,
            Values.required(CHART)
                    .with("config", Map.of("kehu", Map.of("customer", Map.of("default-region", "CN"))))
                    .with("serviceMonitor.enabled", true));
    private static final String POD = "spec.template.spec.";
    private static final String CONTAINER = POD + "containers.0.";

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("valid", "Deployment", "spec.replica", 2),
                fault("valid", "Deployment", "spec.selector", null),
                fault("valid", "Deployment", CONTAINER + "env.0.value", 8080),
                fault("valid", "ServiceMonitor", "spec.endpoint", List.of()),
                fault("restricted", "Deployment", POD + "hostNetwork", true),
                fault("connected", "Deployment", POD + "serviceAccountName", "default"),
                fault("connected", "Deployment", CONTAINER + "volumeMounts", List.of()),
                fault("connected", "Deployment", POD + "volumes.1.configMap.name", "elsewhere"),
                fault("connected", "Deployment", CONTAINER + "env.0.value", "configtree:/run/secrets/elsewhere/"),
                fault("connected", "Deployment", "spec.selector.matchLabels", Map.of("helm.sh/chart", "x")),
                fault("connected", "Service", "spec.selector", Map.of("app.kubernetes.io/name", CHART)),
                fault("connected", "Service", "spec.ports.0.targetPort", "web"),
                fault("connected", "PodDisruptionBudget", "spec.selector.matchLabels", Map.of("a", "b")),
                fault("connected", "HorizontalPodAutoscaler", "spec.scaleTargetRef.name", "other"),
                fault("connected", "ServiceMonitor", "spec.endpoints.0.port", "metrics"),
                fault("lifecycle", "Deployment", "spec.strategy.rollingUpdate.maxUnavailable", 1),
                fault("lifecycle", "Deployment", "spec.minReadySeconds", 0),
                fault("lifecycle", "Deployment", "spec.progressDeadlineSeconds", 60),
                fault("lifecycle", "Deployment", "spec.revisionHistoryLimit", 10),
                fault("lifecycle", "Deployment", CONTAINER + "startupProbe.failureThreshold", 60),
                fault("lifecycle", "Deployment", CONTAINER + "readinessProbe.httpGet.port", "http"),
                fault("lifecycle", "Deployment", CONTAINER + "livenessProbe.httpGet.path", "/actuator/health"),
                fault("lifecycle", "Deployment", CONTAINER + "lifecycle.preStop.sleep.seconds", 0),
                fault("lifecycle", "Deployment", POD + "terminationGracePeriodSeconds", 48),
                fault("lifecycle", "Deployment", POD + "topologySpreadConstraints", List.of()),
                fault(
                        "lifecycle",
                        "Deployment",
                        POD + "topologySpreadConstraints.0.whenUnsatisfiable",
                        "DoNotSchedule"),
                fault("lifecycle", "Job", "spec.backoffLimit", 6),
                fault("lifecycle", "Job", "spec.activeDeadlineSeconds", null),
                fault("lifecycle", "Job", "spec.ttlSecondsAfterFinished", null),
                fault("lifecycle", "Job", "spec.template.spec.restartPolicy", "OnFailure"),
                fault("scaling", "Deployment", "spec.replicas", 2),
                fault("scaling", "HorizontalPodAutoscaler", "spec.minReplicas", 1),
                fault("scaling", "HorizontalPodAutoscaler", "spec.behavior.scaleDown.stabilizationWindowSeconds", 0),
                fault("scaling", "PodDisruptionBudget", "spec.maxUnavailable", 0),
                fault("scaling", "PodDisruptionBudget", "spec.minAvailable", 1),
                fault("scaling", "PodDisruptionBudget", "spec.unhealthyPodEvictionPolicy", null),
                fault("memory", "Deployment", CONTAINER + "resources.limits.memory", "512Mi"),
                fault("memory", "Deployment", CONTAINER + "env.0.value", "-XX:MaxRAMPercentage=70"),
                fault(
                        "secrecy",
                        "ConfigMap",
                        "data",
                        Map.of("application.yaml", "spring: {mail: {password: hunter2}}")),
                fault("secrecy", "Deployment", CONTAINER + "env.0.value", "amqp://user:hunter2@broker"),
                fault("secrecy", "Deployment", CONTAINER + "env.0.name", "SPRING_DATASOURCE_PASSWORD"));
    }

    private static Arguments fault(String law, String kind, String path, @Nullable Object value) {
        return Arguments.of(law, kind, path, value);
    }

    @ParameterizedTest(name = "{0}: {1} {2} = {3}")
    @MethodSource("faults")
    void isBrokenByOneWrongThing(String law, String kind, String path, @Nullable Object value) {
        Rendering bad = change(kind, object -> new KubeObject(object.root().with(path, value)));
        assertThat(Laws.brokenLaws(bad)).contains(law);
    }

    @Test
    void allHoldForAGoodRelease() {
        assertThat(Laws.broken(GOOD)).isEmpty();
    }

    @Test
    void aSecretObjectBreaksSecrecy() {
        List<KubeObject> objects = new ArrayList<>(GOOD.objects());
        objects.addAll(KubeObject.parse(
                "{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: kehu}, stringData: {password: x}}"));
        assertThat(Laws.brokenLaws(new Rendering(objects))).containsExactly("secrecy");
    }

    @Test
    void anObjectTwiceIsNotConnected() {
        List<KubeObject> objects = new ArrayList<>(GOOD.objects());
        objects.add(GOOD.only("Service"));
        assertThat(Laws.brokenLaws(new Rendering(objects))).containsExactly("connected");
    }

    @Test
    void aDeploymentWithoutAutoscalerNeedsItsNumberOfPods() {
        List<KubeObject> objects = GOOD.objects().stream()
                .filter(object -> !object.is("HorizontalPodAutoscaler"))
                .toList();
        assertThat(Laws.brokenLaws(new Rendering(objects))).containsExactly("scaling");
    }

    private static Rendering change(String kind, UnaryOperator<KubeObject> change) {
        assertThat(GOOD.all(kind)).isNotEmpty();
        return new Rendering(GOOD.objects().stream()
                .map(object -> object.is(kind) ? change.apply(object) : object)
                .toList());
    }
}
