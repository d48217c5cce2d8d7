package io.kehu.feedback.survey;

import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.feedback.MovableClock;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Links of invitations, for whoever sends them. */
@FeedbackServiceTest
class InvitationLinksControllerTests {

    private static final String SURVEY = "NPS_PURCHASE";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MovableClock clock;

    @Autowired
    private Invitees invitees;

    @AfterEach
    void comeBack() {
        clock.reset();
    }

    @Test
    void aLinkLeadsToTheSurveyAndTakingItCountsAsSending() {
        UUID invitation = invitees.invite(SURVEY, Invitees.number());

        JsonNode link = invitees.links(invitation).path("items").path(0);

        assertThat(link.path("id").stringValue()).isEqualTo(invitation.toString());
        assertThat(link.path("state").stringValue()).isEqualTo("SENT");
        assertThat(link.path("url").stringValue())
                .matches("http://127\\.0\\.0\\.1:8080/feedback/v1/responses/[A-Za-z0-9_-]{43}");
        assertThat(state(invitation)).isEqualTo("SENT");
        api.anonymous()
                .get()
                .uri(invitees.address(invitation))
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void askingAgainGivesTheSameLinkAndTheFirstTimeStays() {
        UUID invitation = invitees.invite(SURVEY, Invitees.number());

        JsonNode first = invitees.links(invitation);
        String sentAt = sentAt(invitation);
        clock.forward(Duration.ofHours(3));

        assertThat(invitees.links(invitation)).isEqualTo(first);
        assertThat(sentAt(invitation)).isEqualTo(sentAt);
    }

    @Test
    void linksComeInTheOrderOfTheRequestEachOnceAndUnknownOnesNotAtAll() {
        UUID one = invitees.invite(SURVEY, Invitees.number());
        UUID two = invitees.invite(SURVEY, Invitees.number());
        UUID three = invitees.invite(SURVEY, Invitees.number());

        JsonNode items =
                invitees.links(three, one, UUID.randomUUID(), three, two).path("items");

        assertThat(items.valueStream().map(item -> item.path("id").stringValue()))
                .containsExactly(three.toString(), one.toString(), two.toString());
        assertThat(items.valueStream().map(item -> item.path("url").stringValue()))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatCannotBeAnsweredHasNoLink() {
        UUID answered = invitees.invite(SURVEY, Invitees.number());
        invitees.answer(invitees.address(answered), Map.of("nps", 7))
                .expectStatus()
                .isOk();
        UUID late = invitees.invite(SURVEY, Invitees.number());
        UUID suppressed = invitees.invite(SURVEY, Invitees.number());
        jdbc.sql("UPDATE invitation SET state = 'SUPPRESSED', reason = 'FATIGUE', token_hash = NULL WHERE id = :id")
                .param("id", suppressed)
                .update();
        clock.forward(Duration.ofDays(15));

        JsonNode items = invitees.links(answered, late, suppressed).path("items");

        assertThat(items.valueStream().map(item -> item.path("state").stringValue()))
                .containsExactly("COMPLETED", "EXPIRED", "SUPPRESSED");
        assertThat(items.valueStream()).noneMatch(item -> item.has("url"));
        assertThat(state(late)).as("nothing was sent").isNotEqualTo("SENT");
    }

    @Test
    void linksAreSecretsAndKeptNowhere() {
        UUID invitation = invitees.invite(SURVEY, Invitees.number());

        var response = ask(SERVICE, List.of(invitation), "a-key")
                .expectStatus()
                .isOk()
                .expectHeader()
                .cacheControl(org.springframework.http.CacheControl.noStore());

        String token = Invitees.json(response)
                .path("items")
                .path(0)
                .path("url")
                .stringValue()
                .substring("http://127.0.0.1:8080/feedback/v1/responses/".length());
        assertThat(jdbc.sql("""
                        SELECT concat(
                            (SELECT string_agg(i::text, ' ') FROM invitation i), (SELECT string_agg(k::text, ' ') FROM idempotency_key k),
                            (SELECT string_agg(a::text, ' ') FROM audit_entry a))
                        """).query(String.class).single()).doesNotContain(token);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SERVICE")
    void onlyServicesGetLinks(Role role) {
        UUID invitation = invitees.invite(SURVEY, Invitees.number());

        ask(role, List.of(invitation), null).expectStatus().isForbidden();
        assertThat(state(invitation)).isEqualTo("CREATED");
    }

    @Test
    void strangersGetNothing() {
        api.anonymous()
                .post()
                .uri("/feedback/v1/invitations:links")
                .body(Map.of("ids", List.of(UUID.randomUUID())))
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void badQuestionsAreProblems() {
        ask(SERVICE, List.of(), null).expectStatus().isBadRequest();
        ask(SERVICE, Stream.generate(UUID::randomUUID).limit(501).toList(), null)
                .expectStatus()
                .isBadRequest();
        ask(SERVICE, List.of("no-id"), null).expectStatus().isBadRequest();
        ask(SERVICE, java.util.Collections.singletonList(null), null)
                .expectStatus()
                .isBadRequest();
        ask(SERVICE, Stream.generate(UUID::randomUUID).limit(500).toList(), null)
                .expectStatus()
                .isOk();
    }

    private RestTestClient.ResponseSpec ask(Role role, List<?> ids, String key) {
        return api.as(role)
                .post()
                .uri("/feedback/v1/invitations:links")
                .headers(headers -> {
                    if (key != null) {
                        headers.set("Idempotency-Key", key);
                    }
                })
                .body(Map.of("ids", ids))
                .exchange();
    }

    private String state(UUID invitation) {
        return text("state", invitation);
    }

    private String sentAt(UUID invitation) {
        return text("sent_at::text", invitation);
    }

    private String text(String column, UUID invitation) {
        return jdbc.sql("SELECT " + column + " FROM invitation WHERE id = :id")
                .param("id", invitation)
                .query(String.class)
                .single();
    }
}
