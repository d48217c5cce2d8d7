package io.kehu.customer.catalogue;

import static io.kehu.customer.catalogue.CatalogueApi.CUSTOMERS;
import static io.kehu.customer.catalogue.CatalogueApi.errors;
import static io.kehu.customer.catalogue.CatalogueApi.json;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MARKETER;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.Restriction;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Lists by custom fields. */
@CustomerServiceTest
class CustomFilterTests {

    private static final String FILTER = CUSTOMERS + ":filter";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private CustomFilters filters;

    @Autowired
    private Environment environment;

    private CatalogueApi catalogue;

    @BeforeEach
    void start() {
        WireMock.reset();
        IdentityStub.stub();
        catalogue = new CatalogueApi(api);
    }

    @Test
    void openFieldsFilterTheListByValueAndRange() {
        String dictionary = catalogue.dictionary("X", "Y");
        String number = catalogue.define("NUMBER", "INTERNAL", Map.of());
        String date = catalogue.define("DATE", "PUBLIC", Map.of());
        String money = catalogue.define("MONEY", "INTERNAL", Map.of());
        String tags = catalogue.define("MULTI_CHOICE", "INTERNAL", Map.of("dictionary", dictionary));
        String first = catalogue.registered(Map.of(
                number,
                1.5,
                date,
                "2026-01-31",
                money,
                Map.of("currency", "CNY", "minor", 1990),
                tags,
                List.of("X", "Y")));
        String second = catalogue.registered(Map.of(number, 20, date, "2026-02-01", tags, List.of("Y")));

        assertThat(list("custom.%s=1.50".formatted(number))).containsExactly(first);
        assertThat(list("custom.%s=CNY 19.90".formatted(money))).containsExactly(first);
        assertThat(list("custom.%s=Y".formatted(tags))).containsExactly(first, second);
        assertThat(list("custom.%s.from=1.5".formatted(number))).containsExactly(first, second);
        assertThat(list("custom.%s.from=1.51&custom.%s.to=20".formatted(number, number)))
                .containsExactly(second);
        assertThat(list("custom.%s.to=2026-01-31&custom.%s=Y".formatted(date, tags)))
                .containsExactly(first);
        assertThat(list("custom.%s=2026-02-01&stage=LEAD".formatted(date))).isEmpty();
        JsonNode page = json(get(AGENT, "limit=1&custom.%s=Y".formatted(tags)));
        assertThat(list("limit=1&custom.%s=Y&cursor=%s"
                        .formatted(tags, page.path("nextCursor").stringValue())))
                .containsExactly(second);
    }

    @Test
    void personalFieldsAreAskedForInTheBodyOnlyAndExactlyAlsoWhereMasked() {
        String account = catalogue.define("TEXT", "SENSITIVE", Map.of("visibleTo", List.of("MANAGER")));
        String value = "622 " + UUID.randomUUID();
        String number = catalogue.registered(Map.of(account, value));

        JsonNode found = json(catalogue.post(
                AGENT, FILTER, Map.of("custom", Map.of(account, value.toUpperCase(java.util.Locale.ROOT)))));
        assertThat(found.path("items").path(0).path("number").stringValue()).isEqualTo(number);
        assertThat(found.path("items").path(0).path("custom").path(account).stringValue())
                .isEqualTo("****");
        assertThat(json(catalogue.post(AGENT, FILTER, Map.of("custom", Map.of(account, "622"))))
                        .path("items")
                        .size())
                .isZero();
        assertThat(errors(get(AGENT, "custom.%s=622".formatted(account))
                        .expectStatus()
                        .isEqualTo(422)))
                .containsExactly("custom.%s custom-personal-filter".formatted(account));
        catalogue
                .post(MARKETER, FILTER, Map.of("custom", Map.of(account, value)))
                .expectStatus()
                .isForbidden();
    }

    @Test
    void filtersThatCannotWorkSayWhy() {
        String plain = catalogue.define("TEXT", "INTERNAL", Map.of("searchable", false));
        String hidden = catalogue.define("TEXT", "INTERNAL", Map.of("visibleTo", List.of("ADMIN")));
        String text = catalogue.define("TEXT", "INTERNAL", Map.of());
        String number = catalogue.define("NUMBER", "INTERNAL", Map.of());

        refused("custom.nobody=1", "custom.nobody custom-unknown");
        refused("custom.%s=1".formatted(hidden), "custom.%s custom-unknown".formatted(hidden));
        refused("custom.%s=1".formatted(plain), "custom.%s custom-not-searchable".formatted(plain));
        refused("custom.%s=one".formatted(number), "custom.%s custom-number".formatted(number));
        refused("custom.%s.from=one".formatted(number), "custom.%s.from custom-number".formatted(number));
        refused("custom.%s.from=1".formatted(text), "custom.%s custom-no-range".formatted(text));
        refused("custom.%s=1&custom.%s=2".formatted(number, number), "custom.%s custom-filter-twice".formatted(number));
        refused("custom.%s.near=1".formatted(number), "custom.%s.near custom-unknown".formatted(number));
    }

