package io.kehu.customer.catalogue;

import static io.kehu.customer.catalogue.CatalogueApi.CUSTOMERS;
import static io.kehu.customer.catalogue.CatalogueApi.errors;
import static io.kehu.customer.catalogue.CatalogueApi.json;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MARKETER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Values of custom fields at the record. */
@CustomerServiceTest
class CustomValuesTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private CatalogueApi catalogue;

    @BeforeEach
    void start() {
        WireMock.reset();
        IdentityStub.stub();
        catalogue = new CatalogueApi(api);
    }

    @Test
    void everyTypeIsStoredChangedAndCleared() {
        String dictionary = catalogue.dictionary("A", "B", "C");
        String text = catalogue.define("TEXT", "INTERNAL", Map.of());
        String number = catalogue.define("NUMBER", "PUBLIC", Map.of());
        String money = catalogue.define("MONEY", "INTERNAL", Map.of());
        String date = catalogue.define("DATE", "INTERNAL", Map.of());
        String choice = catalogue.define("CHOICE", "INTERNAL", Map.of("dictionary", dictionary));
        String choices = catalogue.define("MULTI_CHOICE", "INTERNAL", Map.of("dictionary", dictionary));
        String reference = catalogue.define("REFERENCE", "PERSONAL", Map.of());
        String other = catalogue.registered(Map.of());

        String customer = catalogue.registered(Map.of(
                text,
                "  深圳 ",
                number,
                172.50,
                money,
                Map.of("currency", "CNY", "minor", 19_900),
                date,
                "2024-02-29",
                choice,
                "A",
                choices,
                List.of("C", "A"),
                reference,
                other));

        JsonNode custom = catalogue.custom(AGENT, customer);
        assertThat(custom.path(text).stringValue()).isEqualTo("深圳");
        assertThat(custom.path(number).decimalValue()).isEqualByComparingTo("172.5");
        assertThat(custom.path(money).path("minor").asLong()).isEqualTo(19_900);
        assertThat(custom.path(date).stringValue()).isEqualTo("2024-02-29");
        assertThat(custom.path(choices).valueStream().map(JsonNode::stringValue))
                .containsExactly("A", "C");
        assertThat(custom.path(reference).stringValue()).isEqualTo(other);

        Map<String, Object> change = new HashMap<>(Map.of(number, 180, choice, "B"));
        change.put(text, null);
        change.put(reference, null);
        catalogue
                .patchCustom(AGENT, customer, 1, change)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"");
        JsonNode changed = catalogue.custom(AGENT, customer);
        assertThat(changed.propertyNames()).containsExactlyInAnyOrder(number, money, date, choice, choices);
        assertThat(changed.path(number).asInt()).isEqualTo(180);
        assertThat(jdbc.sql("SELECT unnest(fields) FROM customer_change WHERE number = :number AND version = 2")
                        .param("number", customer)
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder(
                        "custom." + number, "custom." + choice, "custom." + text, "custom." + reference);
    }

    @Test
    void twoWritersDoNotOverwriteEachOther() {
        String code = catalogue.define("TEXT", "INTERNAL", Map.of());
        String number = catalogue.registered(Map.of(code, "one"));

        catalogue
                .patchCustom(AGENT, number, 1, Map.of(code, "two"))
                .expectStatus()
                .isOk();
        JsonNode stale = json(catalogue
                .patchCustom(AGENT, number, 1, Map.of(code, "three"))
                .expectStatus()
                .isEqualTo(412));
        assertThat(stale.path("current").path("custom").path(code).stringValue())
                .isEqualTo("two");
        assertThat(stale.path("changedFields").path(0).stringValue()).isEqualTo("custom." + code);
        catalogue
                .patchCustom(AGENT, number, 2, Map.of(code, "two"))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"");
    }

    @Test
    void personalValuesAreSealedMaskedAndRevealed() {
        String shown = catalogue.define("TEXT", "SENSITIVE", Map.of("visibleTo", List.of("AGENT")));
        String born = catalogue.define("DATE", "PERSONAL", Map.of("visibleTo", List.of("AGENT"), "searchable", false));
        String hidden = catalogue.define("TEXT", "INTERNAL", Map.of("visibleTo", List.of("AGENT")));
        String number = catalogue.registered(Map.of(shown, "canary-sealed-4711", born, "1977-05-06", hidden, "open-1"));

        assertThat(catalogue.custom(AGENT, number).path(shown).stringValue()).isEqualTo("canary-sealed-4711");
        JsonNode masked = catalogue.custom(MANAGER, number);
        assertThat(masked.path(shown).stringValue()).isEqualTo("****");
        assertThat(masked.path(born).stringValue()).isEqualTo("1977-**-**");
        assertThat(masked.has(hidden)).isFalse();
        assertThat(catalogue.custom(INTEGRATOR, number).size()).isZero();
        JsonNode own =
                json(api.asMember(number).get().uri(CUSTOMERS + "/" + number).exchange());
        assertThat(own.path("custom").size()).isZero();
        JsonNode revealed = json(catalogue
                .post(
                        PRIVACY_OFFICER,
                        CUSTOMERS + "/" + number + "/reveals",
                        Map.of("fields", List.of("CUSTOM"), "reason", "customer asked for it"))
                .expectStatus()
                .isOk());
        assertThat(revealed.path("custom").path(shown).stringValue()).isEqualTo("canary-sealed-4711");
        assertThat(revealed.path("custom").has(hidden)).isFalse();
        assertThat(dump())
                .contains(number)
                .contains("open-1")
                .doesNotContain("canary-sealed")
                .doesNotContain("1977-05-06");
    }

    @Test
    void eachWrongValueIsNamedWithTheAdministratorsWords() {
        String pattern = catalogue.define(
                "TEXT",
                "INTERNAL",
                Map.of(
                        "rules",
                        Map.of(
                                "pattern",
                                "[A-Z]{2}\\d{2}",
                                "message",
                                Map.of("zh", "请填写门店编码", "en", "Give a store code"))));
        String range = catalogue.define("NUMBER", "INTERNAL", Map.of("rules", Map.of("min", 0, "max", 10)));
        String date = catalogue.define("DATE", "INTERNAL", Map.of("rules", Map.of("earliest", "2020-01-01")));
        String length = catalogue.define("TEXT", "INTERNAL", Map.of("rules", Map.of("maxLength", 3)));
        String reference = catalogue.define("REFERENCE", "INTERNAL", Map.of());
        String locked = catalogue.define("TEXT", "INTERNAL", Map.of("editableBy", List.of("ADMIN")));
        Map<String, Object> wrong = new HashMap<>(Map.of(
                pattern,
                "sz01",
                range,
                10.5,
                date,
                "2019-12-31",
                length,
                "abcd",
                reference,
                "C99999999999",
                locked,
                "x",
                "nobody",
                1));

        assertThat(errors(catalogue.register(wrong).expectStatus().isEqualTo(422)))
                .containsExactlyInAnyOrder(
                        "/custom/" + pattern + " custom-pattern",
                        "/custom/" + range + " custom-range",
                        "/custom/" + date + " custom-range",
                        "/custom/" + length + " custom-range",
                        "/custom/" + reference + " custom-reference",
                        "/custom/" + locked + " custom-not-editable",
                        "/custom/nobody custom-unknown");
        JsonNode chinese = json(api.as(AGENT)
                .post()
                .uri(CUSTOMERS)
                .header("Accept-Language", "zh-CN")
                .body(Map.of("fullName", "某人", "custom", Map.of(pattern, "sz01")))
                .exchange());
        assertThat(chinese.path("errors").path(0).path("detail").stringValue()).isEqualTo("请填写门店编码");
    }

    @Test
    void conditionsHoldOverSeveralFieldsWhicheverOfThemChanges() {
        String kind = catalogue.define("TEXT", "INTERNAL", Map.of());
        String rated = catalogue.define(
                "NUMBER",
                "INTERNAL",
                Map.of(
                        "rules",
                        Map.of(
                                "condition", "has(custom.%s) && custom.%s == \"A\"".formatted(kind, kind),
                                "message", Map.of("zh", "只有 A 类可评分", "en", "Only kind A is rated"))));
        catalogue.register(Map.of(rated, 5)).expectStatus().isEqualTo(422);
        String number = catalogue.registered(Map.of(rated, 5, kind, "A"));

        JsonNode refused = json(catalogue
                .patchCustom(AGENT, number, 1, Map.of(kind, "B"))
                .expectStatus()
                .isEqualTo(422));
        assertThat(refused.path("errors").path(0).path("pointer").stringValue()).isEqualTo("/custom/" + rated);
        assertThat(refused.path("errors").path(0).path("detail").stringValue()).isEqualTo("Only kind A is rated");
        Map<String, Object> both = new HashMap<>(Map.of(kind, "B"));
        both.put(rated, null);
        catalogue.patchCustom(AGENT, number, 1, both).expectStatus().isOk();
    }

    @Test
    void nobodyLearnsByGuessingWhatTheyDoNotSee() {
        String masked = catalogue.define("TEXT", "PERSONAL", Map.of("visibleTo", List.of("MANAGER")));
        String hidden = catalogue.define(
                "TEXT", "INTERNAL", Map.of("visibleTo", List.of("MANAGER"), "editableBy", List.of("ADMIN")));
        String number = catalogue.registered(Map.of(masked, "guess"));
        catalogue
                .patchCustom(ADMIN, number, 1, Map.of(hidden, "secret"))
                .expectStatus()
                .isOk();

        catalogue
                .patchCustom(AGENT, number, 2, Map.of(masked, "guess"))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"3\"");
        for (String guess : List.of("secret", "wrong")) {
            assertThat(errors(catalogue
                            .patchCustom(AGENT, number, 3, Map.of(hidden, guess))
                            .expectStatus()
                            .isEqualTo(422)))
                    .containsExactly("/custom/" + hidden + " custom-unknown");
        }
        assertThat(json(catalogue
                                .patchCustom(AGENT, number, 1, Map.of(masked, "x"))
                                .expectStatus()
                                .isEqualTo(412))
                        .path("changedFields")
                        .valueStream()
                        .map(JsonNode::stringValue))
                .containsExactly("custom." + masked);
    }

    @Test
    void membersWriteWhatIsTheirs() {
        String own = catalogue.define(
                "TEXT", "PERSONAL", Map.of("visibleTo", List.of("MEMBER"), "editableBy", List.of("MEMBER")));
        String number = catalogue.registered(Map.of());

        api.asMember(number)
                .patch()
                .uri(CUSTOMERS + "/" + number)
                .header("If-Match", "\"1\"")
                .contentType(CatalogueApi.MERGE_PATCH)
                .body(Map.of("custom", Map.of(own, "mine")))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.custom." + own)
                .isEqualTo("mine");
        assertThat(catalogue.custom(AGENT, number).path(own).stringValue()).isEqualTo("****");
        assertThat(catalogue.custom(MARKETER, number).path(own).stringValue()).isEqualTo("****");
    }

    @Test
    void whatIsNoDocumentOfValuesIsRefused() {
        String number = catalogue.registered(Map.of());
        Map<String, Object> all = new HashMap<>();
        all.put("custom", null);

        assertThat(errors(catalogue
                        .patch(AGENT, CUSTOMERS + "/" + number, 1, all)
                        .expectStatus()
                        .isEqualTo(422)))
                .containsExactly("/custom custom-all");
        catalogue
                .patch(AGENT, CUSTOMERS + "/" + number, 1, Map.of("custom", 5))
                .expectStatus()
                .isBadRequest();
        catalogue
                .patch(AGENT, CUSTOMERS + "/" + number, 1, Map.of("custom", Map.of()))
                .expectStatus()
                .isOk();
    }

    @Test
    void searchShowsThemAsTheRecordDoes() {
        String code = catalogue.define("TEXT", "INTERNAL", Map.of("visibleTo", List.of("AGENT")));
        String number = catalogue.registered(Map.of(code, "found"));

        for (var role : List.of(AGENT, MANAGER)) {
            JsonNode item = json(catalogue.post(role, CUSTOMERS + ":search", Map.of("q", number)))
                    .path("items")
                    .path(0);
            assertThat(item.path("number").stringValue()).isEqualTo(number);
            assertThat(item.path("custom").has(code)).isEqualTo(role == AGENT);
        }
    }

    private String dump() {
        StringBuilder dump = new StringBuilder();
        jdbc.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'flyway%'")
                .query(String.class)
                .list()
                .forEach(table -> dump.append(jdbc.sql("SELECT string_agg(t::text, ' ') FROM " + table + " t")
                        .query(String.class)
                        .optional()
                        .orElse("")));
        return dump.toString();
    }
}
