package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Events against the files in docs/events, which producers and consumers share: one JSON Schema and one sample of the data per type. */
public final class EventContract {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private EventContract() {}

    /** What a producer sends must fit the schema, field by field. */
    public static void verifyProduced(String type, String dataJson) {
        Schema schema = SCHEMAS.getSchema(read(type + ".schema.json"), InputFormat.JSON);
        assertThat(schema.validate(dataJson, InputFormat.JSON))
                .as("data of " + type)
                .isEmpty();
    }

    /** The sample a consumer must be able to read; itself checked against the schema. */
    public static String sample(String type) {
        String sample = read(type + ".sample.json");
        verifyProduced(type, sample);
        return sample;
    }

    private static String read(String file) {
        try {
            return Files.readString(folder().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("docs/events/" + file + " is missing", e);
        }
    }

    private static Path folder() {
        return Repository.root().resolve("docs/events");
    }
}