    @Test
    void theIndexesAnswer() throws SQLException {
        String text = catalogue.define("TEXT", "INTERNAL", Map.of());
        String number = catalogue.define("NUMBER", "INTERNAL", Map.of());
        String account = catalogue.define("TEXT", "SENSITIVE", Map.of());
        SecurityContextHolder.getContext().setAuthentication(agent());
        try {
            fill(text, number);

            assertThat(plan(filters.of(Map.of("custom." + text, List.of("v7")))))
                    .contains("customer_custom_open_idx");
            assertThat(plan(filters.of(Map.of(
                            "custom." + number + ".from", List.of("5"), "custom." + number + ".to", List.of("9")))))
                    .contains("customer_custom_range_value_idx");
            assertThat(plan(filters.restriction(Map.of(account, "some account"), true, "")))
                    .contains("customer_custom_tokens_idx");
        } finally {
            SecurityContextHolder.clearContext();
            jdbc.sql("DELETE FROM customer_custom WHERE number LIKE 'EXPLAIN%'").update();
            jdbc.sql("DELETE FROM customer WHERE number LIKE 'EXPLAIN%'").update();
        }
    }

    private static JwtAuthenticationToken agent() {
        Jwt jwt = Jwt.withTokenValue("none")
                .header("alg", "none")
                .subject("agent")
                .build();
        return new JwtAuthenticationToken(jwt, AuthorityUtils.createAuthorityList(AGENT.authority()));
    }

    /** 20,000 customers, with statistics, which only the owner of the tables may make. */
    private void fill(String text, String number) throws SQLException {
        jdbc.sql("""
                INSERT INTO customer (number, kind, source) SELECT 'EXPLAIN' || i, 'PERSON', 'API'
                FROM generate_series(1, 20000) AS i
                """).update();
        jdbc.sql("""
                INSERT INTO customer_custom (number, open_values, search_tokens)
                SELECT 'EXPLAIN' || i, jsonb_build_object(:text::text, 'v' || i, :number::text, i), ARRAY[i::bigint]
                FROM generate_series(1, 20000) AS i
                """).param("text", text).param("number", number).update();
        jdbc.sql("""
                INSERT INTO customer_custom_range (number, code, value)
                SELECT 'EXPLAIN' || i, :number, i FROM generate_series(1, 20000) AS i
                """).param("number", number).update();
        try (Connection owner = DriverManager.getConnection(
                        environment.getRequiredProperty("spring.datasource.url"),
                        environment.getRequiredProperty("spring.flyway.user"),
                        environment.getProperty("spring.flyway.password"));
                Statement statement = owner.createStatement()) {
            statement.execute("ANALYZE customer, customer_custom, customer_custom_range");
        }
    }

    private String plan(Restriction restriction) {
        return String.join(
                "\n",
                jdbc.sql("EXPLAIN SELECT c.number FROM customer c WHERE "
                                + String.join(" AND ", restriction.conditions()) + " ORDER BY c.number LIMIT 51")
                        .params(restriction.parameters())
                        .query(String.class)
                        .list());
    }

    @Test
    void nobodyFindsForeignCustomersByWhatIsKnownOfThem() {
        put("/customer/v1/teams/FILTER-EAST", Map.of("name", "East"));
        put("/customer/v1/teams/FILTER-WEST", Map.of("name", "West"));
        put("/customer/v1/staff/filter-owner", Map.of("teams", List.of("FILTER-EAST")));
        put("/customer/v1/staff/filter-colleague", Map.of("reach", "TEAM", "teams", List.of("FILTER-EAST")));
        put("/customer/v1/staff/filter-stranger", Map.of("reach", "TEAM", "teams", List.of("FILTER-WEST")));
        String code = catalogue.define("NUMBER", "INTERNAL", Map.of());
        String account = catalogue.define("TEXT", "SENSITIVE", Map.of());
        String value = "scope " + UUID.randomUUID();
        String number = json(api.as("filter-owner", AGENT)
                        .post()
                        .uri(CUSTOMERS)
                        .body(Map.of("fullName", "字段金丝雀", "custom", Map.of(code, 7, account, value)))
                        .exchange()
                        .expectStatus()
                        .isCreated())
                .path("number")
                .stringValue();
        List<Map<String, Object>> questions = List.of(
                Map.of("custom", Map.of(account, value)),
                Map.of("custom", Map.of(code, 7), "owner", "filter-owner"),
                Map.of("custom", Map.of(code, Map.of("from", 7, "to", 7)), "team", "FILTER-EAST"));

        for (String subject : List.of("filter-owner", "filter-colleague", "filter-stranger")) {
            List<String> seen = subject.equals("filter-stranger") ? List.of() : List.of(number);
            for (Map<String, Object> question : questions) {
                assertThat(numbers(api.as(subject, AGENT)
                                .post()
                                .uri(FILTER)
                                .body(question)
                                .exchange()
                                .expectStatus()
                                .isOk()))
                        .as("%s %s", subject, question)
                        .isEqualTo(seen);
            }
            for (String query : List.of("custom.%s=7", "custom.%s.from=7&team=FILTER-EAST")) {
                assertThat(numbers(api.as(subject, AGENT)
                                .get()
                                .uri(CUSTOMERS + "?" + query.formatted(code))
                                .exchange()
                                .expectStatus()
                                .isOk()))
                        .as("%s %s", subject, query)
                        .isEqualTo(seen);
            }
        }
        assertThat(numbers(catalogue.post(
                        MANAGER, FILTER, Map.of("custom", Map.of(account, value), "team", "FILTER-WEST"))))
                .isEmpty();
    }

