package io.kehu.notification.template;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.notification.support.NotificationTest;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Templates over HTTP on a real database. */
@NotificationTest
class TemplateControllerTests {

    private static final String TEMPLATES = "/notification/v1/templates";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @ParameterizedTest
    @ValueSource(strings = {"welcome", "points-earned", "points-reversed", "survey-invitation"})
    void theFirstTemplatesAreThereInBothLanguages(String key) {
        api.as(MANAGER)
                .get()
                .uri(TEMPLATES + "/" + key)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.versions[*].locale")
                .isEqualTo(List.of("en", "zh-CN"))
                .jsonPath("$.versions[*].state")
                .isEqualTo(List.of("APPROVED", "APPROVED"))
                .jsonPath("$.versions[0].html")
                .isNotEmpty();
    }

    @Test
    void aPreviewShowsWhatACustomerWouldRead() {
        Map<String, Object> values = Map.of("points", 1_500, "balance", 20_000, "businessRef", "POS/7 <x>");

        preview("points-earned", Map.of("locale", "zh-CN", "parameters", values))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.subject")
                .isEqualTo("您获得了 1,500 积分")
                .jsonPath("$.text")
                .value(String.class, text -> assertThat(text).contains("张三，您好", "POS/7 <x>", "20,000"))
                .jsonPath("$.html")
                .value(String.class, html -> assertThat(html).contains("POS/7 &lt;x&gt;"));
        preview("points-earned", Map.of("locale", "en", "parameters", Map.of("points", 1, "balance", "2")))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/parameters-invalid")
                .jsonPath("$.errors[*].pointer")
                .value(
                        List.class,
                        pointers -> assertThat(pointers.toString())
                                .contains("/parameters/balance", "/parameters/businessRef"));
    }

    @Test
    void aVersionGoesFromDraftToApprovedToRetiredAndOneIsApprovedPerLanguage() {
        String key = define("MARKETING");
        draft(key, "en", "One {{day}}");
        draft(key, "en", "Two {{day}}");

        preview(key, Map.of("locale", "en", "parameters", Map.of("day", "2026-11-21")))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/template-not-approved");
        preview(key, Map.of("locale", "en", "version", 1, "parameters", Map.of("day", "2026-11-21")))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.subject")
                .isEqualTo("One 21 November 2026");
        move(key, 1, "approve").expectStatus().isOk();
        move(key, 2, "approve").expectStatus().isOk();
        move(key, 1, "approve")
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("RETIRED"));
        assertThat(states(key)).containsExactly("RETIRED", "APPROVED");
        move(key, 2, "retire").expectStatus().isOk();
        move(key, 2, "retire").expectStatus().isEqualTo(409);
        move(key, 3, "approve")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/template-version-not-found");
        assertThat(jdbc.sql("SELECT count(*) FROM audit_entry WHERE object LIKE :key || '%'")
                        .param("key", key)
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
    }

    @Test
    void onlyAManagerApproves() {
        String key = define("SERVICE");
        draft(key, "en", "One");

        api.as(ADMIN)
                .post()
                .uri(TEMPLATES + "/" + key + "/versions/en/1:approve")
                .exchange()
                .expectStatus()
                .isForbidden();
        for (Role role : List.of(Role.AGENT, Role.MARKETER, Role.INTEGRATOR, Role.MEMBER, Role.SERVICE)) {
            api.as(role).get().uri(TEMPLATES).exchange().expectStatus().isForbidden();
        }
    }

