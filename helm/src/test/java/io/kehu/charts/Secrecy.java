package io.kehu.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Charts bring no secret: no Secret object, none in a ConfigMap, none in the environment, none in an argument. */
final class Secrecy implements Law {

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i)(password|passwd|secret|private-?key|api-?key|credentials?)$");
    private static final Pattern SECRET_VALUE = Pattern.compile(
            "(?i)-----BEGIN|\\b(password|secret|pwd)=|://[^/\\s:@]+:[^/\\s@]+@|eyJ[A-Za-z0-9_-]{20,}\\.");

    @Override
    public List<String> broken(Rendering rendering) {
        List<String> broken = new ArrayList<>();
        rendering.all("Secret").forEach(secret -> broken.add(secret + " is made by a chart"));
        for (KubeObject map : rendering.all("ConfigMap")) {
            map.root().strings("data").forEach((file, text) -> {
                KubeObject.parse(text)
                        .forEach(document ->
                                walk(map + " " + file, document.root().fields(), broken));
                value(map + " " + file, text, broken);
            });
        }
        for (PodTemplate pod : rendering.pods()) {
            pod.environment().forEach((name, text) -> {
                if (SECRET_NAME.matcher(name).find()) {
                    broken.add(pod + " has " + name + " in plain text");
                }
                value(pod + " " + name, text, broken);
            });
            pod.containers()
                    .forEach(container -> container.texts("args").forEach(text -> value(pod + " args", text, broken)));
        }
        return broken;
    }

    private static void walk(String where, Object value, List<String> broken) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                if (inner instanceof String text
                        && !text.isBlank()
                        && SECRET_NAME.matcher(String.valueOf(key)).find()) {
                    broken.add(where + " holds " + key);
                }
                walk(where, inner, broken);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(inner -> walk(where, inner, broken));
        }
    }

    private static void value(String where, String text, List<String> broken) {
        if (SECRET_VALUE.matcher(text).find()) {
            broken.add(where + " looks like it holds a secret");
        }
    }
}
