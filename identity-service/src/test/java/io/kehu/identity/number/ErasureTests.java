package io.kehu.identity.number;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.ErasureContract;
import io.kehu.starter.test.contract.EventContract;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Numbers of customers who are erased stand for nobody any more, and other systems' ids lead nowhere. */
@ServiceTest
class ErasureTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    @Test
    void numbersAreErasedAsCustomerServiceAsks() {
        ErasureContract.verify(api.as(SERVICE), "/identity/v1", allocated());
    }

    @Test
    void theNumberRetiresAndItsIdsAreForgotten() {
        String number = allocated();
        String card = "card-" + UUID.randomUUID();
        reference(card, number).expectStatus().isOk();

        String ear = broker.listen("identity.number.retired.v1");

        JsonNode erased =
                erase(number, "E" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT));

        assertThat(erased.path("items").toString())
                .isEqualTo("[{\"kind\":\"NUMBERS\",\"count\":1,\"fate\":\"KEPT\",\"ground\":\"PROOF\"},"
                        + "{\"kind\":\"REFERENCES\",\"count\":1,\"fate\":\"DELETED\"}]");
        assertThat(json(api.as(ADMIN)
                                .get()
                                .uri("/identity/v1/numbers/" + number)
                                .exchange())
                        .path("state")
                        .asString())
                .isEqualTo("RETIRED");
        assertThat(jdbc.sql("SELECT count(*) FROM reference WHERE number = :n")
                        .param("n", number)
                        .query(Long.class)
                        .single())
                .isZero();
        await().untilAsserted(() -> {
            List<JsonNode> told = broker.heard(ear, number);
            assertThat(told).hasSize(1);
            EventContract.verifyProduced(
                    "identity.number.retired.v1", told.getFirst().path("data").toString());
        });
        JsonNode refused = json(reference(card, number).expectStatus().isEqualTo(409));
        assertThat(refused.path("type").asString()).endsWith("customer-erased");
        reference(card, allocated()).expectStatus().isOk();
    }

    @Test
    void aNumberThatIsMergedOrRetiredStaysAsItIs() {
        String number = allocated();
        String into = allocated();
        api.as(SERVICE)
                .post()
                .uri("/identity/v1/numbers:merge")
                .body(Map.of("from", number, "into", into))
                .exchange()
                .expectStatus()
                .isOk();

        erase(into, number);
        erase(into, number);

        assertThat(json(api.as(ADMIN)
                                .get()
                                .uri("/identity/v1/numbers/" + number)
                                .exchange())
                        .path("state")
                        .asString())
                .isEqualTo("MERGED");
        assertThat(json(api.as(ADMIN).get().uri("/identity/v1/numbers/" + into).exchange())
                        .path("state")
                        .asString())
                .isEqualTo("RETIRED");
    }

    /** Not one of the first numbers, which are those of the stub files and stay. */
    private String allocated() {
        return json(api.as(SERVICE)
                        .post()
                        .uri("/identity/v1/numbers")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .body(Map.of("scheme", "CUSTOMER", "count", 50))
                        .exchange())
                .path("items")
                .path(49)
                .path("number")
                .asString();
    }

    private ResponseSpec reference(String card, String number) {
        return api.as(INTEGRATOR)
                .put()
                .uri("/identity/v1/references/pos/" + card)
                .body(Map.of("number", number))
                .exchange();
    }

    private JsonNode erase(String... numbers) {
        return json(api.as(SERVICE)
                .put()
                .uri("/identity/v1/erasures/" + UUID.randomUUID())
                .body(Map.of("numbers", List.of(numbers)))
                .exchange()
                .expectStatus()
                .isOk());
    }

    private static JsonNode json(ResponseSpec response) {
        return JsonMapper.shared().readTree(response.returnResult(String.class).getResponseBody());
    }
}
