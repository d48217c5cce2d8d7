package io.kehu.customer.catalogue;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.text;
import static io.kehu.customer.catalogue.FileApi.PDF;
import static io.kehu.customer.catalogue.FileApi.uri;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.test.Api;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** Files at customers: what is taken, who sees it, and that nothing of it lies about. */
@CustomerServiceTest
class CustomerFileTests {

    private static final int MIB = 1024 * 1024;

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PersonalData personalData;

    private CatalogueApi catalogue;
    private FileApi files;
    private String field;
    private String number;

    @BeforeEach
    void aCustomerAndAField() {
        IdentityStub.stub();
        catalogue = new CatalogueApi(api);
        files = new FileApi(api);
        field = files.field("PERSONAL", "AGENT", "ADMIN", "MEMBER");
        number = catalogue.registered(Map.of());
    }

    @Test
    void aFileComesBackAsItWasAndAsAnAttachment() {
        byte[] large = Arrays.copyOf(PDF, 3 * MIB + 17);
        new Random(7).nextBytes(large);
        System.arraycopy(PDF, 0, large, 0, PDF.length);
        String id = files.added(AGENT, number, field, "合同 2026.pdf", large);

        EntityExchangeResult<byte[]> found = files.get(AGENT, number, field, id);

        assertThat(found.getStatus().value()).isEqualTo(200);
        assertThat(found.getResponseBody()).isEqualTo(large);
        assertThat(found.getResponseHeaders().getFirst("X-Content-Type-Options"))
                .isEqualTo("nosniff");
        assertThat(found.getResponseHeaders().getContentDisposition().isAttachment())
                .isTrue();
        assertThat(found.getResponseHeaders().getContentDisposition().getFilename())
                .isEqualTo("合同 2026.pdf");
        assertThat(found.getResponseHeaders().getCacheControl()).isEqualTo("no-store");
        assertThat(String.valueOf(found.getResponseHeaders().getContentType())).isEqualTo("application/pdf");
        JsonNode shown = catalogue.custom(AGENT, number).path(field).path(0);
        assertThat(shown.path("id").asString()).isEqualTo(id);
        assertThat(shown.path("size").asInt()).isEqualTo(large.length);
        assertThat(actions()).contains("customer.file.add", "customer.file.read");
    }