    private void put(String path, Object body) {
        api.as(ADMIN).put().uri(path).body(body).exchange().expectStatus().is2xxSuccessful();
    }

    private static List<String> numbers(RestTestClient.ResponseSpec response) {
        return json(response)
                .path("items")
                .valueStream()
                .map(item -> item.path("number").stringValue())
                .toList();
    }

    @Test
    void aSavedViewIsCheckedSharedAndAnswered() {
        String code = catalogue.define("TEXT", "INTERNAL", Map.of());
        String personal = catalogue.define("TEXT", "PERSONAL", Map.of());
        String value = "v" + UUID.randomUUID();
        String number = catalogue.registered(Map.of(code, value));
        String name = "view " + UUID.randomUUID();
        JsonNode saved = json(save(AGENT, view(name, "ALL", Map.of(code, value), "custom." + code))
                .expectStatus()
                .isCreated());
        String id = saved.path("id").stringValue();

        assertThat(json(catalogue.post(MANAGER, FILTER, Map.of("view", id)))
                        .path("items")
                        .path(0)
                        .path("number")
                        .stringValue())
                .isEqualTo(number);
        assertThat(json(catalogue.post(MANAGER, FILTER, Map.of("view", id, "custom", Map.of(code, "other"))))
                        .path("items")
                        .size())
                .isZero();
        save(AGENT, view(name, "PRIVATE", Map.of(), "fullName")).expectStatus().isEqualTo(409);
        save(MANAGER, view(name, "PRIVATE", Map.of(), "fullName"))
                .expectStatus()
                .isCreated();
        assertThat(errors(save(AGENT, view(name + "2", "ALL", Map.of(personal, "x"), "fullName"))
                        .expectStatus()
                        .isEqualTo(422)))
                .containsExactly("/filters/custom/" + personal + " custom-personal-filter");
        assertThat(errors(save(AGENT, view(name + "3", "ALL", Map.of(), "custom.nobody"))
                        .expectStatus()
                        .isEqualTo(422)))
                .containsExactly("/columns/0 custom-unknown");

        catalogue
                .patch(MANAGER, "/customer/v1/views/" + id, 1, Map.of("name", "theirs"))
                .expectStatus()
                .isNotFound();
        catalogue
                .patch(AGENT, "/customer/v1/views/" + id, 1, Map.of("sharing", "PRIVATE"))
                .expectStatus()
                .isOk();
        api.as(MANAGER)
                .get()
                .uri("/customer/v1/views/" + id)
                .exchange()
                .expectStatus()
                .isNotFound();
        catalogue.post(MANAGER, FILTER, Map.of("view", id)).expectStatus().isNotFound();
        assertThat(json(api.as(AGENT).get().uri("/customer/v1/views?limit=200").exchange())
                        .toString())
                .contains(id);
        api.as(AGENT)
                .delete()
                .uri("/customer/v1/views/" + id)
                .header("If-Match", "\"1\"")
                .exchange()
                .expectStatus()
                .isEqualTo(412);
        api.as(AGENT)
                .delete()
                .uri("/customer/v1/views/" + id)
                .header("If-Match", "\"2\"")
                .exchange()
                .expectStatus()
                .isNoContent();
        api.as(AGENT)
                .get()
                .uri("/customer/v1/views/" + id)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    private RestTestClient.ResponseSpec save(Role role, Map<String, Object> view) {
        return catalogue.post(role, "/customer/v1/views", view);
    }

    private static Map<String, Object> view(String name, String sharing, Map<String, Object> custom, String column) {
        return Map.of(
                "name",
                name,
                "sharing",
                sharing,
                "filters",
                Map.of("custom", custom),
                "columns",
                List.of(column),
                "sort",
                "number");
    }

    private void refused(String query, String error) {
        assertThat(errors(get(AGENT, query).expectStatus().isEqualTo(422))).containsExactly(error);
    }

    private List<String> list(String query) {
        return json(get(AGENT, query).expectStatus().isOk())
                .path("items")
                .valueStream()
                .map(item -> item.path("number").stringValue())
                .toList();
    }

    private RestTestClient.ResponseSpec get(Role role, String query) {
        return api.as(role).get().uri(CUSTOMERS + "?" + query).exchange();
    }
}
