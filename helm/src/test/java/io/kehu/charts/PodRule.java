package io.kehu.charts;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Pod Security Standard "restricted", and what we ask beyond it. */
enum PodRule {
    /** Pods have the host's network, processes and memory segments for themselves only when they are part of it. */
    NO_HOST_NAMESPACES(pod -> Stream.of("hostNetwork", "hostPID", "hostIPC")
            .noneMatch(field -> Objects.equals(pod.spec().at(field), true))),

    NO_HOST_PORTS(
            everyContainer(container -> container.nodes("ports").stream().noneMatch(port -> port.has("hostPort")))),

    ONLY_HARMLESS_VOLUMES(pod -> pod.spec().nodes("volumes").stream()
            .allMatch(volume -> volume.fields().keySet().stream()
                    .allMatch(type -> type.equals("name")
                            || Set.of(
                                            "configMap",
                                            "csi",
                                            "downwardAPI",
                                            "emptyDir",
                                            "ephemeral",
                                            "persistentVolumeClaim",
                                            "projected",
                                            "secret")
                                    .contains(type)))),

    NOT_PRIVILEGED(everyContainer(container -> !Objects.equals(container.at("securityContext.privileged"), true))),

    NO_ESCALATION(everyContainer(
            container -> Objects.equals(container.at("securityContext.allowPrivilegeEscalation"), false))),

    NO_CAPABILITIES(everyContainer(
            container -> container.texts("securityContext.capabilities.drop").contains("ALL")
                    && !container.has("securityContext.capabilities.add"))),

    NOT_ROOT(pod -> Objects.equals(pod.spec().at("securityContext.runAsNonRoot"), true)
            && pod.containers().stream()
                    .noneMatch(container -> Objects.equals(container.at("securityContext.runAsNonRoot"), false))),

    HIGH_USER(pod -> pod.spec().has("securityContext.runAsUser")
            && Stream.concat(Stream.of(pod.spec()), pod.containers().stream())
                    .flatMap(place -> Stream.of("runAsUser", "runAsGroup")
                            .filter(field -> place.has("securityContext." + field))
                            .map(field -> place.number("securityContext." + field)))
                    .allMatch(id -> id >= 10_000)),

    SYSTEM_CALLS_FILTERED(pod -> Stream.concat(Stream.of(pod.spec()), pod.containers().stream())
                    .filter(place -> place.has("securityContext.seccompProfile"))
                    .allMatch(place ->
                            place.text("securityContext.seccompProfile.type").equals("RuntimeDefault"))
            && pod.spec().has("securityContext.seccompProfile")),

    NO_ODD_KERNEL_SETTINGS(pod -> Stream.concat(Stream.of(pod.spec()), pod.containers().stream())
            .noneMatch(place -> Stream.of("sysctls", "seLinuxOptions", "appArmorProfile", "procMount", "windowsOptions")
                    .anyMatch(field -> place.has("securityContext." + field)))),

    /** A probe that names a host would let the kubelet reach into other networks. */
    NO_PROBE_HOSTS(everyContainer(container -> Stream.of(
                    "livenessProbe", "readinessProbe", "startupProbe", "lifecycle.preStop", "lifecycle.postStart")
            .noneMatch(probe -> container.has(probe + ".httpGet.host") || container.has(probe + ".tcpSocket.host")))),

    READ_ONLY_ROOT(
            everyContainer(container -> Objects.equals(container.at("securityContext.readOnlyRootFilesystem"), true))),

    NO_API_TOKEN(pod -> Objects.equals(pod.spec().at("automountServiceAccountToken"), false)),

    /** Kubernetes would set a variable per Service otherwise, and Spring takes variables for settings. */
    NO_SERVICE_LINKS(pod -> Objects.equals(pod.spec().at("enableServiceLinks"), false)),

    BOUNDED_SCRATCH_SPACE(pod -> pod.spec().nodes("volumes").stream()
            .filter(volume -> volume.has("emptyDir"))
            .allMatch(volume -> volume.has("emptyDir.sizeLimit"))),

    MEMORY_ASKED_IS_MEMORY_ALLOWED(everyContainer(container -> container.has("resources.limits.memory")
            && container.text("resources.limits.memory").equals(container.text("resources.requests.memory")))),

    CPU_ASKED_AND_NOT_THROTTLED(everyContainer(
            container -> container.has("resources.requests.cpu") && !container.has("resources.limits.cpu"))),

    NAMED_IMAGE_VERSION(everyContainer(container -> {
        String image = container.text("image");
        String last = image.substring(image.lastIndexOf('/') + 1);
        return (last.contains(":") || last.contains("@sha256:")) && !last.endsWith(":latest") && !last.endsWith(":");
    }));

    private final Predicate<PodTemplate> holds;

    PodRule(Predicate<PodTemplate> holds) {
        this.holds = holds;
    }

    boolean holds(PodTemplate pod) {
        return holds.test(pod);
    }

    /** The rules some pod breaks. */
    static List<String> broken(Rendering rendering) {
        Function<PodTemplate, Stream<String>> problems =
                pod -> Stream.of(values()).filter(rule -> !rule.holds(pod)).map(rule -> pod + " breaks " + rule);
        return rendering.pods().stream().flatMap(problems).toList();
    }

    private static Predicate<PodTemplate> everyContainer(Predicate<Node> rule) {
        return pod -> pod.containers().stream().allMatch(rule);
    }
}
