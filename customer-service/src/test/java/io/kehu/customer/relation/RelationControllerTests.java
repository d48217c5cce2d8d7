package io.kehu.customer.relation;

import static io.kehu.customer.customer.RecordApi.CUSTOMERS;
import static io.kehu.customer.customer.RecordApi.errors;
import static io.kehu.customer.customer.RecordApi.json;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MARKETER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.RecordApi;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Who is what to whom. */
@CustomerServiceTest
class RelationControllerTests {

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

    @ParameterizedTest
    @CsvSource({
        "HOUSEHOLD, HOUSEHOLD",
        "EMPLOYER, EMPLOYEE",
        "EMPLOYEE, EMPLOYER",
        "REFERRER, REFERRED",
        "REFERRED, REFERRER",
        "PARTNER_CONTACT, PARTNER",
        "PARTNER, PARTNER_CONTACT"
    })
    void aRelationIsShownFromBothSidesByItsName(String said, String seen) {
        String one = person();
        String other = person();

        JsonNode made = json(relate(AGENT, one, said, other).expectStatus().isCreated());

        assertThat(made.path("type").stringValue()).isEqualTo(said);
        JsonNode mine = relations(AGENT, one, "").path("items").path(0);
        assertThat(mine.path("type").stringValue()).isEqualTo(said);
        assertThat(mine.path("number").stringValue()).isEqualTo(other);
        assertThat(mine.path("fullName").stringValue()).startsWith("端木").hasSize(4);
        assertThat(mine.path("source").stringValue()).isEqualTo("CONSOLE");
        JsonNode theirs = relations(AUDITOR, other, "").path("items").path(0);
        assertThat(theirs.path("type").stringValue()).isEqualTo(seen);
        assertThat(theirs.path("number").stringValue()).isEqualTo(one);
        assertThat(theirs.path("fullName").stringValue()).isEqualTo("端*");
        relate(AGENT, other, seen, one).expectStatus().isEqualTo(409);
    }

