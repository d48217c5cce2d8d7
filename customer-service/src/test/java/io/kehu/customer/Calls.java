package io.kehu.customer;

import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of the API whose answers are looked at as they are, whatever their status. */
public final class Calls {

    private Calls() {}

    public static EntityExchangeResult<byte[]> get(RestTestClient client, String uri) {
        return client.get().uri(uri).exchange().returnResult(byte[].class);
    }

    public static EntityExchangeResult<byte[]> post(RestTestClient client, String uri, Object body) {
        return send(client, HttpMethod.POST, uri, body);
    }

    /** @param body null for none */
    public static EntityExchangeResult<byte[]> send(RestTestClient client, HttpMethod method, String uri, Object body) {
        RestTestClient.RequestBodySpec request = client.method(method).uri(uri);
        return (body == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).body(body))
                .exchange()
                .returnResult(byte[].class);
    }

    public static String text(EntityExchangeResult<byte[]> result) {
        byte[] body = result.getResponseBody();
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    public static JsonNode body(EntityExchangeResult<byte[]> result) {
        String text = text(result);
        return JsonMapper.shared().readTree(text.isEmpty() ? "{}" : text);
    }
}
