package io.kehu.feedback;

import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.feedback.survey.Invitees;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.contract.StubContract;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What notification-service takes for granted of this service. */
@FeedbackServiceTest
class NotificationStubContractTests {

    private static final String LINKS = "notification-service/src/test/resources/wiremock/feedback/mappings/links.json";

    @Autowired
    private Api api;

    @Autowired
    private Invitees invitees;

    @Test
    void linksAreToldAsNotificationServiceReadsThem() {
        UUID open = invitees.invite("NPS_PURCHASE", Invitees.number());
        UUID done = invitees.invite("NPS_PURCHASE", Invitees.number());
        invitees.answer(invitees.address(done), Map.of("nps", 9)).expectStatus().isOk();

        JsonNode items = StubContract.read(LINKS)
                .with("019f0000-0000-7000-8000-000000000006", open.toString())
                .with("019f0000-0000-7000-8000-00000000000a", done.toString())
                .verifyAnswered(api.as(SERVICE))
                .path("items");

        assertThat(items.path(0).path("id").stringValue()).isEqualTo(open.toString());
        // Whoever sends an invitation sends it in these states only, and only to an address of this form.
        assertThat(items.path(0).path("state").stringValue()).isIn("CREATED", "SENT");
        assertThat(items.path(0).path("url").stringValue()).matches("https?://[\\x21-\\x7e&&[^\"<>\\\\]]{1,500}");
        assertThat(items.path(1).path("state").stringValue()).isEqualTo("COMPLETED");
        assertThat(items.path(1).has("url")).isFalse();
    }
}
