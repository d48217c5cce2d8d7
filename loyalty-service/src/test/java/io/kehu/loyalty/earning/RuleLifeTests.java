package io.kehu.loyalty.earning;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Rules over HTTP from the draft to the end, and what is refused. */
@ServiceTest
class RuleLifeTests {

    private static final String POINTS = "'points': 1, 'perMinor': 100";

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    private Trade trade;

    @BeforeEach
    void open() {
        trade = new Trade(context, "Asia/Shanghai");
    }

    @AfterEach
    void close() {
        trade.close();
    }

    @Test
    void allThatWasSaidIsShown() {
        ResponseSpec drafted = draft("TEA", """
                'points': 2, 'perMinor': 100, 'fixedPoints': 5, 'orderCap': 50, 'dayCap': 60, 'monthCap': 70, 'memberCap': 80,
                'stackingGroup': 'BEST', 'validFrom': '2026-11-01T00:00:00Z', 'validTo': '2026-12-01T00:00:00Z',
                'scope': {'channels': ['POS'], 'stores': ['S1'], 'categories': ['tea'], 'products': ['CUP']}""");
        drafted.expectStatus().isCreated().expectHeader().valueEquals("ETag", "\"1\"");
        JsonNode rule = body(drafted);

        JsonNode again = get("TEA/1");
        assertThat(again).isEqualTo(rule);
        assertThat(again.toString())
                .contains(
                        "\"kind\":\"POINTS\"",
                        "\"fixedPoints\":5",
                        "\"orderCap\":50",
                        "\"dayCap\":60",
                        "\"monthCap\":70",
                        "\"memberCap\":80",
                        "\"stackingGroup\":\"BEST\"",
                        "\"validTo\":\"2026-12-01T00:00:00Z\"",
                        "\"channels\":[\"POS\"]",
                        "\"products\":[\"CUP\"]",
                        "\"failures\":0");
    }

    @Test
    void aRuleIsDraftedReplacedPublishedAndRetired() {
        draft("LIFE", POINTS).expectStatus().isCreated();
        put("LIFE", 1, null, "'points': 7, 'perMinor': 100").expectStatus().isEqualTo(428);
        put("LIFE", 1, "\"1\"", "'points': 7, 'perMinor': 100").expectStatus().isOk();
        put("LIFE", 1, "\"1\"", "'points': 8, 'perMinor': 100")
                .expectStatus()
                .isEqualTo(412)
                .expectBody()
                .jsonPath("$.current.points")
                .isEqualTo(7);
        post("LIFE/1:retire").expectStatus().isEqualTo(409);

        post("LIFE/1:publish").expectStatus().isOk();
        put("LIFE", 1, "\"3\"", POINTS).expectStatus().isEqualTo(409);
        delete("LIFE/1", "\"3\"").expectStatus().isEqualTo(409);
        String number = Shop.newNumber();
        PurchaseRecorded purchase = trade.buy(number, "2026-11-20T00:00:00Z", 1_000);
        post("LIFE/1:retire").expectStatus().isOk();
        post("LIFE/1:retire").expectStatus().isEqualTo(409);
        trade.buy(number, "2026-11-20T00:00:00Z", 1_000);

        assertThat(trade.points(number)).isEqualTo(70);
        trade.giveBack(purchase, "all", 1_000);
        assertThat(trade.points(number)).isZero();
        assertThat(get("LIFE/1").path("state").asString()).isEqualTo("RETIRED");
        assertThat(get("LIFE/1").path("retiredAt").isString()).isTrue();
    }

    @Test
    void aDraftThatIsGivenUpIsGone() {
        draft("GONE", POINTS).expectStatus().isCreated();
        delete("GONE/1", null).expectStatus().isEqualTo(428);
        delete("GONE/1", "\"2\"").expectStatus().isEqualTo(412);
        delete("GONE/1", "\"1\"").expectStatus().isNoContent();

        delete("GONE/1", "\"1\"").expectStatus().isNotFound();
        post("GONE/1:publish").expectStatus().isNotFound();
    }

