package io.kehu.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One Kubernetes object as it would be sent to the cluster. */
record KubeObject(Node root) {

    /** Every object of a stream of YAML documents; a key given twice is an error. */
    static List<KubeObject> parse(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<KubeObject> objects = new ArrayList<>();
        StreamSupport.stream(
                        new Yaml(new SafeConstructor(options)).loadAll(yaml).spliterator(), false)
                .filter(Map.class::isInstance)
                .forEach(document -> objects.add(new KubeObject(Node.of(document))));
        return objects;
    }

    String apiVersion() {
        return root.text("apiVersion");
    }

    String kind() {
        return root.text("kind");
    }

    String name() {
        return root.text("metadata.name");
    }

    Map<String, String> labels() {
        return root.strings("metadata.labels");
    }

    Map<String, String> annotations() {
        return root.strings("metadata.annotations");
    }

    boolean is(String wanted) {
        return kind().equals(wanted);
    }

    /** Where a release has at most one of it. */
    String id() {
        return kind() + "/" + name();
    }

    /** The pods this object makes, if it makes any. */
    List<PodTemplate> pods() {
        return switch (kind()) {
            case "Pod" -> List.of(new PodTemplate(id(), labels(), root.node("spec")));
            case "Deployment", "Job" -> {
                Node template = root.node("spec.template");
                yield List.of(new PodTemplate(id(), template.strings("metadata.labels"), template.node("spec")));
            }
            default -> List.of();
        };
    }

    @Override
    public String toString() {
        return id();
    }
}
