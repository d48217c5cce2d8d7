package io.kehu.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Numbers of pods: who decides, how many, and how many may be away. */
final class Scaling implements Law {

    @Override
    public List<String> broken(Rendering rendering) {
        List<String> broken = new ArrayList<>();
        for (KubeObject deployment : rendering.all("Deployment")) {
            Optional<KubeObject> autoscaler = rendering.find("HorizontalPodAutoscaler", deployment.name());
            boolean fixed = deployment.root().has("spec.replicas");
            if (autoscaler.isPresent() == fixed) {
                broken.add(deployment + " has " + (fixed ? "two" : "no") + " masters over its number of pods");
            }
        }
        rendering.all("HorizontalPodAutoscaler").forEach(autoscaler -> autoscaler(autoscaler, broken));
        for (KubeObject budget : rendering.all("PodDisruptionBudget")) {
            Node spec = budget.root().node("spec");
            // A minimum would block every drain as soon as there are only that many pods.
            if (spec.has("minAvailable") || spec.number("maxUnavailable") < 1) {
                broken.add(budget + " can block a drain");
            }
            if (!"AlwaysAllow".equals(spec.at("unhealthyPodEvictionPolicy"))) {
                broken.add(budget + " protects broken pods");
            }
        }
        return broken;
    }

    private static void autoscaler(KubeObject autoscaler, List<String> broken) {
        Node spec = autoscaler.root().node("spec");
        if (spec.number("minReplicas") < 2 || spec.number("maxReplicas") < spec.number("minReplicas")) {
            broken.add(autoscaler + " allows less than two pods");
        }
        if (spec.number("behavior.scaleDown.stabilizationWindowSeconds") != 300) {
            broken.add(autoscaler + " takes pods away in haste");
        }
        if (!"cpu".equals(spec.at("metrics.0.resource.name"))) {
            broken.add(autoscaler + " does not follow the CPU");
        }
    }
}
