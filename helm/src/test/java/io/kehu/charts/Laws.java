package io.kehu.charts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All laws. */
final class Laws {

    private static final Map<String, Law> ALL = new LinkedHashMap<>();

    static {
        ALL.put("valid", Laws::invalid);
        ALL.put("restricted", PodRule::broken);
        ALL.put("connected", new Connections());
        ALL.put("lifecycle", new Lifecycle());
        ALL.put("scaling", new Scaling());
        ALL.put("memory", new Memory());
        ALL.put("secrecy", new Secrecy());
    }

    private Laws() {}

    static List<String> broken(Rendering rendering) {
        List<String> broken = new ArrayList<>();
        ALL.forEach((name, law) -> law.broken(rendering).forEach(problem -> broken.add(name + ": " + problem)));
        return broken;
    }

    /** Names of the laws that do not hold. */
    static List<String> brokenLaws(Rendering rendering) {
        return ALL.entrySet().stream()
                .filter(law -> !law.getValue().broken(rendering).isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> invalid(Rendering rendering) {
        return rendering.objects().stream()
                .flatMap(object -> KubernetesModel.problems(object).stream().map(problem -> object + ": " + problem))
                .toList();
    }
}