    @Test
    void theListGoesOnWhereItEnded() {
        for (String code : List.of("A1", "B1", "C1")) {
            draft(code, POINTS).expectStatus().isCreated();
            draft(code, POINTS).expectStatus().isCreated();
        }
        post("B1/2:publish").expectStatus().isOk();

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = list("limit=4&cursor=" + cursor);
            page.path("items")
                    .forEach(rule -> seen.add(
                            rule.path("code").asString() + rule.path("version").asInt()));
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactly("A11", "A12", "B11", "B12", "C11", "C12");
        assertThat(list("state=PUBLISHED").path("items")).hasSize(1);
    }

    @Test
    void aFailingRuleShowsThatItFails() {
        trade.publish(RuleDrafts.points("BAD", 5).when("100000 / (purchase.amountMinor - 1000) != 3"));
        trade.buy(Shop.newNumber(), "2026-11-20T00:00:00Z", 1_000);
        trade.buy(Shop.newNumber(), "2026-11-20T00:00:00Z", 1_000);

        assertThat(get("BAD/1").path("failures").asLong()).isEqualTo(2);
        assertThat(list("").at("/items/0/failures").asLong()).isEqualTo(2);
        assertThat(list("").at("/items/0/lastFailedAt").isString()).isTrue();
    }

    /** It was published before this was refused; it is not published again. */
    @Test
    void aBrokenDraftIsNotPublished() {
        trade.draft(RuleDrafts.points("BROKEN", 1).when("purchase.amountMinor / 0 > 1"));

        post("BROKEN/1:publish")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo("condition-evaluation");
    }

    @Test
    void aRuleNeedsAProgramme() {
        api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/rules")
                .contentType(MediaType.APPLICATION_JSON)
                .body(json("NOSUCH", "A1", POINTS))
                .exchange()
                .expectStatus()
                .isNotFound();
        put("OTHER", 1, "\"1\"", POINTS).expectStatus().isNotFound();
    }

    @Test
    void theDatabaseKeepsPublishedRulesAsTheyAre() {
        trade.publish(RuleDrafts.points("FIXED", 1));

        for (String sql : List.of(
                "UPDATE earning_rule SET day_cap = 5 WHERE program = :program",
                "UPDATE earning_rule SET channels = '{POS}' WHERE program = :program",
                "UPDATE earning_rule SET valid_to = now() WHERE program = :program",
                "UPDATE earning_rule SET state = 'DRAFT' WHERE program = :program",
                "DELETE FROM earning_rule WHERE program = :program")) {
            assertThatThrownBy(() -> jdbc.sql(sql)
                            .param("program", trade.program().code())
                            .update())
                    .as(sql)
                    .isInstanceOf(DataAccessException.class);
        }
    }

    private String json(String program, String code, String fields) {
        return "{'program': '%s', 'code': '%s', 'name': 'Test', 'condition': 'true', %s}"
                .formatted(program, code, fields)
                .replace('\'', '"');
    }

    private ResponseSpec draft(String code, String fields) {
        return api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/rules")
                .contentType(MediaType.APPLICATION_JSON)
                .body(json(trade.program().code(), code, fields))
                .exchange();
    }

    private ResponseSpec put(String code, int version, String ifMatch, String fields) {
        var request = api.as(MANAGER)
                .put()
                .uri("/loyalty/v1/rules/" + code + "/" + version)
                .contentType(MediaType.APPLICATION_JSON);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return request.body(json(trade.program().code(), code, fields)).exchange();
    }

    private ResponseSpec delete(String path, String ifMatch) {
        var request = api.as(MANAGER).delete().uri(uri(path));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return request.exchange();
    }

    private ResponseSpec post(String path) {
        return api.as(MANAGER).post().uri(uri(path)).exchange();
    }

    private JsonNode get(String path) {
        return body(api.as(AGENT).get().uri(uri(path)).exchange());
    }

    private JsonNode list(String query) {
        return body(api.as(AGENT)
                .get()
                .uri("/loyalty/v1/rules?program=" + trade.program().code() + "&" + query)
                .exchange());
    }

    private String uri(String path) {
        return "/loyalty/v1/rules/" + path + "?program=" + trade.program().code();
    }

    private static JsonNode body(ResponseSpec answer) {
        return answer.expectBody(JsonNode.class).returnResult().getResponseBody();
    }
}
