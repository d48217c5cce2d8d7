package io.kehu.customer.access;

import static io.kehu.customer.customer.RecordApi.CUSTOMERS;
import static io.kehu.customer.customer.RecordApi.json;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.RecordApi;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What history, sources and relations tell whom, where custom fields, owners and teams come in. */
@CustomerServiceTest
class RecordSeenTests {

    @Autowired
    private Api api;

    private RecordApi records;
    private String south;
    private String north;

    @BeforeEach
    void twoTeams() {
        IdentityStub.stub();
        records = new RecordApi(api);
        String unique = UUID.randomUUID().toString().substring(0, 8);
        south = "south-" + unique;
        north = "north-" + unique;
        for (String person : List.of(south, north)) {
            String team = person.toUpperCase(java.util.Locale.ROOT);
            put("/customer/v1/teams/" + team, Map.of("name", team));
            put("/customer/v1/staff/" + person, Map.of("teams", List.of(team)));
        }
    }

    @Test
    void anOtherEndOutOfReachIsARelationToSomebody() {
        String mine = register(api.as(south, AGENT));
        String colleague = register(api.as(south, AGENT));
        String foreign = register(api.as(north, AGENT));
        relate(api.as(south, AGENT), mine, "HOUSEHOLD", colleague)
                .expectStatus()
                .isCreated();
        relate(api.as(MANAGER), mine, "REFERRER", foreign).expectStatus().isCreated();

        JsonNode seen = items(api.as(south, AGENT), mine, "relations");
        assertThat(seen).hasSize(2);
        assertThat(seen.path(0).path("number").stringValue()).isEqualTo(colleague);
        assertThat(seen.path(0).has("fullName")).isTrue();
        assertThat(seen.path(1).path("type").stringValue()).isEqualTo("REFERRER");
        assertThat(seen.path(1).has("number")).isFalse();
        assertThat(seen.path(1).has("fullName")).isFalse();
        assertThat(items(api.as(MANAGER), mine, "relations")
                        .path(1)
                        .path("number")
                        .stringValue())
                .isEqualTo(foreign);
        assertThat(items(api.as(north, AGENT), foreign, "relations").path(0).has("number"))
                .isFalse();

        relate(api.as(south, AGENT), mine, "EMPLOYER", foreign).expectStatus().isNotFound();
        api.as(north, AGENT)
                .get()
                .uri(CUSTOMERS + "/" + mine + "/relations")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void changesOfOwnerArePartOfTheHistoryForStaffOnly() {
        String number = register(api.as(south, AGENT));
        String heir = "heir-" + south;
        put("/customer/v1/staff/" + heir, Map.of("teams", List.of(south.toUpperCase(java.util.Locale.ROOT))));
        Calls.post(
                api.as(MANAGER),
                "/customer/v1/customers:transfer",
                Map.of("numbers", List.of(number), "owner", heir, "reason", "moved on"));

        JsonNode moved = items(api.as(AUDITOR), number, "history").path(0);
        assertThat(moved.path("version").asInt()).isEqualTo(2);
        assertThat(moved.path("fields").valueStream().map(JsonNode::stringValue))
                .contains("owner");
        assertThat(moved.path("actor").stringValue()).isEqualTo("manager");
        assertThat(moved.has("source")).isFalse();
        assertThat(moved.has("before")).isFalse();
        JsonNode own = items(api.asMember(number), number, "history").path(0);
        assertThat(own.path("fields")).isEmpty();
        assertThat(own.has("actor")).isFalse();
        assertThat(json(records.patch(api.asMember(number), number, 1, Map.of("fullName", "李四"))
                                .expectStatus()
                                .isEqualTo(412))
                        .toString())
                .doesNotContain("owner")
                .doesNotContain(heir);
    }

    @Test
    void customFieldsHaveSourcesAndHistoryForThoseWhoKnowOfThem() {
        String open = field(List.of("AGENT", "ADMIN"));
        String secret = field(List.of("ADMIN"));
        String number = register(api.as(AGENT));
        records.patch(api.as(ADMIN), number, 1, Map.of("custom", Map.of(open, "tea", secret, "coffee")))
                .expectStatus()
                .isOk();

        JsonNode change = items(api.as(AGENT), number, "history").path(0);
        assertThat(change.path("fields").valueStream().map(JsonNode::stringValue))
                .containsExactly("custom." + open);
        assertThat(items(api.as(ADMIN), number, "history").path(0).path("fields"))
                .hasSize(2);
        JsonNode provenance = records.get(AGENT, number).path("provenance");
        assertThat(provenance.path("custom." + open).path("source").stringValue())
                .isEqualTo("CONSOLE");
        assertThat(provenance.path("custom." + open).path("at").stringValue())
                .isNotEqualTo(provenance.path("fullName").path("at").stringValue());
        assertThat(provenance.has("custom." + secret)).isFalse();
        assertThat(records.get(ADMIN, number).path("provenance").has("custom." + secret))
                .isTrue();
    }

    private String field(List<String> visibleTo) {
        String code = "drink_" + UUID.randomUUID().toString().substring(0, 8);
        assertThat(Calls.post(
                                api.as(ADMIN),
                                "/customer/v1/fields",
                                Map.of(
                                        "code",
                                        code,
                                        "label",
                                        Map.of("zh", "饮料", "en", "Drink"),
                                        "type",
                                        "TEXT",
                                        "class",
                                        "INTERNAL",
                                        "visibleTo",
                                        visibleTo,
                                        "editableBy",
                                        List.of("ADMIN")))
                        .getStatus()
                        .value())
                .isEqualTo(201);
        return code;
    }

    private static String register(RestTestClient client) {
        return Calls.body(Calls.post(client, CUSTOMERS, Map.of("fullName", RecordApi.name())))
                .path("number")
                .stringValue();
    }

    private static RestTestClient.ResponseSpec relate(RestTestClient client, String number, String type, String other) {
        return client.post()
                .uri(CUSTOMERS + "/" + number + "/relations")
                .body(Map.of("type", type, "number", other))
                .exchange();
    }

    private static JsonNode items(RestTestClient client, String number, String what) {
        return json(client.get()
                        .uri(CUSTOMERS + "/" + number + "/" + what)
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("items");
    }

    private void put(String uri, Object body) {
        api.as(ADMIN)
                .put()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }
}
