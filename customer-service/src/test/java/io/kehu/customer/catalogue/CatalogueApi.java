package io.kehu.customer.catalogue;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;

import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests ask of the catalogue and of records with values of their own. */
public record CatalogueApi(Api api) {

    static final String CUSTOMERS = "/customer/v1/customers";
    static final MediaType MERGE_PATCH = MediaType.parseMediaType("application/merge-patch+json");

    /** A code nobody else has: all test classes share one catalogue. */
    static String fresh(String stem) {
        return stem + "_" + UUID.randomUUID().toString().substring(0, 8);
    }

    static Map<String, Object> definition(String code, String type, String dataClass, Map<String, Object> more) {
        Map<String, Object> definition = new HashMap<>(Map.of(
                "code",
                code,
                "label",
                Map.of("zh", "字段", "en", "Field"),
                "type",
                type,
                "class",
                dataClass,
                "visibleTo",
                List.of("AGENT", "MANAGER", "ADMIN"),
                "editableBy",
                List.of("AGENT", "ADMIN"),
                "searchable",
                true));
        definition.putAll(more);
        return definition;
    }

    public String define(String type, String dataClass, Map<String, Object> more) {
        String code = fresh(type.toLowerCase(java.util.Locale.ROOT));
        post(ADMIN, "/customer/v1/fields", definition(code, type, dataClass, more))
                .expectStatus()
                .isCreated();
        return code;
    }

    String dictionary(String... codes) {
        String code = fresh("dictionary");
        post(
                        ADMIN,
                        "/customer/v1/dictionaries",
                        Map.of("code", code, "label", Map.of("zh", "字典", "en", "Dictionary"), "items", items(codes)))
                .expectStatus()
                .isCreated();
        return code;
    }

    static List<Map<String, Object>> items(String... codes) {
        return java.util.Arrays.stream(codes)
                .map(item -> Map.<String, Object>of(
                        "code", item, "label", Map.of("zh", "项" + item, "en", "Item " + item), "active", true))
                .toList();
    }

    RestTestClient.ResponseSpec post(Role role, String path, Object body) {
        return api.as(role).post().uri(path).body(body).exchange();
    }

    RestTestClient.ResponseSpec register(Map<String, Object> custom) {
        return post(AGENT, CUSTOMERS, Map.of("fullName", "字段金丝雀", "custom", custom));
    }

    String registered(Map<String, Object> custom) {
        return json(register(custom).expectStatus().isCreated()).path("number").stringValue();
    }

    RestTestClient.ResponseSpec patch(Role role, String path, long version, Object body) {
        return api.as(role)
                .patch()
                .uri(path)
                .header("If-Match", "\"" + version + "\"")
                .contentType(MERGE_PATCH)
                .body(body)
                .exchange();
    }

    RestTestClient.ResponseSpec patchCustom(Role role, String number, long version, Map<String, Object> custom) {
        return patch(role, CUSTOMERS + "/" + number, version, Map.of("custom", custom));
    }

    JsonNode custom(Role role, String number) {
        return json(api.as(role)
                        .get()
                        .uri(CUSTOMERS + "/" + number)
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("custom");
    }

    static JsonNode json(RestTestClient.ResponseSpec response) {
        return JsonMapper.shared().readTree(response.returnResult(byte[].class).getResponseBody());
    }

    /** {@code pointer code} of each error. */
    static List<String> errors(RestTestClient.ResponseSpec response) {
        return json(response)
                .path("errors")
                .valueStream()
                .map(error -> error.path("pointer").stringValue() + " "
                        + error.path("code").stringValue())
                .toList();
    }
}
