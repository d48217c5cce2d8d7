package io.kehu.notification.support;

import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;

import io.kehu.starter.test.Api;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Asks the service for messages and templates over HTTP, as tests need them. */
public final class Asking {

    public static final String ZHANG = "C00000000135";
    public static final String ANN = "C00000000143";
    public static final String SILENT = "C00000000151";
    public static final String ERASED = "C00000000168";
    public static final String RESTRICTED = "C00000000176";
    public static final String MAILLESS = "C00000000184";
    public static final String MALFORMED = "C00000000192";
    public static final String MERGED = "C00000000206";
    public static final String SLEEPING = "C00000000214";
    public static final String NOBODY = "C00000000222";

    public static final Map<String, Object> POINTS =
            Map.of("points", 1_259, "balance", 12_590, "businessRef", "POS/SZ01-0042");

    private final Api api;

    Asking(Api api) {
        this.api = api;
    }

    private record Answer(UUID id) {}

    public RestTestClient.ResponseSpec post(Map<String, Object> body) {
        return api.as(INTEGRATOR)
                .post()
                .uri("/notification/v1/messages")
                .body(body)
                .exchange();
    }

    /** A message under a key of its own. */
    public UUID message(String number, String template, Map<String, Object> parameters, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.putIfAbsent("dedupeKey", "test:" + UUID.randomUUID());
        body.put("number", number);
        body.put("template", template);
        body.put("parameters", parameters);
        return post(body)
                .expectStatus()
                .isCreated()
                .returnResult(Answer.class)
                .getResponseBody()
                .id();
    }

    public UUID points(String number) {
        return message(number, "points-earned", POINTS, Map.of());
    }

    /** A template of a purpose with one approved English text, under a key of its own. */
    public String template(String purpose) {
        return template(purpose, "Sale", "Dear {{customer.name}}, there is a sale.", Map.of());
    }

    public String template(String purpose, String subject, String body, Map<String, Object> parameters) {
        String key = "t-" + UUID.randomUUID().toString().substring(0, 8);
        manager("", Map.of("key", key, "purpose", purpose, "channel", "EMAIL"));
        manager(
                "/" + key + "/versions",
                Map.of("locale", "en", "subject", subject, "body", body, "parameters", parameters));
        api.as(MANAGER)
                .post()
                .uri("/notification/v1/templates/" + key + "/versions/en/1:approve")
                .exchange()
                .expectStatus()
                .isOk();
        return key;
    }

    private void manager(String path, Map<String, Object> body) {
        api.as(MANAGER)
                .post()
                .uri("/notification/v1/templates" + path)
                .body(body)
                .exchange()
                .expectStatus()
                .isCreated();
    }

    public RestTestClient.ResponseSpec explanation(UUID id) {
        return api.as(MANAGER)
                .get()
                .uri("/notification/v1/messages/" + id + "/explanation")
                .header("Accept-Language", "en")
                .exchange()
                .expectStatus()
                .isOk();
    }
}
