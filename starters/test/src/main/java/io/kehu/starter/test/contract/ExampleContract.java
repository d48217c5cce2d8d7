package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.test.Api;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A reader of the API document sees a value for everything whose type alone does not say what it looks like. */
public final class ExampleContract {

    private static final Set<String> SELF_EXPLANATORY = Set.of("date-time", "date", "uuid", "uri");

    private ExampleContract() {}

    /** @param path of the API document, such as {@code /identity/v3/api-docs.yaml} */
    public static void verify(Api api, String path) {
        Map<String, Schema> schemas = new OpenAPIV3Parser()
                .readContents(OpenApiContract.served(api, path))
                .getOpenAPI()
                .getComponents()
                .getSchemas();
        List<String> bare = schemas.entrySet().stream()
                .flatMap(schema -> withoutExample(schema.getKey(), schema.getValue()))
                .sorted()
                .toList();
        assertThat(bare).as("values without an example").isEmpty();
    }

    private static Stream<String> withoutExample(String name, Schema<?> schema) {
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return Stream.empty();
        }
        return properties.entrySet().stream()
                .filter(property -> !speaksForItself(property.getValue()))
                .map(property -> name + "." + property.getKey());
    }

    private static boolean speaksForItself(Schema<?> schema) {
        if (schema.get$ref() != null || schema.getEnum() != null || schema.getExample() != null) {
            return true;
        }
        if (schema.getExamples() != null && !schema.getExamples().isEmpty()) {
            return true;
        }
        Set<String> types = schema.getTypes() == null ? Set.of() : schema.getTypes();
        if (types.contains("array")) {
            return speaksForItself(schema.getItems());
        }
        boolean saysItself = schema.getFormat() != null && SELF_EXPLANATORY.contains(schema.getFormat());
        return saysItself || Stream.of("string", "integer", "number").noneMatch(types::contains);
    }
}
