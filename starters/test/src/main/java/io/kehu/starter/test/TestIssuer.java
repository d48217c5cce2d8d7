package io.kehu.starter.test;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.kehu.starter.security.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An issuer of real signed tokens, shaped like Keycloak's, with its keys and a token endpoint for services on a loopback port. */
public final class TestIssuer {

    private static final long LIFETIME_SECONDS = 300;
    private static final TestIssuer INSTANCE = new TestIssuer();

    private final RSAKey key;
    private final String issuer;

    private TestIssuer() {
        try {
            key = new RSAKeyGenerator(2048).keyID("test").generate();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            issuer = "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/kehu";
            String keys = new JWKSet(key.toPublicJWK()).toString();
            answer(server, "/realms/kehu/protocol/openid-connect/certs", () -> keys);
            answer(
                    server,
                    "/realms/kehu/protocol/openid-connect/token",
                    () -> "{\"token_type\":\"Bearer\",\"expires_in\":300,\"access_token\":\"" + serviceToken() + "\"}");
            server.start();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TestIssuer get() {
        return INSTANCE;
    }

    public String issuer() {
        return issuer;
    }

    public String tokenEndpoint() {
        return issuer + "/protocol/openid-connect/token";
    }

    /** A token of a person, machine or service with these roles. */
    public String token(String audience, String subject, Role... roles) {
        return sign(claims(audience, subject, roles).build());
    }

    /** A token of a customer. */
    public String memberToken(String audience, String subject, String customerNumber) {
        return sign(claims(audience, subject, Role.MEMBER)
                .claim("customer_number", customerNumber)
                .build());
    }

    /** What a valid token for the audience claims, to be changed by tests of bad tokens. */
    public JWTClaimsSet.Builder claims(String audience, String subject, Role... roles) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .audience(audience)
                .claim("typ", "Bearer")
                .claim("preferred_username", subject)
                .claim("realm_access", Map.of("roles", realmNames(roles)))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(LIFETIME_SECONDS)));
    }

    public String sign(JWTClaimsSet claims) {
        return sign(claims, key);
    }

    /** Signs with any key, for tests of foreign keys. */
    public String sign(JWTClaimsSet claims, RSAKey signingKey) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(signingKey.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new RSASSASigner(signingKey));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String serviceToken() {
        return token("peer", "service-account", Role.SERVICE);
    }

    private static List<String> realmNames(Role... roles) {
        return Arrays.stream(roles).map(Role::realmName).toList();
    }

    @FunctionalInterface
    private interface Body {
        String text();
    }

    private static void answer(HttpServer server, String path, Body body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            try (var stream = exchange.getResponseBody()) {
                stream.write(bytes);
            }
        });
    }
}
