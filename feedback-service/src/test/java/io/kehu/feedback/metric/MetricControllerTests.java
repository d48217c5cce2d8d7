package io.kehu.feedback.metric;

import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MARKETER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.feedback.MovableClock;
import io.kehu.feedback.survey.Invitees;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Net Promoter Score of real answers, with all that one needs to judge it. */
@FeedbackServiceTest
class MetricControllerTests {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Instant TEN_IN_SHANGHAI = Instant.parse("2031-03-10T02:00:00Z");

    @Autowired
    private Api api;

    @Autowired
    private MovableClock clock;

    @Autowired
    private Invitees invitees;

    private final String survey = "SCORED_" + COUNT.incrementAndGet();

    @BeforeEach
    void publish() {
        clock.moveTo(TEN_IN_SHANGHAI);
        invitees.publish(survey, """
                [{"id": "first", "type": "NPS", "text": {"zh-CN": "推荐吗", "en": "Recommend?"}},
                 {"id": "second", "type": "NPS", "text": {"zh-CN": "再推荐吗", "en": "Still?"}},
                 {"id": "words", "type": "TEXT", "text": {"zh-CN": "为什么", "en": "Why?"}}]
                """);
    }

    @AfterEach
    void comeBack() {
        clock.reset();
    }

    @Test
    void theScoreIsCountedFromTheAnswersToTheFirstQuestion() {
        for (int answer : new int[] {10, 9, 9, 8, 7, 6, 0}) {
            answer(Map.of("first", answer, "second", 0));
        }
        answer(Map.of("words", "no number"));
        invitees.invite(survey, Invitees.number());
        invitees.invite(survey, Invitees.number());

        JsonNode score = score("2031-03-10", "2031-03-10");

        assertThat(score.path("question").stringValue()).isEqualTo("first");
        assertThat(score.path("n").asInt()).isEqualTo(7);
        assertThat(score.path("promoters").asInt()).isEqualTo(3);
        assertThat(score.path("passives").asInt()).isEqualTo(2);
        assertThat(score.path("detractors").asInt()).isEqualTo(2);
        // 100 · (3 − 2) / 7; margin 196 · sqrt((5/7 − 1/49) / 7) = 61.7.
        assertThat(score.path("score").asDouble()).isEqualTo(14.3);
        assertThat(score.path("interval").path("low").asDouble()).isEqualTo(-47.4);
        assertThat(score.path("interval").path("high").asDouble()).isEqualTo(76.0);
        assertThat(score.path("invited").asInt()).isEqualTo(10);
        assertThat(score.path("responseRate").asDouble()).isEqualTo(0.8);
        assertThat(score.path("excluded").asInt()).isEqualTo(1);
        assertThat(score.path("zone").stringValue()).isEqualTo("Asia/Shanghai");
        assertThat(score.path("definition").path("version").asInt()).isEqualTo(1);
        assertThat(score.path("definition").path("formula").stringValue())
                .isEqualTo("100 * (promoters - detractors) / n");
    }

    @Test
    void aDayIsThatOfTheZoneAndThePastStaysCountable() {
        clock.moveTo(Instant.parse("2031-03-09T15:59:00Z"));
        answer(Map.of("first", 0));
        clock.moveTo(Instant.parse("2031-03-09T16:00:30Z"));
        answer(Map.of("first", 10));
        clock.moveTo(Instant.parse("2031-03-10T15:59:00Z"));
        String address = invitees.address(invitees.invite(survey, Invitees.number()));
        clock.forward(Duration.ofDays(2));
        invitees.answer(address, Map.of("first", 5)).expectStatus().isOk();

        assertThat(score("2031-03-09", "2031-03-09").path("score").asDouble()).isEqualTo(-100.0);
        JsonNode tenth = score("2031-03-10", "2031-03-10");
        assertThat(tenth.path("n").asInt()).isEqualTo(1);
        assertThat(tenth.path("score").asDouble()).isEqualTo(100.0);
        assertThat(tenth.path("invited").asInt()).isEqualTo(2);
        assertThat(tenth.path("responseRate").asDouble()).isEqualTo(1.0);
        assertThat(score("2031-03-09", "2031-03-12").path("n").asInt()).isEqualTo(3);
    }

    @Test
    void nobodyIsNoScoreAndNoRate() {
        JsonNode score = score("2031-01-01", "2031-01-31");

        assertThat(score.path("n").asInt()).isZero();
        assertThat(score.has("score")).isFalse();
        assertThat(score.has("interval")).isFalse();
        assertThat(score.has("responseRate")).isFalse();
    }

    @Test
    void whatCannotBeScoredIsAProblem() {
        invitees.publish(
                survey + "_WORDS",
                "[{\"id\": \"words\", \"type\": \"TEXT\", \"text\": {\"zh-CN\": \"为什么\", \"en\": \"Why?\"}}]");

        assertThat(status("survey=" + survey + "_WORDS&from=2031-03-10&to=2031-03-10"))
                .isEqualTo(409);
        assertThat(status("survey=NEVER_WRITTEN&from=2031-03-10&to=2031-03-10")).isEqualTo(404);
        assertThat(status("survey=" + survey + "&from=2031-03-10&to=2031-03-10&version=2"))
                .isEqualTo(404);
        for (String bad : new String[] {
            "from=2031-03-10&to=2031-03-09",
            "from=0001-01-01&to=2031-03-09",
            "from=2031-03-10&to=+999999999-12-31",
            "from=2031-03-10&to=2031-02-30",
            "from=2031-03-10",
            "from=2031-03-10&to=2031-03-10&version=0"
        }) {
            assertThat(status("survey=" + survey + "&" + bad)).as(bad).isEqualTo(400);
        }
        ask(INTEGRATOR, "survey=" + survey + "&from=2031-03-10&to=2031-03-10")
                .expectStatus()
                .isForbidden();
    }

    private void answer(Map<String, ?> answers) {
        invitees.answer(invitees.address(invitees.invite(survey, Invitees.number())), answers)
                .expectStatus()
                .isOk();
    }

    private JsonNode score(String from, String to) {
        return JsonMapper.shared()
                .readTree(ask(MARKETER, "survey=" + survey + "&from=" + from + "&to=" + to)
                        .expectStatus()
                        .isOk()
                        .returnResult(String.class)
                        .getResponseBody());
    }

    private int status(String query) {
        return ask(MARKETER, query).returnResult(String.class).getStatus().value();
    }

    private RestTestClient.ResponseSpec ask(io.kehu.starter.security.Role role, String query) {
        return api.as(role).get().uri("/feedback/v1/metrics/nps?" + query).exchange();
    }
}
