package io.kehu.customer.catalogue;

import static io.kehu.customer.catalogue.CatalogueApi.errors;
import static io.kehu.customer.catalogue.CatalogueApi.json;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MARKETER;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Packs of an industry, layouts, and the page of what is kept. */
@CustomerServiceTest
class PackAndLayoutTests {

    private static final String INSTALL = "/customer/v1/catalogue:install";
    private static final String LAYOUTS = "/customer/v1/layouts";

    @Autowired
    private Api api;

    private CatalogueApi catalogue;

    @BeforeEach
    void start() {
        WireMock.reset();
        IdentityStub.stub();
        catalogue = new CatalogueApi(api);
    }

    @Test
    void everyPackInstallsOnceAndNamesWhatWasThere() {
        catalogue
                .post(
                        ADMIN,
                        "/customer/v1/fields",
                        CatalogueApi.definition("finance_kyc", "TEXT", "INTERNAL", Map.of()))
                .expectStatus()
                .isCreated();

        for (String pack : List.of("retail", "finance", "healthcare")) {
            JsonNode first = json(catalogue
                            .post(ADMIN, INSTALL, Map.of("pack", pack))
                            .expectStatus()
                            .isOk())
                    .path("items");
            assertThat(first.size()).isGreaterThan(10);
            first.valueStream()
                    .forEach(part -> assertThat(part.path("outcome").stringValue())
                            .as(part.toString())
                            .isEqualTo(
                                    part.path("code").stringValue().equals("finance_kyc")
                                                    && part.path("kind")
                                                            .stringValue()
                                                            .equals("FIELD")
                                            ? "CONFLICT"
                                            : "CREATED"));
            JsonNode second = json(catalogue
                            .post(ADMIN, INSTALL, Map.of("pack", pack))
                            .expectStatus()
                            .isOk())
                    .path("items");
            assertThat(second.valueStream().map(part -> part.path("outcome").stringValue()))
                    .doesNotContain("CREATED")
                    .hasSameSizeAs(first.valueStream().toList());
        }
        catalogue.post(ADMIN, INSTALL, Map.of("pack", "mining")).expectStatus().isBadRequest();
        catalogue.post(AGENT, INSTALL, Map.of("pack", "retail")).expectStatus().isForbidden();

        String number = catalogue.registered(Map.of("retail_shoe_size", "EU42", "health_height_cm", 172.5));
        assertThat(catalogue.custom(AGENT, number).path("retail_shoe_size").stringValue())
                .isEqualTo("EU42");
        assertThat(catalogue.custom(MARKETER, number).path("retail_shoe_size").stringValue())
                .isEqualTo("****");
        JsonNode sections = json(api.as(MARKETER)
                        .get()
                        .uri(LAYOUTS + "/retail-customer")
                        .exchange())
                .path("sections");
        assertThat(sections.size()).isEqualTo(2);
    }

    @Test
    void aLayoutShowsEachRoleItsSectionsAndFields() {
        String shared = catalogue.define("TEXT", "INTERNAL", Map.of());
        String hidden = catalogue.define("TEXT", "INTERNAL", Map.of("visibleTo", List.of("ADMIN")));
        String name = CatalogueApi.fresh("card").replace('_', '-');
        Map<String, Object> definition = Map.of(
                "name",
                name,
                "label",
                label(),
                "sections",
                List.of(
                        section(List.of("AGENT"), List.of("fullName", "custom." + shared, "custom." + hidden)),
                        section(List.of("MANAGER"), List.of("stage"))));
        catalogue.post(ADMIN, LAYOUTS, definition).expectStatus().isCreated();

        JsonNode agents =
                json(api.as(AGENT).get().uri(LAYOUTS + "/" + name).exchange()).path("sections");
        assertThat(agents.size()).isEqualTo(1);
        assertThat(agents.path(0).path("fields").valueStream().map(JsonNode::stringValue))
                .containsExactly("fullName", "custom." + shared);
        assertThat(json(api.as(ADMIN).get().uri(LAYOUTS + "/" + name).exchange())
                        .path("sections")
                        .size())
                .isEqualTo(2);
        catalogue.post(ADMIN, LAYOUTS, definition).expectStatus().isEqualTo(409);
        catalogue.post(AGENT, LAYOUTS, definition).expectStatus().isForbidden();

        Map<String, Object> wrong = Map.of(
                "label",
                label(),
                "sections",
                List.of(section(List.of("AGENT"), List.of("fullName", "custom.nobody", "shoeSize", "fullName"))));
        assertThat(errors(put(name, 1, wrong).expectStatus().isEqualTo(422)))
                .containsExactly(
                        "/sections/0/fields/1 custom-unknown",
                        "/sections/0/fields/2 custom-unknown",
                        "/sections/0/fields/3 duplicate");
        Map<String, Object> right =
                Map.of("label", label(), "sections", List.of(section(List.of("MANAGER"), List.of("stage"))));
        put(name, 1, right).expectStatus().isOk().expectHeader().valueEquals("ETag", "\"2\"");
        put(name, 1, right).expectStatus().isEqualTo(412);
        assertThat(json(api.as(AGENT).get().uri(LAYOUTS + "/" + name).exchange())
                        .path("sections")
                        .size())
                .isZero();
        assertThat(json(api.as(MANAGER).get().uri(LAYOUTS).exchange())
                        .path("items")
                        .toString())
                .contains(name);
    }

    @Test
    void thePageOfWhatIsKeptNamesColumnsAndFields() {
        String code = catalogue.define("TEXT", "SENSITIVE", Map.of());

        JsonNode kept = json(api.as(AUDITOR)
                .get()
                .uri("/customer/v1/catalogue/data")
                .exchange()
                .expectStatus()
                .isOk());

        assertThat(kept.path("columns")
                        .valueStream()
                        .map(column -> column.path("table").stringValue() + "."
                                + column.path("column").stringValue() + " "
                                + column.path("class").stringValue()))
                .contains(
                        "customer.full_name PERSONAL",
                        "customer_custom.sealed SENSITIVE",
                        "audit_entry.actor INTERNAL");
        JsonNode field = kept.path("customFields")
                .valueStream()
                .filter(one -> one.path("code").stringValue().equals(code))
                .findFirst()
                .orElseThrow();
        assertThat(field.path("sealed").booleanValue()).isTrue();
        api.as(AGENT)
                .get()
                .uri("/customer/v1/catalogue/data")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private RestTestClient.ResponseSpec put(String name, long version, Map<String, Object> settings) {
        return api.as(ADMIN)
                .put()
                .uri(LAYOUTS + "/" + name)
                .header("If-Match", "\"" + version + "\"")
                .contentType(MediaType.APPLICATION_JSON)
                .body(settings)
                .exchange();
    }

    private static Map<String, String> label() {
        return Map.of("zh", "卡片", "en", "Card");
    }

    private static Map<String, Object> section(List<String> roles, List<String> fields) {
        return Map.of("label", label(), "roles", roles, "fields", fields);
    }
}
