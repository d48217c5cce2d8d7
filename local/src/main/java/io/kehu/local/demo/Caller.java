package io.kehu.local.demo;

import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.Http;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Settings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the suite through its gateway as somebody; waits a while for a service that is away, because what it sends may be repeated. */
final class Caller {

    private static final Set<Integer> AWAY = Set.of(429, 502, 503, 504);
    private static final int CONFLICT = 409;
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration TOKEN_MARGIN = Duration.ofSeconds(30);

    private final String url;
    private final SignIn signIn;
    private final JsonMapper mapper = JsonMapper.shared();
    private final Map<String, Held> tokens = new HashMap<>();

    Caller(Settings settings) {
        this.url = settings.gatewayUrl();
        this.signIn = new SignIn(settings);
    }

    private record Held(String token, Instant until) {}

    /** What came back from a call that went well. */
    record Answer(JsonNode body, @Nullable String entityTag) {}

    Answer get(String role, String path) {
        return send(role, path, Map.of(), HttpRequest.Builder::GET);
    }

    Answer post(String role, String path, Object body) {
        return post(role, path, "application/json", mapper.writeValueAsBytes(body), Map.of());
    }

    Answer post(String role, String path, String type, byte[] body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", type);
        return send(role, path, all, request -> request.POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Answer put(String role, String path, Object body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/json");
        return send(
                role,
                path,
                all,
                request -> request.PUT(HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body))));
    }

    Answer delete(String role, String path, Map<String, String> headers) {
        return send(role, path, headers, HttpRequest.Builder::DELETE);
    }

    /** Says the verb and the body of a request. */
    private interface Shape {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private Answer send(String role, String path, Map<String, String> headers, Shape shape) {
        Instant giveUp = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                HttpRequest.Builder request = Http.request(url + path).header("Authorization", "Bearer " + token(role));
                headers.forEach(request::header);
                HttpResponse<String> response = Http.send(shape.of(request));
                if (response.statusCode() / HUNDRED == SUCCESS) {
                    return new Answer(
                            mapper.readTree(response.body().isEmpty() ? "{}" : response.body()),
                            response.headers().firstValue("ETag").orElse(null));
                }
                if (!isAway(response) || Instant.now().isAfter(giveUp)) {
                    throw refused(path, response);
                }
            } catch (IOException e) {
                if (Instant.now().isAfter(giveUp)) {
                    throw new KehuException("The gateway at " + url + " does not answer. Run ./kehu up.", e);
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Or still busy with the same request, which it had not answered when it went away. */
    private static boolean isAway(HttpResponse<String> response) {
        return AWAY.contains(response.statusCode())
                || response.statusCode() == CONFLICT
                        && response.headers().firstValue("Retry-After").isPresent();
    }

    private KehuException refused(String path, HttpResponse<String> response) {
        String why = response.body();
        if (response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json")) {
            JsonNode problem = mapper.readTree(why);
            StringBuilder words = new StringBuilder(problem.path("title").asString("") + ". "
                    + problem.path("detail").asString(""));
            problem.path("errors")
                    .forEach(error -> words.append(' ')
                            .append(error.path("pointer").asString(""))
                            .append(": ")
                            .append(error.path("detail").asString("")));
            why = words.toString();
        }
        return new KehuException(path + " answered " + response.statusCode() + ": " + why);
    }

    private synchronized String token(String role) {
        Held held = tokens.get(role);
        if (held == null || Instant.now().isAfter(held.until())) {
            SignIn.Token token = signIn.as(role);
            held = new Held(
                    token.value(), Instant.now().plusSeconds(token.expiresIn()).minus(TOKEN_MARGIN));
            tokens.put(role, held);
        }
        return held.token();
    }
}
