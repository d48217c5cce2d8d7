package io.kehu.notification.dispatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kehu.notification.support.Asking.ANN;
import static io.kehu.notification.support.Asking.ERASED;
import static io.kehu.notification.support.Asking.MAILLESS;
import static io.kehu.notification.support.Asking.MALFORMED;
import static io.kehu.notification.support.Asking.NOBODY;
import static io.kehu.notification.support.Asking.POINTS;
import static io.kehu.notification.support.Asking.RESTRICTED;
import static io.kehu.notification.support.Asking.SILENT;
import static io.kehu.notification.support.Asking.SLEEPING;
import static io.kehu.notification.support.Asking.ZHANG;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.kehu.notification.support.Asking;
import io.kehu.notification.support.MailServer;
import io.kehu.notification.support.MovableClock;
import io.kehu.notification.support.NotificationTest;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.contract.EventContract;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.wiremock.spring.InjectWireMock;

/** From a message to a mail, or to the reason why not: real database, real mail server, peers by their stubs. */
@NotificationTest
class DispatcherTests {

    private static final Instant NOON = Instant.parse("2026-12-01T04:00:00Z");
    private static final Map<String, Object> INVITATION =
            Map.of("invitationId", "019f0000-0000-7000-8000-000000000006", "expiresAt", "2026-12-05T03:15:00Z");

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Api api;

    @Autowired
    private Asking asking;

    @Autowired
    private MailServer mailServer;

    @Autowired
    private MovableClock clock;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @Autowired
    private MeterRegistry meters;

    @InjectWireMock("customer")
    private WireMockServer customers;

    @InjectWireMock("feedback")
    private WireMockServer feedback;

    @Autowired
    private Sending sending;

    @BeforeEach
    void atNoon() {
        clock.set(NOON);
    }

    @AfterEach
    void tidy() {
        breakers.circuitBreaker("customer").reset();
        breakers.circuitBreaker("feedback").reset();
        customers.resetToDefaultMappings();
        feedback.resetToDefaultMappings();
        sending.drain();
        jdbc.sql("DELETE FROM suppression").update();
        clock.reset();
    }

