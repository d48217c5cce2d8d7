package io.kehu.local.keycloak;

import io.kehu.local.suite.Http;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gets access tokens the way real callers do: people through the login page with the authorization code flow and PKCE (the realm refuses
 * the password grant), machines with client credentials.
 */
public final class SignIn {

    private static final Pattern FORM_ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Settings settings;

    public SignIn(Settings settings) {
        this.settings = settings;
    }

    /** @param role a person's role, or {@code integrator} for the demo shop's machine account */
    public Token as(String role) {
        return "integrator".equals(role) ? asMachine(RealmFile.SHOP_CLIENT) : asPerson(role);
    }

    /** An access token and how long it is good for, in seconds. */
    public record Token(String value, long expiresIn) {}

    private Token asMachine(String client) {
        return exchange(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                client,
                "client_secret",
                settings.secrets().password("client-" + client)));
    }

    private Token asPerson(String name) {
        if (!RealmFile.USERS.contains(name)) {
            throw new KehuException("There is no role " + name + "; the roles are integrator, "
                    + String.join(", ", RealmFile.USERS) + ".");
        }
        String verifier = random();
        HttpClient browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        HttpResponse<String> page = send(browser, HttpRequest.newBuilder(authorizeUri(verifier)));
        Matcher action = FORM_ACTION.matcher(page.body());
        if (!action.find()) {
            throw new KehuException(
                    "The login page of " + settings.issuer() + " looks unfamiliar; is the realm set up?");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("username", name);
        form.put("password", settings.secrets().password("user-" + name));
        HttpResponse<String> redirect = send(
                browser,
                HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Cookie", cookies(page))
                        .POST(HttpRequest.BodyPublishers.ofString(KeycloakAdmin.form(form))));
        Matcher code = CODE.matcher(redirect.headers().firstValue("Location").orElse(""));
        if (!code.find()) {
            throw new KehuException("Keycloak did not let " + name + " in (status " + redirect.statusCode() + ").");
        }
        return exchange(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                RealmFile.COMMAND_LINE_CLIENT,
                "redirect_uri",
                RealmFile.COMMAND_LINE_REDIRECT,
                "code_verifier",
                verifier,
                "code",
                code.group(1)));
    }

    /** By hand, because Keycloak marks its cookies as secure and Java's own store keeps such from plain loopback. */
    private static String cookies(HttpResponse<String> page) {
        return page.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }

    private URI authorizeUri(String verifier) {
        return URI.create(settings.issuer() + "/protocol/openid-connect/auth?"
                + KeycloakAdmin.form(Map.of(
                        "response_type",
                        "code",
                        "client_id",
                        RealmFile.COMMAND_LINE_CLIENT,
                        "redirect_uri",
                        RealmFile.COMMAND_LINE_REDIRECT,
                        "scope",
                        "openid",
                        "state",
                        random(),
                        "code_challenge_method",
                        "S256",
                        "code_challenge",
                        challenge(verifier))));
    }

    private Token exchange(Map<String, String> form) {
        try {
            HttpResponse<String> response = Http.send(Http.request(settings.issuer() + "/protocol/openid-connect/token")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(KeycloakAdmin.form(form))));
            JsonNode body = JsonMapper.shared().readTree(response.body());
            if (body.path("access_token").isMissingNode()) {
                throw new KehuException("Keycloak gave no token: "
                        + body.path("error_description").asString(Integer.toString(response.statusCode())));
            }
            return new Token(
                    body.path("access_token").asString(),
                    body.path("expires_in").asLong(60));
        } catch (IOException e) {
            throw new KehuException("Keycloak at " + settings.keycloakUrl() + " does not answer. Run ./kehu up.", e);
        }
    }

    private HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request) {
        try {
            return browser.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new KehuException("Keycloak at " + settings.keycloakUrl() + " does not answer. Run ./kehu up.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KehuException("Interrupted.", e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
