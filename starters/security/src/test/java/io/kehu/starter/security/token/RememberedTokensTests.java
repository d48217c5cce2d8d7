package io.kehu.starter.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

class RememberedTokensTests {

    private final List<String> verified = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private boolean over;

    private final RememberedTokens tokens =
            new RememberedTokens(this::verify, jwt -> over ? ended() : OAuth2TokenValidatorResult.success(), now::get);

    @Test
    void aGoodSignatureIsCheckedOnceAMinute() {
        Jwt first = tokens.decode("good");
        now.addAndGet(RememberedTokens.REMEMBERED.toNanos() - 1);
        assertThat(tokens.decode("good")).isSameAs(first);
        assertThat(verified).containsExactly("good");

        now.addAndGet(1);
        tokens.decode("good");
        assertThat(verified).containsExactly("good", "good");
    }

    @Test
    void anotherTokenIsNotTakenForIt() {
        tokens.decode("good");

        assertThatThrownBy(() -> tokens.decode("bad")).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> tokens.decode("bad")).isInstanceOf(BadJwtException.class);
        assertThat(verified).containsExactly("good", "bad", "bad");
    }

    @Test
    void aTokenWhoseTimeIsOverIsRefusedAlthoughItIsRemembered() {
        tokens.decode("good");
        over = true;

        assertThatThrownBy(() -> tokens.decode("good")).isInstanceOf(BadJwtException.class);
    }

    private Jwt verify(String token) {
        verified.add(token);
        if (over || !token.equals("good")) {
            throw new BadJwtException("no");
        }
        return Jwt.withTokenValue(token)
                .header("alg", "RS256")
                .subject("somebody")
                .expiresAt(Instant.now().plusSeconds(60))
                .build();
    }

    private static OAuth2TokenValidatorResult ended() {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
    }
}
