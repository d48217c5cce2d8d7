package io.kehu.feedback.survey;

import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.feedback.Broker;
import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.feedback.MovableClock;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.contract.EventContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.CacheControl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Answers by programs: with the link's token, once. */
@FeedbackServiceTest
class ResponseControllerTests {

    private static final String SURVEY = "NPS_PURCHASE";
    private static final String COMPLETED = "feedback.survey.completed.v1";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Broker broker;

    @Autowired
    private MovableClock clock;

    @Autowired
    private Invitees invitees;

    @Autowired
    private ExpireInvitations expireInvitations;

    private final String number = Invitees.number();
    private UUID invitation;
    private String address;

    private record Receipt(UUID responseId, String submittedAt) {}

    @BeforeEach
    void invite() {
        invitation = invitees.invite(SURVEY, number);
        address = invitees.address(invitation);
    }

    @AfterEach
    void comeBack() {
        clock.reset();
    }

    @Test
    void theLinkTellsWhatIsAskedAndNothingOfTheCustomer() {
        var response = api.anonymous()
                .get()
                .uri(address)
                .header("Accept", "application/json")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .cacheControl(CacheControl.noStore())
                .expectHeader()
                .valueEquals("Referrer-Policy", "no-referrer");

        JsonNode asked = Invitees.json(response);
        assertThat(asked.path("survey").stringValue()).isEqualTo(SURVEY);
        assertThat(asked.path("surveyVersion").asInt()).isEqualTo(1);
        assertThat(asked.path("answered").asBoolean()).isFalse();
        assertThat(asked.path("definition")
                        .path("questions")
                        .path(0)
                        .path("text")
                        .path("zh-CN")
                        .stringValue())
                .contains("推荐");
        assertThat(asked.toString()).doesNotContain(number).doesNotContain(invitation.toString());
        assertThat(state()).isEqualTo("OPENED");
    }

    @Test
    void anAnswerIsTakenItsWordsSealedAndToldWithoutThem() {
        Receipt receipt = receipt(invitees.answer(address, Map.of("nps", 9, "comment", "canary 服务很好")));

        assertThat(state()).isEqualTo("COMPLETED");
        assertThat(asked().path("answered").asBoolean()).isTrue();
        await().until(() -> broker.heard(COMPLETED, number).size() == 1);
        Broker.Heard event = broker.heard(COMPLETED, number).getFirst();
        EventContract.verifyProduced(COMPLETED, event.data().toString());
        assertThat(event.text("invitationId")).isEqualTo(invitation.toString());
        assertThat(event.text("responseId")).isEqualTo(receipt.responseId().toString());
        assertThat(event.text("number")).isEqualTo(number);
        assertThat(event.data().path("npsScore").asInt()).isEqualTo(9);
        assertThat(event.toString()).doesNotContain("anary");
        assertThat(everything()).doesNotContain("anary").doesNotContain("服务很好");
        JsonNode feedback = Invitees.json(api.as(AGENT)
                        .get()
                        .uri("/feedback/v1/feedback?number=" + number)
                        .exchange())
                .path("items");
        assertThat(feedback).hasSize(1);
        assertThat(feedback.path(0).path("kind").stringValue()).isEqualTo("SURVEY_COMMENT");
        assertThat(feedback.path(0).path("text").stringValue()).isEqualTo("canary 服务很好");
        assertThat(jdbc.sql("SELECT question_id || '=' || num FROM answer WHERE response_id = :id")
                        .param("id", receipt.responseId())
                        .query(String.class)
                        .list())
                .containsExactly("nps=9");
    }

    @Test
    void aSurveyWithoutAScoreIsToldWithoutOne() {
        if (jdbc.sql("SELECT count(*) FROM survey WHERE code = 'CSAT_ONLY'")
                        .query(Long.class)
                        .single()
                == 0) {
            invitees.publish("CSAT_ONLY", """
                    [{"id": "content", "type": "CSAT", "text": {"zh-CN": "满意吗", "en": "Content?"}}]""");
        }
        String address = invitees.address(invitees.invite("CSAT_ONLY", number));

        receipt(invitees.answer(address, Map.of("content", 5)));

        await().until(() -> broker.heard(COMPLETED, number).size() == 1);
        JsonNode data = broker.heard(COMPLETED, number).getFirst().data();
        EventContract.verifyProduced(COMPLETED, data.toString());
        assertThat(data.path("npsScore").isNumber()).isFalse();
    }

