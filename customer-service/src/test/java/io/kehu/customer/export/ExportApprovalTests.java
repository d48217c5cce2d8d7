package io.kehu.customer.export;

import static io.kehu.customer.export.ExportsApi.EXPORTS;
import static io.kehu.customer.export.ExportsApi.request;
import static io.kehu.customer.export.ExportsApi.type;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** How much leaves without a second person, and what that person may do. */
@CustomerServiceTest
class ExportApprovalTests {

    private static String manyImported;

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private EndExports endExports;

    private ExportsApi exports;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        exports = new ExportsApi(api);
    }

    @Test
    void manyPersonalValuesInTheClearWaitForASecondPerson() throws Exception {
        String id = exports.asked(exports.manager(), many("fullName"));
        JsonNode waiting = exports.get(exports.manager(), id);
        assertThat(waiting.path("state").stringValue()).isEqualTo("WAITING");
        assertThat(waiting.path("approvalNeeded").asBoolean()).isTrue();
        assertThat(waiting.path("clearColumns").path(0).stringValue()).isEqualTo("fullName");
        assertThat(waiting.path("total").asInt()).isEqualTo(1_001);
        assertThat(type(exports.download(exports.manager(), id))).isEqualTo("409 export-state");

        exports.team("EXPORT-NORTH");
        exports.staff("export-north", "TEAM", "EXPORT-NORTH");
        assertThat(decide(exports.manager(), id, "approve", null)).isEqualTo("403 export-own-approval");
        assertThat(decide(api.as("export-north", MANAGER), id, "approve", null)).isEqualTo("404 export-not-found");
        assertThat(decide(api.as(AGENT), id, "approve", null)).startsWith("403");
        assertThat(decide(api.as(ADMIN), id, "approve", "\"7\"")).startsWith("412");
        RestTestClient second = api.as("export-second", MANAGER);
        assertThat(Calls.text(Calls.get(second, EXPORTS))).contains(id);
        String heard = listen("export-second", id, second);

        assertThat(exports.ended(exports.manager(), id).path("state").stringValue())
                .isEqualTo("READY");
        assertThat(heard).contains("event:progress", "\"state\":\"WAITING\"", "event:end", "READY");
        assertThat(exports.get(exports.manager(), id).path("approvedBy").stringValue())
                .isEqualTo("export-second");
        assertThat(decide(second, id, "approve", null)).startsWith("200");
        assertThat(decide(api.as(ADMIN), id, "refuse", null)).isEqualTo("409 export-state");
        assertThat(ExportsApi.csv(exports.file(exports.manager(), id))).hasSize(1_002);
        assertThat(type(exports.download(second, id))).isEqualTo("404 export-not-found");
        assertThat(jdbc.sql("SELECT count(*) FROM audit_entry WHERE action = 'export.approve' AND object = :id")
                        .param("id", id)
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void maskedOnesNeedNobodyHoweverMany() {
        String id = exports.ready(api.as(ADMIN), many("fullName"));
        assertThat(exports.get(api.as(ADMIN), id).path("done").asInt()).isEqualTo(1_001);
    }

    @Test
    void aRefusalIsFinal() {
        String id = exports.asked(exports.manager(), many("fullName"));

        assertThat(decide(exports.manager(), id, "refuse", null)).isEqualTo("403 export-own-approval");
        assertThat(decide(api.as(ADMIN), id, "refuse", null)).startsWith("200");

        assertThat(exports.get(exports.manager(), id).path("state").stringValue())
                .isEqualTo("REFUSED");
        assertThat(decide(api.as("export-second", MANAGER), id, "approve", null))
                .isEqualTo("409 export-state");
    }

    @Test
    void aRequestNobodyAnswersEnds() {
        String id = exports.asked(exports.manager(), many("fullName"));
        jdbc.sql("UPDATE export_job SET expires_at = now() - interval '1 second' WHERE id = :id::uuid")
                .param("id", id)
                .update();

        assertThat(decide(api.as(ADMIN), id, "approve", null)).isEqualTo("410 export-expired");
        endExports.expire();

        assertThat(exports.get(exports.manager(), id).path("state").stringValue())
                .isEqualTo("EXPIRED");
    }

    @Test
    void theDatabaseHoldsToTheSecondPersonToo() {
        String id = exports.asked(exports.manager(), many("fullName"));
        for (String set : List.of(
                "approved_by = created_by, approved_at = now()",
                "state = 'RUNNING'",
                "state = 'READY'",
                "rows = 1",
                "rows = row_limit + 1, approved_by = 'x', approved_at = now()",
                "state = 'REFUSED', destroyed_at = now()",
                "clear_columns = '{salary}'")) {
            assertThatThrownBy(() -> jdbc.sql("UPDATE export_job SET " + set + " WHERE id = :id::uuid")
                            .param("id", id)
                            .update())
                    .as(set)
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
        assertThatThrownBy(() -> jdbc.sql("INSERT INTO export_chunk VALUES (:id::uuid, 0, 1, 'x')")
                        .param("id", id)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void agentsGetSoManyRowsAndAreToldWhatToDo() {
        String many = exports.tagged(numbers(501));
        String fewer = exports.tagged(numbers(500));

        EntityExchangeResult<byte[]> answer = exports.ask(api.as("export-agent", AGENT), tagged(many));

        assertThat(type(answer)).isEqualTo("422 export-too-large");
        assertThat(Calls.text(answer)).contains("500");
        assertThat(exports.rows(api.as("export-agent", AGENT), tagged(fewer))).hasSize(501);
        assertThat(exports.rows(exports.manager(), tagged(many))).hasSize(502);
    }

    private List<String> numbers(int count) {
        return jdbc.sql("""
                        SELECT number FROM import_row_before WHERE import_id = :id::uuid ORDER BY number LIMIT :count
                        """)
                .param("id", manyImported())
                .param("count", count)
                .query(String.class)
                .list();
    }

    private static Map<String, Object> tagged(String tag) {
        return request("CSV", List.of("number"), Map.of("filters", Map.of("tag", tag)));
    }

    private Map<String, Object> many(String column) {
        return request("CSV", List.of("number", column), Map.of("importId", manyImported()));
    }

    /** All tests look at the same ones. */
    private String manyImported() {
        if (manyImported == null) {
            manyImported = exports.imported(1_001);
        }
        return manyImported;
    }

    /** Approves while somebody listens. */
    private String listen(String subject, String id, RestTestClient approver) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.baseUrl() + EXPORTS + "/" + id + "/progress"))
                .header("Authorization", "Bearer " + api.token(ADMIN))
                .build();
        var heard = client.sendAsync(request, HttpResponse.BodyHandlers.ofLines());
        HttpResponse<Stream<String>> open = heard.get(10, TimeUnit.SECONDS);
        assertThat(decide(approver, id, "approve", null)).as(subject).startsWith("200");
        String body = String.join("\n", open.body().toList());
        return body;
    }

    private String decide(RestTestClient client, String id, String decision, String ifMatch) {
        RestTestClient.RequestBodySpec request =
                client.method(HttpMethod.POST).uri(EXPORTS + "/" + id + "/" + decision);
        return type((ifMatch == null ? request : request.header("If-Match", ifMatch))
                .exchange()
                .returnResult(byte[].class));
    }
}
