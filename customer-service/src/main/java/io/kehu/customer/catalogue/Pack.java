package io.kehu.customer.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** Fields, dictionaries and layouts that usually belong to an industry; a file under {@code catalogue/}. */
record Pack(
        List<DictionaryController.DictionaryDefinition> dictionaries,
        List<FieldDefinition> fields,
        List<LayoutController.LayoutDefinition> layouts) {

    /** The packs that come with the service. */
    enum Name {
        RETAIL,
        FINANCE,
        HEALTHCARE;

        @JsonCreator
        static Name of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    static Pack read(Name name, JsonMapper strict) {
        String file = "catalogue/" + name.name().toLowerCase(Locale.ROOT) + ".yaml";
        try (InputStream input = new ClassPathResource(file).getInputStream()) {
            Map<String, Object> content = new Yaml(new SafeConstructor(new LoaderOptions())).load(input);
            return strict.convertValue(content, Pack.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
