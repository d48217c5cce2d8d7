package io.kehu.customer.export;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.siegmar.fastcsv.reader.CsvReader;
import io.kehu.customer.Calls;
import io.kehu.customer.transfer.ImportsApi;
import io.kehu.starter.test.Api;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Exports as people work with them, for the tests. */
final class ExportsApi {

    static final String EXPORTS = "/customer/v1/exports";
    static final String REASON = "Canary reason of this export, in words";

    private final Api api;
    private final ImportsApi imports;

    ExportsApi(Api api) {
        this.api = api;
        this.imports = new ImportsApi(api);
    }

    ImportsApi imports() {
        return imports;
    }

    /** Somebody who sees everything in the clear. */
    RestTestClient boss() {
        return api.as("export-boss", MANAGER, PRIVACY_OFFICER);
    }

    RestTestClient manager() {
        return api.as("export-manager", MANAGER);
    }

    /** @param more of the request, such as {@code filters} */
    static Map<String, Object> request(String format, List<String> columns, Map<String, Object> more) {
        Map<String, Object> request = new HashMap<>(Map.of(
                "columns",
                columns,
                "format",
                format,
                "language",
                "zh",
                "purpose",
                Map.of("code", "customer-care", "text", REASON)));
        request.putAll(more);
        return request;
    }

    EntityExchangeResult<byte[]> ask(RestTestClient client, Map<String, Object> request) {
        return Calls.post(client, EXPORTS, request);
    }

    /** @return the id */
    String asked(RestTestClient client, Map<String, Object> request) {
        EntityExchangeResult<byte[]> answer = ask(client, request);
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(202);
        String id = Calls.body(answer).path("id").stringValue();
        assertThat(answer.getResponseHeaders().getLocation()).hasToString(EXPORTS + "/" + id);
        return id;
    }

    /** Waits until the export has come to rest. */
    JsonNode ended(RestTestClient client, String id) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> get(client, id),
                        job -> !List.of("RUNNING").contains(job.path("state").stringValue()));
    }

    String ready(RestTestClient client, Map<String, Object> request) {
        String id = asked(client, request);
        JsonNode job = ended(client, id);
        assertThat(job.path("state").stringValue()).as(job.toString()).isEqualTo("READY");
        return id;
    }

    JsonNode get(RestTestClient client, String id) {
        return Calls.body(Calls.get(client, EXPORTS + "/" + id));
    }

    EntityExchangeResult<byte[]> download(RestTestClient client, String id) {
        return Calls.get(client, EXPORTS + "/" + id + "/file");
    }

    byte[] file(RestTestClient client, String id) {
        EntityExchangeResult<byte[]> answer = download(client, id);
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(200);
        return answer.getResponseBody();
    }

    /** From asking to the rows, the header first. */
    List<List<String>> rows(RestTestClient client, Map<String, Object> request) {
        return csv(file(client, ready(client, request)));
    }

    static List<List<String>> csv(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFF");
        try (var reader = CsvReader.builder().ofCsvRecord(new StringReader(text.substring(1)))) {
            return reader.stream().map(row -> List.copyOf(row.getFields())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Customers of nobody, that only this test knows. @return the import they came by */
    String imported(int count) {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        StringBuilder csv = new StringBuilder("姓名,会员卡号\n");
        IntStream.range(0, count).forEach(i -> csv.append("导出%s,%s-%d\n".formatted(ImportsApi.name(), tag, i)));
        String id = ImportsApi.id(imports.upload(csv.toString()));
        JsonNode checked = imports.run(id, "dry-run", "CHECKED");
        if (checked.path("approvalNeeded").asBoolean()) {
            imports.post(id, "approve", ADMIN).expectStatus().isOk();
        }
        JsonNode applied = imports.run(id, "apply", "APPLIED");
        assertThat(applied.path("applied").asInt()).isEqualTo(count);
        return id;
    }

    /** @return the number */
    String registered(RestTestClient client, Map<String, Object> customer) {
        EntityExchangeResult<byte[]> answer = Calls.post(client, "/customer/v1/customers", customer);
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(201);
        return Calls.body(answer).path("number").stringValue();
    }

    /** A tag these customers carry, and nobody else. */
    String tagged(List<String> numbers) {
        String tag = "x" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        RestTestClient admin = api.as(ADMIN);
        Calls.post(admin, "/customer/v1/tags", Map.of("code", tag, "tag", Map.of("name", tag, "colour", "#2e7d32")));
        EntityExchangeResult<byte[]> applied =
                Calls.post(admin, "/customer/v1/tags/" + tag + ":apply", Map.of("numbers", numbers));
        assertThat(applied.getStatus().is2xxSuccessful())
                .as(Calls.text(applied))
                .isTrue();
        return tag;
    }

    void staff(String subject, String reach, String... teams) {
        Map<String, Object> body = new HashMap<>(Map.of("teams", List.of(teams)));
        if (reach != null) {
            body.put("reach", reach);
        }
        put("/customer/v1/staff/" + subject, body);
    }

    void team(String code) {
        put("/customer/v1/teams/" + code, Map.of("name", code));
    }

    static String type(EntityExchangeResult<byte[]> answer) {
        return answer.getStatus().value() + " "
                + Calls.body(answer).path("type").asString("").replace("/problems/", "");
    }

    private void put(String uri, Object body) {
        EntityExchangeResult<byte[]> answer = Calls.send(api.as(ADMIN), HttpMethod.PUT, uri, body);
        assertThat(answer.getStatus().is2xxSuccessful()).as(Calls.text(answer)).isTrue();
    }
}