    @Test
    void theSameAnswersAgainGetTheSameReceiptAndOthersAreRefused() {
        Receipt first = receipt(invitees.answer(address, Map.of("nps", 3, "comment", "slow")));
        clock.forward(Duration.ofDays(20));

        assertThat(receipt(invitees.answer(address, Map.of("comment", " slow ", "nps", 3))))
                .isEqualTo(first);
        for (Map<String, ?> other : List.of(Map.of("nps", 4, "comment", "slow"), Map.of("nps", 3))) {
            problem(invitees.answer(address, other), 409, "response-exists");
        }
        handled();
        assertThat(broker.heard(COMPLETED, number)).hasSize(1);
        assertThat(count("response WHERE invitation_id = '" + invitation + "'")).isEqualTo(1);
        assertThat(count("feedback WHERE customer_number = '" + number + "'")).isEqualTo(1);
    }

    @Test
    void ofManyWhoAnswerDifferentlyAtOnceOneIsTaken() throws Exception {
        List<Integer> statuses = atOnce(i -> Map.of("nps", i, "comment", "words " + i));

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        handled();
        assertThat(broker.heard(COMPLETED, number)).hasSize(1);
        assertThat(count("answer a JOIN response r ON r.id = a.response_id WHERE r.invitation_id = '" + invitation
                        + "'"))
                .isEqualTo(1);
        assertThat(count("feedback WHERE customer_number = '" + number + "'")).isEqualTo(1);
    }

    @Test
    void manyWhoSendTheSameAtOnceAllHaveTheirReceipt() throws Exception {
        assertThat(atOnce(i -> Map.of("nps", 5))).containsOnly(200);
        assertThat(count("response WHERE invitation_id = '" + invitation + "'")).isEqualTo(1);
    }

