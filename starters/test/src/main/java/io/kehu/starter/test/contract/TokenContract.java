package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.TestIssuer;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tokens the service must refuse, however it is reached. */
public final class TokenContract {

    private TokenContract() {}

    /** @param get an operation that a caller with the role may call */
    public static void verify(Api api, String service, String get, Role role) {
        TestIssuer issuer = TestIssuer.get();
        JWTClaimsSet good = issuer.claims(service, "somebody", role).build();
        assertThat(status(api, get, issuer.sign(good))).as("a good token").isNotIn(401, 403);

        bad(issuer, service, role)
                .forEach((name, token) -> assertThat(status(api, get, token))
                        .as("a token with %s", name)
                        .isEqualTo(401));
        JWTClaimsSet powerless = issuer.claims(service, "somebody").build();
        assertThat(status(api, get, issuer.sign(powerless)))
                .as("a token without roles")
                .isEqualTo(403);
    }

    private static Map<String, String> bad(TestIssuer issuer, String service, Role role) {
        Map<String, String> tokens = new LinkedHashMap<>();
        Date longAgo = Date.from(Instant.now().minusSeconds(600));
        Date soon = Date.from(Instant.now().plusSeconds(600));
        tokens.put(
                "another audience",
                issuer.sign(
                        claims(issuer, service, role).audience("other-service").build()));
        tokens.put(
                "no audience",
                issuer.sign(
                        claims(issuer, service, role).audience((String) null).build()));
        tokens.put(
                "another issuer",
                issuer.sign(claims(issuer, service, role)
                        .issuer("http://evil/realms/kehu")
                        .build()));
        tokens.put(
                "its time over",
                issuer.sign(
                        claims(issuer, service, role).expirationTime(longAgo).build()));
        tokens.put(
                "no end",
                issuer.sign(claims(issuer, service, role).expirationTime(null).build()));
        tokens.put(
                "its time to come",
                issuer.sign(claims(issuer, service, role).notBeforeTime(soon).build()));
        tokens.put(
                "no subject",
                issuer.sign(claims(issuer, service, role).subject(null).build()));
        tokens.put(
                "the type of an ID token",
                issuer.sign(claims(issuer, service, role).claim("typ", "ID").build()));
        tokens.put(
                "the type of a refresh token",
                issuer.sign(
                        claims(issuer, service, role).claim("typ", "Refresh").build()));
        JWTClaimsSet claims = claims(issuer, service, role).build();
        tokens.put("no signature", new PlainJWT(claims).serialize());
        tokens.put("a foreign key", issuer.sign(claims, foreignKey()));
        tokens.put("an HMAC", hmac(claims));
        String good = issuer.sign(claims);
        tokens.put("an altered payload", altered(good));
        tokens.put("its signature cut off", good.substring(0, good.lastIndexOf('.') + 1));
        return tokens;
    }

    private static JWTClaimsSet.Builder claims(TestIssuer issuer, String service, Role role) {
        return issuer.claims(service, "somebody", role);
    }

    private static RSAKey foreignKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hmac(JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("test").build(), claims);
            jwt.sign(new MACSigner("0123456789abcdef0123456789abcdef"));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String altered(String token) {
        String[] parts = token.split("\\.", -1);
        char[] payload = parts[1].toCharArray();
        int middle = payload.length / 2;
        payload[middle] = payload[middle] == 'A' ? 'B' : 'A';
        return parts[0] + "." + new String(payload) + "." + parts[2];
    }

    private static int status(Api api, String path, String token) {
        return api.with(token)
                .get()
                .uri(path)
                .exchange()
                .returnResult()
                .getStatus()
                .value();
    }
}
