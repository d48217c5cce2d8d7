package io.kehu.notification.feedback;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.kehu.notification.PeerAwayException;
import io.kehu.notification.support.NotificationTest;
import io.kehu.starter.test.contract.StubContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.wiremock.spring.InjectWireMock;

/** The adapter to feedback-service against the stub that feedback-service is tested with. */
@NotificationTest
class SurveyLinksTests {

    private static final UUID OPEN = UUID.fromString("019f0000-0000-7000-8000-000000000006");
    private static final UUID DONE = UUID.fromString("019f0000-0000-7000-8000-00000000000a");
    private static final UUID HOSTILE = UUID.fromString("019f0000-0000-7000-8000-00000000000b");
    private static final UUID NONE = UUID.fromString("019f0000-0000-7000-8000-00000000000c");

    @Autowired
    private SurveyLinks links;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @InjectWireMock("feedback")
    private WireMockServer peer;

    @AfterEach
    void closeTheBreaker() {
        breakers.circuitBreaker("feedback").reset();
    }

    @Test
    void tellsTheLinksOfThoseAskedFor() {
        Map<UUID, SurveyLink> found = links.find(List.of(OPEN, DONE, HOSTILE, NONE));

        Instant now = Instant.parse("2026-11-21T04:00:00Z");
        assertThat(found).containsOnlyKeys(OPEN, DONE, HOSTILE);
        StubContract.read("notification-service/src/test/resources/wiremock/feedback/mappings/links.json")
                .verifySent(peer.findAll(postRequestedFor(urlPathEqualTo("/feedback/v1/invitations:links")))
                        .getLast()
                        .getBodyAsString());
        assertThat(found.get(OPEN).url()).isEqualTo("https://survey.example/s/canary-link-1?a=1&b=2");
        assertThat(found.get(OPEN).isOpen(now)).isTrue();
        assertThat(found.get(OPEN).toString()).doesNotContain("canary");
        assertThat(found.get(DONE).isOpen(now)).isFalse();
        assertThat(found.get(HOSTILE).url()).as("no web address").isNull();
        assertThat(found.get(HOSTILE).isOpen(now)).isFalse();
        assertThat(links.find(List.of(DONE))).containsOnlyKeys(DONE);
        assertThat(links.find(List.of())).isEmpty();
    }

    @Test
    void aPeerThatFailsIsAway() {
        peer.stubFor(post("/feedback/v1/invitations:links")
                .willReturn(aResponse().withStatus(503).withBody("canary-link-1")));

        assertThatThrownBy(() -> links.find(List.of(OPEN)))
                .isInstanceOf(PeerAwayException.class)
                .hasMessage("feedback-service is away: ServiceUnavailable");
    }
}
