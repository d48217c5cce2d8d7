package io.kehu.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** A gateway that started while the single sign-on was away: nobody can say yet whether a token is good. */
@GatewayTest
@TestPropertySource(properties = "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:1/certs")
class SignOnAwayTests {

    @Autowired
    private Door door;

    @BeforeEach
    void reset() {
        Upstream.resetAll();
    }

    @Test
    void aTokenThatNobodyCanCheckIsNoBadToken() throws Exception {
        HttpResponse<String> response = door.get("/customer/v1/customers");

        Door.problem(response, 503, "unavailable");
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
        assertThat(Upstream.receivedByAny()).isEmpty();
    }

    @Test
    void whatIsOpenStaysOpen() throws Exception {
        assertThat(door.getAnonymously("/docs").statusCode()).isEqualTo(200);
        assertThat(door.getAnonymously("/feedback/v1/responses/abc").statusCode())
                .isEqualTo(200);
        Door.problem(door.getAnonymously("/customer/v1/customers"), 401, "unauthenticated");
    }
}
