package io.kehu.customer.catalogue;

import static io.kehu.customer.catalogue.CatalogueApi.errors;
import static io.kehu.customer.catalogue.CatalogueApi.fresh;
import static io.kehu.customer.catalogue.CatalogueApi.json;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Defining, changing and retiring custom fields and dictionaries. */
@CustomerServiceTest
class FieldControllerTests {

    private static final String FIELDS = "/customer/v1/fields";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PlatformTransactionManager transactionManager;

    private CatalogueApi catalogue;

    @BeforeEach
    void start() {
        WireMock.reset();
        IdentityStub.stub();
        catalogue = new CatalogueApi(api);
    }

    @Test
    void aFieldIsDefinedReadAndChangedWithItsVersion() {
        String code = catalogue.define("NUMBER", "INTERNAL", Map.of("rules", Map.of("min", 0.5, "max", 300)));

        JsonNode field = json(api.as(AGENT).get().uri(FIELDS + "/" + code).exchange());
        assertThat(field.path("class").stringValue()).isEqualTo("INTERNAL");
        assertThat(field.path("rules").path("min").decimalValue()).isEqualByComparingTo("0.5");
        catalogue
                .patch(ADMIN, FIELDS + "/" + code, 1, Map.of("rules", Map.of("max", 250), "searchable", false))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"")
                .expectBody()
                .jsonPath("$.rules.max")
                .isEqualTo(250)
                .jsonPath("$.rules.min")
                .isEqualTo(0.5)
                .jsonPath("$.searchable")
                .isEqualTo(false);
        catalogue
                .patch(ADMIN, FIELDS + "/" + code, 1, Map.of("position", 5))
                .expectStatus()
                .isEqualTo(412);
        catalogue
                .patch(AGENT, FIELDS + "/" + code, 2, Map.of("position", 5))
                .expectStatus()
                .isForbidden();
        catalogue
                .post(ADMIN, FIELDS, CatalogueApi.definition(code, "TEXT", "INTERNAL", Map.of()))
                .expectStatus()
                .isEqualTo(409);
        api.as(MANAGER).get().uri(FIELDS + "/nobody").exchange().expectStatus().isNotFound();
        assertThat(json(api.as(AGENT).get().uri(FIELDS).exchange())
                        .path("items")
                        .size())
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "FILE | INTERNAL | {\"searchable\": false} | /class field-file-class",
                "FILE | PERSONAL | {} | /searchable field-searchable",
                "FILE | PERSONAL | {\"searchable\": false, \"importable\": true} | /importable field-file-importable",
                "FILE | PERSONAL | {\"searchable\": false, \"rules\": {\"condition\": \"true\"}} | /rules/condition field-rule-type",
                "CHOICE | INTERNAL | {} | /dictionary field-dictionary",
                "CHOICE | INTERNAL | {\"dictionary\": \"nobody\"} | /dictionary field-dictionary",
                "NUMBER | PERSONAL | {} | /searchable field-searchable",
                "TEXT | INTERNAL | {\"editableBy\": [\"AUDITOR\"]} | /editableBy field-editors",
                "TEXT | INTERNAL | {\"rules\": {\"pattern\": \"(\"}} | /rules/pattern field-pattern",
                "TEXT | INTERNAL | {\"rules\": {\"pattern\": \"(a{100}){100}\"}} | /rules/pattern field-pattern",
                "DATE | INTERNAL | {\"rules\": {\"pattern\": \"a\"}} | /rules/pattern field-rule-type",
                "TEXT | INTERNAL | {\"rules\": {\"min\": 1}} | /rules/min field-rule-type",
                "NUMBER | INTERNAL | {\"rules\": {\"min\": 2, \"max\": 1}} | /rules/max field-range",
                "TEXT | INTERNAL | {\"rules\": {\"condition\": \"value ==\"}} | /rules/condition field-condition",
                "TEXT | INTERNAL | {\"rules\": {\"condition\": \"has(custom.nobody)\"}} | /rules/condition field-condition"
            })
    void aDefinitionThatCannotWorkIsRefusedWithItsPlace(String type, String dataClass, String more, String error) {
        Map<String, Object> extra = tools.jackson.databind.json.JsonMapper.shared()
                .readValue(more, new tools.jackson.core.type.TypeReference<Map<String, Object>>() {});

        var response = catalogue.post(ADMIN, FIELDS, CatalogueApi.definition(fresh("bad"), type, dataClass, extra));

        assertThat(errors(response.expectStatus().isEqualTo(422))).containsExactly(error);
    }

    @Test
    void typeAndClassStayOnceThereIsAValueAndTheDatabaseKnowsIt() {
        String code = catalogue.define("TEXT", "INTERNAL", Map.of());
        catalogue
                .patch(ADMIN, FIELDS + "/" + code, 1, Map.of("class", "PERSONAL"))
                .expectStatus()
                .isOk();
        catalogue.registered(Map.of(code, "something"));

        assertThat(errors(catalogue
                        .patch(
                                ADMIN,
                                FIELDS + "/" + code,
                                2,
                                Map.of("class", "INTERNAL", "type", "DATE", "searchable", false))
                        .expectStatus()
                        .isEqualTo(409)))
                .containsExactly("/type field-used", "/class field-used", "/searchable field-used");
        assertThatThrownBy(() -> jdbc.sql("UPDATE custom_field SET class = 'PUBLIC' WHERE code = :code")
                        .param("code", code)
                        .update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM custom_field WHERE code = :code")
                        .param("code", code)
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void aRetiredFieldIsHiddenKeepsItsValuesAndComesBack() {
        String code = catalogue.define("TEXT", "INTERNAL", Map.of());
        String number = catalogue.registered(Map.of(code, "kept"));

        catalogue
                .patch(ADMIN, FIELDS + "/" + code, 1, Map.of("state", "RETIRED"))
                .expectStatus()
                .isOk();
        assertThat(catalogue.custom(AGENT, number).has(code)).isFalse();
        assertThat(errors(catalogue
                        .patchCustom(AGENT, number, 1, Map.of(code, "new"))
                        .expectStatus()
                        .isEqualTo(422)))
                .containsExactly("/custom/" + code + " custom-retired");
        catalogue
                .patch(ADMIN, FIELDS + "/" + code, 2, Map.of("state", "ACTIVE"))
                .expectStatus()
                .isOk();
        assertThat(catalogue.custom(AGENT, number).path(code).stringValue()).isEqualTo("kept");
    }

    @Test
    void aFieldWhoseConditionReadsARetiredOneCanStillBeRetired() {
        String read = catalogue.define("TEXT", "INTERNAL", Map.of());
        String reading =
                catalogue.define("TEXT", "INTERNAL", Map.of("rules", Map.of("condition", "!has(custom." + read + ")")));
        catalogue
                .patch(ADMIN, FIELDS + "/" + read, 1, Map.of("state", "RETIRED"))
                .expectStatus()
                .isOk();

        catalogue
                .patch(ADMIN, FIELDS + "/" + reading, 1, Map.of("state", "RETIRED"))
                .expectStatus()
                .isOk();
        assertThat(errors(catalogue
                        .patch(ADMIN, FIELDS + "/" + reading, 2, Map.of("state", "ACTIVE"))
                        .expectStatus()
                        .isEqualTo(422)))
                .containsExactly("/rules/condition field-condition");
    }

    @Test
    void noMoreThanTwoHundredFieldsAreActive() {
        TransactionTemplate rolledBack = new TransactionTemplate(transactionManager);

        assertThatThrownBy(() -> rolledBack.executeWithoutResult(status -> {
                    status.setRollbackOnly();
                    jdbc.sql("""
                            INSERT INTO custom_field (code, label_zh, label_en, type, class, visible_to, editable_by,
                                searchable, importable, position)
                            SELECT 'many_' || i, 'x', 'x', 'TEXT', 'INTERNAL', '{ADMIN}', '{}', false, false, 0
                            FROM generate_series(1, 201) AS i
                            """).update();
                }))
                .hasMessageContaining("200 active custom fields");
    }

    @Test
    void itemsOfADictionaryAreRetiredAndNeverLost() {
        String code = catalogue.dictionary("A", "B");
        String path = "/customer/v1/dictionaries/" + code;
        String field = catalogue.define("CHOICE", "INTERNAL", Map.of("dictionary", code));
        String number = catalogue.registered(Map.of(field, "B"));

        assertThat(errors(catalogue
                        .patch(ADMIN, path, 1, Map.of("items", CatalogueApi.items("A")))
                        .expectStatus()
                        .isEqualTo(422)))
                .containsExactly("/items dictionary-item-missing");
        assertThat(errors(catalogue
                        .patch(ADMIN, path, 1, Map.of("items", CatalogueApi.items("A", "B", "A")))
                        .expectStatus()
                        .isEqualTo(422)))
                .containsExactly("/items/2/code duplicate");
        Map<String, Object> retired = new HashMap<>(CatalogueApi.items("B").getFirst());
        retired.put("active", false);
        catalogue
                .patch(
                        ADMIN,
                        path,
                        1,
                        Map.of("items", List.of(retired, CatalogueApi.items("A").getFirst())))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].code")
                .isEqualTo("B");

        assertThat(errors(catalogue.register(Map.of(field, "B")).expectStatus().isEqualTo(422)))
                .containsExactly("/custom/" + field + " custom-choice");
        assertThat(catalogue.custom(AGENT, number).path(field).stringValue()).isEqualTo("B");
        catalogue
                .patchCustom(AGENT, number, 1, Map.of(field, "B"))
                .expectStatus()
                .isOk();
    }

    @Test
    void whoeverIsFasterNoPersonalValueIsEverStoredInTheOpen() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 12; i++) {
                String code = catalogue.define("TEXT", "INTERNAL", Map.of());
                CountDownLatch go = new CountDownLatch(1);
                Callable<Integer> write = () -> {
                    go.await();
                    return catalogue
                            .register(Map.of(code, "raced"))
                            .returnResult()
                            .getStatus()
                            .value();
                };
                Callable<Integer> classify = () -> {
                    go.await();
                    return catalogue
                            .patch(ADMIN, FIELDS + "/" + code, 1, Map.of("class", "SENSITIVE"))
                            .returnResult()
                            .getStatus()
                            .value();
                };
                Future<Integer> written = pool.submit(write);
                Future<Integer> classified = pool.submit(classify);
                go.countDown();

                assertThat(written.get()).isEqualTo(201);
                assertThat(classified.get()).isIn(200, 409);
                long open = jdbc.sql("SELECT count(*) FROM customer_custom WHERE jsonb_exists(open_values, :code)")
                        .param("code", code)
                        .query(Long.class)
                        .single();
                assertThat(open).isEqualTo(classified.get() == 200 ? 0 : 1);
            }
        }
    }
}
