package io.kehu.customer.merge;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.findAll;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.stubFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.verify;
import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.text;
import static io.kehu.customer.customer.RecordApi.name;
import static io.kehu.customer.merge.MergeApi.phone;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import io.kehu.starter.test.contract.StubContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** Several records become one customer over all services. */
@CustomerServiceTest
class MergeControllerTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    private MergeApi merges;

    @BeforeEach
    void peersAnswer() {
        IdentityStub.stub();
        merges = new MergeApi(api, jdbc);
    }

    @Test
    void twoRecordsBecomeOneThatKnowsAllThatBothKnew() {
        String ear = broker.listen("customer.profile.merged.v1");
        String phone = phone();
        String other = phone();
        String called = name();
        String formerly = name();
        String loser = merges.register(Map.of(
                "fullName",
                formerly,
                "birthDate",
                "1988-05-12",
                "contactPoints",
                List.of(Map.of("kind", "PHONE", "value", other), Map.of("kind", "PHONE", "value", phone))));
        String survivor = merges.person(called, phone);
        merges.tag(loser, "tea" + loser.toLowerCase(Locale.ROOT));

        String id = merges.merged(survivor, loser);

        Map<String, JsonNode> whole = merges.seenByThemselves(survivor);
        assertThat(whole.get("number").stringValue()).isEqualTo(survivor);
        assertThat(whole.get("fullName").stringValue()).isEqualTo(called);
        assertThat(whole.get("birthDate").stringValue()).isEqualTo("1988-05-12");
        assertThat(whole.get("particulars").path("formerNames").toString()).contains(formerly);
        assertThat(whole.get("contactPoints").findValuesAsString("phone"))
                .containsExactlyInAnyOrder("+86" + phone, "+86" + other);
        assertThat(merges.tags(survivor)).isEqualTo(merges.tags(loser)).hasSize(1);
        assertThat(IdentityStub.mergedInto(loser)).isEqualTo(survivor);
        assertThat(merges.show(id).path("steps").findValuesAsString("state")).containsOnly("DONE");
        findAll(putRequestedFor(urlPathMatching("/[a-z]+/v1/merges/" + id)))
                .forEach(sent -> StubContract.read(
                                "customer-service/src/test/resources/wiremock/peers/mappings/merges-put.json")
                        .verifySent(sent.getBodyAsString()));
        await().untilAsserted(() -> {
            List<JsonNode> told = broker.heard(ear, survivor);
            assertThat(told).hasSize(1);
            EventContract.verifyProduced(
                    "customer.profile.merged.v1", told.getFirst().path("data").toString());
        });
    }

    @Test
    void whatIsOldGoesOnFindingTheCustomer() {
        String phone = phone();
        String formerly = name();
        String survivor = merges.person(name(), phone());
        String loser = merges.person(formerly, phone);
        String before = merges.buy(loser);
        merges.note(loser, "likes green tea " + loser);

        merges.merged(survivor, loser);

        assertThat(merges.records().get(MANAGER, loser).path("number").stringValue())
                .isEqualTo(survivor);
        assertThat(merges.records().found(phone)).containsExactly(survivor);
        assertThat(merges.records().found(formerly)).containsExactly(survivor);
        assertThat(merges.records().found(loser)).containsExactly(survivor);
        String since = merges.buy(loser);
        assertThat(merges.orders(survivor)).containsExactlyInAnyOrder(before, since);
        assertThat(merges.orders(loser)).isEqualTo(merges.orders(survivor));
        assertThat(merges.notes(survivor)).containsExactly("likes green tea " + loser);
        assertThat(merges.numbersOfNotesThatSay(loser)).containsExactly(survivor);
        assertThat(merges.seenByThemselves(loser)).isEqualTo(merges.seenByThemselves(survivor));
        JsonNode batch = body(Calls.post(
                api.as(SERVICE),
                "/customer/v1/customers:batchGet",
                Map.of("numbers", List.of(loser), "fields", List.of("name"), "purpose", "test")));
        assertThat(batch.path("items").path(0).path("number").stringValue()).isEqualTo(loser);
        assertThat(batch.path("items").path(0).path("livingNumber").stringValue())
                .isEqualTo(survivor);
        assertThat(batch.path("items").path(0).path("status").stringValue()).isEqualTo("ACTIVE");
        JsonNode list = body(Calls.get(api.as(MANAGER), "/customer/v1/customers?limit=200"));
        assertThat(list.path("items").findValuesAsString("number")).doesNotContain(loser);
    }

    @Test
    void whoWasRelatedToOneIsRelatedToTheWhole() {
        String survivor = merges.person(name(), phone());
        String loser = merges.person(name(), phone());
        String mother = merges.person(name(), phone());
        merges.relate(loser, mother);
        merges.relate(loser, survivor);

        String id = merges.merged(survivor, loser);

        assertThat(merges.related(survivor)).as("not to themselves").containsExactly(mother);
        assertThat(merges.related(mother)).containsExactly(survivor);
        merges.undone(id);
        assertThat(merges.related(survivor)).containsExactly(loser);
        assertThat(merges.related(mother)).containsExactly(loser);
    }

    @ParameterizedTest
    @ValueSource(strings = {"loyalty", "feedback", "notification"})
    void whenAServiceRefusesAllIsAsItWas(String service) {
        String survivor = merges.person(name(), phone());
        String loser = merges.person(name(), phone());
        List<String> rows = merges.rows(survivor, loser);
        stubFor(put(urlPathMatching("/" + service + "/v1/merges/.*"))
                .atPriority(1)
                .willReturn(aResponse()
                        .withStatus(409)
                        .withHeader("Content-Type", "application/problem+json")
                        .withBody("{\"type\": \"/problems/program-closed\"}")));

        String id = body(merges.merge(survivor, loser)).path("id").stringValue();
        JsonNode refused = merges.awaitState(id, "REFUSED");

        assertThat(refused.path("refusedBecause").stringValue()).isEqualTo(service + ":program-closed");
        assertThat(merges.rows(survivor, loser)).isEqualTo(rows);
        assertThat(IdentityStub.mergedInto(loser)).isNull();
        assertThat(refused.path("steps").findValuesAsString("state"))
                .as("whoever was asked has undone it, whoever was not has not heard of it")
                .isSubsetOf("UNDONE", "PENDING");
        peersAnswer();
        merges.merged(survivor, loser);
    }

    @Test
    void aServiceThatIsAwayIsAskedUntilItAnswers() {
        String survivor = merges.person(name(), phone());
        String loser = merges.person(name(), phone());
        stubFor(any(urlPathMatching("/loyalty/v1/merges.*"))
                .atPriority(1)
                .willReturn(aResponse().withStatus(503)));

        String id = body(merges.merge(survivor, loser)).path("id").stringValue();
        await().untilAsserted(() -> assertThat(
                        merges.show(id).path("steps").path(2).path("attempts").asInt())
                .isPositive());

        assertThat(merges.records().get(MANAGER, loser).path("number").stringValue())
                .as("the record is one at once")
                .isEqualTo(survivor);
        assertThat(merges.show(id).path("steps").path(2).path("failure").stringValue())
                .isEqualTo("unavailable");
        assertThat(MergeApi.slug(merges.undo(id))).isEqualTo("merge-state");
        assertThat(MergeApi.slug(merges.merge(survivor, merges.person(name(), phone()))))
                .isEqualTo("merge-under-way");
        IdentityStub.stub();
        merges.awaitState(id, "MERGED");
    }

    @Test
    void whoHeldTheOldRecordIsToldThatItChanged() {
        String survivor = merges.person(name(), phone());
        String loser = merges.person(name(), phone());
        merges.merged(survivor, loser);

        merges.records()
                .patch(api.as(AGENT, MANAGER), loser, 1, Map.of("stage", "LOYAL"))
                .expectStatus()
                .isEqualTo(412);
    }

    @Test
    void mergesThatCrossNeverMakeACircle() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 5; round++) {
                String a = merges.person(name(), phone());
                String b = merges.person(name(), phone());
                String c = merges.person(name(), phone());
                CyclicBarrier start = new CyclicBarrier(4);
                List<Future<Integer>> answers = new ArrayList<>();
                for (List<String> pair : List.of(List.of(a, b), List.of(b, a), List.of(b, c), List.of(c, a))) {
                    answers.add(pool.submit(() -> {
                        start.await();
                        return merges.merge(pair.getFirst(), pair.getLast())
                                .getStatus()
                                .value();
                    }));
                }
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> answer : answers) {
                    statuses.add(answer.get());
                }

                assertThat(statuses).contains(202).containsAnyOf(409).doesNotContain(500);
                await().untilAsserted(() -> assertThat(jdbc.sql(
                                        "SELECT count(*) FROM customer_merge WHERE state = 'MERGING' AND survivor = ANY (:numbers)")
                                .param("numbers", new String[] {a, b, c})
                                .query(Integer.class)
                                .single())
                        .isZero());
                long living = List.of(a, b, c).stream()
                        .map(number -> merges.records()
                                .get(MANAGER, number)
                                .path("number")
                                .stringValue())
                        .distinct()
                        .count();
                assertThat(living)
                        .isEqualTo(3
                                - statuses.stream()
                                        .filter(status -> status == 202)
                                        .count());
            }
        }
    }

    @Test
    void theSameRequestMergesOnce() {
        String survivor = merges.person(name(), phone());
        String loser = merges.person(name(), phone());
        String key = UUID.randomUUID().toString();

        String first = keyed(key, survivor, loser);
        String again = keyed(key, survivor, loser);

        assertThat(again).isEqualTo(first);
        merges.awaitState(first, "MERGED");
        verify(1, putRequestedFor(urlEqualTo("/loyalty/v1/merges/" + first)));
    }

    private String keyed(String key, String survivor, String loser) {
        return body(answered(api.as("merge-manager", MANAGER)
                        .post()
                        .uri(MergeApi.MERGES)
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("Idempotency-Key", key)
                        .body(Map.of("survivor", survivor, "losers", List.of(loser), "reason", "same person"))
                        .exchange()
                        .returnResult(byte[].class)))
                .path("id")
                .stringValue();
    }

    private static EntityExchangeResult<byte[]> answered(EntityExchangeResult<byte[]> answer) {
        assertThat(answer.getStatus().value()).as(text(answer)).isEqualTo(202);
        return answer;
    }
}
