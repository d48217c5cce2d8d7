package io.kehu.charts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which settings a service knows: those of Spring and of our starters by the metadata in their jars, its own by the record that takes them,
 * and those its code or its application.yaml refers to.
 */
final class Settings {

    private static final Pattern PREFIX = Pattern.compile("@ConfigurationProperties\\(\"([^\"]+)\"\\)");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern MAP_OF = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String,(.+)>");

    /** Environment form of a name, and the type that metadata gives it. */
    private static final Map<String, String> KNOWN = known();

    private final List<String> sources;

    private Settings(List<String> sources) {
        this.sources = sources;
    }

    static Settings of(String service) {
        try (Stream<Path> files = Files.walk(Charts.REPOSITORY.resolve(service).resolve("src/main"))) {
            return new Settings(
                    files.filter(file -> file.toString().endsWith(".java") || file.endsWith("application.yaml"))
                            .map(Charts::read)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param variable an environment variable as Spring binds it, without dashes */
    boolean knows(String variable) {
        return KNOWN.containsKey(variable) || isInMap(variable) || isOwn(variable) || isReferred(variable);
    }

    static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
    }

    /** Below a map of beans the last part has to be a property of the bean. */
    private static boolean isInMap(String variable) {
        return KNOWN.entrySet().stream()
                .filter(known -> variable.startsWith(known.getKey() + "_"))
                .anyMatch(known -> {
                    Matcher map = MAP_OF.matcher(known.getValue());
                    if (!map.matches()) {
                        return false;
                    }
                    String last = variable.substring(variable.lastIndexOf('_') + 1);
                    return map.group(1).startsWith("java.lang.") || hasSetter(map.group(1), last);
                });
    }

    private static boolean hasSetter(String type, String property) {
        try {
            return Arrays.stream(Class.forName(type).getMethods())
                    .anyMatch(method -> method.getName().equalsIgnoreCase("set" + property));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** A record with a prefix of the variable names every further part as one of its components. */
    private boolean isOwn(String variable) {
        for (String source : sources) {
            Matcher prefix = PREFIX.matcher(source);
            if (prefix.find() && variable.startsWith(variable(prefix.group(1)) + "_")) {
                String rest = variable.substring(prefix.group(1).length() + 1);
                if (Arrays.stream(rest.split("_")).allMatch(part -> hasComponent(source, part))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasComponent(String source, String name) {
        return Pattern.compile("\\w[>\\]]?\\s+" + name + "\\s*[,)]", Pattern.CASE_INSENSITIVE)
                .matcher(source)
                .find();
    }

    private boolean isReferred(String variable) {
        String pattern = "\\$\\{" + variable.toLowerCase(Locale.ROOT).replace("_", "\\.") + "[:}]";
        Pattern reference = Pattern.compile(pattern);
        return sources.stream()
                .anyMatch(source -> reference.matcher(source.replace("-", "")).find());
    }

    private static Map<String, String> known() {
        Map<String, String> known = new TreeMap<>();
        try {
            for (String file : List.of(
                    "META-INF/spring-configuration-metadata.json",
                    "META-INF/additional-spring-configuration-metadata.json")) {
                for (URL url : Collections.list(Settings.class.getClassLoader().getResources(file))) {
                    try (InputStream input = url.openStream()) {
                        for (JsonNode property :
                                JsonMapper.shared().readTree(input).path("properties")) {
                            if (!"error"
                                    .equals(property.path("deprecation")
                                            .path("level")
                                            .asString(""))) {
                                known.put(
                                        variable(property.get("name").asString()),
                                        property.path("type").asString(""));
                            }
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }
}
