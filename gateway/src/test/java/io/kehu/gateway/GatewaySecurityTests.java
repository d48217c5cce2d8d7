package io.kehu.gateway;

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
import io.kehu.starter.test.TestIssuer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Who gets in. */
@GatewayTest
class GatewaySecurityTests {

    private static final String CUSTOMERS = "/customer/v1/customers";

    @Autowired
    private Door door;

    @BeforeEach
    void reset() {
        Upstream.resetAll();
    }

    @Test
    void whoHasNoTokenStaysOutside() throws Exception {
        HttpResponse<String> response = door.getAnonymously(CUSTOMERS);

        Door.problem(response, 401, "unauthenticated");
        assertThat(response.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(Upstream.receivedByAny()).isEmpty();
    }

    @Test
    void theRefusalSpeaksTheCallersLanguage() throws Exception {
        HttpResponse<String> response =
                door.sendAnonymously(CUSTOMERS, request -> request.header("Accept-Language", "zh-CN"));

        assertThat(Door.problem(response, 401, "unauthenticated").path("title").stringValue())
                .isEqualTo("您尚未登录");
    }

    @Test
    void aStrangerDoesNotLearnWhichPathsExist() throws Exception {
        Door.problem(door.getAnonymously("/nowhere"), 401, "unauthenticated");
        Door.problem(door.getAnonymously("/actuator/env"), 401, "unauthenticated");
        Door.problem(door.getAnonymously("/error"), 401, "unauthenticated");
    }

    /** Roles are the services' business. */
    @Test
    void anyValidTokenOpensTheDoor() throws Exception {
        String token = TestIssuer.get().token("gateway", "somebody");

        assertThat(statusWith(token)).isEqualTo(200);
        assertThat(Upstream.of("customer").received()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void aBadTokenIsRefused(String flaw, String token) throws Exception {
        HttpResponse<String> response =
                door.sendAnonymously(CUSTOMERS, request -> request.header("Authorization", "Bearer " + token));

        Door.problem(response, 401, "unauthenticated");
        assertThat(Upstream.receivedByAny()).isEmpty();
    }

    static Stream<Arguments> badTokens() throws JOSEException {
        TestIssuer issuer = TestIssuer.get();
        JWTClaimsSet good = claims().build();
        String signed = issuer.sign(good);
        RSAKey foreign = new RSAKeyGenerator(2048).keyID("test").generate();
        SignedJWT hmac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("test").build(), good);
        hmac.sign(new MACSigner("0123456789abcdef0123456789abcdef"));
        return Stream.of(
                Arguments.of("for a service only", signed(claims().audience("customer-service"))),
                Arguments.of("for nobody", signed(claims().audience((String) null))),
                Arguments.of("of another issuer", signed(claims().issuer("http://evil.example/realms/kehu"))),
                Arguments.of("expired", signed(claims().expirationTime(inSeconds(-120)))),
                Arguments.of("without an end", signed(claims().expirationTime(null))),
                Arguments.of("not yet valid", signed(claims().notBeforeTime(inSeconds(600)))),
                Arguments.of("without a subject", signed(claims().subject(null))),
                Arguments.of("an ID token", signed(claims().claim("typ", "ID"))),
                Arguments.of("a refresh token", signed(claims().claim("typ", "Refresh"))),
                Arguments.of("unsigned", new PlainJWT(good).serialize()),
                Arguments.of("signature cut off", signed.substring(0, signed.lastIndexOf('.') + 1)),
                Arguments.of("signed by a foreign key", issuer.sign(good, foreign)),
                Arguments.of("signed by a secret", hmac.serialize()),
                Arguments.of("no token at all", "x.y.z"));
    }

    @Test
    void onlyTheHeaderCarriesAToken() throws Exception {
        Door.problem(door.getAnonymously(CUSTOMERS + "?access_token=" + door.token()), 401, "unauthenticated");
        HttpResponse<String> form = door.sendAnonymously(
                CUSTOMERS,
                request -> request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("access_token=" + door.token())));
        Door.problem(form, 401, "unauthenticated");
        assertThat(Upstream.receivedByAny()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /docs",
        "GET, /docs.css",
        "GET, /problems/all",
        "GET, /problems/not-found",
        "GET, /events",
        "GET, /events/customer.purchase.recorded.v1.schema.json",
        "GET, /customer/v3/api-docs",
        "GET, /identity/v3/api-docs.yaml",
        "GET, /feedback/v1/responses/abc",
        "GET, /feedback/v1/responses/abc?lang=en",
        "POST, /feedback/v1/responses/abc"
    })
    void somePathsAreOpen(String method, String path) throws Exception {
        HttpResponse<String> response =
                door.sendAnonymously(path, request -> request.method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /docs",
        "GET, /docs/x",
        "POST, /customer/v3/api-docs",
        "GET, /customer/v3/api-docs/swagger-config",
        "GET, /customer/v3",
        "GET, /a/b/v3/api-docs",
        "PUT, /feedback/v1/responses/abc",
        "PATCH, /feedback/v1/responses/abc",
        "DELETE, /feedback/v1/responses/abc",
        "GET, /feedback/v1/responses",
        "GET, /feedback/v1/responses/abc/def",
        "GET, /feedback/v1/surveys",
        "POST, /feedback/v1/invitations:links",
        "GET, /customer/v1/responses/abc",
        "GET, /identity/v1/schemes",
        "GET, /loyalty/v1/members",
        "GET, /notification/v1/messages"
    })
    void noOtherPathIsOpen(String method, String path) throws Exception {
        HttpResponse<String> response =
                door.sendAnonymously(path, request -> request.method(method, BodyPublishers.noBody()));

        Door.problem(response, 401, "unauthenticated");
        assertThat(Upstream.receivedByAny()).isEmpty();
    }

    @Test
    void nothingOfTheOperatorsIsServedHere() throws Exception {
        for (String path :
                new String[] {"", "/env", "/gateway", "/gateway/routes", "/health", "/prometheus", "/info"}) {
            assertThat(door.get("/actuator" + path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void otherSitesMayNotCallFromABrowser() throws Exception {
        HttpResponse<String> response =
                door.send(CUSTOMERS, request -> request.header("Origin", "https://evil.example"));

        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void answersAreNotToBeSniffedFramedOrCached() throws Exception {
        HttpResponse<String> response = door.get(CUSTOMERS);

        assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(response.headers().allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(response.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(response.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    private int statusWith(String token) throws Exception {
        return door.sendAnonymously(CUSTOMERS, request -> request.header("Authorization", "Bearer " + token))
                .statusCode();
    }

    private static JWTClaimsSet.Builder claims() {
        return TestIssuer.get().claims("gateway", "somebody", Role.AGENT);
    }

    private static String signed(JWTClaimsSet.Builder claims) {
        return TestIssuer.get().sign(claims.build());
    }

    private static Date inSeconds(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }
}
