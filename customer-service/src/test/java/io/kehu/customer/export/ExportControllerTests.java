package io.kehu.customer.export;

import static io.kehu.customer.export.ExportsApi.EXPORTS;
import static io.kehu.customer.export.ExportsApi.request;
import static io.kehu.customer.export.ExportsApi.type;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.customer.transfer.ImportsApi;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Asking for a file, getting it, and its end. */
@CustomerServiceTest
class ExportControllerTests {

    private static final List<String> COLUMNS = List.of("number", "fullName", "phone", "email", "birthDate", "tags");

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private EndExports endExports;

    private ExportsApi exports;

    /** Somebody of whom we know everything. */
    private record Person(String number, String name, String phone, String email, String tag) {}

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        exports = new ExportsApi(api);
    }

    @Test
    void whoSeesAllInTheClearGetsItSo() {
        Person person = person();

        List<List<String>> rows = exports.rows(exports.boss(), of(person, COLUMNS));

        assertThat(rows.getFirst()).containsExactly("客户号", "姓名", "手机", "邮箱", "出生日期", "标签", "_export");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).subList(0, 6))
                .containsExactly(
                        person.number(),
                        person.name(),
                        "'+86" + person.phone(),
                        person.email(),
                        "1988-05-12",
                        person.tag());
    }

    @Test
    void everybodyElseGetsTheMasksOfTheirLists() {
        Person person = person();

        List<String> managers =
                exports.rows(exports.manager(), of(person, COLUMNS)).get(1);
        List<String> admins = exports.rows(api.as(ADMIN), of(person, COLUMNS)).get(1);

        assertThat(managers.subList(1, 5))
                .containsExactly(
                        person.name(),
                        person.phone().substring(0, 3) + "****" + person.phone().substring(7),
                        "z***@canary.cn",
                        "1988-**-**");
        assertThat(admins.get(1)).isEqualTo("诸*").isNotEqualTo(person.name());
        assertThat(admins.subList(2, 5)).isEqualTo(managers.subList(2, 5));
    }

    @Test
    void columnsThatAreNotThereForTheCallerAreNamed() {
        String hidden = field("INTERNAL", List.of("ADMIN"));

        EntityExchangeResult<byte[]> answer = exports.ask(
                exports.manager(),
                request(
                        "CSV",
                        List.of("number", "salary", "custom." + hidden, "number", "consent:FAX:SPAM"),
                        Map.of()));

        assertThat(type(answer)).isEqualTo("422 export-columns-invalid");
        assertThat(Calls.body(answer)
                        .path("errors")
                        .valueStream()
                        .map(error -> error.path("pointer").stringValue() + " "
                                + error.path("code").stringValue()))
                .containsExactly(
                        "/columns/1 export-column",
                        "/columns/2 export-column",
                        "/columns/3 duplicate",
                        "/columns/4 export-column");
    }

    @Test
    void personalFieldsOfAdministratorsAreMaskedForThoseWhoSeeAMask() {
        String field = field("PERSONAL", List.of("AGENT"));
        String number = exports.registered(
                api.as(AGENT), Map.of("fullName", ImportsApi.name(), "custom", Map.of(field, "Kanarienvogel")));
        Map<String, Object> request = request(
                "CSV", List.of("custom." + field), Map.of("filters", Map.of("tag", exports.tagged(List.of(number)))));

        assertThat(exports.rows(api.as(AGENT), request).get(1).getFirst()).isEqualTo("Kanarienvogel");
        assertThat(exports.rows(exports.manager(), request).get(1).getFirst()).isEqualTo("****");
    }

    @Test
    void aPurposeMustBeStatedInWords() {
        for (Map<String, String> purpose : List.of(
                Map.of("code", "curiosity", "text", ExportsApi.REASON),
                Map.of("code", "customer-care", "text", "because"),
                Map.of("code", "customer-care", "text", "   short    "))) {
            EntityExchangeResult<byte[]> answer =
                    exports.ask(exports.manager(), request("CSV", List.of("number"), Map.of("purpose", purpose)));
            assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(400);
        }
        assertThat(Calls.text(Calls.get(exports.manager(), EXPORTS + ":options")))
                .contains("customer-care", "fullName", "consent:EMAIL:MARKETING");
        assertThat(exports.ask(api.as(MEMBER), request("CSV", List.of("number"), Map.of()))
                        .getStatus()
                        .value())
                .isEqualTo(403);
    }

    @Test
    void filtersThatWouldKeepSomethingPersonalOrForeignAreRefused() {
        String field = field("PERSONAL", List.of("AGENT", "MANAGER"));
        assertThat(type(exports.ask(
                        exports.manager(),
                        request("CSV", List.of("number"), Map.of("filters", Map.of("custom", Map.of(field, "x")))))))
                .isEqualTo("422 custom-filter-invalid");
        assertThat(type(exports.ask(
                        exports.manager(), request("CSV", List.of("number"), Map.of("view", UUID.randomUUID())))))
                .isEqualTo("404 view-not-found");
        assertThat(type(exports.ask(
                        api.as(AGENT), request("CSV", List.of("number"), Map.of("importId", UUID.randomUUID())))))
                .isEqualTo("404 import-not-found");
    }

    @Test
    void aViewIsKeptAsItWas() {
        Person person = person();
        Map<String, Object> view = Map.of(
                "name",
                person.tag(),
                "sharing",
                "PRIVATE",
                "filters",
                Map.of("stage", "LOST"),
                "columns",
                List.of("fullName"),
                "sort",
                "number");
        String id = Calls.body(Calls.post(exports.manager(), "/customer/v1/views", view))
                .path("id")
                .stringValue();

        assertThat(exports.rows(
                        exports.manager(),
                        request("CSV", List.of("number"), Map.of("view", id, "filters", Map.of("tag", person.tag())))))
                .hasSize(1);
        assertThat(exports.rows(
                        exports.manager(),
                        request(
                                "CSV",
                                List.of("number"),
                                Map.of("view", id, "filters", Map.of("tag", person.tag(), "stage", "PROSPECT")))))
                .hasSize(2);
    }

    @Test
    void othersDoNotKnowOfItAndNobodyElseGetsTheFile() {
        String id = exports.ready(exports.manager(), of(person(), COLUMNS));

        for (RestTestClient stranger : List.of(api.as("export-stranger", MANAGER), api.as(AGENT))) {
            assertThat(type(Calls.get(stranger, EXPORTS + "/" + id))).isEqualTo("404 export-not-found");
            assertThat(type(exports.download(stranger, id))).isEqualTo("404 export-not-found");
            assertThat(type(Calls.get(stranger, EXPORTS + "/" + id + "/progress")))
                    .isEqualTo("404 export-not-found");
            assertThat(Calls.text(Calls.get(stranger, EXPORTS))).doesNotContain(id);
        }
        for (RestTestClient overseer : List.of(api.as(ADMIN), api.as(AUDITOR))) {
            assertThat(exports.get(overseer, id).path("purposeText").stringValue())
                    .isEqualTo(ExportsApi.REASON);
            assertThat(exports.get(overseer, id).has("fileUrl")).isFalse();
            assertThat(Calls.text(Calls.get(overseer, EXPORTS))).contains(id).doesNotContain(ExportsApi.REASON);
        }
        assertThat(type(exports.download(api.as(ADMIN), id))).isEqualTo("404 export-not-found");
        assertThat(exports.download(api.as(AUDITOR), id).getStatus().value()).isEqualTo(403);
    }

    @Test
    void theListIsInPagesNewestFirst() {
        // An agent: managers see what waits for a second person as well.
        RestTestClient client = api.as("export-" + UUID.randomUUID(), AGENT);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.addFirst(exports.ready(client, of(person(), List.of("number"))));
        }

        JsonNode first = Calls.body(Calls.get(client, EXPORTS + "?limit=2"));
        JsonNode second = Calls.body(Calls.get(
                client, EXPORTS + "?limit=2&cursor=" + first.path("nextCursor").stringValue()));

        assertThat(List.of(first, second))
                .flatExtracting(page -> page.path("items")
                        .valueStream()
                        .map(item -> item.path("id").stringValue())
                        .toList())
                .isEqualTo(ids);
    }

    @Test
    void aFileIsDownloadedOnlySoOftenAndEachIsOnRecord() {
        String id = exports.ready(exports.manager(), of(person(), COLUMNS));

        byte[] first = exports.file(exports.manager(), id);
        for (int i = 1; i < 5; i++) {
            assertThat(exports.file(exports.manager(), id)).isEqualTo(first);
        }

        assertThat(type(exports.download(exports.manager(), id))).isEqualTo("409 export-downloads-used");
        assertThat(audited("export.download", id)).isEqualTo(5);
        assertThat(audited("export.ask", id)).isEqualTo(1);
        assertThat(audited("export.produce", id)).isEqualTo(1);
    }

    @Test
    void afterItsTimeNothingIsLeft() {
        String id = exports.ready(exports.manager(), of(person(), COLUMNS));
        assertThat(left(id)).isEqualTo("1 1 1");
        jdbc.sql("UPDATE export_job SET expires_at = now() - interval '1 second' WHERE id = :id::uuid")
                .param("id", id)
                .update();

        assertThat(type(exports.download(exports.manager(), id))).isEqualTo("410 export-expired");
        endExports.expire();

        assertThat(type(exports.download(exports.manager(), id))).isEqualTo("410 export-expired");
        assertThat(exports.get(exports.manager(), id).path("state").stringValue())
                .isEqualTo("EXPIRED");
        assertThat(left(id)).isEqualTo("0 0 1");
        assertThat(audited("export.expire", id)).isEqualTo(1);
        jdbc.sql("UPDATE export_job SET created_at = created_at - interval '500 days' WHERE id = :id::uuid")
                .param("id", id)
                .update();
        endExports.forget();
        assertThat(left(id)).isEqualTo("0 0 0");
        assertThat(exports.get(api.as(ADMIN), id).has("purposeText")).isFalse();
    }

    @Test
    void whoAskedMayGiveItUp() {
        String id = exports.ready(exports.manager(), of(person(), COLUMNS));
        String tag = Calls.get(exports.manager(), EXPORTS + "/" + id)
                .getResponseHeaders()
                .getETag();

        assertThat(cancel(exports.manager(), id, null)).isEqualTo(428);
        assertThat(cancel(exports.manager(), id, "\"99\"")).isEqualTo(412);
        assertThat(cancel(api.as(ADMIN), id, tag)).isEqualTo(404);
        assertThat(cancel(exports.manager(), id, tag)).isEqualTo(204);

        assertThat(left(id)).isEqualTo("0 0 1");
        assertThat(type(exports.download(exports.manager(), id))).isEqualTo("409 export-state");
    }

    @Test
    void aRepeatedRequestMakesOneFileAndItsStoredAnswerKeepsNoWords() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> request = of(person(), COLUMNS);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(Calls.body(exports.manager()
                            .post()
                            .uri(EXPORTS)
                            .header("Idempotency-Key", key)
                            .body(request)
                            .exchange()
                            .returnResult(byte[].class))
                    .path("id")
                    .stringValue());
        }

        assertThat(ids.getFirst()).isNotEmpty().isEqualTo(ids.getLast());
        assertThat(jdbc.sql("SELECT string_agg(a::text, ' ') FROM idempotency_key a")
                        .query(String.class)
                        .single())
                .contains(ids.getFirst())
                .doesNotContain("Canary");
    }

    @Test
    void nothingOfItStandsInTheClearInTheDatabase() {
        Person person = person();
        String id = exports.ready(exports.boss(), of(person, COLUMNS));

        assertThat(jdbc.sql("SELECT string_agg(j::text, ' ') FROM export_job j")
                        .query(String.class)
                        .single())
                .contains(id)
                .doesNotContain("Canary")
                .doesNotContain(person.name());
        for (String canary : List.of(person.name(), person.phone(), person.email(), "_export")) {
            assertThat(jdbc.sql(
                                    "SELECT count(*) FROM export_chunk WHERE position(convert_to(:canary, 'UTF8') IN data) > 0")
                            .param("canary", canary)
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void ofNobodyThereIsAHeader() {
        assertThat(exports.rows(
                        exports.manager(),
                        request("CSV", List.of("number"), Map.of("filters", Map.of("tag", "nobody-has-this")))))
                .hasSize(1);
    }

    private int cancel(RestTestClient client, String id, String ifMatch) {
        RestTestClient.RequestBodySpec request =
                client.method(HttpMethod.DELETE).uri(EXPORTS + "/" + id);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch))
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }

    private Person person() {
        String name = "诸葛" + ImportsApi.name();
        String phone = ImportsApi.phone();
        String email = "z" + UUID.randomUUID().toString().substring(0, 8) + "@canary.cn";
        String number = exports.registered(
                exports.manager(),
                Map.of(
                        "fullName",
                        name,
                        "birthDate",
                        "1988-05-12",
                        "contactPoints",
                        List.of(Map.of("kind", "PHONE", "value", phone), Map.of("kind", "EMAIL", "value", email))));
        return new Person(number, name, phone, email, exports.tagged(List.of(number)));
    }

    private static Map<String, Object> of(Person person, List<String> columns) {
        return request("CSV", columns, Map.of("filters", Map.of("tag", person.tag())));
    }

    private String field(String dataClass, List<String> visibleTo) {
        String code = "export_" + UUID.randomUUID().toString().substring(0, 8);
        EntityExchangeResult<byte[]> answer = Calls.post(
                api.as(ADMIN),
                "/customer/v1/fields",
                Map.of(
                        "code",
                        code,
                        "label",
                        Map.of("zh", "字段", "en", "Field"),
                        "type",
                        "TEXT",
                        "class",
                        dataClass,
                        "visibleTo",
                        visibleTo,
                        "editableBy",
                        List.of("AGENT"),
                        "searchable",
                        true));
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(201);
        return code;
    }

    private long audited(String action, String id) {
        return jdbc.sql("SELECT count(*) FROM audit_entry WHERE action = :action AND object = :id")
                .param("action", action)
                .param("id", id)
                .query(Long.class)
                .single();
    }

    /** Chunks, keys of the rows, keys of the reason. */
    private String left(String id) {
        return jdbc.sql("""
                        SELECT (SELECT count(*) FROM export_chunk WHERE export_id = :id::uuid)
                            || ' ' || (SELECT count(*) FROM data_key WHERE subject = 'export/' || :id)
                            || ' ' || (SELECT count(*) FROM data_key WHERE subject = 'export-purpose/' || :id)
                        """).param("id", id).query(String.class).single();
    }
}
