package io.kehu.customer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.Calls;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What tests ask of files at customers. */
public record FileApi(Api api) {

    public static final byte[] PDF = "%PDF-1.7 金丝雀合同".getBytes(StandardCharsets.UTF_8);

    /** A field of files that these roles see, and that everybody may write who may change customers. */
    public String field(String dataClass, String... visibleTo) {
        Map<String, Object> more = new HashMap<>(Map.of(
                "searchable",
                false,
                "visibleTo",
                List.of(visibleTo),
                "editableBy",
                List.of("AGENT", "MANAGER", "ADMIN", "INTEGRATOR", "MEMBER")));
        return new CatalogueApi(api).define("FILE", dataClass, more);
    }

    public static String uri(String number, String field, String id) {
        return "/customer/v1/customers/" + number + "/files/" + field + "/" + id;
    }

    public static EntityExchangeResult<byte[]> put(RestTestClient client, String uri) {
        return put(client, uri, "合同.pdf", "application/pdf", PDF);
    }

    static EntityExchangeResult<byte[]> put(
            RestTestClient client, String uri, String name, String mediaType, byte[] content) {
        return client.put()
                .uri(uri + "?name={name}", name)
                .contentType(MediaType.parseMediaType(mediaType))
                .body(content)
                .exchange()
                .returnResult(byte[].class);
    }

    /** @return id of a file that was added */
    public String added(Role role, String number, String field, String name, byte[] content) {
        String id = UUID.randomUUID().toString();
        EntityExchangeResult<byte[]> answer =
                put(api.as(role), uri(number, field, id), name, "application/pdf", content);
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(201);
        return id;
    }

    public EntityExchangeResult<byte[]> get(Role role, String number, String field, String id) {
        return Calls.get(api.as(role), uri(number, field, id));
    }

    public int delete(Role role, String number, String field, String id) {
        return api.as(role)
                .delete()
                .uri(uri(number, field, id))
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }
}
