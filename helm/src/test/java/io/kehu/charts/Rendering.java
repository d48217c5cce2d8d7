package io.kehu.charts;

import java.util.List;
import java.util.Optional;

/** The objects of one release. */
record Rendering(List<KubeObject> objects) {

    List<KubeObject> all(String kind) {
        return objects.stream().filter(object -> object.is(kind)).toList();
    }

    /** The only object of a kind. */
    KubeObject only(String kind) {
        List<KubeObject> found = all(kind);
        if (found.size() != 1) {
            throw new AssertionError("Expected one " + kind + " and found " + found);
        }
        return found.getFirst();
    }

    Optional<KubeObject> find(String kind, String name) {
        return all(kind).stream().filter(object -> object.name().equals(name)).findFirst();
    }

    KubeObject get(String kind, String name) {
        return find(kind, name)
                .orElseThrow(() -> new AssertionError("There is no " + kind + "/" + name + " among " + objects));
    }

    List<PodTemplate> pods() {
        return objects.stream().flatMap(object -> object.pods().stream()).toList();
    }

    /** The pods of a component: service, migration or test. */
    List<PodTemplate> pods(String component) {
        return pods().stream().filter(pod -> pod.component().equals(component)).toList();
    }

    /** The pods that serve. */
    PodTemplate service() {
        return pods("service").getFirst();
    }
}
