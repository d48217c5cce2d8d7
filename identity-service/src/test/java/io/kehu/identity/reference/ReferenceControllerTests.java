package io.kehu.identity.reference;

import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The cross-reference over HTTP. */
@ServiceTest
class ReferenceControllerTests {

    private static final String REFERENCES = "/identity/v1/references";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void anExternalIdLeadsToItsCustomerAndStaysThere() {
        put("pos", "card-4711", "C1").expectStatus().isOk();
        put("pos", "card-4711", "C1").expectStatus().isOk();
        put("pos", "card-4711", "C2")
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/reference-taken");

        api.as(INTEGRATOR)
                .get()
                .uri(REFERENCES + "/pos/card-4711")
                .exchange()
                .expectBody()
                .jsonPath("$.number")
                .isEqualTo("C1");
        api.as(INTEGRATOR)
                .get()
                .uri(REFERENCES + "/web/card-4711")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void externalIdsAreNotKept() {
        put("wechat", "oCanary-77", "C3").expectStatus().isOk();

        String table = jdbc.sql("SELECT string_agg(r::text, ' ') FROM reference r")
                .query(String.class)
                .single();
        assertThat(table).contains("wechat").doesNotContain("oCanary");
    }

    @Test
    void batchesAnswerInOrder() {
        api.as(INTEGRATOR)
                .post()
                .uri(REFERENCES + ":batch")
                .body(Map.of(
                        "items",
                        List.of(
                                Map.of("system", "erp", "externalId", "a", "number", "C4"),
                                Map.of("system", "erp", "externalId", "b", "number", "C5"),
                                Map.of("system", "erp", "externalId", "a", "number", "C6"))))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[*].taken")
                .isEqualTo(List.of(false, false, true));
        api.as(INTEGRATOR)
                .post()
                .uri(REFERENCES + ":resolve")
                .body(Map.of(
                        "items",
                        List.of(
                                Map.of("system", "erp", "externalId", "b"),
                                Map.of("system", "erp", "externalId", "unknown"),
                                Map.of("system", "erp", "externalId", "a"))))
                .exchange()
                .expectBody()
                .jsonPath("$.items[0].number")
                .isEqualTo("C5")
                .jsonPath("$.items[1].number")
                .doesNotExist()
                .jsonPath("$.items[2].number")
                .isEqualTo("C4");
    }

    private org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec put(
            String system, String externalId, String number) {
        return api.as(INTEGRATOR)
                .put()
                .uri(REFERENCES + "/{system}/{externalId}", system, externalId)
                .body(Map.of("number", number))
                .exchange();
    }
}
