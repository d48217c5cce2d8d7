package io.kehu.customer.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Values of several parts as the text that is sealed or kept; written and read by nobody else. */
final class SealedJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_EMPTY))
            .build();

    private static final TypeReference<Map<String, FieldSource>> SOURCES = new TypeReference<>() {};

    private SealedJson() {}

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    static <T> T read(String text, Class<T> type) {
        return JSON.readValue(text, type);
    }

    static Map<String, FieldSource> readSources(String text) {
        return text.equals("{}") ? Map.of() : JSON.readValue(text, SOURCES);
    }
}
