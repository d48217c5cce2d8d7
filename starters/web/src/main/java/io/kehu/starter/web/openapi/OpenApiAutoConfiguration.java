package io.kehu.starter.web.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** One look for all API documents: same-origin server, bearer tokens, the problem document as the answer to every error. */
@AutoConfiguration
@ConditionalOnProperty(name = "springdoc.api-docs.enabled", matchIfMissing = true)
public class OpenApiAutoConfiguration {

    private static final String PROBLEM = "Problem";
    private static final String TOKEN = "token";

    /**
     * @param title shown at the top, for people
     * @param version of the contract; a breaking change needs a new one
     */
    @Bean
    GlobalOpenApiCustomizer commonParts(
            @Value("${kehu.api.title:${spring.application.name}}") String title,
            @Value("${kehu.api.version:1.0.0}") String version) {
        return api -> {
            api.info(new Info()
                    .title(title)
                    .version(version)
                    .description("Part of Kehu. Errors are problem documents (RFC 9457), see docs/problems.md."));
            // The gateway serves the same paths; a host name in here would be wrong on every other machine.
            api.servers(List.of(new Server().url("/")));
            components(api).addSchemas(PROBLEM, problemSchema());
            components(api)
                    .addSecuritySchemes(
                            TOKEN,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.HTTP)
                                    .scheme("bearer")
                                    .bearerFormat("JWT"));
            api.security(List.of(new SecurityRequirement().addList(TOKEN)));
            api.getPaths()
                    .values()
                    .forEach(path -> path.readOperations()
                            .forEach(operation ->
                                    operation.getResponses().addApiResponse("default", problemResponse())));
        };
    }

    private static Components components(OpenAPI api) {
        if (api.getComponents() == null) {
            api.components(new Components());
        }
        return api.getComponents();
    }

    private static ApiResponse problemResponse() {
        return new ApiResponse()
                .description("Any error, as a problem document.")
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
    }

    private static Schema<?> problemSchema() {
        Schema<?> error = new JsonSchema()
                .types(java.util.Set.of("object"))
                .properties(Map.of(
                        "pointer", text("/scheme", "JSON pointer, or the name of a parameter or header"),
                        "code", text("required", "Stable, for programs"),
                        "detail", text("Give a value.", "For people")));
        Schema<?> schema = new JsonSchema().types(java.util.Set.of("object"));
        schema.description("RFC 9457 problem document.");
        schema.addProperty(
                "type", text("/problems/invalid-fields", "Stable; the gateway serves the explanation there"));
        schema.addProperty("title", text("Some fields are not right", null));
        schema.addProperty("status", new IntegerSchema().example(400));
        schema.addProperty("detail", text("Correct the fields below and send the request again.", "What to do next"));
        schema.addProperty("instance", text("/identity/v1/numbers", null));
        schema.addProperty("traceId", text("4bf92f3577b34da6a3ce929d0e0e4736", "Tell it to the operator"));
        schema.addProperty(
                "errors", new JsonSchema().types(java.util.Set.of("array")).items(error));
        return schema;
    }

    private static Schema<?> text(String example, @Nullable String description) {
        return new StringSchema().example(example).description(description);
    }
}
