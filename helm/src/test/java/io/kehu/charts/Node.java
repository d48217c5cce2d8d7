package io.kehu.charts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part of a YAML document, walked by paths such as {@code spec.template.spec.containers.0.image}. */
record Node(Map<String, Object> fields) {

    @SuppressWarnings("unchecked")
    static Node of(@Nullable Object value) {
        return new Node(value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of());
    }

    @Nullable
    Object at(String path) {
        Object current = fields;
        for (String step : path.split("\\.")) {
            if (current instanceof Map<?, ?> map) {
                current = map.get(step);
            } else if (current instanceof List<?> list && step.matches("\\d+")) {
                int index = Integer.parseInt(step);
                current = index < list.size() ? list.get(index) : null;
            } else {
                return null;
            }
        }
        return current;
    }

    boolean has(String path) {
        return at(path) != null;
    }

    String text(String path) {
        return Optional.ofNullable(at(path))
                .map(Object::toString)
                .orElseThrow(() -> new AssertionError("There is no " + path + " in " + fields));
    }

    int number(String path) {
        return Integer.parseInt(text(path));
    }

    Node node(String path) {
        return of(at(path));
    }

    List<Node> nodes(String path) {
        return at(path) instanceof List<?> list ? list.stream().map(Node::of).toList() : List.of();
    }

    List<String> texts(String path) {
        return at(path) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The fields as names and texts, such as labels. */
    Map<String, String> strings(String path) {
        Map<String, String> strings = new LinkedHashMap<>();
        node(path).fields().forEach((name, value) -> strings.put(name, String.valueOf(value)));
        return strings;
    }

    /** A copy in which the value at a path is another, or gone where it is null. */
    Node with(String path, @Nullable Object value) {
        Node copy = of(copy(fields));
        int dot = path.lastIndexOf('.');
        Object parent = dot < 0 ? copy.fields() : copy.at(path.substring(0, dot));
        String last = path.substring(dot + 1);
        if (parent instanceof List<?>) {
            parentList(parent).set(Integer.parseInt(last), value);
        } else if (value == null) {
            of(parent).fields().remove(last);
        } else {
            of(parent).fields().put(last, value);
        }
        return copy;
    }

    static Object copy(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(String.valueOf(key), inner == null ? null : copy(inner)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(inner -> copy.add(copy(inner)));
            return copy;
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> parentList(Object list) {
        return (List<Object>) list;
    }
}
