package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.test.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;

/**
 * The committed {@code openapi.yaml} is what the service serves. Run the test with {@code -Dkehu.openapi=write} to take a change over; a
 * change that would break callers is refused unless {@code kehu.api.version} moves.
 */
public final class OpenApiContract {

    private OpenApiContract() {}

    /** @param path of the API document, such as {@code /identity/v3/api-docs.yaml} */
    public static void verify(Api api, String path) {
        Path committed = Path.of("openapi.yaml");
        String served = served(api, path);
        try {
            if ("write".equals(System.getProperty("kehu.openapi"))) {
                refuseBreaking(committed, served);
                Files.writeString(committed, served);
            }
            assertThat(served)
                    .as("openapi.yaml is out of date; run the test with -Dkehu.openapi=write and read the diff")
                    .isEqualTo(Files.readString(committed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String served(Api api, String path) {
        return new String(
                api.anonymous()
                        .get()
                        .uri(path)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .returnResult(byte[].class)
                        .getResponseBodyContent(),
                StandardCharsets.UTF_8);
    }

    private static void refuseBreaking(Path committed, String served) throws IOException {
        if (!Files.exists(committed)) {
            return;
        }
        String before = Files.readString(committed);
        ChangedOpenApi change = OpenApiCompare.fromContents(before, served);
        assertThat(change.isCompatible() || !version(before).equals(version(served)))
                .as("this change breaks callers; keep the old operation, or move kehu.api.version")
                .isTrue();
    }

    private static String version(String document) {
        return document.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("version:"))
                .findFirst()
                .orElse("");
    }
}
