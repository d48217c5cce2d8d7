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
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An instance of customer-service as its callers see it. */
final class Service {

    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;
    private static final Duration POLL = Duration.ofMillis(500);

    private final Settings settings;
    private final ServiceInstance instance;

    Service(Settings settings, ServiceInstance instance) {
        this.settings = settings;
        this.instance = instance;
    }

    int port() {
        return instance.port();
    }

    /** Fresh, because tokens are good for some minutes only. */
    String token(String role) {
        return new SignIn(settings).as(role).value();
    }

    JsonNode get(String role, String path) {
        return send(role, path, "application/json", HttpRequest.Builder::GET);
    }

    JsonNode post(String role, String path, Object body) {
        byte[] json = JsonMapper.shared().writeValueAsBytes(body);
        return send(
                role, path, "application/json", request -> request.POST(HttpRequest.BodyPublishers.ofByteArray(json)));
    }

    JsonNode upload(String role, String path, Path file) throws IOException {
        HttpRequest.BodyPublisher content = HttpRequest.BodyPublishers.ofFile(file);
        return send(role, path, "text/csv", request -> request.POST(content));
    }

    /** Waits for a job. @return its last view */
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
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Says the verb and the body of a request. */
    private interface Shape {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private JsonNode send(String role, String path, String type, Shape shape) {
        try {
            HttpResponse<String> response =
                    Http.send(shape.of(Http.request("http://127.0.0.1:" + instance.port() + path)
                            .timeout(Duration.ofMinutes(5))
                            .header("Content-Type", type)
                            .header("Authorization", "Bearer " + token(role))));
            if (response.statusCode() / HUNDRED != SUCCESS) {
                throw new KehuException(path + " answered " + response.statusCode() + ": " + response.body());
            }
            return JsonMapper.shared().readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (IOException e) {
            throw new KehuException("customer-service does not answer.", e);
        }
    }
}
