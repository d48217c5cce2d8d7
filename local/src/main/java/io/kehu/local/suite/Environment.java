package io.kehu.local.suite;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The environment variables an operator steers the local suite with. */
public record Environment(Map<String, String> variables) {

    public static Environment ofSystem() {
        return new Environment(System.getenv());
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    public Optional<Path> path(String name) {
        return text(name).map(value -> Path.of(value).toAbsolutePath());
    }

    public int number(String name, int otherwise) {
        try {
            return text(name).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new KehuException(name + " must be a whole number.");
        }
    }
}
