package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule for pods lets our pods pass and stops a pod that breaks it, and only it. */
class PodRuleTests {

    private static final String CONTAINER = "containers.0.";
    private static final PodTemplate GOOD = Charts.render("identity-service", Values.required("identity-service"))
            .service();

    private static Node broken(PodRule rule) {
        Node spec = GOOD.spec();
        return switch (rule) {
            case NO_HOST_NAMESPACES -> spec.with("hostPID", true);
            case NO_HOST_PORTS -> spec.with(CONTAINER + "ports.0.hostPort", 8080);
            case ONLY_HARMLESS_VOLUMES ->
                spec.with("volumes.1", Map.of("name", "secrets", "hostPath", Map.of("path", "/")));
            case NOT_PRIVILEGED -> spec.with(CONTAINER + "securityContext.privileged", true);
            case NO_ESCALATION -> spec.with(CONTAINER + "securityContext.allowPrivilegeEscalation", null);
            case NO_CAPABILITIES ->
                spec.with(CONTAINER + "securityContext.capabilities.add", List.of("NET_BIND_SERVICE"));
            case NOT_ROOT -> spec.with("securityContext.runAsNonRoot", null);
            case HIGH_USER -> spec.with(CONTAINER + "securityContext.runAsUser", 1000);
            case SYSTEM_CALLS_FILTERED -> spec.with("securityContext.seccompProfile.type", "Unconfined");
            case NO_ODD_KERNEL_SETTINGS -> spec.with("securityContext.sysctls", List.of(Map.of("name", "kernel.x")));
            case NO_PROBE_HOSTS -> spec.with(CONTAINER + "livenessProbe.httpGet.host", "169.254.169.254");
            case READ_ONLY_ROOT -> spec.with(CONTAINER + "securityContext.readOnlyRootFilesystem", false);
            case NO_API_TOKEN -> spec.with("automountServiceAccountToken", null);
            case NO_SERVICE_LINKS -> spec.with("enableServiceLinks", null);
            case BOUNDED_SCRATCH_SPACE -> spec.with("volumes.0.emptyDir.sizeLimit", null);
            case MEMORY_ASKED_IS_MEMORY_ALLOWED -> spec.with(CONTAINER + "resources.requests.memory", "512Mi");
            case CPU_ASKED_AND_NOT_THROTTLED -> spec.with(CONTAINER + "resources.limits.cpu", "1");
            case NAMED_IMAGE_VERSION ->
                spec.with(CONTAINER + "image", "registry.example.org:5000/kehu/identity-service");
        };
    }

    @ParameterizedTest
    @EnumSource
    void stopsAPodThatBreaksIt(PodRule rule) {
        PodTemplate bad = new PodTemplate("bad", GOOD.labels(), broken(rule));
        assertThat(PodRule.values()).filteredOn(one -> !one.holds(bad)).containsExactly(rule);
    }

    @ParameterizedTest
    @EnumSource
    void letsOurPodPass(PodRule rule) {
        assertThat(rule.holds(GOOD)).isTrue();
    }

    @Test
    void aLatestImageHasNoVersionEither() {
        PodTemplate latest = new PodTemplate(
                "latest", GOOD.labels(), GOOD.spec().with(CONTAINER + "image", "kehu/identity-service:latest"));
        assertThat(PodRule.NAMED_IMAGE_VERSION.holds(latest)).isFalse();
    }

    @Test
    void initContainersCountAsContainers() {
        Map<String, Object> root =
                Map.of("name", "init", "image", "x:1", "securityContext", Map.of("privileged", true));
        PodTemplate bad = new PodTemplate("init", GOOD.labels(), GOOD.spec().with("initContainers", List.of(root)));
        assertThat(PodRule.NOT_PRIVILEGED.holds(bad)).isFalse();
    }
}
