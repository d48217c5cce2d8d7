package io.kehu.local.bench.loyalty;

import io.kehu.local.bench.HttpConnection;
import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.ServiceInstance;
import io.kehu.local.suite.Settings;
import java.io.IOException;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls to an instance of loyalty-service. */
record Calls(Settings settings, ServiceInstance instance) {

    private static final int FIRST_ERROR = 300;
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    String token(String role) {
        return new SignIn(settings).as(role).value();
    }

    /** The header of a key no other call of any run has. */
    static String key(String name) {
        return "Idempotency-Key: " + RUN + "-" + name + "\r\n";
    }

    JsonNode get(String role, String path) {
        return call(path, HttpConnection.get(path, token(role)));
    }

    JsonNode post(String role, String path, String json) {
        return call(
                path,
                HttpConnection.post(path, token(role), key(UUID.randomUUID().toString()), json));
    }

    private JsonNode call(String path, byte[] request) {
        try (HttpConnection connection = new HttpConnection(instance.port())) {
            int status = connection.send(request);
            if (status >= FIRST_ERROR) {
                throw new KehuException(path + " answered " + status + ": " + connection.body());
            }
            return JsonMapper.shared().readTree(connection.body());
        } catch (IOException e) {
            throw new KehuException("loyalty-service does not answer.", e);
        }
    }

    /** What the service itself finds broken in its ledger. */
    long violations() {
        long violations = 0;
        for (JsonNode check : get("auditor", "/loyalty/v1/audit/invariants").path("checks")) {
            violations += check.path("violations").asLong();
        }
        return violations;
    }
}
