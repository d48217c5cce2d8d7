package io.kehu.starter.security.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.security.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** An issuer that is away, or may not be asked again yet. Each test has a service that knows no key yet. */
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
@SecurityTest
@TestPropertySource(properties = "sample.context=not shared with other test classes")
class IssuerOutageTests {

    @LocalServerPort
    private int port;

    @Autowired
    private Issuer issuer;

    private String good;

    @BeforeEach
    void signIn() {
        good = issuer.token(Role.AGENT);
    }

    @Test
    void tokensWithUnknownKeysDoNotHammerTheIssuerAndHarmNobodyElse() {
        assertThat(status(good)).isEqualTo(200);

        for (int i = 0; i < 20; i++) {
            issuer.setAway(i > 10);
            assertThat(status(unknownKey())).as("request " + i).isEqualTo(401);
            assertThat(status(good)).as("request " + i).isEqualTo(200);
        }

        assertThat(issuer.keyRequests()).isLessThanOrEqualTo(3);
    }

    @Test
    void withoutAnyKeyTheServiceCannotAnswerAndSaysWhenToComeBack() {
        issuer.setAway(true);

        Http.Answer answer = new Http(port, good).get("/sample/v1/caller").isProblem(503, "unavailable");

        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(Http.anonymous(port).get("/sample/v1/open").status()).isEqualTo(200);
    }

    private int status(String token) {
        return new Http(port, token).get("/sample/v1/caller").status();
    }

    private String unknownKey() {
        return Issuer.sign(issuer.claims(Role.AGENT).build(), Issuer.key("unknown-" + System.nanoTime()));
    }
}
