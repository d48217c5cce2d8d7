package io.kehu.feedback.survey;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MARKETER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Surveys are written, published and then never changed. */
@FeedbackServiceTest
class SurveyControllerTests {

    private static final String SURVEYS = "/feedback/v1/surveys";
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Invitees invitees;

    private final String code = "WRITTEN_" + COUNT.incrementAndGet();

    @Test
    void theConfiguredSurveyIsPublishedInBothLanguages() {
        JsonNode survey = get("NPS_PURCHASE");

        assertThat(survey.path("publishedVersion").asInt()).isEqualTo(1);
        JsonNode definition = survey.path("versions").path(0).path("definition");
        assertThat(definition.path("title").path("zh-CN").stringValue()).isEqualTo("您这次购物的感受");
        assertThat(definition.path("title").path("en").stringValue()).isEqualTo("How was your purchase?");
    }

    @Test
    void aSurveyIsADraftUntilItIsPublishedAndAskedFromThenOn() {
        define(code, nps("nps"))
                .expectStatus()
                .isCreated()
                .expectHeader()
                .location(SURVEYS + "/" + code)
                .expectBody()
                .jsonPath("$.versions[0].state")
                .isEqualTo("DRAFT")
                .jsonPath("$.publishedVersion")
                .doesNotExist();
        define(code, nps("nps")).expectStatus().isEqualTo(409);

        publish(1).expectStatus().isOk();
        revise(nps("nps"), text("why")).expectStatus().isCreated();

        assertThat(get(code).path("publishedVersion").asInt()).isEqualTo(1);
        assertThat(get(code)
                        .path("versions")
                        .valueStream()
                        .map(version -> version.path("state").stringValue()))
                .containsExactly("PUBLISHED", "DRAFT");
    }

    @Test
    void whoWasInvitedToAnOlderVersionAnswersThatOne() {
        define(code, nps("nps"));
        publish(1);
        String early = invitees.address(invitees.invite(code, Invitees.number()));
        revise(nps("nps"), text("why"));
        publish(2).expectStatus().isOk();
        String late = invitees.address(invitees.invite(code, Invitees.number()));

        invitees.answer(early, Map.of("nps", 1, "why", "x")).expectStatus().isEqualTo(422);
        invitees.answer(late, Map.of("nps", 1, "why", "x")).expectStatus().isOk();
        invitees.answer(early, Map.of("nps", 1)).expectStatus().isOk();
    }

    @Test
    void publishingAgainChangesNothingAndGoingBackIsRefused() {
        define(code, nps("nps"));
        problem(publish(2), 404, "survey-version-not-found");
        publish(1).expectStatus().isOk();
        publish(1).expectStatus().isOk();
        revise(nps("nps"));
        publish(2).expectStatus().isOk();
        problem(publish(1), 409, "survey-version-superseded");
        problem(
                api.as(ADMIN)
                        .post()
                        .uri(SURVEYS + "/NEVER_WRITTEN:publish")
                        .body(Map.of("version", 1))
                        .exchange(),
                404,
                "survey-not-found");
    }

    @Test
    void aQuestionKeepsItsTypeOverVersions() {
        define(code, nps("score"));
        publish(1);

        revise(text("score"))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/questions/0/type");
        revise(text("other")).expectStatus().isCreated();
    }

