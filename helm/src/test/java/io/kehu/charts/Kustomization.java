package io.kehu.charts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/**
 * Builds a folder as kustomize does, as far as ours go: resources, images, strategic merge patches, replacements. Anything else in a file is
 * an error, so nothing is silently left out.
 */
final class Kustomization {

    private static final List<String> UNDERSTOOD =
            List.of("apiVersion", "kind", "resources", "images", "patches", "replacements");
    private static final String LOCAL = "config.kubernetes.io/local-config";

    private final Path folder;
    private final Node file;
    private final List<KubeObject> objects = new ArrayList<>();

    private Kustomization(Path folder) {
        this.folder = folder;
        this.file = Node.of(new Yaml().load(Charts.read(folder.resolve("kustomization.yaml"))));
        if (!UNDERSTOOD.containsAll(file.fields().keySet())) {
            throw new AssertionError(folder + " uses more than " + UNDERSTOOD);
        }
    }

    static List<KubeObject> build(Path folder) {
        Kustomization kustomization = new Kustomization(folder);
        kustomization.file.texts("resources").forEach(kustomization::add);
        kustomization.file.nodes("patches").forEach(kustomization::patch);
        kustomization.file.nodes("images").forEach(kustomization::image);
        kustomization.file.nodes("replacements").forEach(kustomization::replace);
        kustomization.objects.removeIf(object -> object.annotations().containsKey(LOCAL));
        return kustomization.objects;
    }

    private void add(String resource) {
        Path path = folder.resolve(resource).normalize();
        if (Files.isDirectory(path)) {
            objects.addAll(build(path));
        } else {
            objects.addAll(KubeObject.parse(Charts.read(path)));
        }
    }

    private void patch(Node patch) {
        Node change = KubeObject.parse(Charts.read(folder.resolve(patch.text("path"))))
                .getFirst()
                .root();
        List<KubeObject> targets = objects.stream()
                .filter(object ->
                        object.is(patch.text("target.kind")) && object.name().matches(patch.text("target.name")))
                .toList();
        if (targets.isEmpty()) {
            throw new AssertionError("Nothing is patched by " + patch.fields());
        }
        for (KubeObject target : targets) {
            Map<String, Object> rest = Node.of(Node.copy(change.fields())).fields();
            rest.remove("metadata");
            merge(target.root().fields(), rest);
        }
    }

    /** Maps are merged field by field; lists of named things, thing by thing. */
    @SuppressWarnings("unchecked")
    private static void merge(Map<String, Object> into, Map<String, Object> change) {
        change.forEach((key, value) -> {
            Object old = into.get(key);
            if (value instanceof Map<?, ?> map && old instanceof Map<?, ?> oldMap) {
                merge((Map<String, Object>) oldMap, (Map<String, Object>) map);
            } else if (value instanceof List<?> list && old instanceof List<?> oldList) {
                for (Object item : list) {
                    String name = Node.of(item).text("name");
                    Map<String, Object> same = oldList.stream()
                            .map(Node::of)
                            .filter(one -> one.text("name").equals(name))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("There is no " + name + " to be patched."))
                            .fields();
                    merge(same, Node.of(item).fields());
                }
            } else {
                into.put(key, value);
            }
        });
    }

    private void image(Node image) {
        long changed = objects.stream()
                .flatMap(object -> object.pods().stream())
                .flatMap(pod -> pod.containers().stream())
                .filter(container -> container.text("image").matches(image.text("name") + "[:@].*"))
                .peek(container -> container.fields().put("image", image.text("name") + "@" + image.text("digest")))
                .count();
        if (changed == 0) {
            throw new AssertionError("There is no image " + image.text("name"));
        }
    }

    private void replace(Node replacement) {
        KubeObject source = objects.stream()
                .filter(object -> object.is(replacement.text("source.kind"))
                        && object.name().equals(replacement.text("source.name")))
                .findFirst()
                .orElseThrow();
        String value = source.root().text(replacement.text("source.fieldPath"));
        for (Node target : replacement.nodes("targets")) {
            List<KubeObject> selected = objects.stream()
                    .filter(object -> object.is(target.text("select.kind")))
                    .filter(object ->
                            !target.has("select.name") || object.name().equals(target.text("select.name")))
                    .filter(object -> target.nodes("reject").stream()
                            .noneMatch(reject -> object.name().equals(reject.text("name"))))
                    .toList();
            if (selected.isEmpty()) {
                throw new AssertionError("Nothing is selected by " + target.fields());
            }
            for (KubeObject object : selected) {
                target.texts("fieldPaths").forEach(path -> set(object, path, value, target.node("options")));
            }
        }
    }

    private static void set(KubeObject object, String path, String value, Node options) {
        Node parent = object.root();
        String[] steps = path.split("\\.(?![^\\[]*])");
        for (int i = 0; i < steps.length - 1; i++) {
            if (steps[i + 1].startsWith("[name=")) {
                String name = steps[i + 1].substring("[name=".length(), steps[i + 1].length() - 1);
                parent = parent.nodes(steps[i]).stream()
                        .filter(one -> one.text("name").equals(name))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(object + " has no " + path));
                i++;
            } else {
                parent = parent.node(steps[i]);
            }
        }
        String last = steps[steps.length - 1];
        String old = Objects.toString(parent.fields().get(last), null);
        if (old == null) {
            throw new AssertionError(object + " has no " + path);
        }
        if (options.has("delimiter")) {
            String[] parts = old.split(options.text("delimiter"), -1);
            parts[options.number("index")] = value;
            value = String.join(options.text("delimiter"), parts);
        }
        parent.fields().put(last, value);
    }
}
