package io.kehu.starter.web.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What all API documents have in common. */
@WebTest
class OpenApiTests {

    @LocalServerPort
    private int port;

    @Test
    void theDocumentHasTheCommonParts() {
        JsonNode document = new Http(port).get("/v3/api-docs").json();

        assertThat(document.path("openapi").asString()).startsWith("3.1");
        assertThat(document.at("/info/title").asString()).isEqualTo("Sample");
        assertThat(document.at("/info/version").asString()).isEqualTo("1.2.3");
        assertThat(document.at("/servers/0/url").asString()).isEqualTo("/");
        assertThat(document.at("/components/schemas/Problem/properties/traceId").isMissingNode())
                .isFalse();
        assertThat(document.at("/components/securitySchemes/token/scheme").asString())
                .isEqualTo("bearer");
        assertThat(document.path("paths").has("/error")).isFalse();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> assertThat(operation
                                .at("/responses/default/content/application~1problem+json/schema/$ref")
                                .asString())
                        .isEqualTo("#/components/schemas/Problem")));
    }
}