    @Test
    void manyWhoReviseAtOnceMakeAVersionEach() throws Exception {
        define(code, nps("nps"));
        CyclicBarrier together = new CyclicBarrier(6);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            work.add(() -> {
                together.await();
                return revise(nps("nps")).returnResult(String.class).getStatus().value();
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (Future<Integer> status : pool.invokeAll(work)) {
                assertThat(status.get()).isEqualTo(201);
            }
        }

        assertThat(get(code)
                        .path("versions")
                        .valueStream()
                        .map(version -> version.path("version").asInt()))
                .containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void theSameKeyDefinesOnce() {
        for (int i = 0; i < 2; i++) {
            api.as(ADMIN)
                    .post()
                    .uri(SURVEYS)
                    .header("Idempotency-Key", "define-" + code)
                    .body(Map.of("code", code, "definition", definition(nps("nps"))))
                    .exchange()
                    .expectStatus()
                    .isCreated();
        }
    }

    @Test
    void theDatabaseLetsNobodyChangeWhatWasPublished() {
        define(code, nps("nps"));
        assertThatThrownBy(() -> update("UPDATE survey SET published_version = 1 WHERE code = :code"))
                .hasMessageContaining("only a published version can be asked");
        publish(1);
        assertThatThrownBy(() -> update("UPDATE survey_version SET definition = '{}' WHERE survey_code = :code"))
                .hasMessageContaining("a published survey never changes");
        assertThatThrownBy(() -> update("DELETE FROM survey_version WHERE survey_code = :code"))
                .hasMessageContaining("a published survey never changes");
    }

    @Test
    void badDefinitionsAreProblems() {
        for (Object questions : List.of(
                List.of(),
                List.of(Map.of("id", "Upper", "type", "NPS", "text", words("x"))),
                List.of(Map.of("id", "a", "type", "STARS", "text", words("x"))),
                List.of(Map.of("id", "a", "type", "NPS", "text", Map.of("en", "only English"))),
                List.of(Map.of("id", "a", "type", "NPS", "text", words("bell \u0007"))),
                List.of(Map.of("id", "a", "type", "NPS", "text", words("x".repeat(1_001)))))) {
            invitees.admin("", Map.of("code", code, "definition", Map.of("title", words("t"), "questions", questions)))
                    .expectStatus()
                    .isBadRequest();
        }
        invitees.admin("", Map.of("code", "lower", "definition", definition(nps("nps"))))
                .expectStatus()
                .isBadRequest();
        api.as(ADMIN).get().uri(SURVEYS + "/" + code).exchange().expectStatus().isNotFound();
    }

    @Test
    void theListIsPagedByCodeAndOnlyAdministratorsWrite() {
        define(code, nps("nps"));
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = Invitees.json(api.as(MARKETER)
                    .get()
                    .uri(SURVEYS + "?limit=1" + cursor)
                    .exchange()
                    .expectStatus()
                    .isOk());
            page.path("items").forEach(item -> seen.add(item.path("code").stringValue()));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").stringValue()
                    : null;
        }
        assertThat(seen).contains("NPS_PURCHASE", code).isSorted().doesNotHaveDuplicates();
        for (String path : List.of("", "/" + code + "/versions", "/" + code + ":publish")) {
            api.as(MANAGER)
                    .post()
                    .uri(SURVEYS + path)
                    .body(Map.of())
                    .exchange()
                    .expectStatus()
                    .isForbidden();
        }
    }

    private RestTestClient.ResponseSpec define(String code, Map<String, ?>... questions) {
        return invitees.admin("", Map.of("code", code, "definition", definition(questions)));
    }

    private RestTestClient.ResponseSpec revise(Map<String, ?>... questions) {
        return invitees.admin("/" + code + "/versions", definition(questions));
    }

    private RestTestClient.ResponseSpec publish(int version) {
        return invitees.admin("/" + code + ":publish", Map.of("version", version));
    }

    private static Map<String, Object> definition(Map<String, ?>... questions) {
        return Map.of("title", words("title"), "questions", List.of(questions));
    }

    private static Map<String, ?> nps(String id) {
        return Map.of("id", id, "type", "NPS", "text", words("how likely"), "required", true);
    }

    private static Map<String, ?> text(String id) {
        return Map.of("id", id, "type", "TEXT", "text", words("why"));
    }

    private static Map<String, String> words(String text) {
        return Map.of("zh-CN", "中" + text, "en", text);
    }

    private JsonNode get(String survey) {
        return Invitees.json(api.as(MARKETER)
                .get()
                .uri(SURVEYS + "/" + survey)
                .exchange()
                .expectStatus()
                .isOk());
    }

    private static void problem(RestTestClient.ResponseSpec response, int status, String slug) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + slug);
    }

    private void update(String sql) {
        jdbc.sql(sql).param("code", code).update();
    }
}
