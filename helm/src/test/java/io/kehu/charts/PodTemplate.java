package io.kehu.charts;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Pods as a Deployment, a Job or a test makes them.
 *
 * @param owner what makes them
 * @param labels of the pods
 * @param spec of the pods
 */
record PodTemplate(String owner, Map<String, String> labels, Node spec) {

    String component() {
        return String.valueOf(labels.get("app.kubernetes.io/component"));
    }

    List<Node> containers() {
        return Stream.of("initContainers", "containers", "ephemeralContainers")
                .flatMap(kind -> spec.nodes(kind).stream())
                .toList();
    }

    /** The one container of our pods. */
    Node container() {
        return spec.node("containers.0");
    }

    /** The environment as far as it is plain text. */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        container().nodes("env").stream()
                .filter(variable -> variable.has("value"))
                .forEach(variable -> variables.put(variable.text("name"), variable.text("value")));
        return variables;
    }

    /** Files of the projected Secrets by the property they set, and the Secret each comes from. */
    Map<String, String> secretFiles() {
        Map<String, String> files = new TreeMap<>();
        spec.nodes("volumes")
                .forEach(volume -> volume.nodes("projected.sources")
                        .forEach(source -> source.nodes("secret.items")
                                .forEach(item -> files.put(item.text("path"), source.text("secret.name")))));
        return files;
    }

    /** Every Secret the pods mount. */
    Set<String> secrets() {
        Set<String> secrets = new TreeSet<>(secretFiles().values());
        spec.nodes("volumes").stream()
                .filter(volume -> volume.has("secret"))
                .forEach(volume -> secrets.add(volume.text("secret.secretName")));
        return secrets;
    }

    @Override
    public String toString() {
        return owner;
    }
}
