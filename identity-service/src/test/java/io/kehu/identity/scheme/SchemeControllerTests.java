package io.kehu.identity.scheme;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Schemes over HTTP on a real database, and what the database itself refuses. */
@ServiceTest
class SchemeControllerTests {

    private static final String SCHEMES = "/identity/v1/schemes";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Schemes schemes;

    @Autowired
    private PersonalData personalData;

    @Autowired
    private Clock clock;

    @Autowired
    private TransactionTemplate transactions;

    @ParameterizedTest
    @CsvSource({
        "X-{check}, MOD_97_10, /template, template-parts",
        "X-{seq:3}-{check}, MOD_97_10, /template, template-sequence-width",
        "X-{seq:19}-{check}, MOD_97_10, /template, template-sequence-width",
        "X-{seq32:13}-{check}, MOD_37_36, /template, template-sequence-width",
        "X-{day}{seq:8}-{check}, MOD_97_10, /template, template-part-unknown",
        "XXXXXXXXXXXXXXXXXXXXXXXXX{seq:18}{check}, MOD_97_10, /template, template-length",
        "x{seq:8}{check}, MOD_97_10, /template, template-character",
        "X{seq32:8}{check}, LUHN, /check, check-covers-digits-only"
    })
    void templatesThatCannotMakeNumbersAreRefusedAndNotStored(
            String template, String check, String pointer, String code) {
        Map<String, Object> definition = definition("REFUSED", template);
        definition.put("check", check);
        definition.put("order", "SCRAMBLED");

        post(definition)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/template-invalid")
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer)
                .jsonPath("$.errors[0].code")
                .isEqualTo(code)
                .jsonPath("$.errors[0].detail")
                .isNotEmpty();
        assertThat(count("SELECT count(*) FROM scheme WHERE code = 'REFUSED'")).isZero();
        assertThat(count("SELECT count(*) FROM data_key WHERE subject LIKE '%REFUSED'"))
                .isZero();
    }

    @Test
    void withoutAnOrderASchemeIsSequential() {
        Map<String, Object> definition = definition("PLAIN", "PL-{seq:6}-{check}");
        definition.remove("order");

        post(definition)
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.order")
                .isEqualTo("SEQUENTIAL");
        assertThat(issue("PLAIN", 2))
                .extracting(number -> number.substring(2, 8))
                .containsExactly("000001", "000002");
        assertThat(preview("PLAIN", 2)).element(0).asString().startsWith("PL-000001-");
    }

    @Test
    void scrambledNumbersAreDistinctLeadBackAndAreNotNeighbours() {
        define("MIXED", "MX-{seq:8}-{check}", "SCRAMBLED");

        List<String> numbers = new ArrayList<>(issue("MIXED", 500));
        numbers.addAll(issue("MIXED", 500));

        assertThat(new HashSet<>(numbers)).hasSize(1_000);
        List<Long> shown = numbers.stream()
                .map(number -> Long.parseLong(number.substring(2, 10)))
                .toList();
        assertThat(shown).isNotEqualTo(shown.stream().sorted().toList()).noneMatch(sequence -> sequence == 0);
        Scheme scheme = schemes.required(new SchemeCode("MIXED"));
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(scheme.read(numbers.get(i)).orElseThrow().sequence()).isEqualTo(i + 1);
        }
        verdict(numbers.get(700), "VALID");
        verdict(scheme.format(1_001, scheme.context(clock.instant(), null)).canonical(), "NOT_ISSUED");
    }

    @Test
    void lettersOfASequenceResolveInTheFormsPeopleReadThem() {
        Map<String, Object> definition = definition("LETTERS", "LT-{seq32:5}-{check}");
        definition.put("check", "MOD_37_36");
        post(definition).expectStatus().isCreated();
        String number = issue("LETTERS", 33).getLast();
        assertThat(number).startsWith("LT00011");
        String written = "ltOOOIl" + number.substring(7);

        api.as(AGENT)
                .get()
                .uri("/identity/v1/numbers/{number}", written)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.number")
                .isEqualTo(number)
                .jsonPath("$.display")
                .isEqualTo("LT-00011-" + number.substring(7));
        verdict(written, "VALID");
        JsonNode wrong = validated("LT000Z1" + number.substring(7));
        assertThat(wrong.path("verdict").stringValue()).isEqualTo("WRONG_CHECK");
        assertThat(wrong.path("hints").findValuesAsString("number")).contains(number);
    }

    @Test
    void aPreviewOfAScrambledSchemeShowsTheNumbersThatComeLast() {
        define("SHOWN", "SH-{seq:6}-{check}", "SCRAMBLED");

        List<String> preview = preview("SHOWN", 5);

        Scheme scheme = schemes.required(new SchemeCode("SHOWN"));
        assertThat(preview.stream()
                        .map(Template::canonicalise)
                        .map(number -> scheme.read(number).orElseThrow().sequence())
                        .toList())
                .containsExactly(999_995L, 999_996L, 999_997L, 999_998L, 999_999L);
        assertThat(preview("SHOWN", 5)).as("issues nothing").isEqualTo(preview);
        api.as(AGENT)
                .get()
                .uri(SCHEMES + "/SHOWN/preview")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void theKeyIsSealedAndNobodySeesIt() {
        define("SECRET", "SE-{seq:6}-{check}", "SCRAMBLED");
        byte[] stored = jdbc.sql("SELECT order_key FROM scheme WHERE code = 'SECRET'")
                .query(byte[].class)
                .single();
        byte[] key =
                ((ScrambledOrder) schemes.required(new SchemeCode("SECRET")).order()).key();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .hasSize(key.length + 30)
                .doesNotContain(new String(key, StandardCharsets.ISO_8859_1));
        String answer = new String(
                api.as(ADMIN)
                        .get()
                        .uri(SCHEMES)
                        .exchange()
                        .returnResult(byte[].class)
                        .getResponseBodyContent(),
                StandardCharsets.UTF_8);
        assertThat(answer).contains("SECRET").doesNotContainIgnoringCase("key");
        assertThat(schemes.required(new SchemeCode("SECRET")).toString()).doesNotContain("key");
    }

    @Test
    void definingTheSameSchemeAgainKeepsItsKeyAndAnotherOrderIsAConflict() {
        define("AGAIN", "AG-{seq:6}-{check}", "SCRAMBLED");
        String before = sealedKey("AGAIN");

        define("AGAIN", "AG-{seq:6}-{check}", "SCRAMBLED");
        post(definition("AGAIN", "AG-{seq:6}-{check}"))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/scheme-exists");

        assertThat(sealedKey("AGAIN")).isEqualTo(before);
    }

    @Test
    void manyWhoDefineTheSameSchemeAtOnceShareOneOrder() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 5; round++) {
                String code = "RUSH" + round;
                List<Callable<String>> work = new ArrayList<>();
                for (int caller = 0; caller < 8; caller++) {
                    work.add(() -> {
                        define(code, code + "{seq:6}{check}", "SCRAMBLED");
                        return preview(code, 1).getFirst();
                    });
                }
                HashSet<String> previews = new HashSet<>();
                for (Future<String> preview : pool.invokeAll(work)) {
                    previews.add(preview.get());
                }
                assertThat(previews).hasSize(1);
            }
        }
    }

    @Test
    void everyInstanceMakesTheSameNumbers() {
        define("SHARED", "SD-{seq:6}-{check}", "SCRAMBLED");
        SchemeCode code = new SchemeCode("SHARED");

        Scheme here = schemes.required(code);
        Scheme there = new Schemes(jdbc, personalData, clock).required(code);

        assertThat(there.formatter(there.context(clock.instant(), null)).format(1, 100))
                .isEqualTo(here.formatter(here.context(clock.instant(), null)).format(1, 100));
    }

    @Test
    void whatAnotherInstanceFreezesIsFrozenHereAMomentLater() {
        define("COLD", "CO-{seq:6}-{check}", "SEQUENTIAL");
        SchemeCode code = new SchemeCode("COLD");
        assertThat(schemes.required(code).state()).isEqualTo(Scheme.State.ACTIVE);

        jdbc.sql("UPDATE scheme SET state = 'FROZEN', name = 'cold' WHERE code = 'COLD'")
                .update();

        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(schemes.required(code).state()).isEqualTo(Scheme.State.FROZEN));
        assertThat(schemes.required(code).name()).isEqualTo("cold");
        assertThat(schemes.all()).anyMatch(scheme -> scheme.name().equals("cold"));
    }

    @Test
    void whatAnotherInstanceDefinesIsKnownAtOnceAndWhatIsRolledBackNever() {
        SchemeCode code = new SchemeCode("LATER");
        assertThat(schemes.find(code)).isEmpty();
        transactions.executeWithoutResult(status -> {
            insert("LA-{seq:6}-{check}");
            assertThat(schemes.find(code)).isPresent();
            assertThat(schemes.all()).anyMatch(scheme -> scheme.code().equals(code));
            status.setRollbackOnly();
        });
        assertThat(schemes.find(code)).isEmpty();

        insert("LB-{seq:6}-{check}");

        assertThat(schemes.required(code).template().text()).isEqualTo("LB-{seq:6}-{check}");
        assertThat(schemes.all()).anyMatch(scheme -> scheme.template().text().equals("LB-{seq:6}-{check}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code = 'FIXED2'",
                "template = 'FX{seq:7}{check}'",
                "check_algorithm = 'LUHN'",
                "issue_order = 'SEQUENTIAL', order_key = NULL",
                "order_key = '\\x00'",
                "partitioning = 'YEAR'",
                "zone = 'UTC'",
                "created_at = now() + interval '1 day'"
            })
    void theDatabaseKeepsWhatDecidesAboutNumbers(String change) {
        define("FIXED", "FX{seq:6}{check}", "SCRAMBLED");

        assertThatThrownBy(() -> jdbc.sql("UPDATE scheme SET " + change + " WHERE code = 'FIXED'")
                        .update())
                .hasMessageContaining("a scheme never changes its numbers");
    }

    @Test
    void theDatabaseRefusesToForgetASchemeAndAnOrderWithoutItsKey() {
        define("KEPT", "KE{seq:6}{check}", "SCRAMBLED");

        assertThatThrownBy(
                        () -> jdbc.sql("DELETE FROM scheme WHERE code = 'KEPT'").update())
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> jdbc.sql("""
                                INSERT INTO scheme (code, name, template, check_algorithm, issue_order)
                                VALUES ('KEYLESS', 'x', 'KL{seq:6}{check}', 'LUHN', 'SCRAMBLED')
                                """).update()).hasMessageContaining("scheme_order_key");
    }

    private void insert(String template) {
        jdbc.sql("""
                        INSERT INTO scheme (code, name, template, check_algorithm)
                        VALUES ('LATER', 'later', :template, 'MOD_97_10')
                        """).param("template", template).update();
    }

    private static Map<String, Object> definition(String code, String template) {
        return new HashMap<>(Map.of("code", code, "name", "test", "template", template, "check", "MOD_97_10"));
    }

    private void define(String code, String template, String order) {
        Map<String, Object> definition = definition(code, template);
        definition.put("order", order);
        post(definition).expectStatus().isCreated();
    }

    private RestTestClient.ResponseSpec post(Map<String, Object> definition) {
        return api.as(ADMIN).post().uri(SCHEMES).body(definition).exchange();
    }

    private List<String> preview(String code, int count) {
        return api.as(ADMIN)
                .get()
                .uri(SCHEMES + "/{code}/preview?count={count}", code, count)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(SchemeController.Preview.class)
                .getResponseBody()
                .items();
    }

    private List<String> issue(String code, int count) {
        return api.as(INTEGRATOR)
                .post()
                .uri("/identity/v1/numbers")
                .body(Map.of("scheme", code, "count", count))
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(JsonNode.class)
                .getResponseBody()
                .path("items")
                .findValuesAsString("number");
    }

    private void verdict(String number, String verdict) {
        assertThat(validated(number).path("verdict").stringValue()).isEqualTo(verdict);
    }

    private JsonNode validated(String number) {
        return api.as(INTEGRATOR)
                .post()
                .uri("/identity/v1/numbers:validate")
                .body(Map.of("numbers", List.of(number)))
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(JsonNode.class)
                .getResponseBody()
                .path("items")
                .path(0);
    }

    private String sealedKey(String code) {
        return jdbc.sql("SELECT encode(order_key, 'hex') FROM scheme WHERE code = :code")
                .param("code", code)
                .query(String.class)
                .single();
    }

    private long count(String query) {
        return jdbc.sql(query).query(Long.class).single();
    }
}
