package io.kehu.starter.security.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Who asks, and for whom. */
@SecurityTest
class CallerTests {

    private static final String HEADER = "Kehu-Originating-Subject";

    @LocalServerPort
    private int port;

    @Autowired
    private Issuer issuer;

    @Test
    void isWhoTheTokenSays() {
        JsonNode caller = caller(issuer.sign(issuer.claims(Role.AGENT, Role.MANAGER)
                .claim("customer_number", "C-1")
                .build()));

        assertThat(caller.path("subject").asString()).isEqualTo("anna");
        assertThat(caller.path("name").asString()).isEqualTo("anna@desk");
        assertThat(caller.path("roles").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("AGENT", "MANAGER");
        assertThat(caller.path("customerNumber").asString()).isEqualTo("C-1");
        assertThat(caller.path("originatingSubject").asString()).isEqualTo("anna");
    }

    @Test
    void hasNoRolesThatWeDoNotKnow() {
        JsonNode caller = caller(issuer.sign(issuer.claims()
                .claim("realm_access", Map.of("roles", List.of("agent", "ADMIN", "ROLE_admin", "offline_access", 7)))
                .claim("preferred_username", null)
                .build()));

        assertThat(caller.path("roles").valueStream().map(JsonNode::asString)).containsExactly("AGENT");
        assertThat(caller.path("name").asString()).isEqualTo("anna");
    }

    @Test
    void aServiceSaysForWhomItAsks() {
        assertThat(caller(issuer.token(Role.SERVICE), HEADER, "boris")
                        .path("originatingSubject")
                        .asString())
                .isEqualTo("boris");
        assertThat(caller(issuer.token(Role.SERVICE)).path("originatingSubject").asString())
                .isEqualTo("anna");
    }

    @Test
    void nobodyElseIsBelievedToAskForAnother() {
        assertThat(caller(issuer.token(Role.AGENT, Role.ADMIN, Role.INTEGRATOR), HEADER, "boris")
                        .path("originatingSubject")
                        .asString())
                .isEqualTo("anna");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a\tb"})
    void aMalformedNameIsNotBelieved(String name) {
        assertThat(caller(issuer.token(Role.SERVICE), HEADER, name)
                        .path("originatingSubject")
                        .asString())
                .isEqualTo("anna");
        assertThat(caller(issuer.token(Role.SERVICE), HEADER, "x".repeat(101))
                        .path("originatingSubject")
                        .asString())
                .isEqualTo("anna");
    }

    @Test
    void outsideOfARequestThereIsNone() {
        assertThat(Caller.current()).isEmpty();
        assertThatThrownBy(Caller::required).isInstanceOf(IllegalStateException.class);
        assertThat(Caller.system("sample-service").originatingSubject()).isEqualTo("service:sample-service");
    }

    private JsonNode caller(String token, String... headers) {
        Http.Answer answer = new Http(port, token).get("/sample/v1/caller", headers);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
