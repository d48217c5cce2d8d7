package io.kehu.starter.web.json;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How bodies of our own API are read. Answers of peers and events are read by the general mapper, which lets unknown fields pass: a newer
 * producer must not break an older consumer.
 *
 * @param mapper writes like the general one, and refuses what it does not understand
 */
public record StrictJson(JsonMapper mapper) {

    public static StrictJson from(JsonMapper general) {
        return new StrictJson(general.rebuild()
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // 1.5 points are not 1 point, and "1" is not 1.
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
    }
}
