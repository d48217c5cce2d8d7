package io.kehu.feedback.survey;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.feedback.CustomerNumber;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Customers who are invited to surveys, and the links they get. */
public class Invitees {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Surveys surveys;
    private final Invitations invitations;
    private final InvitationTokens tokens;
    private final Transactions transactions;
    private final Clock clock;
    private final Api api;

    Invitees(
            Surveys surveys,
            Invitations invitations,
            InvitationTokens tokens,
            Transactions transactions,
            Clock clock,
            Api api) {
        this.surveys = surveys;
        this.invitations = invitations;
        this.tokens = tokens;
        this.transactions = transactions;
        this.clock = clock;
        this.api = api;
    }

    /** The number of a customer nobody has heard of. */
    public static String number() {
        return "CSV%07d".formatted(COUNT.incrementAndGet());
    }

    /** Defines and publishes a survey with these questions, as JSON. */
    public void publish(String survey, String questionsJson) {
        define(survey, """
                {"title": {"zh-CN": "标题", "en": "Title"}, "questions": %s}""".formatted(questionsJson));
    }

    /** Defines and publishes a survey. */
    void define(String survey, String definitionJson) {
        JsonNode definition = JsonMapper.shared().readTree(definitionJson);
        admin("", Map.of("code", survey, "definition", definition))
                .expectStatus()
                .isCreated();
        admin("/" + survey + ":publish", Map.of("version", 1)).expectStatus().isOk();
    }

    RestTestClient.ResponseSpec admin(String path, Object body) {
        return api.as(ADMIN)
                .post()
                .uri("/feedback/v1/surveys" + path)
                .body(body)
                .exchange();
    }

    /** Invites a customer for no special reason, for two weeks. */
    public UUID invite(String survey, String number) {
        InvitationId id = new InvitationId(UUID.randomUUID());
        Instant now = clock.instant();
        SurveyVersion published = surveys.published(new SurveyCode(survey)).orElseThrow();
        Invitations.Trigger trigger =
                new Invitations.Trigger("TEST", id.value().toString(), new CustomerNumber(number));
        Invitations.Row row = new Invitations.Row(id, trigger, false, tokens.hash(tokens.token(id)));
        assertThat(transactions.call(
                        () -> invitations.add(published, List.of(row), now, now.plus(Duration.ofDays(14)))))
                .containsExactly(id);
        return id.value();
    }

    /** The address of an invitation on this service, as its link leads there. */
    public String address(UUID invitation) {
        JsonNode link = links(invitation).path("items").path(0);
        String url = link.path("url").stringValue();
        return url.substring(url.indexOf("/feedback/"));
    }

    JsonNode links(UUID... ids) {
        return json(api.as(SERVICE)
                .post()
                .uri("/feedback/v1/invitations:links")
                .body(Map.of("ids", List.of(ids)))
                .exchange()
                .expectStatus()
                .isOk());
    }

    /** Answers, as a program would. */
    public RestTestClient.ResponseSpec answer(String address, Map<String, ?> answers) {
        return api.anonymous()
                .post()
                .uri(address)
                .body(Map.of("answers", answers))
                .exchange();
    }

    static JsonNode json(RestTestClient.ResponseSpec response) {
        return JsonMapper.shared().readTree(response.returnResult(String.class).getResponseBody());
    }
}
