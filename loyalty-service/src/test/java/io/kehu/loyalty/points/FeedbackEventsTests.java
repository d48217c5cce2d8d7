package io.kehu.loyalty.points;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.TestBroker.Event;
import io.kehu.starter.test.contract.EventContract;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What feedback-service tells that members did, or were promised. */
@ServiceTest
class FeedbackEventsTests {

    private static final String SURVEY = "feedback.survey.completed.v1";
    private static final String COMPENSATION = "feedback.compensation.granted.v1";

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TestBroker broker;

    @Autowired
    private JdbcClient jdbc;

    private final String number = Shop.newNumber();
    private final String code = "E" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    private final String caseNo = "F-" + code;

    @BeforeEach
    void becomeAMember() {
        new Shop(context).sell(number, 100);
    }

    @Test
    void aSurveyThatWasAnsweredEarnsOnceHoweverOftenItIsTold() {
        define("\"points\": 20, \"event\": \"SURVEY_COMPLETED\", \"eventKey\": \"" + code + "\"");
        UUID response = UUID.randomUUID();

        for (int i = 0; i < 5; i++) {
            broker.tell(Event.of(SURVEY, number, survey(response, code)));
        }
        broker.tell(Event.of(SURVEY, number, survey(UUID.randomUUID(), "OTHER")));
        broker.tell(Event.of(SURVEY, number, survey(UUID.randomUUID(), code)));

        await().until(() -> available() == 140);
    }

    @Test
    void whatWasPromisedIsBookedOncePerCaseAndN() {
        define("\"mostPoints\": 500, \"event\": \"COMPENSATION_GRANTED\", \"eventKey\": \"" + code + "\"");

        for (int i = 0; i < 5; i++) {
            broker.tell(Event.of(COMPENSATION, number, compensation(1, code, 200)));
        }
        broker.tell(Event.of(COMPENSATION, number, compensation(2, "OTHER", 77)));
        broker.tell(Event.of(COMPENSATION, number, compensation(3, code, null)));
        broker.tell(Event.of(COMPENSATION, number, compensation(4, code, 500)));

        await().until(() -> available() == 800);
        assertThat(statement()
                        .valueStream()
                        .map(line -> line.path("businessRef").asString()))
                .contains(code + "/case:" + caseNo + ":1", code + "/case:" + caseNo + ":4");
    }

    /** Whoever promised it did so to a person. */
    @Test
    void whatIsMoreThanMayBeGivenWaitsForPeople() {
        define("\"mostPoints\": 500, \"event\": \"COMPENSATION_GRANTED\", \"eventKey\": \"" + code + "\"");
        Event tooMuch = Event.of(COMPENSATION, number, compensation(1, code, 501));

        broker.tell(tooMuch);
        broker.tell(Event.of(COMPENSATION, number, compensation(2, code, 10)));

        await().until(() -> available() == 110);
        await().until(() -> jdbc.sql("SELECT count(*) FROM inbox_retry WHERE event_id = :id")
                        .param("id", tooMuch.id())
                        .query(Long.class)
                        .single()
                == 1);
    }

    private String survey(UUID response, String survey) {
        return produced(SURVEY, """
                {"invitationId": "%s", "responseId": "%s", "number": "%s", "survey": "%s", "surveyVersion": 1, "npsScore": 9}
                """.formatted(UUID.randomUUID(), response, number, survey));
    }

    private String compensation(int n, String reason, Integer points) {
        return produced(COMPENSATION, """
                {"caseNo": "%s", "n": %d, "number": "%s", "reason": "%s"%s}
                """.formatted(
                        caseNo, n, number, reason, points == null ? "" : ", \"points\": " + points));
    }

    private static String produced(String type, String data) {
        EventContract.verifyProduced(type, data);
        return data;
    }

    private void define(String terms) {
        api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/activities")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"code\": \"%s\", \"terms\": {\"name\": \"Feedback\", %s}}".formatted(code, terms))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private long available() {
        return get("").path("available").asLong();
    }

    private JsonNode statement() {
        return get("/statement").path("items");
    }

    private JsonNode get(String path) {
        return api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/" + number + path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