    @Test
    void nobodyIsRelatedToThemselvesOrToNobody() {
        String one = person();

        assertThat(errors(relate(AGENT, one, "HOUSEHOLD", one).expectStatus().isBadRequest()))
                .containsExactly("/number:relation-self");
        assertThat(json(relate(AGENT, one, "HOUSEHOLD", "C99999999999")
                                .expectStatus()
                                .isNotFound())
                        .path("type")
                        .stringValue())
                .isEqualTo("/problems/customer-not-found");
        relate(AGENT, "C99999999999", "HOUSEHOLD", one).expectStatus().isNotFound();
        relate(AGENT, one, "FRIEND", person()).expectStatus().isBadRequest();
        relate(MARKETER, one, "HOUSEHOLD", person()).expectStatus().isForbidden();
        api.as(AGENT)
                .get()
                .uri(CUSTOMERS + "/C99999999999/relations")
                .exchange()
                .expectStatus()
                .isNotFound();
        api.asMember(one)
                .get()
                .uri(CUSTOMERS + "/" + one + "/relations")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void aClosedRecordTakesNoRelations() {
        String one = person();
        String closed = person();
        jdbc.sql("UPDATE customer SET status = 'RESTRICTED' WHERE number = :number")
                .param("number", closed)
                .update();

        assertThat(errors(relate(AGENT, one, "HOUSEHOLD", closed).expectStatus().isEqualTo(422)))
                .containsExactly("/number:not-active");
    }

    @Test
    void onlyPersonsLiveTogetherAreEmployedOrSpeakForPartners() {
        String person = person();
        String company = company();

        relate(AGENT, person, "EMPLOYER", company).expectStatus().isCreated();
        relate(AGENT, company, "PARTNER_CONTACT", person).expectStatus().isCreated();
        relate(AGENT, company, "REFERRER", person).expectStatus().isCreated();
        for (String senseless : List.of("HOUSEHOLD", "EMPLOYER")) {
            assertThat(errors(relate(AGENT, company, senseless, person)
                            .expectStatus()
                            .isEqualTo(422)))
                    .containsExactly("/type:persons-only");
        }
        assertThatThrownBy(() -> insert(company, person, "EMPLOYER")).hasMessageContaining("only a person");
        assertThatThrownBy(() -> insert(company, company(), "PARTNER_CONTACT")).hasMessageContaining("only a person");
    }

    @ParameterizedTest
    @CsvSource({"EMPLOYER", "REFERRER"})
    void aChainNeverCloses(String type) {
        String first = person();
        String second = person();
        String third = person();
        relate(AGENT, first, type, second).expectStatus().isCreated();
        relate(AGENT, second, type, third).expectStatus().isCreated();

        assertThat(json(relate(AGENT, third, type, first).expectStatus().isEqualTo(409))
                        .path("type")
                        .stringValue())
                .isEqualTo("/problems/relation-circle");
        assertThatThrownBy(() -> insert(third, first, type))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("chain would close");
        relate(AGENT, first, "PARTNER_CONTACT", second).expectStatus().isCreated();
        relate(AGENT, second, "PARTNER_CONTACT", first).expectStatus().isCreated();
    }

    @Test
    void theDatabaseKeepsTheRulesByItself() {
        String one = person();
        String other = person();

        assertThatThrownBy(() -> insert(one, one, "PARTNER_CONTACT")).hasMessageContaining("relation_not_to_self");
        String larger = one.compareTo(other) > 0 ? one : other;
        String smaller = larger.equals(one) ? other : one;
        assertThatThrownBy(() -> insert(larger, smaller, "HOUSEHOLD")).hasMessageContaining("relation_household_order");
        insert(one, other, "REFERRER");
        assertThatThrownBy(() -> insert(one, person(), "REFERRER")).hasMessageContaining("relation_one_referrer");
        assertThatThrownBy(
                        () -> jdbc.sql("UPDATE relation SET type = 'EMPLOYER'").update())
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @Test
    void aCustomerHasOneReferrer() {
        String one = person();
        relate(AGENT, one, "REFERRER", person()).expectStatus().isCreated();

        assertThat(json(relate(AGENT, one, "REFERRER", person()).expectStatus().isEqualTo(409))
                        .path("type")
                        .stringValue())
                .isEqualTo("/problems/relation-exists");
    }

    @Test
    void ofTwoHalvesOfACircleOneIsWrittenWhoeverIsFaster() throws Exception {
        for (int round = 0; round < 8; round++) {
            String one = person();
            String other = person();

            List<Integer> statuses = together(List.of(
                    () -> status(relate(AGENT, one, "REFERRER", other)),
                    () -> status(relate(AGENT, other, "REFERRER", one)),
                    () -> status(relate(AGENT, one, "REFERRER", other)),
                    () -> status(relate(AGENT, other, "REFERRER", one))));

            assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        }
    }

    @Test
    void ofTheSameRelationSaidFromBothSidesOneIsWritten() throws Exception {
        for (int round = 0; round < 8; round++) {
            String one = person();
            String other = person();

            List<Integer> statuses = together(List.of(
                    () -> status(relate(AGENT, one, "HOUSEHOLD", other)),
                    () -> status(relate(AGENT, other, "HOUSEHOLD", one)),
                    () -> status(relate(INTEGRATOR, one, "HOUSEHOLD", other))));

            assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        }
    }

    @Test
    void aRelationEndsFromEitherSideAndOnlyOnce() {
        String one = person();
        String other = person();
        String stranger = person();
        String id = json(relate(AGENT, one, "REFERRER", other).expectStatus().isCreated())
                .path("id")
                .stringValue();

        end(stranger, id).expectStatus().isNotFound();
        end(other, id).expectStatus().isNoContent();
        end(one, id).expectStatus().isNotFound();
        assertThat(relations(AGENT, one, "").path("items")).isEmpty();
        relate(AGENT, other, "REFERRER", one).expectStatus().isCreated();
        assertThat(jdbc.sql("""
                        SELECT count(*) FROM audit_entry WHERE object IN (:one, :other) AND action = 'relation.end'
                        """)
                        .param("one", one)
                        .param("other", other)
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void aRetryWithTheSameKeyIsTheSameRelation() {
        String one = person();
        String other = person();
        String key = UUID.randomUUID().toString();

        JsonNode first =
                json(relate(AGENT, one, "EMPLOYER", other, key).expectStatus().isCreated());
        JsonNode again =
                json(relate(AGENT, one, "EMPLOYER", other, key).expectStatus().isCreated());

        assertThat(again).isEqualTo(first);
    }

    @Test
    void pagesGoOnWhereTheyEndedOverBothSides() {
        String boss = person();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String other = person();
            others.add(other);
            relate(AGENT, boss, i % 2 == 0 ? "EMPLOYEE" : "PARTNER_CONTACT", other)
                    .expectStatus()
                    .isCreated();
        }

        JsonNode first = relations(AGENT, boss, "?limit=3");
        JsonNode second = relations(
                AGENT, boss, "?limit=3&cursor=" + first.path("nextCursor").stringValue());

        List<String> seen = new ArrayList<>();
        first.path("items").forEach(item -> seen.add(item.path("number").stringValue()));
        second.path("items").forEach(item -> seen.add(item.path("number").stringValue()));
        assertThat(seen).isEqualTo(others);
        assertThat(second.has("nextCursor")).isFalse();
    }

    private String person() {
        return records.register(Map.of("fullName", RecordApi.name()));
    }

    private String company() {
        return records.register(Map.of("kind", "ORGANISATION", "fullName", RecordApi.name() + "公司"));
    }

    private RestTestClient.ResponseSpec relate(Role role, String number, String type, String other) {
        return relate(role, number, type, other, UUID.randomUUID().toString());
    }

    private RestTestClient.ResponseSpec relate(Role role, String number, String type, String other, String key) {
        return api.as(role)
                .post()
                .uri(CUSTOMERS + "/" + number + "/relations")
                .header("Idempotency-Key", key)
                .body(Map.of("type", type, "number", other))
                .exchange();
    }

    private RestTestClient.ResponseSpec end(String number, String id) {
        return api.as(AGENT)
                .delete()
                .uri(CUSTOMERS + "/" + number + "/relations/" + id)
                .exchange();
    }

    private JsonNode relations(Role role, String number, String query) {
        return json(api.as(role)
                .get()
                .uri(CUSTOMERS + "/" + number + "/relations" + query)
                .exchange()
                .expectStatus()
                .isOk());
    }

    private static int status(RestTestClient.ResponseSpec response) {
        return response.returnResult().getStatus().value();
    }

    private static List<Integer> together(List<Callable<Integer>> work) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(work.size())) {
            for (Future<Integer> future : pool.invokeAll(work)) {
                statuses.add(future.get());
            }
        }
        return statuses;
    }

    private void insert(String from, String to, String type) {
        jdbc.sql("""
                        INSERT INTO relation (id, from_number, to_number, type, source, created_by)
                        VALUES (gen_random_uuid(), :from, :to, :type, 'API', 'test')
                        """).param("from", from).param("to", to).param("type", type).update();
    }
}
