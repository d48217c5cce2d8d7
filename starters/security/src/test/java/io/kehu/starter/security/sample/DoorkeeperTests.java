package io.kehu.starter.security.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.security.Role;
import io.kehu.starter.security.access.AccessRule;
import io.kehu.starter.security.access.Doorkeeper;
import io.kehu.starter.security.token.Caller;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletRequest;

/** Only those are admitted whom the filter chain would admit as well. */
@SecurityTest
class DoorkeeperTests {

    private static final AccessRule RULE =
            new AccessRule(HttpMethod.POST, "/sample/v1/things", Set.of(Role.MANAGER, Role.SERVICE), false);

    @Autowired
    private Doorkeeper doorkeeper;

    @Autowired
    private Issuer issuer;

    @Test
    void aCallerWithARoleOfTheRuleIsAdmittedEveryTime() {
        String token = issuer.token(Role.AGENT, Role.MANAGER);

        assertThat(admit("Bearer " + token)).map(Caller::subject).contains("anna");
        assertThat(admit("Bearer " + token)).map(Caller::roles).contains(Set.of(Role.AGENT, Role.MANAGER));
    }

    @Test
    void aServiceIsBelievedForWhomItAsksInEachRequest() {
        MockHttpServletRequest request = request("Bearer " + issuer.token(Role.SERVICE));
        assertThat(doorkeeper.admit(request, RULE))
                .map(Caller::originatingSubject)
                .contains("anna");

        request.addHeader(Caller.ORIGINATING_SUBJECT_HEADER, "boris");

        assertThat(doorkeeper.admit(request, RULE))
                .map(Caller::originatingSubject)
                .contains("boris");
    }

    @Test
    void aCallerWithoutARoleOfTheRuleIsNot() {
        assertThat(admit("Bearer " + issuer.token(Role.AGENT, Role.ADMIN))).isEmpty();
    }

    @Test
    void aTokenThatIsOverIsNotEvenWhenItWasGoodBefore() {
        Instant soon = Instant.now().minusSeconds(59);
        String token = issuer.sign(
                issuer.claims(Role.MANAGER).expirationTime(Date.from(soon)).build());
        String over = issuer.sign(issuer.claims(Role.MANAGER)
                .expirationTime(Date.from(soon.minusSeconds(10)))
                .build());

        assertThat(admit("Bearer " + over)).isEmpty();
        assertThat(admit("Bearer " + token)).isPresent();
        org.awaitility.Awaitility.await().until(() -> admit("Bearer " + token).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer x y", "Bearer not.a.token", "Basic YTpi"})
    void whatIsNoTokenIsNot(String header) {
        assertThat(admit(header)).isEmpty();
    }

    @Test
    void nobodyIsNot() {
        assertThat(doorkeeper.admit(new MockHttpServletRequest(), RULE)).isEmpty();
    }

    private Optional<Caller> admit(String header) {
        return doorkeeper.admit(request(header), RULE);
    }

    private static MockHttpServletRequest request(String header) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Authorization", header);
        return request;
    }
}
