package io.kehu.starter.security.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.kehu.starter.security.Role;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Which tokens are believed. */
@SecurityTest
class TokenTests {

    @LocalServerPort
    private int port;

    @Autowired
    private Issuer issuer;

    static Stream<Arguments> badClaims() {
        return Stream.of(
                bad("another audience", claims -> claims.audience("other-service")),
                bad("no audience", claims -> claims.audience((String) null)),
                bad("another issuer", claims -> claims.issuer("http://evil/realms/kehu")),
                bad("no issuer", claims -> claims.issuer(null)),
                bad("its time over", claims -> claims.expirationTime(in(-61))),
                bad("no end", claims -> claims.expirationTime(null)),
                bad("its time to come", claims -> claims.notBeforeTime(in(90))),
                bad("no subject", claims -> claims.subject(null)),
                bad("a blank subject", claims -> claims.subject(" ")),
                bad("the type of an ID token", claims -> claims.claim("typ", "ID")),
                bad("the type of a refresh token", claims -> claims.claim("typ", "Refresh")),
                bad("no type", claims -> claims.claim("typ", null)));
    }

    private static Arguments bad(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badClaims")
    void aTokenWithBadClaimsIs401(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        refused(issuer.sign(change.apply(issuer.claims(Role.AGENT)).build()));
    }

    @Test
    void aMinuteOutOfTimeIsForgiven() {
        accepted(issuer.sign(issuer.claims(Role.AGENT).expirationTime(in(-30)).build()));
        accepted(issuer.sign(issuer.claims(Role.AGENT).notBeforeTime(in(30)).build()));
    }

    @Test
    void oneOfSeveralAudiencesSuffices() {
        accepted(issuer.sign(issuer.claims(Role.AGENT)
                .audience(List.of("account", "sample-service"))
                .build()));
    }

    @Test
    void aTokenThatNobodyWeTrustHasSignedIs401() throws JOSEException {
        JWTClaimsSet claims = issuer.claims(Role.AGENT).build();
        String good = issuer.sign(claims);
        RSAKey foreign = Issuer.key("first");
        RSAKey embedded = Issuer.key("embedded");

        refused(new PlainJWT(claims).serialize());
        refused(good.substring(0, good.lastIndexOf('.') + 1));
        refused(Issuer.sign(claims, foreign));
        refused(Issuer.sign(
                claims,
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first"),
                new MACSigner("0123456789abcdef0123456789abcdef")));
        refused(Issuer.sign(
                claims,
                new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(embedded.toPublicJWK()),
                new RSASSASigner(embedded)));
        refused(altered(good));
        refused("not.a.token");
        refused("");
        accepted(good);
    }

    /** RS512 with the right key: what we do not use we do not accept. */
    @Test
    void anotherAlgorithmIs401EvenWithTheRightKey() throws JOSEException {
        RSAKey key = issuer.newKey("rs512");

        refused(Issuer.sign(
                issuer.claims(Role.AGENT).build(),
                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("rs512"),
                new RSASSASigner(key)));
    }

    @Test
    void aTokenInTheAddressIsNotLookedAt() {
        Http.anonymous(port)
                .get("/sample/v1/caller?access_token=" + issuer.token(Role.AGENT))
                .isProblem(401, "unauthenticated");
    }

    private void refused(String token) {
        Http.Answer answer = new Http(port, token).get("/sample/v1/caller").isProblem(401, "unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
    }

    private void accepted(String token) {
        assertThat(new Http(port, token).get("/sample/v1/caller").status()).isEqualTo(200);
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String altered(String token) {
        String[] parts = token.split("\\.", -1);
        char[] payload = parts[1].toCharArray();
        int middle = payload.length / 2;
        payload[middle] = payload[middle] == 'A' ? 'B' : 'A';
        return parts[0] + "." + new String(payload) + "." + parts[2];
    }
}
