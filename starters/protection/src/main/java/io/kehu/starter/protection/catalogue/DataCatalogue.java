package io.kehu.starter.protection.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The class of every column of a service, from its own {@code data-catalogue.yaml} and those of the starters. The file maps each table to
 * its columns and each column to a class.
 */
public final class DataCatalogue {

    private static final String[] LOCATIONS = {
        "classpath*:META-INF/kehu/data-catalogue-*.yaml", "classpath*:data-catalogue.yaml"
    };

    private final Map<String, Map<String, DataClass>> tables;

    private DataCatalogue(Map<String, Map<String, DataClass>> tables) {
        this.tables = tables;
    }

    public static DataCatalogue load() {
        Map<String, Map<String, DataClass>> tables = new TreeMap<>();
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        try {
            for (String location : LOCATIONS) {
                for (Resource resource : resolver.getResources(location)) {
                    read(resource, tables);
                }
            }
            return new DataCatalogue(tables);
        } catch (IOException e) {
            throw new IllegalStateException("The data catalogue cannot be read.", e);
        }
    }

    public Map<String, Map<String, DataClass>> tables() {
        return tables;
    }

    private static void read(Resource resource, Map<String, Map<String, DataClass>> tables) throws IOException {
        try (InputStream input = resource.getInputStream()) {
            Map<String, Map<String, String>> content = new Yaml(new SafeConstructor(new LoaderOptions())).load(input);
            content.forEach((table, columns) -> {
                Map<String, DataClass> classes = tables.computeIfAbsent(table, name -> new TreeMap<>());
                columns.forEach(
                        (column, name) -> classes.put(column, DataClass.valueOf(name.toUpperCase(Locale.ROOT))));
            });
        }
    }
}
