package io.kehu.charts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * What {@code k8s/base} has to hold: the platform chart with its defaults and the suite with {@code k8s/profile.yaml}, a folder per chart, a
 * file per object, without what only Helm needs.
 */
final class BaseManifests {

    private static final String HEADER = "# Rendered from helm/ with k8s/profile.yaml; see k8s/README.md.\n";
    private static final List<String> HELM_LABELS = List.of("app.kubernetes.io/managed-by", "helm.sh/chart");

    private BaseManifests() {}

    static Values profile() {
        return new Values(Node.of(new Yaml().load(Charts.read(Charts.REPOSITORY.resolve("k8s/profile.yaml")))));
    }

    /** Path below {@code k8s/base} to content. */
    static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        Map<String, List<String>> folders = new TreeMap<>();
        for (KubeObject object : objects()) {
            String folder = object.labels().get("app.kubernetes.io/name");
            String file = file(object, String.valueOf(folder));
            files.put(folder + "/" + file, HEADER + dump(object.root().fields()));
            folders.computeIfAbsent(folder, key -> new ArrayList<>()).add(file);
        }
        folders.forEach((folder, resources) ->
                files.put(folder + "/kustomization.yaml", HEADER + dump(kustomization(resources))));
        files.put("kustomization.yaml", HEADER + dump(kustomization(new ArrayList<>(folders.keySet()))));
        return files;
    }

    static List<KubeObject> objects() {
        List<KubeObject> objects = new ArrayList<>(
                Charts.renderWithoutHooks(Charts.PLATFORM, Values.none()).objects());
        objects.addAll(Charts.renderWithoutHooks(Charts.SUITE, profile()).objects());
        return objects.stream().map(BaseManifests::withoutHelm).toList();
    }

    private static KubeObject withoutHelm(KubeObject object) {
        Node copy = Node.of(Node.copy(object.root().fields()));
        for (String place : List.of("metadata", "spec.template.metadata")) {
            HELM_LABELS.forEach(
                    label -> copy.node(place).node("labels").fields().keySet().removeIf(label::equals));
        }
        return new KubeObject(copy);
    }

    private static String file(KubeObject object, String folder) {
        String kind = object.kind().toLowerCase(Locale.ROOT);
        String rest = object.name().equals(folder) ? "" : "-" + object.name().replace(folder + "-", "");
        return kind + rest + ".yaml";
    }

    private static Map<String, Object> kustomization(List<String> resources) {
        Map<String, Object> kustomization = new LinkedHashMap<>();
        kustomization.put("apiVersion", "kustomize.config.k8s.io/v1beta1");
        kustomization.put("kind", "Kustomization");
        kustomization.put("resources", resources.stream().sorted().toList());
        return kustomization;
    }

    private static String dump(Map<String, Object> content) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setAllowUnicode(true);
        return new Yaml(new Texts(options), options).dump(content);
    }

    /** Files within a ConfigMap stay readable. */
    private static final class Texts extends Representer {

        Texts(DumperOptions options) {
            super(options);
            representers.put(String.class, value -> {
                String text = (String) value;
                return text.contains("\n")
                        ? representScalar(Tag.STR, text, DumperOptions.ScalarStyle.LITERAL)
                        : representScalar(Tag.STR, text);
            });
        }
    }
}
