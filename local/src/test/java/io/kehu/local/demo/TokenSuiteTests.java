package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.Http;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** No service trusts the gateway to have looked: each refuses bad tokens by itself, when it is called directly. */
class TokenSuiteTests {

    private static final Map<String, String> PATHS = new LinkedHashMap<>(Map.of(
            "identity-service", "/identity/v1/schemes",
            "customer-service", "/customer/v1/customers/C00000000000",
            "loyalty-service", "/loyalty/v1/programs",
            "feedback-service", "/feedback/v1/feedback",
            "notification-service", "/notification/v1/templates",
            "gateway", "/loyalty/v1/programs"));
    private static final Duration BEYOND_CLOCK_SKEW = Duration.ofSeconds(75);

    private static final Settings SETTINGS = RunningSuite.get().settings();
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static String good = "";
    private static String expired = "";
    private static Instant issued = Instant.EPOCH;

    @BeforeAll
    static void tokens() throws IOException {
        good = new SignIn(SETTINGS).as("manager").value();
        expired = machineToken("short-lived", true);
        issued = Instant.now();
    }

    static Stream<String> services() {
        return Suite.serviceNames().stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void aGoodTokenIsLetIn(String service) throws IOException {
        assertThat(status(service, good)).isNotEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("services")
    void noTokenAndNoise(String service) throws IOException {
        assertThat(status(service, null)).isEqualTo(401);
        assertThat(status(service, "noise")).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("services")
    void aTokenSignedBySomebodyElse(String service) throws Exception {
        assertThat(status(service, forged("RS256"))).isEqualTo(401);
        assertThat(status(service, forged("none"))).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("services")
    void aTokenOfAnotherRealm(String service) throws IOException {
        assertThat(status(service, administratorToken())).isEqualTo(401);
    }

    @Test
    void aTokenForAnotherAudience() throws IOException {
        String other = machineToken("elsewhere", false);
        for (String service : Suite.serviceNames()) {
            assertThat(status(service, other)).as(service).isEqualTo(401);
        }
    }

    @Test
    void anExpiredToken() throws IOException {
        Awaitility.await()
                .atMost(BEYOND_CLOCK_SKEW.plusSeconds(30))
                .until(() -> Instant.now().isAfter(issued.plus(BEYOND_CLOCK_SKEW)));
        for (String service : Suite.serviceNames()) {
            assertThat(status(service, expired)).as(service).isEqualTo(401);
        }
    }

    private static int status(String service, @Nullable String token) throws IOException {
        HttpRequest.Builder request = Http.request(SETTINGS.ports().url(service) + PATHS.get(service));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = Http.send(request);
        if (response.statusCode() == 401) {
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        }
        return response.statusCode();
    }

    /** The good token's claims and key id under a signature of our own, or under none. */
    private static String forged(String algorithm) throws GeneralSecurityException {
        String[] parts = good.split("\\.", -1);
        ObjectNode header = (ObjectNode) MAPPER.readTree(Base64.getUrlDecoder().decode(parts[0]));
        header.put("alg", algorithm);
        String content = encode(header.toString().getBytes(StandardCharsets.UTF_8)) + "." + parts[1];
        if (algorithm.equals("none")) {
            return content + ".";
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(generator.generateKeyPair().getPrivate());
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + encode(signature.sign());
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String administratorToken() throws IOException {
        return token(
                "master",
                "grant_type=password&client_id=admin-cli&username=admin&password="
                        + SETTINGS.secrets().password("keycloak-admin"));
    }

    /** Of a client made for this test. @param known whether its tokens carry what ours carry, for a second */
    private static String machineToken(String client, boolean known) throws IOException {
        String secret = "secret-of-" + client;
        Map<String, Object> representation = new LinkedHashMap<>(Map.of(
                "clientId",
                client,
                "secret",
                secret,
                "serviceAccountsEnabled",
                true,
                "standardFlowEnabled",
                false,
                "attributes",
                Map.of("access.token.lifespan", "1")));
        if (!known) {
            representation.put("defaultClientScopes", java.util.List.of());
        }
        HttpResponse<String> created = Http.send(Http.request(SETTINGS.keycloakUrl() + "/admin/realms/kehu/clients")
                .header("Authorization", "Bearer " + administratorToken())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(representation))));
        assertThat(created.statusCode()).isEqualTo(201);
        return token("kehu", "grant_type=client_credentials&client_id=" + client + "&client_secret=" + secret);
    }

    private static String token(String realm, String form) throws IOException {
        HttpResponse<String> response =
                Http.send(Http.request(SETTINGS.keycloakUrl() + "/realms/" + realm + "/protocol/openid-connect/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
        JsonNode body = MAPPER.readTree(response.body());
        assertThat(body.path("access_token").asString("")).as(response.body()).isNotEmpty();
        return body.path("access_token").asString();
    }
}
