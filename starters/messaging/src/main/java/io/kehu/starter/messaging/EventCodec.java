package io.kehu.starter.messaging;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** CloudEvents 1.0 in structured JSON mode. Consumers are tolerant readers: a field they do not know is a newer producer's. */
public final class EventCodec {

    public static final String CONTENT_TYPE = "application/cloudevents+json";

    private final JsonMapper mapper;
    private final String source;

    public EventCodec(JsonMapper mapper, String source) {
        this.mapper = mapper;
        this.source = source;
    }

    /** A message that is no event of ours; says why without quoting it. */
    public static final class MalformedEventException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public MalformedEventException(String reason) {
            super(reason, null, false, true);
        }
    }

    /** An event whose data is still JSON. */
    public record Parsed(EventEnvelope envelope, JsonNode data) {}

    /** @param dataJson the data, already JSON */
    public byte[] write(EventEnvelope envelope, String dataJson) {
        StringBuilder json = new StringBuilder(dataJson.length() + 400);
        json.append("{\"specversion\":\"1.0\",\"id\":\"").append(envelope.id());
        json.append("\",\"source\":\"").append(envelope.source());
        json.append("\",\"type\":\"").append(envelope.type());
        json.append("\",\"subject\":").append(mapper.writeValueAsString(envelope.subject()));
        json.append(",\"subjectversion\":").append(envelope.subjectVersion());
        json.append(",\"time\":\"").append(envelope.time());
        json.append("\",\"datacontenttype\":\"application/json\",\"dataschema\":\"/events/")
                .append(envelope.type())
                .append(".schema.json\"");
        if (envelope.traceparent() != null) {
            json.append(",\"traceparent\":\"").append(envelope.traceparent()).append('"');
        }
        return json.append(",\"data\":").append(dataJson).append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    public Parsed read(byte[] body) {
        JsonNode root = parse(body);
        if (!"1.0".equals(text(root, "specversion"))) {
            throw new MalformedEventException("not a CloudEvent 1.0");
        }
        try {
            EventEnvelope envelope = new EventEnvelope(
                    UUID.fromString(text(root, "id")),
                    text(root, "source"),
                    text(root, "type"),
                    text(root, "subject"),
                    root.path("subjectversion").asLong(0),
                    Instant.parse(text(root, "time")),
                    traceparent(root));
            JsonNode data = root.get("data");
            if (data == null) {
                throw new MalformedEventException("no data");
            }
            return new Parsed(envelope, data);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedEventException("id or time has the wrong form");
        }
    }

    <T> T data(JsonNode data, Class<T> type) {
        ObjectReader reader = mapper.readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try {
            return reader.readValue(data);
        } catch (JacksonException e) {
            throw new MalformedEventException("data does not fit " + type.getSimpleName());
        }
    }

    public String source() {
        return source;
    }

    /** Flat string headers of a message, kept as JSON in the outbox. */
    public Map<String, String> headers(String json) {
        return mapper.readValue(json, new TypeReference<Map<String, String>>() {});
    }

    /** The other way round. */
    public String headers(Map<String, String> headers) {
        return mapper.writeValueAsString(headers);
    }

    private JsonNode parse(byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (JacksonException e) {
            throw new MalformedEventException("not JSON");
        }
    }

    private static String text(JsonNode root, String name) {
        JsonNode value = root.get(name);
        if (value == null || !value.isString()) {
            throw new MalformedEventException("no " + name);
        }
        return value.stringValue();
    }

    private static @Nullable String traceparent(JsonNode root) {
        String value = root.path("traceparent").asString("");
        return value.matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}") ? value : null;
    }
}
