package io.kehu.starter.security.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.RequestTemplate;
import io.kehu.starter.security.peer.PeerTokens;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** What calls to peers carry. */
@SecurityTest
class PeerTokensTests {

    @Autowired
    private PeerTokens tokens;

    @Autowired
    private Issuer issuer;

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void theUsersOwnTokenIsRelayed() {
        signIn();
        RequestTemplate call = new RequestTemplate();

        tokens.ofUser().apply(call);

        assertThat(call.headers().get("Authorization")).containsExactly("Bearer token-of-anna");
        assertThat(call.headers()).doesNotContainKey("Kehu-Originating-Subject");
    }

    @Test
    void withoutAUserThereIsNothingToRelay() {
        assertThatThrownBy(() -> tokens.ofUser().apply(new RequestTemplate()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theServicesOwnTokenSaysForWhomAndIsFetchedOnce() {
        int before = issuer.tokenRequests().size();
        signIn();
        RequestTemplate first = new RequestTemplate();
        tokens.ofService().apply(first);
        SecurityContextHolder.clearContext();
        RequestTemplate second = new RequestTemplate();
        tokens.ofService().apply(second);

        assertThat(first.headers().get("Authorization")).containsExactly("Bearer service-token");
        assertThat(first.headers().get("Kehu-Originating-Subject")).containsExactly("anna");
        assertThat(second.headers().get("Authorization")).containsExactly("Bearer service-token");
        assertThat(second.headers().get("Kehu-Originating-Subject")).containsExactly("service:sample-service");
        assertThat(issuer.tokenRequests()).hasSize(before + 1).allMatch(body -> body.contains("client_credentials"));
    }

    private static void signIn() {
        Jwt jwt = Jwt.withTokenValue("token-of-anna")
                .header("alg", "RS256")
                .subject("anna")
                .issuedAt(Instant.now())
                .build();
        SecurityContextHolder.getContext()
                .setAuthentication(new JwtAuthenticationToken(jwt, List.of(new SimpleGrantedAuthority("ROLE_agent"))));
    }
}