    @Test
    void twoCustomersWhoseAppUsesOneKeyAreTwoCallers() {
        String other = invitees.address(invitees.invite(SURVEY, Invitees.number()));

        for (String each : List.of(address, address, other)) {
            api.anonymous()
                    .post()
                    .uri(each)
                    .header("Idempotency-Key", "submit-1")
                    .body(Map.of("answers", Map.of("nps", 8)))
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }

    @Test
    void whatIsNoLinkIsUnknownWhateverItIs() {
        String token = address.substring(address.lastIndexOf('/') + 1);
        char last = token.charAt(token.length() - 1);
        for (String wrong : List.of(
                token.substring(0, token.length() - 1) + (last == 'A' ? 'E' : 'A'),
                token.toUpperCase(java.util.Locale.ROOT),
                token + "A",
                token.substring(1),
                token.repeat(40),
                invitation.toString(),
                "0",
                "%25",
                "' OR 1=1 --")) {
            String uri = "/feedback/v1/responses/{token}";
            problem(
                    api.anonymous()
                            .get()
                            .uri(uri, wrong)
                            .header("Accept", "application/json")
                            .exchange(),
                    wrong.contains("%") ? 400 : 404,
                    wrong.contains("%") ? null : "response-link-unknown");
            if (!wrong.contains("%")) {
                problem(
                        api.anonymous()
                                .post()
                                .uri(uri, wrong)
                                .body(Map.of("answers", Map.of("nps", 1)))
                                .exchange(),
                        404,
                        "response-link-unknown");
            }
        }
        assertThat(state()).isEqualTo("SENT");
    }

    @Test
    void anExpiredLinkIsGoneBeforeAndAfterTheJobHasComeBy() {
        clock.forward(Duration.ofDays(14));
        problem(get(), 410, "response-link-expired");
        problem(invitees.answer(address, Map.of("nps", 1)), 410, "response-link-expired");
        assertThat(state()).isEqualTo("SENT");

        expireInvitations.expire();

        assertThat(state()).isEqualTo("EXPIRED");
        problem(get(), 410, "response-link-expired");
        problem(invitees.answer(address, Map.of("nps", 1)), 410, "response-link-expired");
        clock.reset();
        problem(invitees.answer(address, Map.of("nps", 1)), 410, "response-link-expired");
    }

    @Test
    void theJobClosesWhatIsOverAndLeavesTheRest() {
        UUID answered = invitees.invite(SURVEY, Invitees.number());
        receipt(invitees.answer(invitees.address(answered), Map.of("nps", 1)));
        List<UUID> many = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            many.add(invitees.invite(SURVEY, number));
        }
        clock.forward(Duration.ofDays(13));
        UUID young = invitees.invite(SURVEY, Invitees.number());
        clock.forward(Duration.ofDays(1));

        expireInvitations.expire();

        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT DISTINCT state FROM invitation WHERE id = ANY (:ids)")
                        .param("ids", many.toArray(UUID[]::new))
                        .query(String.class)
                        .list())
                .containsExactly("EXPIRED"));
        assertThat(state(answered)).isEqualTo("COMPLETED");
        assertThat(state(young)).isEqualTo("CREATED");
    }

    @Test
    void anInvitationThatWasTakenBackIsUnknown() {
        jdbc.sql("UPDATE invitation SET state = 'CANCELLED' WHERE id = :id")
                .param("id", invitation)
                .update();

        problem(get(), 404, "response-link-unknown");
        problem(invitees.answer(address, Map.of("nps", 1)), 404, "response-link-unknown");
    }

    @Test
    void answersThatDoNotFitAreNamedAndTheLinkStaysOpen() {
        Map<String, Object> wrong = new HashMap<>(Map.of("nps", 11, "comment", List.of("x"), "<b>", 1));
        var response = invitees.answer(address, wrong).expectStatus().isEqualTo(422);
        JsonNode problem = Invitees.json(response);

        assertThat(problem.path("type").stringValue()).isEqualTo("/problems/answers-invalid");
        assertThat(problem.path("errors")
                        .valueStream()
                        .map(error -> error.path("pointer").stringValue() + " "
                                + error.path("code").stringValue()))
                .containsExactly("/answers/nps scale", "/answers/comment type", "/answers/? unknown");
        problem(invitees.answer(address, Map.of()), 422, "answers-invalid");
        api.anonymous()
                .post()
                .uri(address)
                .body(Map.of("answers", Map.of("nps", 1), "more", 1))
                .exchange()
                .expectStatus()
                .isBadRequest();
        api.anonymous()
                .post()
                .uri(address)
                .body(Map.of("clientResponseId", UUID.randomUUID()))
                .exchange()
                .expectStatus()
                .isBadRequest();
        receipt(invitees.answer(address, Map.of("nps", 1)));
    }

    @Test
    void theDatabaseTakesOneResponseAndKeepsTheEnd() {
        Receipt receipt = receipt(invitees.answer(address, Map.of("nps", 6)));

        assertThatThrownBy(() -> jdbc.sql("UPDATE invitation SET state = 'SENT', completed_at = NULL WHERE id = :id")
                        .param("id", invitation)
                        .update())
                .hasMessageContaining("the end of an invitation is final");
        for (String change : List.of(
                "UPDATE response SET submitted_at = now() WHERE id = :id",
                "DELETE FROM answer WHERE response_id = :id",
                "UPDATE answer SET num = 10 WHERE response_id = :id",
                "DELETE FROM response_comment WHERE response_id = :id")) {
            assertThatThrownBy(() ->
                            jdbc.sql(change).param("id", receipt.responseId()).update())
                    .as(change)
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }

    private List<Integer> atOnce(IntFunction<Map<String, ?>> answers) throws Exception {
        int threads = 8;
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Map<String, ?> mine = answers.apply(i);
            work.add(() -> {
                together.await();
                return invitees.answer(address, mine)
                        .returnResult(String.class)
                        .getStatus()
                        .value();
            });
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Future<Integer> status : pool.invokeAll(work)) {
                statuses.add(status.get());
            }
        }
        return statuses;
    }

    /** Everything told before is on its way: the relay keeps the order. */
    private void handled() {
        String other = Invitees.number();
        receipt(invitees.answer(invitees.address(invitees.invite(SURVEY, other)), Map.of("nps", 0)));
        await().until(() -> broker.heard(COMPLETED, other).size() == 1);
    }

    private RestTestClient.ResponseSpec get() {
        return api.anonymous()
                .get()
                .uri(address)
                .header("Accept", "application/json")
                .exchange();
    }

    private JsonNode asked() {
        return Invitees.json(get().expectStatus().isOk());
    }

    private static Receipt receipt(RestTestClient.ResponseSpec response) {
        return response.expectStatus()
                .isOk()
                .expectHeader()
                .cacheControl(CacheControl.noStore())
                .returnResult(Receipt.class)
                .getResponseBody();
    }

    private static void problem(RestTestClient.ResponseSpec response, int status, String slug) {
        var result = response.returnResult(String.class);
        assertThat(result.getStatus().value())
                .as("%s", result.getResponseBody())
                .isEqualTo(status);
        if (slug != null) {
            assertThat(result.getResponseBody()).contains("\"/problems/" + slug + "\"");
        }
    }

    private String state() {
        return state(invitation);
    }

    private String state(UUID id) {
        return jdbc.sql("SELECT state FROM invitation WHERE id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    private long count(String from) {
        return jdbc.sql("SELECT count(*) FROM " + from).query(Long.class).single();
    }

    private String everything() {
        return jdbc.sql("""
                        SELECT concat(
                            (SELECT string_agg(r::text, ' ') FROM response r), (SELECT string_agg(f::text, ' ') FROM feedback f),
                            (SELECT string_agg(c::text, ' ') FROM response_comment c), (SELECT string_agg(a::text, ' ') FROM audit_entry a),
                            (SELECT string_agg(k::text, ' ') FROM idempotency_key k), (SELECT string_agg(o::text, ' ') FROM outbox_event o))
                        """).query(String.class).single();
    }
}
