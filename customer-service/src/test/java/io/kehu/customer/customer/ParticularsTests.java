package io.kehu.customer.customer;

import static io.kehu.customer.customer.RecordApi.CUSTOMERS;
import static io.kehu.customer.customer.RecordApi.errors;
import static io.kehu.customer.customer.RecordApi.json;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What else a customer is known by: stored sealed, shown masked, found exactly, nobody's twice. */
@CustomerServiceTest
class ParticularsTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private RecordApi records;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        records = new RecordApi(api);
    }

    @Test
    void particularsAreSealedAndMaskedByRole() {
        String id = SampleIds.nationalId();
        String number = records.register(person(
                "欧阳金丝雀",
                Map.of(
                        "givenName", "金丝雀",
                        "familyName", "欧阳",
                        "formerNames", List.of("欧阳画眉"),
                        "sex", "FEMALE",
                        "nationality", "cn",
                        "nationalId", id,
                        "foreignId", Map.of("country", "GB", "value", "canary-99887766"))));

        JsonNode seen = records.get(AGENT, number).path("particulars");
        assertThat(seen.path("givenName").stringValue()).isEqualTo("金丝雀");
        assertThat(seen.path("formerNames").path(0).path("fullName").stringValue())
                .isEqualTo("欧阳画眉");
        assertThat(seen.path("sex").stringValue()).isEqualTo("****");
        assertThat(seen.path("nationality").stringValue()).isEqualTo("****");
        assertThat(seen.path("nationalId").stringValue())
                .isEqualTo(id.substring(0, 3) + "***********" + id.substring(14));
        assertThat(seen.path("foreignId").path("value").stringValue())
                .endsWith("7766")
                .doesNotContain("canary");
        JsonNode full = records.get(PRIVACY_OFFICER, number).path("particulars");
        assertThat(full.path("nationalId").stringValue()).isEqualTo(id);
        assertThat(full.path("sex").stringValue()).isEqualTo("FEMALE");
        assertThat(full.path("nationality").stringValue()).isEqualTo("CN");
        assertThat(full.path("foreignId").path("value").stringValue()).isEqualTo("canary-99887766");
        assertThat(dump())
                .contains(number)
                .doesNotContain(id)
                .doesNotContain("金丝雀")
                .doesNotContain("画眉")
                .doesNotContain("canary-99887766");
    }

    @Test
    void valuesAreRevealedOnlyByTheKindThatWasAskedFor() {
        String id = SampleIds.nationalId();
        String number = records.register(person("钟离", Map.of("nationalId", id, "sex", "MALE")));

        JsonNode revealed = reveal(number, "IDENTIFIERS").path("particulars");

        assertThat(revealed.path("nationalId").stringValue()).isEqualTo(id);
        assertThat(revealed.has("sex")).isFalse();
        assertThat(reveal(number, "PARTICULARS").path("particulars").has("nationalId"))
                .isFalse();
        assertThat(reveal(number, "FULL_NAME").has("particulars")).isFalse();
    }

    @Test
    void officialNumbersAreFoundWholeThoughNobodySeesThem() {
        String id = SampleIds.nationalId();
        String passport = "P" + id.substring(6);
        String number = records.register(person(
                RecordApi.name(), Map.of("nationalId", id, "foreignId", Map.of("country", "FR", "value", passport))));
        String code = SampleIds.creditCode();
        String company = records.register(
                Map.of("kind", "ORGANISATION", "fullName", "金丝雀公司", "particulars", Map.of("creditCode", code)));

        assertThat(records.search(id).path("kind").stringValue()).isEqualTo("NATIONAL_ID");
        assertThat(records.found(id)).containsExactly(number);
        assertThat(records.found(id.substring(0, 6) + " " + id.substring(6))).containsExactly(number);
        assertThat(records.found("FR: " + passport.toLowerCase(java.util.Locale.ROOT)))
                .containsExactly(number);
        assertThat(records.found("DE: " + passport)).isEmpty();
        assertThat(records.search(code).path("kind").stringValue()).isEqualTo("CREDIT_CODE");
        assertThat(records.found(code)).containsExactly(company);
        assertThat(records.found(SampleIds.nationalId())).isEmpty();
    }

    @Test
    void theOldNumberOfFifteenDigitsIsTheSameNumber() {
        String old = "110105520229" + "10" + (System.nanoTime() % 10);
        String number = records.register(person(RecordApi.name(), Map.of("nationalId", old)));

        assertThat(records.found(old)).containsExactly(number);
        assertThat(records.get(PRIVACY_OFFICER, number)
                        .path("particulars")
                        .path("nationalId")
                        .stringValue())
                .startsWith("11010519520229");
    }

    @Test
    void customersAreFoundByNamesTheyHadBefore() {
        String former = RecordApi.name();
        String number = records.register(person(RecordApi.name(), Map.of("formerNames", List.of(former))));

        assertThat(records.found(former)).containsExactly(number);
        assertThat(records.found(former.substring(1))).contains(number);
    }

    @Test
    void oneOfficialNumberIsRegisteredOnceWhoeverIsFasterAndWhateverTheySay() throws Exception {
        String id = SampleIds.nationalId();
        int callers = 12;
        List<Callable<Integer>> work = new ArrayList<>();
        IntStream.range(0, callers)
                .forEach(i -> work.add(() -> {
                    Map<String, Object> body = new HashMap<>(person(RecordApi.name(), Map.of("nationalId", id)));
                    body.put("distinct", i % 2 == 0);
                    return records.post(AGENT, body).returnResult().getStatus().value();
                }));
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(callers)) {
            for (Future<Integer> future : pool.invokeAll(work)) {
                statuses.add(future.get());
            }
        }

        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(records.found(id)).hasSize(1);
    }

    @Test
    void anOfficialNumberCannotBeTakenFromSomebodyByAChangeButMovesWhenItIsGivenUp() {
        String id = SampleIds.nationalId();
        String holder = records.register(person(RecordApi.name(), Map.of("nationalId", id)));
        String other = records.register(person(RecordApi.name(), Map.of()));
        Map<String, Object> taking = Map.of("particulars", Map.of("nationalId", id));

        JsonNode refused = json(
                records.patch(api.as(AGENT), other, 1, taking).expectStatus().isEqualTo(409));
        assertThat(refused.path("existing").stringValue()).isEqualTo(holder);
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("nationalId", null);
        records.patched(holder, 1, Map.of("particulars", nothing));
        records.patched(other, 1, taking);

        assertThat(records.found(id)).containsExactly(other);
    }

    @Test
    void aTwinWhoWasRegisteredAsDistinctCanBeChanged() {
        Map<String, Object> twins = new HashMap<>(person(RecordApi.name(), Map.of()));
        twins.put("contactPoints", List.of(Map.of("kind", "PHONE", "value", "13622227001")));
        records.register(twins);
        twins.put("distinct", true);
        String second = records.register(twins);

        assertThat(records.patched(second, 1, Map.of("stage", "LEAD"))
                        .path("version")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void aPatchChangesOneParticularAndKeepsTheOthers() {
        String id = SampleIds.nationalId();
        String number = records.register(person(RecordApi.name(), Map.of("nationalId", id, "sex", "MALE")));

        records.patched(number, 1, Map.of("particulars", Map.of("sex", "NOT_KNOWN", "familyName", "端木")));

        JsonNode now = records.get(PRIVACY_OFFICER, number).path("particulars");
        assertThat(now.path("sex").stringValue()).isEqualTo("NOT_KNOWN");
        assertThat(now.path("familyName").stringValue()).isEqualTo("端木");
        assertThat(now.path("nationalId").stringValue()).isEqualTo(id);
    }

    @Test
    void aLunarBirthDateIsKeptAsItIsCelebrated() {
        String number = records.register(Map.of(
                "fullName",
                RecordApi.name(),
                "birthDate",
                "1987-06-30",
                "birthDateLunar",
                true,
                "birthDateLeapMonth",
                true));

        JsonNode seen = records.get(PRIVACY_OFFICER, number);
        assertThat(seen.path("birthDate").stringValue()).isEqualTo("1987-06-30");
        assertThat(seen.path("birthDateLunar").asBoolean()).isTrue();
        assertThat(seen.path("birthDateLeapMonth").asBoolean()).isTrue();
        assertThat(records.get(MANAGER, number).path("birthDate").stringValue()).isEqualTo("1987-**-**");
        assertThat(records.patched(number, 1, Map.of("stage", "LEAD"))
                        .path("birthDateLunar")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void wrongParticularsAreNamedByTheirPlace() {
        Map<String, Object> wrong = new HashMap<>(person(
                RecordApi.name(),
                Map.of("nationalId", "110105194912310021", "foreignId", Map.of("country", "XX", "value", "1"))));

        assertThat(errors(records.post(AGENT, wrong).expectStatus().isEqualTo(422)))
                .containsExactly("/particulars/nationalId:national-id", "/particulars/foreignId:foreign-id");
        wrong.put("particulars", Map.of("sex", "x"));
        records.post(AGENT, wrong).expectStatus().isBadRequest();
        wrong.put("particulars", Map.of("shoeSize", 42));
        records.post(AGENT, wrong).expectStatus().isBadRequest();
    }

    private static Map<String, Object> person(String name, Map<String, Object> particulars) {
        return Map.of("fullName", name, "particulars", particulars);
    }

    private JsonNode reveal(String number, String field) {
        return json(api.as(MANAGER)
                .post()
                .uri(CUSTOMERS + "/" + number + "/reveals")
                .body(Map.of("fields", List.of(field), "reason", "identity check"))
                .exchange()
                .expectStatus()
                .isOk());
    }

    /** Every table as text, which is what a thief would read. */
    private String dump() {
        StringBuilder dump = new StringBuilder();
        jdbc.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'flyway%'")
                .query(String.class)
                .list()
                .forEach(table -> dump.append(jdbc.sql("SELECT string_agg(t::text, ' ') FROM " + table + " t")
                        .query(String.class)
                        .optional()
                        .orElse("")));
        return dump.toString();
    }
}
