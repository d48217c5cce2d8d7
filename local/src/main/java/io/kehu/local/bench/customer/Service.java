package io.kehu.local.bench.customer;

import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.Http;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.ServiceInstance;
import io.kehu.local.suite.Settings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An instance of customer-service as its callers see it. */
final class Service {

    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;
    private static final double MIB = 1024.0 * 1024.0;
    private static final Duration TOKEN_LASTS = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Settings settings;
    private final ServiceInstance instance;
    private final Map<String, Token> tokens = new HashMap<>();
    private double heapPeak;

    Service(Settings settings, ServiceInstance instance) {
        this.settings = settings;
        this.instance = instance;
    }

    int port() {
        return instance.port();
    }

    /** Not a minute old, because tokens are good for some minutes only. */
    String token(String role) {
        Instant now = Instant.now();
        Token known = tokens.get(role);
        if (known == null || known.since().isBefore(now.minus(TOKEN_LASTS))) {
            known = new Token(new SignIn(settings).as(role).value(), now);
            tokens.put(role, known);
        }
        return known.value();
    }

    private record Token(String value, Instant since) {}

    JsonNode get(String role, String path) {
        return send(role, path, "application/json", HttpRequest.Builder::GET);
    }

    JsonNode post(String role, String path, Object body) {
        byte[] json = JsonMapper.shared().writeValueAsBytes(body);
        return send(
                role, path, "application/json", request -> request.POST(HttpRequest.BodyPublishers.ofByteArray(json)));
    }

    /** @param of what has the version that is replaced */
    void put(String role, String of, String path, Object body) {
        String version = answer(role, of, "application/json", HttpRequest.Builder::GET)
                .headers()
                .firstValue("ETag")
                .orElseThrow(() -> new KehuException(of + " has no version."));
        byte[] json = JsonMapper.shared().writeValueAsBytes(body);
        send(
                role,
                path,
                "application/json",
                request -> request.header("If-Match", version).PUT(HttpRequest.BodyPublishers.ofByteArray(json)));
    }

    JsonNode upload(String role, String path, Path file) throws IOException {
        HttpRequest.BodyPublisher content = HttpRequest.BodyPublishers.ofFile(file);
        return send(role, path, "text/csv", request -> request.POST(content));
    }

    /** The most heap it was seen to use, in MiB, while jobs were waited for since this was last asked. */
    double heapPeak() {
        double peak = heapPeak / MIB;
        heapPeak = 0;
        return peak;
    }

    /** Waits for a job, and watches the heap meanwhile. @return its last view */
    JsonNode await(String role, String path, String whileState, String endState) {
        while (true) {
            JsonNode view = get(role, path);
            String state = view.path("state").asString("");
            if (state.equals(endState)) {
                return view;
            }
            if (!state.equals(whileState)) {
                throw new KehuException(path + " ended as " + state + ": "
                        + view.path("failure").asString("no reason given"));
            }
            heapPeak = Math.max(heapPeak, instance.metrics().sum("jvm_memory_used_bytes", "area=\"heap\""));
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Says the verb and the body of a request. */
    private interface Shape {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private JsonNode send(String role, String path, String type, Shape shape) {
        String body = answer(role, path, type, shape).body();
        return JsonMapper.shared().readTree(body.isEmpty() ? "{}" : body);
    }

    private HttpResponse<String> answer(String role, String path, String type, Shape shape) {
        try {
            HttpResponse<String> response =
                    Http.send(shape.of(Http.request("http://127.0.0.1:" + instance.port() + path)
                            .timeout(Duration.ofMinutes(5))
                            .header("Content-Type", type)
                            .header("Authorization", "Bearer " + token(role))));
            if (response.statusCode() / HUNDRED != SUCCESS) {
                throw new KehuException(path + " answered " + response.statusCode() + ": " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new KehuException("customer-service does not answer.", e);
        }
    }
}
