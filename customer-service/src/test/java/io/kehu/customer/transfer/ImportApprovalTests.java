package io.kehu.customer.transfer;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What a dry run shows, and who may agree to it. */
@CustomerServiceTest
class ImportApprovalTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private ImportsApi imports;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        imports = new ImportsApi(api);
    }

    @Test
    void aDryRunShowsWhatWouldChangeUnderTheMasksOfTheCaller() {
        String phone = ImportsApi.phone();
        String name = ImportsApi.name();
        String tag = UUID.randomUUID().toString().substring(0, 6);
        imports.importNow("姓名,手机\n%s,%s\n".formatted(name, phone));
        String number = imports.find(phone).getFirst();
        String csv =
                "姓名,手机,邮箱,生日,会员卡号,同意营销\n%s,%s,diff%s@canary.cn,1988-05-12,D%s,是\n".formatted(name, phone, tag, tag);
        String id = ImportsApi.id(imports.upload(csv));

        imports.run(id, "dry-run", "CHECKED");

        JsonNode row = imports.rows(id, "verdict=UPDATE", MANAGER).getFirst();
        assertThat(row.path("number").stringValue()).isEqualTo(number);
        assertThat(row.path("changes")
                        .valueStream()
                        .map(change -> change.path("field").stringValue()))
                .containsExactlyInAnyOrder("birthDate", "email", "reference:legacy-card", "consent:EMAIL:MARKETING");
        assertThat(row.toString())
                .contains("d***@canary.cn")
                .contains("1988-**-**")
                .contains("GRANTED")
                .doesNotContain("diff" + tag)
                .doesNotContain("05-12")
                .doesNotContain("D" + tag);
        assertThat(imports.rows(id, "verdict=UPDATE", AUDITOR).toString()).doesNotContain("diff" + tag);
        assertThat(jdbc.sql("SELECT string_agg(c::text, ' ') FROM import_row_change c")
                        .query(String.class)
                        .single())
                .contains("birthDate")
                .doesNotContain("canary")
                .doesNotContain("1988-05-12");
        assertThat(jdbc.sql("SELECT count(*) FROM audit_entry WHERE action = 'import.rows' AND object = :number")
                        .param("number", number)
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void manyChangesNeedASecondPerson() {
        String id = ImportsApi.id(imports.upload(many(1_001)));
        JsonNode checked = imports.run(id, "dry-run", "CHECKED");
        assertThat(checked.path("approvalNeeded").asBoolean()).isTrue();
        assertThat(checked.path("changes").asInt()).isEqualTo(1_001);

        problem(imports.post(id, "apply", MANAGER), 409, "import-not-approved");
        problem(imports.post(id, "approve", MANAGER), 403, "import-own-approval");
        imports.post(id, "approve", AGENT).expectStatus().isForbidden();
        imports.post(id, "approve", ADMIN).expectStatus().isOk();
        imports.post(id, "approve", ADMIN).expectStatus().isOk();

        JsonNode approved = imports.get(id);
        assertThat(approved.path("state").stringValue()).isEqualTo("APPROVED");
        assertThat(approved.path("approvedBy").stringValue()).isEqualTo("admin");
        assertThat(imports.run(id, "apply", "APPLIED").path("applied").asInt()).isEqualTo(1_001);
    }

    @Test
    void anApprovalIsForTheDryRunThatWasLookedAt() {
        String id = ImportsApi.id(imports.upload(many(1_001)));
        imports.run(id, "dry-run", "CHECKED");
        api.as(ADMIN)
                .post()
                .uri("/customer/v1/imports/" + id + "/approve")
                .header("If-Match", "\"1\"")
                .exchange()
                .expectStatus()
                .isEqualTo(412);
        imports.post(id, "approve", ADMIN).expectStatus().isOk();

        imports.map(id, Map.of("dateOrder", "MDY")).expectStatus().isOk();
        problem(imports.post(id, "apply", MANAGER), 409, "import-state");
        imports.run(id, "dry-run", "CHECKED");

        problem(imports.post(id, "apply", MANAGER), 409, "import-not-approved");
        imports.post(id, "approve", ADMIN).expectStatus().isOk();
        imports.run(id, "dry-run", "CHECKED");
        problem(imports.post(id, "apply", MANAGER), 409, "import-not-approved");
    }

    @Test
    void theDatabaseHoldsToTheSecondPersonToo() {
        String id = ImportsApi.id(imports.upload(many(1_001)));
        imports.run(id, "dry-run", "CHECKED");
        for (String set : List.of(
                "approved_by = created_by, approved_at = now()",
                "state = 'APPLYING'",
                "state = 'APPLIED'",
                "state = 'APPROVED'")) {
            assertThatThrownBy(() -> jdbc.sql("UPDATE import_job SET " + set + " WHERE id = :id::uuid")
                            .param("id", id)
                            .update())
                    .as(set)
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
    }

    @Test
    void fewChangesNeedNobodyElseButMayBeApproved() {
        String id = ImportsApi.id(imports.upload(many(2)));
        problem(imports.post(id, "approve", ADMIN), 409, "import-state");
        JsonNode checked = imports.run(id, "dry-run", "CHECKED");
        assertThat(checked.path("approvalNeeded").asBoolean()).isFalse();
        imports.post(id, "approve", ADMIN).expectStatus().isOk();
        imports.run(id, "apply", "APPLIED");
    }

    private static String many(int rows) {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        StringBuilder file = new StringBuilder("姓名,会员卡号\n");
        Stream.iterate(0, i -> i + 1)
                .limit(rows)
                .forEach(i -> file.append("批准%s,%s-%d\n".formatted(ImportsApi.name(), tag, i)));
        return file.toString();
    }

    private static void problem(RestTestClient.ResponseSpec response, int status, String slug) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + slug);
    }
}