    @Test
    void itIsAChangeOfTheRecordWithAHistory() {
        String id = files.added(AGENT, number, field, "a.pdf", PDF);
        assertThat(files.delete(AGENT, number, field, id)).isEqualTo(204);

        JsonNode record = body(Calls.get(api.as(AGENT), CatalogueApi.CUSTOMERS + "/" + number));
        String history = text(Calls.get(api.as(AGENT), CatalogueApi.CUSTOMERS + "/" + number + "/history"));
        assertThat(record.path("version").asInt()).isEqualTo(3);
        assertThat(record.path("custom").has(field)).isFalse();
        assertThat(history.split("custom." + field, -1)).hasSize(3);
        assertThat(files.get(AGENT, number, field, id).getStatus().value()).isEqualTo(404);
        assertThat(files.delete(AGENT, number, field, id)).isEqualTo(404);
        assertThat(jdbc.sql("SELECT count(*) FROM customer_file_chunk WHERE file_id = :id")
                        .param("id", UUID.fromString(id))
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void repeatingIsSafeAndAnIdIsNobodyElses() {
        String id = files.added(AGENT, number, field, "a.pdf", PDF);
        String other = catalogue.registered(Map.of());

        assertThat(put(number, id, "a.pdf", "application/pdf", PDF)).isEqualTo(200);
        assertThat(put(number, id, "a.pdf", "application/pdf", Arrays.copyOf(PDF, 20)))
                .isEqualTo(409);
        assertThat(put(number, id, "b.pdf", "application/pdf", PDF)).isEqualTo(409);
        assertThat(put(other, id, "a.pdf", "application/pdf", PDF)).isEqualTo(409);
        assertThat(files.get(AGENT, other, field, id).getStatus().value()).isEqualTo(404);
        assertThat(files.delete(AGENT, other, field, id)).isEqualTo(404);
    }

    @Test
    void whatIsNotKeptIsRefused() {
        byte[] html = "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        byte[] svg = "\uFEFF  <svg xmlns='x'>".getBytes(StandardCharsets.UTF_8);

        assertThat(put(number, "a.html", "text/html", html)).isEqualTo(415);
        assertThat(put(number, "a.svg", "image/svg+xml", svg)).isEqualTo(415);
        assertThat(put(number, "a.txt", "text/plain", html)).isEqualTo(422);
        assertThat(put(number, "a.txt", "text/plain", svg)).isEqualTo(422);
        assertThat(put(number, "a.txt", "text/plain", new byte[] {'a', 0, 'b'})).isEqualTo(422);
        assertThat(put(number, "a.png", "image/png", PDF)).isEqualTo(422);
        assertThat(put(number, "a.pdf", "application/pdf", new byte[0])).isEqualTo(422);
        assertThat(put(number, "a.pdf", "application/pdf", Arrays.copyOf(PDF, 10 * MIB + 1)))
                .isEqualTo(413);
        assertThat(put(number, "../..", "application/pdf", PDF)).isEqualTo(400);
        assertThat(put(number, "a.pdf", "application/pdf", Arrays.copyOf(PDF, 10 * MIB)))
                .isEqualTo(201);
        assertThat(put("C09999999999", "a.pdf", "application/pdf", PDF)).isEqualTo(404);
        assertThat(FileApi.put(
                                api.as(AGENT),
                                uri(number, "nobody", UUID.randomUUID().toString()))
                        .getStatus()
                        .value())
                .isEqualTo(404);
        String text = catalogue.define("TEXT", "INTERNAL", Map.of());
        assertThat(FileApi.put(
                                api.as(AGENT),
                                uri(number, text, UUID.randomUUID().toString()))
                        .getStatus()
                        .value())
                .isEqualTo(404);
        assertThat(catalogue.custom(AGENT, number).path(field)).hasSize(1);
    }

    @Test
    void namesLosePathsControlCharactersAndWrongEndings() {
        assertThat(named("../../etc/passwd", "text/plain", "x".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("passwd.txt");
        assertThat(named("C:\\Users\\a\\合\u202E同\r\n.pdf", "application/pdf", PDF))
                .isEqualTo("合同.pdf");
        assertThat(named("page.html", "text/csv", "a,b".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("page.html.csv");
    }

    @Test
    void aFieldHoldsTenAlsoWhenTwoComeAtOnce() throws Exception {
        for (int i = 0; i < 8; i++) {
            files.added(AGENT, number, field, i + ".pdf", PDF);
        }
        List<Callable<Integer>> tries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tries.add(() -> put(number, "race.pdf", "application/pdf", PDF));
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> one : threads.invokeAll(tries)) {
                statuses.add(one.get());
            }
        }

        assertThat(statuses).containsExactlyInAnyOrder(201, 201, 409, 409);
        assertThat(catalogue.custom(AGENT, number).path(field)).hasSize(10);
    }

    @Test
    void whoSeesAMaskSaysWhyOrGetsNothing() {
        String id = files.added(AGENT, number, field, "金丝雀.pdf", PDF);
        String reason = "?reason=contract+check";

        assertThat(catalogue.custom(MANAGER, number).path(field).toString()).doesNotContain("金丝雀");
        assertThat(files.get(MANAGER, number, field, id).getStatus().value()).isEqualTo(400);
        assertThat(files.get(MANAGER, number, field, id + "?reason=x")
                        .getStatus()
                        .value())
                .isEqualTo(400);
        assertThat(files.get(MANAGER, number, field, id + reason).getStatus().value())
                .isEqualTo(200);
        assertThat(files.get(PRIVACY_OFFICER, number, field, id + reason)
                        .getStatus()
                        .value())
                .isEqualTo(200);
        assertThat(files.get(AUDITOR, number, field, id + reason).getStatus().value())
                .isEqualTo(403);
        assertThat(files.get(INTEGRATOR, number, field, id + reason).getStatus().value())
                .isEqualTo(404);
        assertThat(Calls.get(api.asMember(number), uri(number, field, id))
                        .getStatus()
                        .value())
                .isEqualTo(200);
        assertThat(Calls.get(api.asMember("C09999999999"), uri(number, field, id))
                        .getStatus()
                        .value())
                .isEqualTo(404);
        assertThat(actions()).contains("customer.reveal");
        String sensitive = files.field("SENSITIVE", "AGENT", "MEMBER");
        String hidden = files.added(AGENT, number, sensitive, "a.pdf", PDF);
        assertThat(files.get(AGENT, number, sensitive, hidden).getStatus().value())
                .isEqualTo(400);
        assertThat(files.get(AGENT, number, sensitive, hidden + reason)
                        .getStatus()
                        .value())
                .isEqualTo(200);
    }

    @Test
    void onlyWhoMayEditTheFieldAddsAndDeletes() {
        String locked = catalogue.define(
                "FILE",
                "PERSONAL",
                Map.of("searchable", false, "visibleTo", List.of("AGENT"), "editableBy", List.of("ADMIN")));
        String id = UUID.randomUUID().toString();

        assertThat(FileApi.put(api.as(AGENT), uri(number, locked, id))
                        .getStatus()
                        .value())
                .isEqualTo(403);
        assertThat(FileApi.put(api.as(INTEGRATOR), uri(number, locked, id))
                        .getStatus()
                        .value())
                .isEqualTo(404);
        assertThat(FileApi.put(api.as(ADMIN), uri(number, locked, id))
                        .getStatus()
                        .value())
                .isEqualTo(201);
        assertThat(files.delete(AGENT, number, locked, id)).isEqualTo(403);
        assertThat(files.delete(ADMIN, number, locked, id)).isEqualTo(204);
    }

    @Test
    void aPatchNeitherAddsNorTakesFiles() {
        files.added(AGENT, number, field, "a.pdf", PDF);

        assertThat(CatalogueApi.errors(catalogue.register(Map.of(field, List.of()))))
                .containsExactly("/custom/" + field + " custom-file");
        assertThat(CatalogueApi.errors(
                        catalogue.patchCustom(AGENT, number, 2, java.util.Collections.singletonMap(field, null))))
                .containsExactly("/custom/" + field + " custom-file");
        assertThat(Calls.get(api.as(AGENT), CatalogueApi.CUSTOMERS + "?custom." + field + "=a.pdf")
                        .getStatus()
                        .value())
                .isEqualTo(422);
    }

    @Test
    void nothingLiesInTheOpenAndErasingTheKeyErasesAll() {
        String id = files.added(AGENT, number, field, "金丝雀.pdf", PDF);

        String rows = jdbc.sql("""
                        SELECT concat(f, encode(c.data, 'escape'), v) FROM customer_file f
                        JOIN customer_file_chunk c ON c.file_id = f.id JOIN customer_custom v ON v.number = f.number
                        WHERE f.id = :id
                        """)
                .param("id", UUID.fromString(id))
                .query(String.class)
                .single();
        assertThat(rows).doesNotContain("金丝雀").doesNotContain("%PDF");
        personalData.destroy(number);
        assertThat(files.get(ADMIN, number, field, id).getStatus().value()).isEqualTo(404);
    }

    private int put(String of, String name, String mediaType, byte[] content) {
        return put(of, UUID.randomUUID().toString(), name, mediaType, content);
    }

    private int put(String of, String id, String name, String mediaType, byte[] content) {
        return FileApi.put(api.as(AGENT), uri(of, field, id), name, mediaType, content)
                .getStatus()
                .value();
    }

    private String named(String name, String mediaType, byte[] content) {
        EntityExchangeResult<byte[]> answer =
                FileApi.put(api.as(AGENT), uri(number, field, UUID.randomUUID().toString()), name, mediaType, content);
        return body(answer).path("name").asString();
    }

    private List<String> actions() {
        return jdbc.sql("SELECT DISTINCT action FROM audit_entry WHERE object = :number")
                .param("number", number)
                .query(String.class)
                .list();
    }
}
