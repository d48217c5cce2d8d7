package io.kehu.customer.export;

import static io.kehu.customer.export.ExportsApi.EXPORTS;
import static io.kehu.customer.export.ExportsApi.request;
import static io.kehu.customer.export.ExportsApi.type;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AUDITOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.customer.transfer.ImportsApi;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Whose file a row was found in. */
@CustomerServiceTest
class ExportTraceTests {

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
    void aRowLeadsBackToWhoAskedForItLongAfterTheFileIsGone() {
        String number = exports.registered(
                exports.manager(),
                Map.of(
                        "fullName",
                        ImportsApi.name(),
                        "contactPoints",
                        List.of(Map.of("kind", "PHONE", "value", ImportsApi.phone()))));
        String id = exports.ready(
                exports.boss(),
                request(
                        "CSV",
                        List.of("number", "fullName", "phone"),
                        Map.of("filters", Map.of("tag", exports.tagged(List.of(number))))));
        List<String> row = ExportsApi.csv(exports.file(exports.boss(), id)).get(1);
        String mark = row.getLast();
        List<String> cells = row.subList(0, 3);
        jdbc.sql("UPDATE export_job SET expires_at = now() WHERE id = :id::uuid")
                .param("id", id)
                .update();
        endExports.expire();

        JsonNode origin = Calls.body(Calls.get(api.as(AUDITOR), EXPORTS + ":trace?mark=" + mark));
        assertThat(origin.path("exportId").stringValue()).isEqualTo(id);
        assertThat(origin.path("row").asInt()).isOne();
        assertThat(origin.path("createdBy").stringValue()).isEqualTo("export-boss");
        assertThat(origin.path("purposeText").stringValue()).isEqualTo(ExportsApi.REASON);
        assertThat(origin.has("unaltered")).isFalse();

        assertThat(unaltered(mark, cells)).isTrue();
        // As a workbook shows it, without the apostrophe.
        assertThat(unaltered(
                        mark, List.of(cells.get(0), cells.get(1), cells.get(2).substring(1))))
                .isTrue();
        List<String> changed = new ArrayList<>(cells);
        changed.set(2, "+8613900000000");
        assertThat(unaltered(mark, changed)).isFalse();
        assertThat(unaltered(mark, cells.subList(0, 2))).isFalse();
    }

    @Test
    void marksOfOthersAreNotKnown() {
        String number = exports.registered(exports.manager(), Map.of("fullName", ImportsApi.name()));
        String mark = exports.rows(
                        exports.manager(),
                        request(
                                "CSV",
                                List.of("number"),
                                Map.of("filters", Map.of("tag", exports.tagged(List.of(number))))))
                .get(1)
                .getLast();
        char last = mark.charAt(30);
        String forged = mark.substring(0, 30) + (last == 'A' ? 'B' : 'A') + mark.substring(31);

        for (String unknown : List.of(forged, "x1.", "nonsense", mark + "A")) {
            assertThat(type(Calls.get(api.as(ADMIN), EXPORTS + ":trace?mark=" + unknown)))
                    .as(unknown)
                    .isEqualTo("404 export-mark-unknown");
        }
        assertThat(Calls.get(exports.manager(), EXPORTS + ":trace?mark=" + mark)
                        .getStatus()
                        .value())
                .isEqualTo(403);
    }

    private boolean unaltered(String mark, List<String> values) {
        return Calls.body(Calls.post(api.as(AUDITOR), EXPORTS + ":trace", Map.of("mark", mark, "values", values)))
                .path("unaltered")
                .booleanValue();
    }
}
