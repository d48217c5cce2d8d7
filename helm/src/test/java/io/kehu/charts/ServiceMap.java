package io.kehu.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** {@code helm/service-map.yaml}: who talks to whom. */
final class ServiceMap {

    static final Path FILE = Charts.HELM.resolve("service-map.yaml");

    /**
     * What the map says of one service.
     *
     * @param calls services it asks
     * @param data internal or personal
     * @param uses servers beside the services
     */
    record Entry(SortedSet<String> calls, String data, SortedSet<String> uses) {

        boolean uses(String server) {
            return uses.contains(server);
        }
    }

    private ServiceMap() {}

    static Map<String, Entry> load() {
        try {
            Map<String, Object> file = new Yaml().load(Files.readString(FILE));
            Map<String, Entry> entries = new TreeMap<>();
            file.forEach((service, value) -> {
                Node node = Node.of(value);
                entries.put(
                        service,
                        new Entry(
                                new TreeSet<>(node.texts("calls")),
                                node.text("data"),
                                new TreeSet<>(node.texts("uses"))));
            });
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
