package io.kehu.charts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an object names exists, and what a selector is meant to find it finds. */
final class Connections implements Law {

    private static final Pattern MOUNTED_PATH = Pattern.compile("(?:configtree:|file:)?(/(?:run|config)/.*)");

    @Override
    public List<String> broken(Rendering rendering) {
        List<String> broken = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        rendering.objects().stream()
                .map(object -> object.id() + " " + object.root().at("metadata.namespace"))
                .filter(id -> !seen.add(id))
                .forEach(id -> broken.add(id + " is there twice"));
        rendering.pods().forEach(pod -> pod(rendering, pod, broken));
        rendering.all("Deployment").forEach(deployment -> deployment(deployment, broken));
        rendering.all("Service").forEach(service -> service(rendering, service, broken));
        for (KubeObject budget : rendering.all("PodDisruptionBudget")) {
            selects(rendering, budget, budget.root().strings("spec.selector.matchLabels"), 1, broken);
        }
        for (KubeObject policy : rendering.all("NetworkPolicy")) {
            Map<String, String> labels = policy.root().strings("spec.podSelector.matchLabels");
            if (!labels.isEmpty() && labels.containsKey("app.kubernetes.io/name")) {
                selects(rendering, policy, labels, 1, broken);
            }
        }
        for (KubeObject autoscaler : rendering.all("HorizontalPodAutoscaler")) {
            String target = autoscaler.root().text("spec.scaleTargetRef.name");
            if (rendering.find("Deployment", target).isEmpty()) {
                broken.add(autoscaler + " scales " + target + ", which is not there");
            }
        }
        outside(rendering, broken);
        return broken;
    }

    private static void pod(Rendering rendering, PodTemplate pod, List<String> broken) {
        String account = pod.spec().text("serviceAccountName");
        if (rendering.find("ServiceAccount", account).isEmpty()) {
            broken.add(pod + " runs as " + account + ", which is not there");
        }
        Set<String> volumes = new HashSet<>();
        for (Node volume : pod.spec().nodes("volumes")) {
            volumes.add(volume.text("name"));
            if (volume.has("configMap")
                    && rendering
                            .find("ConfigMap", volume.text("configMap.name"))
                            .isEmpty()) {
                broken.add(pod + " mounts ConfigMap " + volume.text("configMap.name") + ", which is not there");
            }
        }
        Set<String> mounted = new HashSet<>();
        pod.containers()
                .forEach(
                        container -> container.nodes("volumeMounts").forEach(mount -> mounted.add(mount.text("name"))));
        if (!mounted.equals(volumes)) {
            broken.add(pod + " has volumes " + volumes + " and mounts " + mounted);
        }
        paths(pod, broken);
    }

    /** A file or folder the environment points to is one that is mounted. */
    private static void paths(PodTemplate pod, List<String> broken) {
        List<String> mounts = pod.container().nodes("volumeMounts").stream()
                .map(mount -> mount.text("mountPath"))
                .toList();
        pod.environment().forEach((name, value) -> {
            Matcher path = MOUNTED_PATH.matcher(value);
            if (path.matches() && mounts.stream().noneMatch(mount -> (path.group(1) + "/").startsWith(mount + "/"))) {
                broken.add(pod + " has nothing at " + value + " for " + name);
            }
        });
    }

    /** Selectors cannot change later, so nothing in them may follow a version; and they must find their own pods. */
    private static void deployment(KubeObject deployment, List<String> broken) {
        Map<String, String> selector = deployment.root().strings("spec.selector.matchLabels");
        Map<String, String> labels = deployment.root().strings("spec.template.metadata.labels");
        if (selector.isEmpty() || !labels.entrySet().containsAll(selector.entrySet())) {
            broken.add(deployment + " does not select its own pods");
        }
        for (String changing : List.of("app.kubernetes.io/version", "helm.sh/chart", "app.kubernetes.io/managed-by")) {
            if (selector.containsKey(changing)) {
                broken.add(deployment + " selects by " + changing + ", which changes");
            }
        }
        for (Node spread : deployment.root().nodes("spec.template.spec.topologySpreadConstraints")) {
            if (!spread.strings("labelSelector.matchLabels").equals(selector)) {
                broken.add(deployment + " spreads other pods than its own");
            }
        }
    }

    private static void service(Rendering rendering, KubeObject service, List<String> broken) {
        Map<String, String> selector = service.root().strings("spec.selector");
        List<PodTemplate> pods = selects(rendering, service, selector, 1, broken);
        for (PodTemplate pod : pods) {
            if (!pod.owner().startsWith("Deployment/")) {
                broken.add(service + " sends requests to " + pod);
            }
            for (Node port : service.root().nodes("spec.ports")) {
                String target = port.text("targetPort");
                if (pod.container().nodes("ports").stream()
                        .noneMatch(own -> own.text("name").equals(target))) {
                    broken.add(service + " sends to port " + target + ", which " + pod + " has not");
                }
            }
        }
    }

    /** What other operators and controllers read. */
    private static void outside(Rendering rendering, List<String> broken) {
        for (KubeObject monitor : rendering.all("ServiceMonitor")) {
            Map<String, String> selector = monitor.root().strings("spec.selector.matchLabels");
            String port = monitor.root().text("spec.endpoints.0.port");
            boolean found = rendering.all("Service").stream()
                    .anyMatch(service ->
                            service.labels().entrySet().containsAll(selector.entrySet()) && hasPort(service, port));
            if (!found) {
                broken.add(monitor + " finds no Service with port " + port);
            }
        }
        for (KubeObject route : rendering.all("HTTPRoute")) {
            for (Node backend : route.root().nodes("spec.rules.0.backendRefs")) {
                boolean found = rendering
                        .find("Service", backend.text("name"))
                        .filter(service -> service.root().nodes("spec.ports").stream()
                                .anyMatch(port -> port.number("port") == backend.number("port")))
                        .isPresent();
                if (!found) {
                    broken.add(route + " leads to " + backend.fields() + ", which is not there");
                }
            }
        }
        for (KubeObject ingress : rendering.all("Ingress")) {
            for (Node rule : ingress.root().nodes("spec.rules")) {
                Node backend = rule.node("http.paths.0.backend.service");
                if (rendering
                        .find("Service", backend.text("name"))
                        .filter(service -> hasPort(service, backend.text("port.name")))
                        .isEmpty()) {
                    broken.add(ingress + " leads to " + backend.fields() + ", which is not there");
                }
            }
        }
    }

    private static boolean hasPort(KubeObject service, String name) {
        return service.root().nodes("spec.ports").stream()
                .anyMatch(port -> port.text("name").equals(name));
    }

    private static List<PodTemplate> selects(
            Rendering rendering, KubeObject object, Map<String, String> selector, int wanted, List<String> broken) {
        List<PodTemplate> pods = rendering.pods().stream()
                .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
                .toList();
        if (selector.isEmpty() || pods.size() != wanted) {
            broken.add(object + " selects " + pods);
        }
        return pods;
    }
}
