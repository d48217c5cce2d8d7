package io.kehu.customer.customer;

import static io.kehu.starter.security.Role.AGENT;

import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The record over HTTP, as tests use it. */
public final class RecordApi {

    public static final String CUSTOMERS = "/customer/v1/customers";

    private final Api api;

    public RecordApi(Api api) {
        this.api = api;
    }

    /** A name that no other test has. */
    public static String name() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "端木" + (char) ('\u4e00' + random.nextInt(20_000)) + (char) ('\u4e00' + random.nextInt(20_000));
    }

    public RestTestClient.ResponseSpec post(Role role, Map<String, Object> body) {
        return api.as(role).post().uri(CUSTOMERS).body(body).exchange();
    }

    public String register(Map<String, Object> body) {
        return json(post(AGENT, body).expectStatus().isCreated()).path("number").stringValue();
    }

    public JsonNode get(RestTestClient client, String number) {
        return json(client.get()
                .uri(CUSTOMERS + "/" + number)
                .exchange()
                .expectStatus()
                .isOk());
    }

    public JsonNode get(Role role, String number) {
        return get(api.as(role), number);
    }

    public RestTestClient.ResponseSpec patch(RestTestClient client, String number, long version, Object changes) {
        return client.patch()
                .uri(CUSTOMERS + "/" + number)
                .header("If-Match", "\"" + version + "\"")
                .contentType(MediaType.parseMediaType("application/merge-patch+json"))
                .body(changes)
                .exchange();
    }

    public JsonNode patched(String number, long version, Object changes) {
        return json(
                patch(api.as(AGENT), number, version, changes).expectStatus().isOk());
    }

    public JsonNode search(String question) {
        return json(api.as(AGENT)
                .post()
                .uri(CUSTOMERS + ":search")
                .body(Map.of("q", question))
                .exchange()
                .expectStatus()
                .isOk());
    }

    public List<String> found(String question) {
        return search(question)
                .path("items")
                .valueStream()
                .map(item -> item.path("number").stringValue())
                .toList();
    }

    public static JsonNode json(RestTestClient.ResponseSpec response) {
        return JsonMapper.shared().readTree(response.returnResult(String.class).getResponseBody());
    }

    public static List<String> errors(RestTestClient.ResponseSpec response) {
        return json(response)
                .path("errors")
                .valueStream()
                .map(error -> error.path("pointer").stringValue() + ":"
                        + error.path("code").stringValue())
                .toList();
    }
}
