package io.kehu.customer.erasure;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.get;
import static io.kehu.customer.Calls.post;
import static io.kehu.customer.customer.RecordApi.CUSTOMERS;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.customer.RecordApi;
import io.kehu.starter.test.Api;
import java.util.Map;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Erasures over HTTP, as tests use them. */
final class ErasureApi {

    static final String ERASURES = "/customer/v1/erasures";

    private final Api api;

    ErasureApi(Api api) {
        this.api = api;
    }

    EntityExchangeResult<byte[]> request(RestTestClient client, String number, long version) {
        return client.delete()
                .uri(CUSTOMERS + "/" + number)
                .header("If-Match", "\"" + version + "\"")
                .exchange()
                .returnResult(byte[].class);
    }

    /** By the customer. @return id of the request */
    String requested(String number) {
        long version = new RecordApi(api).get(ADMIN, number).path("version").asLong();
        EntityExchangeResult<byte[]> answer = request(api.asMember(number), number, version);
        assertThat(answer.getStatus().value()).isEqualTo(202);
        return body(answer).path("id").asString();
    }

    EntityExchangeResult<byte[]> approve(String officer, String id) {
        return post(api.as(officer, PRIVACY_OFFICER), ERASURES + "/" + id + ":approve", Map.of());
    }

    EntityExchangeResult<byte[]> refuse(String officer, String id, String reason) {
        return post(api.as(officer, PRIVACY_OFFICER), ERASURES + "/" + id + ":refuse", Map.of("reason", reason));
    }

    JsonNode show(String id) {
        return body(get(api.as(PRIVACY_OFFICER), ERASURES + "/" + id));
    }

    /** Asked for, agreed to and done. @return the erasure */
    JsonNode erased(String number) {
        String id = requested(number);
        assertThat(approve("officer-1", id).getStatus().value()).isEqualTo(202);
        await().until(() -> show(id).path("state").asString().equals("ERASED"));
        return show(id);
    }
}
