package io.kehu.customer.timeline;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.post;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What people write down: kept sealed, found again, shown to those who need it. */
@CustomerServiceTest
class NoteControllerTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private String number;

    @BeforeEach
    void somebody() {
        IdentityStub.stub();
        number = body(post(api.as(AGENT), "/customer/v1/customers", Map.of("fullName", "笔记" + UUID.randomUUID())))
                .path("number")
                .asString();
    }

    @Test
    void aNoteIsSealedAndShownToThoseWhoServe() {
        note("CALL", "PHONE", "客户询问金丝雀茶具的保修期");

        JsonNode entry = timeline(api.as(AGENT), "?kind=contact&channel=PHONE").get(0);
        assertThat(entry.path("summary").asString()).isEqualTo("客户询问金丝雀茶具的保修期");
        assertThat(entry.path("actor").asString()).isEqualTo("agent");
        assertThat(timeline(api.as(AUDITOR), "?kind=contact")
                        .get(0)
                        .path("summary")
                        .asString())
                .isEqualTo("****");
        assertThat(timeline(api.asMember(number), ""))
                .noneMatch(own -> own.path("kind").asString().startsWith("contact"));
        assertThat(jdbc.sql("SELECT count(*) FROM interaction i WHERE i::text LIKE '%金丝雀%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "客户說明 warranty 期限, 客户说明, true",
        "客户說明 warranty 期限, WARRANTY, true",
        "客户說明 warranty 期限, 'warranty 期限', true",
        "客户說明 warranty 期限, 明客, false",
        "客户說明 warranty 期限, warrant, false",
        "绿茶红茶, 茶红, true",
        "红茶和绿茶, 茶绿, false",
        "红茶和绿茶, 茶, false",
        "order ２０２６ arrived, 2026, true"
    })
    void notesAreFoundByWhatTheySay(String summary, String asked, boolean found) {
        note("NOTE", null, summary);

        JsonNode items =
                search(api.as(AGENT), Map.of("q", asked, "number", number)).path("items");

        assertThat(items.size()).isEqualTo(found ? 1 : 0);
    }

    @Test
    void theAnswerSaysTheTimeThatIsKept() {
        JsonNode written = body(post(
                api.as(AGENT),
                "/customer/v1/customers/" + number + "/timeline",
                Map.of("kind", "NOTE", "summary", "x", "at", "2026-11-01T08:00:00.123456789Z")));

        assertThat(timeline(api.as(AGENT), "?kind=note").get(0).path("at").asString())
                .isEqualTo(written.path("at").asString())
                .isEqualTo("2026-11-01T08:00:00.123456Z");
    }

    @Test
    void searchGoesOnWhereItEnded() {
        String word = "w" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        for (int i = 0; i < 3; i++) {
            note("NOTE", null, word + " " + i);
        }

        JsonNode first = search(api.as(AGENT), Map.of("q", word, "limit", 2));
        JsonNode second = search(
                api.as(AGENT),
                Map.of("q", word, "limit", 2, "cursor", first.path("nextCursor").asString()));

        assertThat(first.path("items").size()).isEqualTo(2);
        assertThat(second.path("items").size()).isEqualTo(1);
        assertThat(second.has("nextCursor")).isFalse();
    }

    @Test
    void whatAnotherSystemTellsIsKeptOnce() {
        String id = UUID.randomUUID().toString();
        Map<String, Object> told = new HashMap<>(Map.of(
                "number", number,
                "source", "callcenter",
                "externalId", id,
                "kind", "CALL",
                "at", "2026-11-01T08:00:00Z",
                "summary", "asked about delivery"));
        Map<String, Object> stranger = new HashMap<>(told);
        stranger.put("number", "C09999999996");
        Map<String, Object> future = new HashMap<>(told);
        future.put("at", "2999-01-01T00:00:00Z");

        assertThat(tell(told, stranger, future, told))
                .containsExactly("RECORDED", "UNKNOWN_CUSTOMER", "BAD_TIME", "KNOWN");
        assertThat(tell(told)).containsExactly("KNOWN");
        assertThat(timeline(api.as(AGENT), "?kind=contact")).hasSize(1);
    }

    @Test
    void timesOutsideOfReasonAreRefused() {
        assertThat(write(Map.of("kind", "NOTE", "summary", "x", "at", "1989-12-31T23:59:59Z")))
                .isEqualTo(400);
        assertThat(write(Map.of("kind", "NOTE", "summary", "x", "at", "2999-01-01T00:00:00Z")))
                .isEqualTo(400);
        assertThat(write(Map.of("kind", "SONG", "summary", "x"))).isEqualTo(400);
        assertThat(write(Map.of("kind", "NOTE", "summary", " "))).isEqualTo(400);
        assertThat(write(Map.of("kind", "NOTE", "summary", "x".repeat(4001)))).isEqualTo(400);
        assertThat(write(Map.of("kind", "NOTE", "summary", "x", "at", "1999-12-31T23:59:59Z")))
                .isEqualTo(201);
    }

    private int write(Map<String, Object> body) {
        return post(api.as(AGENT), "/customer/v1/customers/" + number + "/timeline", body)
                .getStatus()
                .value();
    }

    private void note(String kind, String channel, String summary) {
        Map<String, Object> body = new HashMap<>(Map.of("kind", kind, "summary", summary));
        if (channel != null) {
            body.put("channel", channel);
        }
        assertThat(write(body)).isEqualTo(201);
    }

    @SafeVarargs
    private List<String> tell(Map<String, Object>... items) {
        return body(post(api.as(INTEGRATOR), "/customer/v1/interactions:batch", Map.of("items", List.of(items))))
                .path("items")
                .valueStream()
                .map(item -> item.path("outcome").asString())
                .toList();
    }

    private List<JsonNode> timeline(RestTestClient client, String query) {
        return body(client.get()
                        .uri("/customer/v1/customers/" + number + "/timeline" + query)
                        .exchange()
                        .returnResult(byte[].class))
                .path("items")
                .valueStream()
                .toList();
    }

    private static JsonNode search(RestTestClient client, Object question) {
        return body(post(client, "/customer/v1/interactions:search", question));
    }
}
