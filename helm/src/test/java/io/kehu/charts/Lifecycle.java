package io.kehu.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How pods come, are asked how they are, and go. */
final class Lifecycle implements Law {

    private static final int LONGEST_START_SECONDS = 60;
    private static final String GRACEFUL = "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE";

    @Override
    public List<String> broken(Rendering rendering) {
        List<String> broken = new ArrayList<>();
        for (KubeObject deployment : rendering.all("Deployment")) {
            rollOut(deployment, broken);
            spread(deployment, broken);
            deployment.pods().forEach(pod -> {
                probes(pod, broken);
                shutdown(pod, broken);
            });
        }
        rendering.all("Job").forEach(job -> migration(job, broken));
        return broken;
    }

    private static void rollOut(KubeObject deployment, List<String> broken) {
        Node spec = deployment.root().node("spec");
        check(
                spec.text("strategy.type").equals("RollingUpdate")
                        && spec.number("strategy.rollingUpdate.maxUnavailable") == 0
                        && spec.number("strategy.rollingUpdate.maxSurge") == 1,
                deployment + " does not replace one ready pod after the other",
                broken);
        check(spec.number("minReadySeconds") >= 10, deployment + " trusts a new pod too early", broken);
        check(
                spec.number("progressDeadlineSeconds") > LONGEST_START_SECONDS + spec.number("minReadySeconds"),
                deployment + " gives up before a slow start is over",
                broken);
        check(spec.number("revisionHistoryLimit") == 3, deployment + " keeps more or less than 3 revisions", broken);
    }

    private static void spread(KubeObject deployment, List<String> broken) {
        List<Node> constraints = deployment.root().nodes("spec.template.spec.topologySpreadConstraints");
        List<String> keys =
                constraints.stream().map(one -> one.text("topologyKey")).toList();
        check(
                keys.equals(List.of("topology.kubernetes.io/zone", "kubernetes.io/hostname")),
                deployment + " is not spread over zones and hosts",
                broken);
        for (Node constraint : constraints) {
            check(
                    constraint.texts("matchLabelKeys").equals(List.of("pod-template-hash"))
                            && constraint.text("whenUnsatisfiable").equals("ScheduleAnyway"),
                    deployment + " counts old pods while it spreads new ones, or would rather not run",
                    broken);
        }
    }

    private static void probes(PodTemplate pod, List<String> broken) {
        Node container = pod.container();
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            check(
                    Objects.equals(container.at(probe + ".httpGet.port"), "management"),
                    pod + " is not asked on its management port by " + probe,
                    broken);
        }
        check(path(container, "startupProbe").equals("liveness"), pod + " starts by another probe", broken);
        check(path(container, "livenessProbe").equals("liveness"), pod + " lives by another probe", broken);
        check(path(container, "readinessProbe").equals("readiness"), pod + " is ready by another probe", broken);
        int start = container.number("startupProbe.periodSeconds") * container.number("startupProbe.failureThreshold");
        check(
                start > 0 && start <= LONGEST_START_SECONDS,
                pod + " may take " + start + " s to start, or gets none",
                broken);
    }

    private static String path(Node container, String probe) {
        return container.text(probe + ".httpGet.path").replace("/actuator/health/", "");
    }

    /** Consumers and web server stop in two phases, each with the whole graceful time. */
    private static void shutdown(PodTemplate pod, List<String> broken) {
        int drain = pod.container().number("lifecycle.preStop.sleep.seconds");
        int graceful =
                Integer.parseInt(String.valueOf(pod.environment().get(GRACEFUL)).replace("s", ""));
        int grace = pod.spec().number("terminationGracePeriodSeconds");
        check(drain >= 1, pod + " does not wait for traffic to stop", broken);
        check(
                drain + 2 * graceful < grace,
                pod + " is killed after " + grace + " s but may need " + (drain + 2 * graceful),
                broken);
    }

    private static void migration(KubeObject job, List<String> broken) {
        Node spec = job.root().node("spec");
        check(spec.number("backoffLimit") == 0, job + " would be tried again", broken);
        check(spec.has("activeDeadlineSeconds"), job + " may run for ever", broken);
        check(spec.has("ttlSecondsAfterFinished"), job + " stays for ever", broken);
        check(spec.text("template.spec.restartPolicy").equals("Never"), job + " restarts", broken);
    }

    private static void check(boolean holds, String otherwise, List<String> broken) {
        if (!holds) {
            broken.add(otherwise);
        }
    }
}
