package io.kehu.loyalty.program;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.TestBroker.Event;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Programmes over HTTP: defined, changed by who has seen them, and what is refused. */
@ServiceTest
class ProgramTests {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    @Autowired
    private Api api;

    @Autowired
    private TestBroker broker;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Invariants invariants;

    private final String code = "P" + ThreadLocalRandom.current().nextLong(1_000_000_000_000L);

    @Test
    void aProgrammeIsDefinedOnceAndPointsCanBeBookedInIt() {
        define("Asia/Tokyo", 24, "1.25", "0.75")
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Location", "/loyalty/v1/programs/" + code)
                .expectHeader()
                .valueEquals("ETag", "\"1\"");
        define("Asia/Tokyo", 24, "1.25", "0.75").expectStatus().isEqualTo(409);

        JsonNode program = get();
        assertThat(program.path("zone").asString()).isEqualTo("Asia/Tokyo");
        assertThat(program.path("restoreGraceDays").asInt()).isZero();
        assertThat(program.path("pointValueMinor").decimalValue()).isEqualByComparingTo("1.25");
        publish();
        String number = Shop.newNumber();
        broker.tell(recorded(number));

        await().until(() -> balance(number) == 30);
        api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/rules/BASE/1:retire?program=" + code)
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    @Test
    void whoHasSeenItAsItIsChangesIt() {
        define("UTC", 12, "1", "1").expectStatus().isCreated();
        patch(null, "{'name': 'Two'}").expectStatus().isEqualTo(428);
        patch(
                        "\"1\"",
                        "{'name': 'Two', 'validMonths': 36, 'restoreGraceDays': 7, 'pointValueMinor': 0.5, 'redemptionRate': 0.6}")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"");

        JsonNode program = get();
        assertThat(program.path("name").asString()).isEqualTo("Two");
        assertThat(program.path("validMonths").asInt()).isEqualTo(36);
        assertThat(program.path("restoreGraceDays").asInt()).isEqualTo(7);
        assertThat(program.path("pointValueMinor").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(program.path("redemptionRate").decimalValue()).isEqualByComparingTo("0.6");
        patch("\"1\"", "{'name': 'Three'}")
                .expectStatus()
                .isEqualTo(412)
                .expectBody()
                .jsonPath("$.current.name")
                .isEqualTo("Two");
        assertThat(jdbc.sql("SELECT count(*) FROM audit_entry WHERE action = 'program.change' AND object = :code")
                        .param("code", code)
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void codeAndZoneStay() {
        define("UTC", 12, "1", "1").expectStatus().isCreated();

        patch("\"1\"", "{'zone': 'Asia/Tokyo'}")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo("stays");
        patch("\"1\"", "{'code': 'OTHER'}").expectStatus().isBadRequest();
        patch("\"1\"", "{'zone': 'UTC', 'code': '" + code + "'}").expectStatus().isOk();
        assertThatThrownBy(() -> jdbc.sql("UPDATE program SET zone = 'Asia/Tokyo' WHERE code = :code")
                        .param("code", code)
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Mars/Olympus, 12, 1, 1, /zone",
        "Factory, 12, 1, 1, /zone",
        "+08:00, 12, 1, 1, /zone",
        "'', 12, 1, 1, /zone",
        "UTC, 0, 1, 1, /validMonths",
        "UTC, -1, 1, 1, /validMonths",
        "UTC, 121, 1, 1, /validMonths",
        "UTC, 1.5, 1, 1, /validMonths",
        "UTC, 99999999999, 1, 1, /validMonths",
        "UTC, 12, -0.01, 1, /pointValueMinor",
        "UTC, 12, 1000000, 1, /pointValueMinor",
        "UTC, 12, 1e300, 1, /pointValueMinor",
        "UTC, 12, 0.0000001, 1, /pointValueMinor",
        "UTC, 12, 1, 0, /redemptionRate",
        "UTC, 12, 1, 1.1, /redemptionRate",
        "UTC, 12, 1, 0.00001, /redemptionRate"
    })
    void whatNoProgrammeCanHaveIsRefused(String zone, String months, String value, String rate, String pointer) {
        api.as(ADMIN)
                .post()
                .uri("/loyalty/v1/programs")
                .contentType(MediaType.APPLICATION_JSON)
                .body(json(zone, months, value, rate))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
        api.as(AGENT)
                .get()
                .uri("/loyalty/v1/programs/" + code)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void whatNoProgrammeCanBecomeIsRefused() {
        define("UTC", 12, "1", "1").expectStatus().isCreated();

        for (String change : List.of(
                "{'validMonths': 0}",
                "{'validMonths': null}",
                "{'name': ' '}",
                "{'redemptionRate': 2}",
                "{'nosuch': 1}",
                "{'restoreGraceDays': 367}")) {
            patch("\"1\"", change).expectStatus().isBadRequest();
        }
        assertThat(get().path("validMonths").asInt()).isEqualTo(12);
    }

    @Test
    void managersDoNotDefineProgrammes() {
        api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/programs")
                .contentType(MediaType.APPLICATION_JSON)
                .body(json("UTC", "12", "1", "1"))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private void publish() {
        api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/rules")
                .contentType(MediaType.APPLICATION_JSON)
                .body("""
                        {"program": "%s", "code": "BASE", "name": "Base", "condition": "true", "points": 3, "perMinor": 100}""".formatted(code))
                .exchange()
                .expectStatus()
                .isCreated();
        api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/rules/BASE/1:publish?program=" + code)
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static Event recorded(String number) {
        UUID id = UUID.randomUUID();
        return Event.of("customer.purchase.recorded.v1", number, """
                {"purchaseId":"%s","number":"%s","channel":"POS","orderNo":"O-%s","store":null,
                 "occurredAt":"2026-11-01T03:15:00Z","currency":"CNY","amountMinor":1000,
                 "lines":[{"lineNo":1,"product":"P","category":"","quantity":1,"amountMinor":1000}]}
                """.formatted(id, number, id));
    }

    private long balance(String number) {
        return api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/" + number + "?program=" + code)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("balance")
                .asLong(-1);
    }

    private String json(String zone, String months, String value, String rate) {
        return """
                {"code": "%s", "name": "One", "zone": "%s", "validMonths": %s, "pointValueMinor": %s, "redemptionRate": %s}""".formatted(code, zone, months, value, rate);
    }

    private ResponseSpec define(String zone, int months, String value, String rate) {
        return api.as(ADMIN)
                .post()
                .uri("/loyalty/v1/programs")
                .contentType(MediaType.APPLICATION_JSON)
                .body(json(zone, String.valueOf(months), value, rate))
                .exchange();
    }

    private ResponseSpec patch(String ifMatch, String change) {
        var request = api.as(ADMIN)
                .patch()
                .uri("/loyalty/v1/programs/" + code)
                .contentType(MediaType.parseMediaType(MERGE_PATCH));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return request.body(change.replace('\'', '"')).exchange();
    }

    private JsonNode get() {
        return api.as(AGENT)
                .get()
                .uri("/loyalty/v1/programs/" + code)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
