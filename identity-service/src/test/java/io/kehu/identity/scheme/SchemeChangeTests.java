package io.kehu.identity.scheme;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Name and alert of a scheme change, each from the version that was read; nothing else ever does. */
@ServiceTest
class SchemeChangeTests {

    private static final String SCHEMES = "/identity/v1/schemes/";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Schemes schemes;

    @Test
    void whoDefinedRenamedAndFrozeASchemeIsOnRecordOnceForEachDeed() {
        define("NOTED", "NOT{seq:6}{check}");
        define("NOTED", "NOT{seq:6}{check}");
        patch("NOTED", "\"1\"", "{\"name\":\"noted\"}").expectStatus().isOk();
        patch("NOTED", "\"2\"", "{\"name\":\"noted\"}").expectStatus().isOk();
        for (String brake : List.of(":freeze", ":freeze", ":unfreeze")) {
            api.as(ADMIN)
                    .post()
                    .uri(SCHEMES + "NOTED" + brake)
                    .exchange()
                    .expectStatus()
                    .isOk();
        }

        assertThat(jdbc.sql("SELECT action FROM audit_entry WHERE object = 'NOTED' ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("scheme.define", "scheme.change", "scheme.freeze", "scheme.unfreeze");
        assertThat(jdbc.sql("SELECT array_to_string(fields, ',') FROM audit_entry"
                                + " WHERE object = 'NOTED' AND action = 'scheme.change'")
                        .query(String.class)
                        .single())
                .isEqualTo("name");
    }

    @Test
    void nameAndAlertChangeFromTheVersionThatWasRead() {
        define("CHANGED", "CHA{seq:6}{check}");
        get("CHANGED")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"1\"")
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("CHANGED")
                .jsonPath("$.alertFree")
                .doesNotExist();

        patch("CHANGED", "\"1\"", "{\"name\":\"门店\",\"alertFree\":5000}")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"")
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("门店")
                .jsonPath("$.alertFree")
                .isEqualTo(5_000);
        patch("CHANGED", "\"2\"", "{\"alertFree\":null}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("门店")
                .jsonPath("$.alertFree")
                .doesNotExist();
        get("CHANGED").expectHeader().valueEquals("ETag", "\"3\"");
        assertThat(schemes.all()).anySatisfy(scheme -> assertThat(scheme.name()).isEqualTo("门店"));
    }

    @Test
    void aChangeFromAnOldVersionIsAnsweredWithTheSchemeAsItIs() {
        define("STALE", "STA{seq:6}{check}");
        patch("STALE", "\"1\"", "{\"name\":\"first\"}").expectStatus().isOk();

        patch("STALE", "\"1\"", "{\"name\":\"second\"}")
                .expectStatus()
                .isEqualTo(412)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/stale-version")
                .jsonPath("$.current.name")
                .isEqualTo("first")
                .jsonPath("$.changedFields")
                .isNotEmpty();
        api.as(ADMIN)
                .patch()
                .uri(SCHEMES + "STALE")
                .contentType(MediaType.parseMediaType("application/merge-patch+json"))
                .body("{\"name\":\"second\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(428);
        patch("STALE", "W/\"1\"", "{\"name\":\"second\"}").expectStatus().isBadRequest();
    }

    @Test
    void whatIsSoAlreadyMovesNoVersion() {
        define("SAME", "SAM{seq:6}{check}");

        patch("SAME", "\"1\"", "{\"name\":\"test\"}")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"1\"");
        patch("SAME", "\"1\"", "{}").expectStatus().isOk().expectHeader().valueEquals("ETag", "\"1\"");
    }

    @Test
    void freezingMovesTheVersionOnce() {
        define("BRAKED", "BRA{seq:6}{check}");
        for (int i = 0; i < 2; i++) {
            api.as(MANAGER)
                    .post()
                    .uri(SCHEMES + "BRAKED:freeze")
                    .exchange()
                    .expectStatus()
                    .isOk();
            get("BRAKED")
                    .expectHeader()
                    .valueEquals("ETag", "\"2\"")
                    .expectBody()
                    .jsonPath("$.state")
                    .isEqualTo("FROZEN");
        }
        patch("BRAKED", "\"1\"", "{\"name\":\"braked\"}").expectStatus().isEqualTo(412);
    }

    @ParameterizedTest
    @CsvSource({
        "code, '\"OTHER\"', scheme-immutable",
        "template, '\"FIR{seq:7}{check}\"', scheme-immutable",
        "template, '\"FIR{seq:6}{check}\"', scheme-immutable",
        "check, '\"LUHN\"', scheme-immutable",
        "order, '\"SCRAMBLED\"', scheme-immutable",
        "partitioning, null, scheme-immutable",
        "zone, '\"UTC\"', scheme-immutable",
        "capacityPerPartition, 5, scheme-immutable",
        "state, '\"FROZEN\"', scheme-state"
    })
    void whatDecidesAboutNumbersIsNamedAndRefused(String field, String value, String code) {
        define("FIRM", "FIR{seq:6}{check}");

        patch("FIRM", "\"1\"", "{\"name\":\"new\",\"%s\":%s}".formatted(field, value))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/" + field)
                .jsonPath("$.errors[0].code")
                .isEqualTo(code)
                .jsonPath("$.errors[0].detail")
                .isNotEmpty();
        get("FIRM").expectBody().jsonPath("$.name").isEqualTo("test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alertFree\":-1}",
                "{\"alertFree\":1000000}",
                "{\"alertFree\":1.5}",
                "{\"alertFree\":\"5\"}",
                "{\"alertFree\":9223372036854775808}",
                "{\"name\":\"\"}",
                "{\"name\":null}",
                "{\"colour\":\"red\"}",
                "[]"
            })
    void badValuesAreProblemsAndChangeNothing(String patch) {
        define("VALUES", "VAL{seq:6}{check}");

        patch("VALUES", "\"1\"", patch).expectStatus().isBadRequest();

        get("VALUES").expectHeader().valueEquals("ETag", "\"1\"");
    }

    @Test
    void whatChangesHereOrElsewhereIsKnownAMomentLater() {
        define("KNOWN", "KNO{seq:6}{check}");
        SchemeCode code = new SchemeCode("KNOWN");
        assertThat(schemes.required(code).alertFree()).isNull();

        patch("KNOWN", "\"1\"", "{\"alertFree\":7}").expectStatus().isOk();
        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(
                        () -> assertThat(schemes.required(code).alertFree()).isEqualTo(7L));

        jdbc.sql("UPDATE scheme SET alert_free = 8, version = version + 1 WHERE code = 'KNOWN'")
                .update();
        get("KNOWN").expectHeader().valueEquals("ETag", "\"3\"");
        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(
                        () -> assertThat(schemes.required(code).alertFree()).isEqualTo(8L));
        assertThatThrownBy(() -> jdbc.sql("UPDATE scheme SET alert_free = -1 WHERE code = 'KNOWN'")
                        .update())
                .hasMessageContaining("scheme_alert_free_not_negative");
    }

    @Test
    void theWholeCounterMayBeAnAlert() {
        define("WHOLE", "WHO{seq:6}{check}");

        patch("WHOLE", "\"1\"", "{\"alertFree\":999999}").expectStatus().isOk();
        patch("WHOLE", "\"2\"", "{\"alertFree\":0}").expectStatus().isOk();
    }

    @Test
    void onlyAdministratorsChangeSchemesAndOnlyThoseThereAre() {
        define("GUARDED", "GUA{seq:6}{check}");
        patch("NOWHERE", "\"1\"", "{\"name\":\"new\"}").expectStatus().isNotFound();
        get("NOWHERE").expectStatus().isNotFound();
        for (var role : List.of(AGENT, MANAGER)) {
            api.as(role)
                    .patch()
                    .uri(SCHEMES + "GUARDED")
                    .contentType(MediaType.parseMediaType("application/merge-patch+json"))
                    .header("If-Match", "\"1\"")
                    .body("{\"name\":\"new\"}")
                    .exchange()
                    .expectStatus()
                    .isForbidden();
        }
    }

    @Test
    void ofManyWhoChangeTheSameVersionOneDoes() throws Exception {
        define("RACED", "RAC{seq:6}{check}");
        List<Callable<Integer>> work = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            String name = "{\"name\":\"caller " + caller + "\"}";
            work.add(() -> patch("RACED", "\"1\"", name)
                    .returnResult(byte[].class)
                    .getStatus()
                    .value());
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> status : pool.invokeAll(work)) {
                statuses.add(status.get());
            }
        }

        assertThat(statuses).containsOnly(200, 412);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
        assertThat(jdbc.sql("SELECT version FROM scheme WHERE code = 'RACED'")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    private void define(String code, String template) {
        api.as(ADMIN)
                .post()
                .uri("/identity/v1/schemes")
                .body(Map.of("code", code, "name", "test", "template", template, "check", "MOD_97_10"))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private RestTestClient.ResponseSpec get(String code) {
        return api.as(AGENT).get().uri(SCHEMES + code).exchange();
    }

    private RestTestClient.ResponseSpec patch(String code, String ifMatch, String body) {
        return api.as(ADMIN)
                .patch()
                .uri(SCHEMES + code)
                .contentType(MediaType.parseMediaType("application/merge-patch+json"))
                .header("If-Match", ifMatch)
                .body(body)
                .exchange();
    }
}
