package io.kehu.customer;

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
        return client.post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .returnResult(byte[].class);
    }

    public static JsonNode body(EntityExchangeResult<byte[]> result) {
        byte[] body = result.getResponseBody();
        return JsonMapper.shared().readTree(body == null || body.length == 0 ? new byte[] {'{', '}'} : body);
    }
}
