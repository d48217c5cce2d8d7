package io.kehu.loyalty.transfer;

import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.starter.test.Api;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** One who brings files into a programme, and another one who lets them in, over HTTP. */
final class ImportPeople {

    static final String HEADER = "number,points,earnedOn,expiresOn,reference,spendableOn\n";

    static final String WRONG = "{\"reason\": \"Points of last year\"}";

    private static final String PATH = "/loyalty/v1/points-imports";

    final String bringer = "manager-" + UUID.randomUUID();
    final String approver = "manager-" + UUID.randomUUID();

    private final Api api;
    private final String program;

    ImportPeople(Api api, String program) {
        this.api = api;
        this.program = program;
    }

    ResponseSpec upload(String key, String text) {
        return upload(key, text.getBytes(StandardCharsets.UTF_8));
    }

    ResponseSpec upload(String key, byte[] bytes) {
        return api.as(bringer, MANAGER)
                .post()
                .uri(PATH + "?program=" + program)
                .header("Idempotency-Key", key)
                .contentType(MediaType.parseMediaType("text/csv"))
                .body(bytes)
                .exchange();
    }

    /** @return its id */
    String uploaded(String rows) {
        return json(upload(UUID.randomUUID().toString(), HEADER + rows)
                        .expectStatus()
                        .isCreated())
                .path("id")
                .asString();
    }

    ResponseSpec decide(String who, String id, String decision) {
        return api.as(who, MANAGER).post().uri(PATH + "/" + id + ":" + decision).exchange();
    }

    ResponseSpec reverse(String key, String id, String body) {
        return api.as(bringer, MANAGER)
                .post()
                .uri(PATH + "/" + id + ":reverse")
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    /** Until all of it went back that can. */
    JsonNode takeBack(String id) {
        reverse(UUID.randomUUID().toString(), id, WRONG).expectStatus().isOk();
        return until(id, "REVERSED");
    }

    /** Until everything is booked that can be. */
    JsonNode letIn(String id) {
        decide(approver, id, "approve").expectStatus().isOk();
        return done(id);
    }

    JsonNode done(String id) {
        return until(id, "DONE");
    }

    JsonNode until(String id, String state) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> stands(id).path("state").asString().equals(state));
        return stands(id);
    }

    JsonNode stands(String id) {
        return get("/" + id);
    }

    /** What is wrong, such as {@code 3 POINTS}. */
    List<String> problems(String id) {
        List<String> problems = new ArrayList<>();
        get("/" + id + "/rows?limit=200").path("items").forEach(row -> {
            if (row.path("problem").isString()) {
                problems.add(row.path("row").asInt() + " " + row.path("problem").asString());
            }
        });
        return problems;
    }

    JsonNode get(String path) {
        return get(path, "en");
    }

    JsonNode get(String path, String language) {
        return json(api.as(AUDITOR)
                .get()
                .uri(PATH + path)
                .header("Accept-Language", language)
                .exchange()
                .expectStatus()
                .isOk());
    }

    static JsonNode json(ResponseSpec response) {
        JsonNode body = response.expectBody(JsonNode.class).returnResult().getResponseBody();
        assertThat(body).isNotNull();
        return body;
    }

    static void problem(ResponseSpec response, int status, String slug) {
        assertThat(json(response.expectStatus().isEqualTo(status)).path("type").asString())
                .isEqualTo("/problems/" + slug);
    }
}