    @Test
    void aMessageBecomesOneMailInTheRecipientsLanguage() throws Exception {
        UUID id = asking.points(ZHANG);

        sending.drain();

        assertThat(sending.state(id)).isEqualTo("SENT");
        assertThat(sending.attempts(id)).containsExactly("SENT");
        assertThat(sending.verdicts(id))
                .containsExactly(
                        "EXPIRY ALLOWED",
                        "CONSENT ALLOWED",
                        "SUPPRESSION ALLOWED",
                        "QUIET_HOURS ALLOWED",
                        "ADDRESS ALLOWED",
                        "TEMPLATE ALLOWED");
        MimeMessage mail = onlyMail(id);
        assertThat(mail.getSubject()).isEqualTo("您获得了 1,259 积分");
        assertThat(mail.getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("Zhang.San.Canary@mail.example");
        assertThat(text(mail, 0)).contains("张三金丝雀，您好", "POS/SZ01-0042", "12,590");
        Map<String, Object> event = sending.events(id).getFirst();
        assertThat(event).containsEntry("topic", "notification.message.sent.v1").containsEntry("subject", ZHANG);
        EventContract.verifyProduced("notification.message.sent.v1", (String) event.get("payload"));
    }

    @Test
    void anEnglishSpeakerGetsTheEnglishTextWithTheNameEscaped() throws Exception {
        UUID id = asking.points(ANN);

        sending.drain();

        MimeMessage mail = onlyMail(id);
        assertThat(mail.getSubject()).isEqualTo("You have earned 1,259 points");
        assertThat(text(mail, 1)).contains("Dear Ann &lt;Canary&gt; Bird,");
    }

    @Test
    void whatWaitsAndWhatNobodyKnowsIsAFigure() {
        sending.drain();
        double before = gauge("notification.messages.due");
        asking.points(ZHANG);

        assertThat(gauge("notification.messages.due")).isEqualTo(before + 1);
        assertThat(gauge("notification.messages.unknown")).isNotNaN();
        sending.drain();
        assertThat(gauge("notification.messages.due")).isEqualTo(before);
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    @Test
    void aSecondRoundSendsNothingAgain() {
        UUID id = asking.points(ZHANG);

        sending.drain();
        clock.forward(Duration.ofDays(1));
        sending.drain();

        assertThat(mailServer.received(id)).hasSize(1);
        assertThat(sending.attempts(id)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        ERASED + ", ADDRESS:CUSTOMER_ERASED",
        RESTRICTED + ", ADDRESS:CUSTOMER_RESTRICTED",
        SLEEPING + ", ADDRESS:CUSTOMER_INACTIVE",
        NOBODY + ", ADDRESS:CUSTOMER_UNKNOWN",
        MAILLESS + ", ADDRESS:NO_ADDRESS",
        MALFORMED + ", ADDRESS:MALFORMED_ADDRESS"
    })
    void whoCannotOrMustNotBeReachedIsNot(String number, String reason) {
        UUID id = asking.points(number);

        sending.drain();

        assertSuppressed(id, reason);
        assertThat(sending.attempts(id)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MARKETING, " + ZHANG + ", ",
        "MARKETING, " + ANN + ", CONSENT:WITHDRAWN",
        "MARKETING, " + SILENT + ", CONSENT:NOT_GRANTED",
        "MARKETING, " + NOBODY + ", CONSENT:NOT_GRANTED",
        "CARE, " + ZHANG + ", ",
        "CARE, " + SILENT + ", CONSENT:NOT_GRANTED",
        "SURVEY, " + ANN + ", CONSENT:WITHDRAWN",
        "SURVEY, " + SILENT + ", ",
        "SERVICE, " + ANN + ", "
    })
    void consentIsAskedForInTheMomentOfSending(String purpose, String number, String reason) {
        UUID id = asking.message(number, asking.template(purpose), Map.of(), Map.of());

        sending.drain();

        if (reason == null) {
            assertThat(sending.state(id)).isEqualTo("SENT");
            assertThat(mailServer.received(id)).hasSize(1);
        } else {
            assertSuppressed(id, reason);
        }
    }

    @Test
    void aSuppressedAddressGetsNothingWhoeverHasItAndUntilItIsLifted() {
        suppress("ZHANG.san.canary@mail.example", "ALL", "2026-12-01T05:00:00Z");
        UUID id = asking.points(ZHANG);

        sending.drain();

        assertSuppressed(id, "SUPPRESSION:MANUAL");
        clock.forward(Duration.ofHours(2));
        UUID later = asking.points(ZHANG);
        sending.drain();
        assertThat(sending.state(later)).isEqualTo("SENT");
    }

    @Test
    void aMarketingSuppressionHoldsBackMarketingOnly() {
        suppress("zhang.san.canary@mail.example", "MARKETING", "2026-12-01T05:00:00Z");
        UUID offer = asking.message(ZHANG, asking.template("MARKETING"), Map.of(), Map.of());
        UUID points = asking.points(ZHANG);

        sending.drain();

        assertSuppressed(offer, "SUPPRESSION:MANUAL");
        assertThat(sending.state(points)).isEqualTo("SENT");
    }

    @Test
    void marketingOfTheNightWaitsForTheMorningAndIsJudgedAgain() {
        clock.set(Instant.parse("2026-12-01T14:30:00Z"));
        UUID id = asking.message(ZHANG, asking.template("MARKETING"), Map.of(), Map.of());
        UUID points = asking.points(ZHANG);

        sending.drain();

        assertThat(sending.state(points)).as("points are told at any time").isEqualTo("SENT");
        assertThat(sending.state(id)).isEqualTo("DEFERRED");
        assertThat(sending.reason(id)).isEqualTo("QUIET_HOURS:OUTSIDE_HOURS");
        clock.set(Instant.parse("2026-12-01T23:59:00Z"));
        sending.drain();
        assertThat(sending.state(id)).isEqualTo("DEFERRED");
        clock.set(Instant.parse("2026-12-02T00:31:00Z"));
        sending.drain();
        assertThat(sending.state(id)).isEqualTo("SENT");
        assertThat(sending.verdicts(id))
                .containsSubsequence("QUIET_HOURS DEFERRED OUTSIDE_HOURS", "EXPIRY ALLOWED", "QUIET_HOURS ALLOWED");
        assertThat(mailServer.received(id)).hasSize(1);
    }

    @Test
    void aMessageWhoseTimeIsOverIsNotSentEvenWhileThePeerIsAway() {
        UUID id = asking.message(ZHANG, "points-earned", POINTS, Map.of("expiresAt", "2026-12-01T06:00:00Z"));
        customers.stubFor(
                post("/customer/v1/customers:batchGet").willReturn(aResponse().withStatus(500)));
        clock.set(Instant.parse("2026-12-01T06:00:00Z"));

        sending.drain();

        assertSuppressed(id, "EXPIRY:EXPIRED");
    }

    @Test
    void aSurveyInvitationCarriesTheLinkOfThisMoment() throws Exception {
        UUID id = asking.message(ZHANG, "survey-invitation", INVITATION, Map.of());

        sending.drain();

        MimeMessage mail = onlyMail(id);
        assertThat(text(mail, 0)).contains("https://survey.example/s/canary-link-1?a=1&b=2", "2026年12月5日 11:15");
        assertThat(text(mail, 1)).contains("href=\"https://survey.example/s/canary-link-1?a=1&amp;b=2\"");
        assertThat(sending.verdicts(id)).contains("SURVEY_LINK ALLOWED");
    }

    @ParameterizedTest
    @CsvSource({
        "019f0000-0000-7000-8000-00000000000a, SURVEY_LINK:LINK_CLOSED",
        "019f0000-0000-7000-8000-00000000000b, SURVEY_LINK:LINK_CLOSED",
        "019f0000-0000-7000-8000-00000000000c, SURVEY_LINK:LINK_UNKNOWN"
    })
    void anInvitationThatCannotBeAnsweredIsNotSent(String invitation, String reason) {
        UUID id = asking.message(
                ZHANG,
                "survey-invitation",
                Map.of("invitationId", invitation, "expiresAt", "2026-12-05T03:15:00Z"),
                Map.of());

        sending.drain();

        assertSuppressed(id, reason);
    }

    @Test
    void aTextThatMissesAValueFailsAndIsNotSentEmpty() {
        String template = asking.template("SERVICE", "Hi", "{{balance}} points", Map.of("balance", "INTEGER"));
        UUID id = asking.message(ANN, template, Map.of("balance", 5), Map.of());
        newVersion(
                template,
                "{{balance}} points and {{coupons}} coupons",
                Map.of("balance", "INTEGER", "coupons", "INTEGER"));

        sending.drain();

        assertThat(sending.state(id)).isEqualTo("FAILED");
        assertThat(sending.reason(id)).isEqualTo("BAD_CONTENT");
        assertThat(sending.verdicts(id)).endsWith("TEMPLATE REFUSED MISSING_VARIABLE");
        assertThat(mailServer.received(id)).isEmpty();
        EventContract.verifyProduced("notification.message.failed.v1", (String)
                sending.events(id).getFirst().get("payload"));
        asking.explanation(id)
                .expectBody()
                .jsonPath("$.steps[-1:].text")
                .isEqualTo(List.of("The text could not be filled in: coupons has no value."));
    }

    @Test
    void aTemplateThatWasRetiredIsNotSent() {
        String template = asking.template("SERVICE");
        UUID id = asking.message(ANN, template, Map.of(), Map.of());
        api.as(MANAGER)
                .post()
                .uri("/notification/v1/templates/" + template + "/versions/en/1:retire")
                .exchange()
                .expectStatus()
                .isOk();

        sending.drain();

        assertSuppressed(id, "TEMPLATE:NOT_APPROVED");
    }

    @Test
    void whileCustomerServiceIsAwayMessagesWaitAndLeaveOnceAfterwards() {
        customers.stubFor(
                post("/customer/v1/customers:batchGet").willReturn(aResponse().withStatus(503)));
        List<UUID> ids = java.util.stream.Stream.generate(() -> asking.points(ZHANG))
                .limit(20)
                .toList();

        for (int i = 0; i < 5; i++) {
            assertThat(sending.round(Lane.all(sending.provider())).away()).isTrue();
        }
        assertThat(ids).allSatisfy(id -> {
            assertThat(sending.state(id)).isEqualTo("READY");
            assertThat(sending.attempts(id)).isEmpty();
            assertThat(sending.verdicts(id)).isEmpty();
        });
        customers.resetToDefaultMappings();
        breakers.circuitBreaker("customer").reset();
        sending.drain();
        assertThat(ids).allSatisfy(id -> assertThat(mailServer.received(id)).hasSize(1));
    }

    @Test
    void whileFeedbackServiceIsAwayInvitationsWaitAndOthersLeave() {
        feedback.stubFor(
                post("/feedback/v1/invitations:links").willReturn(aResponse().withStatus(503)));
        UUID invitation = asking.message(ZHANG, "survey-invitation", INVITATION, Map.of());
        UUID points = asking.points(ZHANG);

        sending.drain();

        assertThat(sending.state(points)).isEqualTo("SENT");
        assertThat(sending.state(invitation)).isEqualTo("READY");
        feedback.resetToDefaultMappings();
        breakers.circuitBreaker("feedback").reset();
        clock.forward(Duration.ofMinutes(1));
        sending.drain();
        assertThat(mailServer.received(invitation)).hasSize(1);
    }

    @Test
    void oneQuestionIsAskedForAWholeBatch() {
        sending.drain();
        for (int i = 0; i < 30; i++) {
            asking.points(i % 2 == 0 ? ZHANG : ANN);
        }
        customers.resetRequests();

        sending.round(Lane.all(sending.provider()));

        customers.verify(1, postRequestedFor(urlPathEqualTo("/customer/v1/customers:batchGet")));
    }

    @Test
    void whileTheMailServerIsAwayMessagesWaitAndLeaveOnceAfterwards() {
        mailServer.stop();
        UUID id = asking.points(ZHANG);
        UUID refused = asking.points(ERASED);
        for (int i = 0; i < 12; i++) {
            assertThat(sending.round(Lane.all(sending.provider())).away()).isTrue();
        }
        assertThat(sending.state(id)).isEqualTo("READY");
        assertThat(sending.attempts(id)).as("an outage uses up no tries").isEmpty();
        mailServer.restart();

        sending.drain();

        assertThat(mailServer.received(id)).hasSize(1);
        assertThat(sending.state(refused)).isEqualTo("SUPPRESSED");
    }

    @Test
    void oneTimePasswordsGoFirstAndAreForgottenAfterwards() {
        sending.drain();
        String offer = asking.template("MARKETING");
        String password = asking.template("OTP", "Code", "{{code}} is your code", Map.of("code", "LABEL"));
        for (int i = 0; i < 60; i++) {
            asking.message(ZHANG, offer, Map.of(), Map.of());
        }
        UUID id = asking.message(ANN, password, Map.of("code", "774411"), Map.of());

        sending.round(Lane.all(sending.provider()));

        assertThat(sending.state(id)).isEqualTo("SENT");
        assertThat(jdbc.sql("SELECT parameters::text FROM message WHERE id = :id")
                        .param("id", id)
                        .query(String.class)
                        .single())
                .isEqualTo("{}");
    }

    @Test
    void theUrgentLaneTakesOneTimePasswordsOnly() {
        UUID points = asking.points(ZHANG);
        UUID id = asking.message(
                ANN,
                asking.template("OTP", "Code", "{{code}}", Map.of("code", "LABEL")),
                Map.of("code", "774411"),
                Map.of());

        sending.round(Lane.urgent(sending.provider()));

        assertThat(sending.state(id)).isEqualTo("SENT");
        assertThat(sending.state(points)).isEqualTo("READY");
    }

    @Test
    void theExplanationTellsTheWholeStoryInTheReadersLanguage() {
        UUID id = asking.message(ANN, asking.template("MARKETING"), Map.of(), Map.of());
        sending.drain();

        asking.explanation(id)
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("SUPPRESSED")
                .jsonPath("$.summary")
                .isEqualTo("Not sent: a rule forbids it.")
                .jsonPath("$.steps[*].decision.gate")
                .isEqualTo(List.of("EXPIRY", "CONSENT"))
                .jsonPath("$.steps[1].text")
                .isEqualTo("The customer has refused such messages by this channel.");
        api.as(MANAGER)
                .get()
                .uri("/notification/v1/messages/" + id + "/explanation")
                .header("Accept-Language", "zh-CN")
                .exchange()
                .expectBody()
                .jsonPath("$.steps[1].text")
                .isEqualTo("客户已拒绝通过该渠道接收此类消息。");
        UUID sent = asking.points(ZHANG);
        sending.drain();
        asking.explanation(sent)
                .expectBody()
                .jsonPath("$.steps.length()")
                .isEqualTo(7)
                .jsonPath("$.steps[6].attempt.state")
                .isEqualTo("SENT")
                .jsonPath("$.steps[6].attempt.requestRef")
                .isEqualTo("<" + sent + ".1@kehu.example>")
                .jsonPath("$.steps[6].attempt.locale")
                .isEqualTo("zh-CN");
    }

    private void assertSuppressed(UUID id, String reason) {
        assertThat(sending.state(id)).isEqualTo("SUPPRESSED");
        assertThat(sending.reason(id)).isEqualTo(reason);
        assertThat(sending.verdicts(id).getLast()).isEqualTo(reason.replace(":", " REFUSED "));
        assertThat(mailServer.received(id)).isEmpty();
        Map<String, Object> event = sending.events(id).getLast();
        assertThat(event).containsEntry("topic", "notification.message.suppressed.v1");
        EventContract.verifyProduced("notification.message.suppressed.v1", (String) event.get("payload"));
    }

    private void suppress(String address, String scope, String until) {
        api.as(MANAGER)
                .post()
                .uri("/notification/v1/suppressions")
                .body(Map.of(
                        "channel", "EMAIL", "address", address, "scope", scope, "reason", "MANUAL", "until", until))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private void newVersion(String template, String body, Map<String, Object> parameters) {
        api.as(MANAGER)
                .post()
                .uri("/notification/v1/templates/" + template + "/versions")
                .body(Map.of("locale", "en", "subject", "s", "body", body, "parameters", parameters))
                .exchange()
                .expectStatus()
                .isCreated();
        api.as(MANAGER)
                .post()
                .uri("/notification/v1/templates/" + template + "/versions/en/2:approve")
                .exchange()
                .expectStatus()
                .isOk();
    }

    private MimeMessage onlyMail(UUID id) {
        List<MimeMessage> mails = mailServer.received(id);
        assertThat(mails).hasSize(1);
        return mails.getFirst();
    }

    private static String text(MimeMessage mail, int part) throws Exception {
        return ((MimeMultipart) mail.getContent())
                .getBodyPart(part)
                .getContent()
                .toString();
    }
}
