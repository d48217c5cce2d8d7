package io.kehu.customer.transfer;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.awaitility.Awaitility.await;

import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Imports as a manager works with them, for the tests. */
public final class ImportsApi {

    public static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static final String IMPORTS = "/customer/v1/imports";

    private final Api api;

    public ImportsApi(Api api) {
        this.api = api;
    }

    public JsonNode upload(String csv) {
        return upload(csv.getBytes(StandardCharsets.UTF_8), "text/csv");
    }

    public JsonNode upload(byte[] content, String type) {
        return json(send(content, type).expectStatus().isCreated());
    }

    public RestTestClient.ResponseSpec send(byte[] content, String type) {
        return api.as(MANAGER)
                .post()
                .uri(IMPORTS + "?fileName=test")
                .contentType(MediaType.parseMediaType(type))
                .body(content)
                .exchange();
    }

    public RestTestClient.ResponseSpec post(String id, String action, Role role) {
        return api.as(role).post().uri(IMPORTS + "/" + id + "/" + action).exchange();
    }

    /** Starts a phase and waits for its end. */
    public JsonNode run(String id, String action, String state) {
        post(id, action, MANAGER).expectStatus().isAccepted();
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> get(id),
                        job -> List.of(state, "FAILED")
                                .contains(job.path("state").stringValue()));
    }

    public JsonNode get(String id) {
        return json(api.as(MANAGER)
                .get()
                .uri(IMPORTS + "/" + id)
                .exchange()
                .expectStatus()
                .isOk());
    }

    public RestTestClient.ResponseSpec map(String id, Object request) {
        String tag = api.as(MANAGER)
                .get()
                .uri(IMPORTS + "/" + id)
                .exchange()
                .returnResult(String.class)
                .getResponseHeaders()
                .getFirst("ETag");
        return api.as(MANAGER)
                .put()
                .uri(IMPORTS + "/" + id + "/mapping")
                .header("If-Match", tag)
                .body(request)
                .exchange();
    }

    public List<JsonNode> rows(String id, String query, Role role) {
        return json(api.as(role)
                        .get()
                        .uri(IMPORTS + "/" + id + "/rows?limit=200&" + query)
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("items")
                .valueStream()
                .toList();
    }

    public byte[] errors(String id, String language) {
        return api.as(MANAGER)
                .get()
                .uri(IMPORTS + "/" + id + "/errors")
                .header("Accept-Language", language)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(byte[].class)
                .getResponseBody();
    }

    /** From upload to the end. @return the import's id */
    public String importNow(String csv) {
        String id = id(upload(csv));
        run(id, "dry-run", "CHECKED");
        JsonNode applied = run(id, "apply", "APPLIED");
        if (!applied.path("state").stringValue().equals("APPLIED")) {
            throw new AssertionError(applied.toString());
        }
        return id;
    }

    public List<String> find(String question) {
        return json(api.as(AGENT)
                        .post()
                        .uri("/customer/v1/customers:search")
                        .body(Map.of("q", question))
                        .exchange())
                .path("items")
                .valueStream()
                .map(item -> item.path("number").stringValue())
                .toList();
    }

    public JsonNode customer(String number) {
        return json(api.as(Role.PRIVACY_OFFICER)
                .get()
                .uri("/customer/v1/customers/" + number)
                .exchange()
                .expectStatus()
                .isOk());
    }

    public static String id(JsonNode view) {
        return view.path("id").stringValue();
    }

    /** A mobile that no other test uses. */
    public static String phone() {
        return "13" + (100_000_000 + ThreadLocalRandom.current().nextInt(899_999_999));
    }

    /** A name that no other test uses. */
    public static String name() {
        int hash = UUID.randomUUID().hashCode() & 0xFFFFFF;
        return "端木" + (char) ('\u4e00' + hash % 5_000) + (char) ('\u4e00' + hash / 5_000 % 5_000);
    }

    public static JsonNode json(RestTestClient.ResponseSpec response) {
        return JsonMapper.shared().readTree(response.returnResult(String.class).getResponseBody());
    }
}