    @Test
    void twoManagersWhoApproveAtOnceLeaveOneApproved() throws Exception {
        String key = define("SERVICE");
        int drafts = 8;
        for (int i = 0; i < drafts; i++) {
            draft(key, "en", "Text " + i);
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(drafts)) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int version = 1; version <= drafts; version++) {
                int wanted = version;
                work.add(() ->
                        move(key, wanted, "approve").returnResult().getStatus().value());
            }
            for (Future<Integer> answer : pool.invokeAll(work)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(states(key)).filteredOn("APPROVED"::equals).hasSize(1);
        assertThat(states(key)).filteredOn("RETIRED"::equals).hasSize(drafts - 1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{{open, text, /subject, place-broken",
                "{{points}}, text, /subject, place-undeclared",
                "subject, {{points}}, /body, place-undeclared",
                "subject, {{customer.address}}, /body, place-undeclared",
                "subject, {{survey.link}}, /parameters/invitationId, invitation-needed",
                "`two\nlines`, text, /subject, subject-one-line"
            })
    void aTextThatCannotBeFilledInIsRefusedWithThePlace(String subject, String body, String pointer, String code) {
        post("/welcome/versions", Map.of("locale", "en", "subject", subject, "body", body, "parameters", Map.of()))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/template-text-invalid")
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer)
                .jsonPath("$.errors[0].code")
                .isEqualTo(code)
                .jsonPath("$.errors[0].detail")
                .value(String.class, detail -> assertThat(detail).doesNotStartWith("field."));
    }

    @Test
    void badRequestsAreProblems() {
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("key", "Big", "purpose", "SERVICE", "channel", "EMAIL"),
                Map.of("key", "t-x", "purpose", "FUN", "channel", "EMAIL"),
                Map.of("key", "t-x", "purpose", "SERVICE", "channel", "PIGEON"),
                Map.of("key", "t-x", "purpose", "SERVICE", "channel", "EMAIL", "extra", 1))) {
            post("", body).expectStatus().isEqualTo(400);
        }
        post("", Map.of("key", "welcome", "purpose", "SERVICE", "channel", "EMAIL"))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/template-exists");
        post("/nothing-here/versions", Map.of("locale", "en", "subject", "s", "body", "b", "parameters", Map.of()))
                .expectStatus()
                .isNotFound();
        post("/welcome/versions", Map.of("locale", "fr", "subject", "s", "body", "b", "parameters", Map.of()))
                .expectStatus()
                .isEqualTo(400);
        api.as(MANAGER)
                .get()
                .uri(TEMPLATES + "/nothing-here")
                .exchange()
                .expectStatus()
                .isNotFound();
        api.as(MANAGER)
                .get()
                .uri(TEMPLATES + "/Nothing")
                .exchange()
                .expectStatus()
                .isEqualTo(400);
    }

    @Test
    void theListIsPagedByKey() {
        String key = define("CARE");
        String all = api.as(MANAGER)
                .get()
                .uri(TEMPLATES + "?limit=200")
                .exchange()
                .returnResult(String.class)
                .getResponseBody();

        assertThat(all).contains("\"" + key + "\"", "\"welcome\"");
        api.as(MANAGER)
                .get()
                .uri(TEMPLATES + "?limit=2")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(2)
                .jsonPath("$.nextCursor")
                .isNotEmpty();
    }

    @Test
    void theDatabaseLetsNobodyChangeWordsOrGoBack() {
        assertThatThrownBy(() -> jdbc.sql("UPDATE template_version SET body = 'x' WHERE template_key = 'welcome'")
                        .update())
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> jdbc.sql("UPDATE template_version SET state = 'DRAFT' WHERE template_key = 'welcome'")
                        .update())
                .hasStackTraceContaining("moves forward only");
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM template").update())
                .hasStackTraceContaining("permission denied");
    }

    private String define(String purpose) {
        String key = "t-" + UUID.randomUUID().toString().substring(0, 8);
        post("", Map.of("key", key, "purpose", purpose, "channel", "EMAIL"))
                .expectStatus()
                .isCreated();
        return key;
    }

    private void draft(String key, String locale, String subject) {
        post(
                        "/" + key + "/versions",
                        Map.of(
                                "locale",
                                locale,
                                "subject",
                                subject,
                                "body",
                                "text",
                                "parameters",
                                subject.contains("{{") ? Map.of("day", "DATE") : Map.of()))
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("DRAFT");
    }

    private RestTestClient.ResponseSpec move(String key, int version, String verb) {
        return api.as(MANAGER)
                .post()
                .uri(TEMPLATES + "/" + key + "/versions/en/" + version + ":" + verb)
                .exchange();
    }

    private RestTestClient.ResponseSpec preview(String key, Map<String, Object> body) {
        return post("/" + key + ":preview", body);
    }

    private RestTestClient.ResponseSpec post(String path, Map<String, Object> body) {
        return api.as(MANAGER).post().uri(TEMPLATES + path).body(body).exchange();
    }

    private List<String> states(String key) {
        return jdbc.sql("SELECT state FROM template_version WHERE template_key = :key ORDER BY version")
                .param("key", key)
                .query(String.class)
                .list();
    }
}
