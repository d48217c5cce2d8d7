package io.kehu.loyalty.earning;

import static io.kehu.starter.security.Role.MANAGER;

import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** What a draft may say, and what is refused with its place. */
@ServiceTest
class RuleBodyTests {

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    private String program;

    @BeforeEach
    void open() {
        program = Trade.shared(context).program().code();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'points': -1, 'perMinor': 100 | 400 | /points",
                "'points': 1, 'perMinor': 0 | 400 | /perMinor",
                "'points': 1, 'perMinor': -100 | 400 | /perMinor",
                "'points': 1.5, 'perMinor': 100 | 400 | /points",
                "'points': '1', 'perMinor': 100 | 400 | /points",
                "'points': 1000000001, 'perMinor': 100 | 400 | /points",
                "'points': 99999999999999999999, 'perMinor': 100 | 400 | /points",
                "'points': 1, 'perMinor': 100, 'dayCap': 0 | 400 | /dayCap",
                "'points': 1, 'perMinor': 100, 'monthCap': -5 | 400 | /monthCap",
                "'points': 1, 'perMinor': 100, 'memberCap': 0.5 | 400 | /memberCap",
                "'points': 1, 'perMinor': 100, 'orderCap': 1000000001 | 400 | /orderCap",
                "'points': 1, 'perMinor': 100, 'stackingGroup': 'best' | 400 | /stackingGroup",
                "'points': 1, 'perMinor': 100, 'nosuch': 1 | 400 | /nosuch",
                "'points': 1, 'perMinor': 100, 'scope': {'channels': ['MOON']} | 400 |",
                "'points': 1, 'perMinor': 100, 'scope': {'stores': ['']} | 400 |",
                "'points': 1, 'perMinor': 100, 'scope': {'stores': [null]} | 400 |",
                "'points': 1, 'perMinor': 100, 'validFrom': 'tomorrow' | 400 | /validFrom",
                "'kind': 'MULTIPLIER', 'multiplierPercent': 100 | 400 | /multiplierPercent",
                "'kind': 'MULTIPLIER', 'multiplierPercent': 1001 | 400 | /multiplierPercent",
                "'kind': 'SQUARE', 'multiplierPercent': 200 | 400 | /kind",
                "'points': 1, 'perMinor': 100, 'validFrom': '-999999999-01-01T00:00:00Z' | 422 | /validFrom",
                "'points': 1, 'perMinor': 100, 'validTo': '+999999999-01-01T00:00:00Z' | 422 | /validTo",
                "'kind': 'MULTIPLIER' | 422 | /multiplierPercent",
                "'kind': 'MULTIPLIER', 'multiplierPercent': 200, 'points': 1 | 422 | /points",
                "'kind': 'MULTIPLIER', 'multiplierPercent': 200, 'perMinor': 1 | 422 | /perMinor",
                "'kind': 'MULTIPLIER', 'multiplierPercent': 200, 'fixedPoints': 0 | 422 | /fixedPoints",
                "'points': 1, 'perMinor': 100, 'multiplierPercent': 200 | 422 | /multiplierPercent",
                "'perMinor': 100 | 422 | /points",
                "'points': 1 | 422 | /perMinor",
                "'points': 0, 'perMinor': 100 | 422 | /points",
                "'points': 1, 'perMinor': 100, 'validFrom': '2026-01-02T00:00:00Z', 'validTo': '2026-01-02T00:00:00Z' | 422 | /validTo",
                "'points': 1, 'perMinor': 100, 'validFrom': '2026-01-02T00:00:00Z', 'validTo': '2026-01-01T00:00:00Z' | 422 | /validTo",
            })
    void whatDoesNotGoTogetherIsRefused(String fields, int status, String pointer) {
        ResponseSpec refused = draft("WRONG", fields);

        refused.expectStatus().isEqualTo(status);
        if (pointer != null) {
            refused.expectBody().jsonPath("$.errors[0].pointer").isEqualTo(pointer);
        }
        api.as(MANAGER)
                .get()
                .uri("/loyalty/v1/rules/WRONG/1?program=" + program)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'points': 0, 'perMinor': 1, 'fixedPoints': 10",
                "'points': 1, 'perMinor': 100, 'scope': {}",
                "'points': 1, 'perMinor': 100, 'scope': {'stores': [], 'categories': ['tea', 'tea'], 'products': ['TEA']}",
                "'kind': 'MULTIPLIER', 'multiplierPercent': 150, 'dayCap': 5",
                "'points': 1, 'perMinor': 100, 'validTo': '2020-01-01T00:00:00Z'",
            })
    void whatCanBeWorkedOutIsAccepted(String fields) {
        draft("RIGHT", fields).expectStatus().isCreated();
    }

    private ResponseSpec draft(String code, String fields) {
        return api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/rules")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{'program': '%s', 'code': '%s', 'name': 'Test', 'condition': 'true', %s}"
                        .formatted(program, code, fields)
                        .replace('\'', '"'))
                .exchange();
    }
}
