package io.kehu.customer.customer;

import static io.kehu.customer.customer.RecordApi.CUSTOMERS;
import static io.kehu.customer.customer.RecordApi.errors;
import static io.kehu.customer.customer.RecordApi.json;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Ways to reach a customer, of every kind. */
@CustomerServiceTest
class ContactPointsTests {

    private static final Map<String, Object> HOME = Map.of(
            "kind",
            "ADDRESS",
            "label",
            "home",
            "address",
            Map.of("province", "福建省", "city", "厦门市", "district", "思明区", "street", "金丝雀路 8 号", "postcode", "361001"));

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private RecordApi records;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        records = new RecordApi(api);
    }

    @Test
    void everyKindIsSealedAndMaskedInItsWay() {
        String number = register(
                HOME,
                Map.of("kind", "SOCIAL", "value", "weibo:canarylilei"),
                Map.of("kind", "WECHAT", "value", "canary_wechat"),
                Map.of("kind", "PHONE", "value", "13833338001"),
                Map.of(
                        "kind",
                        "ADDRESS",
                        "address",
                        Map.of(
                                "country",
                                "GB",
                                "postcode",
                                "SW1A 2AA",
                                "lines",
                                List.of("10 Canary Street", "London"))));

        JsonNode points = records.get(AGENT, number).path("contactPoints");
        assertThat(points.valueStream().map(point -> point.path("kind").stringValue()))
                .containsExactly("PHONE", "WECHAT", "ADDRESS", "ADDRESS", "SOCIAL");
        assertThat(points.path(0).path("phone").stringValue()).isEqualTo("138****8001");
        assertThat(points.path(1).path("weChat").stringValue()).isEqualTo("****");
        JsonNode home = points.path(2).path("address");
        assertThat(home.path("city").stringValue()).isEqualTo("厦门市");
        assertThat(home.path("street").stringValue()).isEqualTo("****");
        assertThat(home.path("postcode").stringValue()).isEqualTo("****");
        assertThat(points.path(3)
                        .path("address")
                        .path("lines")
                        .path(0)
                        .path("line")
                        .stringValue())
                .isEqualTo("****");
        JsonNode full = records.get(PRIVACY_OFFICER, number).path("contactPoints");
        assertThat(full.path(2).path("address").path("street").stringValue()).isEqualTo("金丝雀路 8 号");
        assertThat(full.path(4).path("social").stringValue()).isEqualTo("weibo:canarylilei");
        assertThat(jdbc.sql("SELECT string_agg(c::text, ' ') FROM contact_point c")
                        .query(String.class)
                        .single())
                .contains(number)
                .doesNotContain("金丝雀")
                .doesNotContain("anary");
    }

    @Test
    void accountsAreFoundWithTheirNetwork() {
        String number = register(
                Map.of("kind", "SOCIAL", "value", "Weibo：@寻人金丝雀"), Map.of("kind", "WECHAT", "value", "Find_Canary1"));

        assertThat(records.search("weibo:寻人金丝雀").path("kind").stringValue()).isEqualTo("ACCOUNT");
        assertThat(records.found("weibo:寻人金丝雀")).containsExactly(number);
        assertThat(records.found("WeChat: find_canary1")).containsExactly(number);
        assertThat(records.found("qq:find_canary1")).isEmpty();
    }

    @Test
    void aPointKeepsItsSourceAndTimeWhenOthersAreChanged() {
        String number = register(
                Map.of("kind", "PHONE", "value", "13833338002", "verifiedAt", "2026-01-02T03:04:05Z"),
                Map.of("kind", "EMAIL", "value", "keep@x.cn"));
        JsonNode before =
                records.get(PRIVACY_OFFICER, number).path("contactPoints").path(0);
        assertThat(before.path("source").stringValue()).isEqualTo("CONSOLE");

        JsonNode after = json(records.patch(
                                api.as(io.kehu.starter.security.Role.INTEGRATOR),
                                number,
                                1,
                                Map.of(
                                        "contactPoints",
                                        List.of(
                                                Map.of("kind", "EMAIL", "value", "new@x.cn", "preferred", true),
                                                Map.of(
                                                        "kind", "PHONE",
                                                        "value", "+86 138 3333 8002",
                                                        "label", "work",
                                                        "verifiedAt", "2026-01-02T03:04:05Z"))))
                        .expectStatus()
                        .isOk())
                .path("contactPoints");

        assertThat(after.path(0).path("source").stringValue()).isEqualTo("CONSOLE");
        assertThat(after.path(0).path("since")).isEqualTo(before.path("since"));
        assertThat(after.path(0).path("verifiedAt")).isEqualTo(before.path("verifiedAt"));
        assertThat(after.path(0).path("label").stringValue()).isEqualTo("work");
        assertThat(after.path(1).path("source").stringValue()).isEqualTo("API");
        assertThat(after.path(1).path("preferred").asBoolean()).isTrue();
    }

    @Test
    void whatWasReadCanBeWrittenBackWithoutAChange() {
        String number = register(
                HOME,
                Map.of("kind", "PHONE", "value", "13833338003"),
                Map.of("kind", "PHONE", "value", "13833338004", "preferred", true, "validTo", "2030-01-01"));

        JsonNode same = records.patched(
                number,
                1,
                Map.of(
                        "contactPoints",
                        List.of(
                                Map.of("kind", "PHONE", "value", "13833338003"),
                                Map.of(
                                        "kind",
                                        "PHONE",
                                        "value",
                                        "13833338004",
                                        "preferred",
                                        true,
                                        "validTo",
                                        "2030-01-01"),
                                HOME)));

        assertThat(same.path("version").asLong()).isEqualTo(1);
        assertThat(records.patched(number, 1, Map.of("stage", "LEAD"))
                        .path("contactPoints")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void servicesGetThePreferredPointWhoseTimeIsNow() {
        String number = register(
                Map.of("kind", "PHONE", "value", "13833338005", "preferred", true, "validTo", "2020-01-01"),
                Map.of("kind", "PHONE", "value", "13833338006"),
                Map.of("kind", "EMAIL", "value", "first@x.cn"),
                Map.of("kind", "EMAIL", "value", "preferred@x.cn", "preferred", true));

        JsonNode item = json(api.as(SERVICE)
                        .post()
                        .uri(CUSTOMERS + ":batchGet")
                        .body(Map.of(
                                "numbers",
                                List.of(number),
                                "fields",
                                List.of("email", "phone"),
                                "purpose",
                                "notification"))
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("items")
                .path(0);

        assertThat(item.path("phone").stringValue()).isEqualTo("+8613833338006");
        assertThat(item.path("email").stringValue()).isEqualTo("preferred@x.cn");
    }

    @Test
    void customersDoNotVouchForTheirOwnContacts() {
        String number = register(Map.of("kind", "PHONE", "value", "13833338007", "verifiedAt", "2026-01-02T03:04:05Z"));
        Map<String, Object> known =
                Map.of("kind", "PHONE", "value", "13833338007", "verifiedAt", "2026-01-02T03:04:05Z");
        Map<String, Object> own = Map.of("kind", "EMAIL", "value", "own@x.cn");
        Map<String, Object> claimed =
                Map.of("kind", "EMAIL", "value", "claimed@x.cn", "verifiedAt", "2026-01-02T03:04:05Z");

        assertThat(errors(
                        records.patch(api.asMember(number), number, 1, Map.of("contactPoints", List.of(known, claimed)))
                                .expectStatus()
                                .isEqualTo(422)))
                .containsExactly("/contactPoints:verified-by-others");
        JsonNode points = json(records.patch(
                                api.asMember(number), number, 1, Map.of("contactPoints", List.of(known, own)))
                        .expectStatus()
                        .isOk())
                .path("contactPoints");
        assertThat(points.path(1).path("source").stringValue()).isEqualTo("SELF");
        assertThat(points.path(0).has("verifiedAt")).isTrue();
    }

    /** What a registration would be refused for, a change is refused for as well. */
    @Test
    void nobodyIsGivenThePhoneOfANamesake() {
        String name = RecordApi.name();
        Map<String, Object> phone = Map.of("kind", "PHONE", "value", "13833338071");
        String first = records.register(Map.of("fullName", name, "contactPoints", List.of(phone)));
        String second = records.register(
                Map.of("fullName", name, "contactPoints", List.of(Map.of("kind", "PHONE", "value", "13833338072"))));

        records.patch(api.as(AGENT), second, 1, Map.of("contactPoints", List.of(phone)))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/customer-exists")
                .jsonPath("$.existing")
                .isEqualTo(first);

        JsonNode unchanged = records.get(AGENT, second);
        assertThat(unchanged.path("contactPoints").path(0).path("phone").stringValue())
                .isEqualTo("138****8072");
    }

    @SafeVarargs
    private String register(Map<String, Object>... points) {
        return records.register(Map.of("fullName", RecordApi.name(), "contactPoints", List.of(points)));
    }
}
