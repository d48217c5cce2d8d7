package io.kehu.starter.security.sample;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer that counts how often it is asked, and can be away. */
public final class Issuer implements AutoCloseable {

    private final HttpServer server;
    private final List<JWK> keys = new CopyOnWriteArrayList<>();
    private final Map<String, RSAKey> own = new ConcurrentHashMap<>();
    private final AtomicInteger keyRequests = new AtomicInteger();
    private final List<String> tokenRequests = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    /** With one key, {@code first}. */
    public Issuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/realms/kehu/protocol/openid-connect/certs", exchange -> {
            keyRequests.incrementAndGet();
            byte[] body = new JWKSet(keys).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(away ? 503 : 200, away ? -1 : body.length);
            if (!away) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.createContext("/realms/kehu/protocol/openid-connect/token", exchange -> {
            tokenRequests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = "{\"token_type\":\"Bearer\",\"expires_in\":300,\"access_token\":\"service-token\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        newKey("first");
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/kehu";
    }

    public String keysAddress() {
        return address() + "/protocol/openid-connect/certs";
    }

    public RSAKey newKey(String id) {
        RSAKey key = key(id);
        keys.add(key.toPublicJWK());
        own.put(id, key);
        return key;
    }

    public static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public void setAway(boolean now) {
        away = now;
    }

    public int keyRequests() {
        return keyRequests.get();
    }

    public List<String> tokenRequests() {
        return tokenRequests;
    }

    /** A good token. */
    public String token(Role... roles) {
        return sign(claims(roles).build(), own.get("first"));
    }

    public JWTClaimsSet.Builder claims(Role... roles) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(address())
                .subject("anna")
                .audience("sample-service")
                .claim("typ", "Bearer")
                .claim("preferred_username", "anna@desk")
                .claim(
                        "realm_access",
                        Map.of(
                                "roles",
                                Arrays.stream(roles).map(Role::realmName).toList()))
                .issueTime(Date.from(now.minusSeconds(120)))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    public String sign(JWTClaimsSet claims) {
        return sign(claims, own.get("first"));
    }

    public static String sign(JWTClaimsSet claims, RSAKey key) {
        try {
            return sign(claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()), new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String sign(JWTClaimsSet claims, JWSHeader.Builder header, JWSSigner signer) {
        try {
            SignedJWT jwt = new SignedJWT(header.build(), claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
