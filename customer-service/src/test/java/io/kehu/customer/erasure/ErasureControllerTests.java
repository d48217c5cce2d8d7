package io.kehu.customer.erasure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.findAll;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.stubFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.get;
import static io.kehu.customer.Calls.post;
import static io.kehu.customer.customer.RecordApi.CUSTOMERS;
import static io.kehu.customer.customer.RecordApi.name;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.catalogue.FileApi;
import io.kehu.customer.customer.RecordApi;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.customer.merge.MergeApi;
import io.kehu.starter.protection.catalogue.DataCatalogue;
import io.kehu.starter.protection.catalogue.DataClass;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import io.kehu.starter.test.contract.StubContract;
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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Erasing a customer, from the request to the proof: nothing that names or finds them is left, and nothing comes back. */
@CustomerServiceTest
class ErasureControllerTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    private ErasureApi erasures;
    private RecordApi records;
    private MergeApi merges;

    @BeforeEach
    void peersAnswer() {
        IdentityStub.stub();
        erasures = new ErasureApi(api);
        records = new RecordApi(api);
        merges = new MergeApi(api, jdbc);
    }

    @Test
    void nothingThatNamesOrFindsTheCustomerIsLeft() {
        String ear = broker.listen("customer.profile.erased.v1");
        String called = name();
        String phone = MergeApi.phone();
        String number = whole(called, phone);
        assertThat(tokensOf(number)).as("what there is to be erased").isNotEmpty();

        JsonNode erased = erasures.erased(number);

        assertThat(tokensOf(number)).isEmpty();
        assertThat(count("data_key", "subject", number)).isZero();
        for (String table : List.of(
                "contact_point", "customer_key", "customer_custom", "customer_file", "customer_tag", "consent")) {
            assertThat(count(table, "number", number)).as(table).isZero();
        }
        JsonNode left = records.get(ADMIN, number);
        assertThat(left.path("status").asString()).isEqualTo("ERASED");
        assertThat(left.has("fullName")).isFalse();
        assertThat(left.path("contactPoints").isEmpty()).isTrue();
        assertThat(records.found(phone)).isEmpty();
        assertThat(records.found(called)).isEmpty();
        assertThat(merges.orders(number)).as("books").hasSize(1);
        assertThat(erased.path("steps").findValuesAsString("step"))
                .containsExactly("LOYALTY", "FEEDBACK", "NOTIFICATION", "IDENTITY", "CUSTOMER");
        assertThat(erased.path("steps")
                        .path(4)
                        .path("items")
                        .valueStream()
                        .map(item -> item.path("kind").asString() + " "
                                + item.path("count").asInt() + " "
                                + item.path("fate").asString()))
                .contains(
                        "RECORDS 1 DELETED",
                        "CONTACT_POINTS 1 DELETED",
                        "FILES 1 DELETED",
                        "TAGS 1 DELETED",
                        "RELATIONS 1 DELETED",
                        "NOTES 1 DELETED",
                        "PURCHASES 1 KEPT");
        findAll(putRequestedFor(urlPathMatching(
                        "/[a-z]+/v1/erasures/" + erased.path("id").asString())))
                .forEach(sent -> StubContract.read(
                                "customer-service/src/test/resources/wiremock/peers/mappings/erasures-put.json")
                        .verifySent(sent.getBodyAsString()));
        await().untilAsserted(() -> {
            List<JsonNode> told = broker.heard(ear, number);
            assertThat(told).hasSize(1);
            EventContract.verifyProduced(
                    "customer.profile.erased.v1", told.getFirst().path("data").toString());
        });
    }

    @Test
    void whoIsErasedStaysErasedAndCanBeRegisteredAnew() {
        String called = name();
        String phone = MergeApi.phone();
        String number = whole(called, phone);
        erasures.erased(number);

        assertThat(records.patch(api.as(ADMIN), number, 1, Map.of("fullName", "张三"))
                        .returnResult(byte[].class)
                        .getStatus()
                        .value())
                .isEqualTo(409);
        assertThat(post(
                                api.as(Role.MANAGER),
                                CUSTOMERS + "/" + number + "/timeline",
                                Map.of("kind", "NOTE", "summary", "hello"))
                        .getStatus()
                        .value())
                .isEqualTo(409);
        assertThat(body(post(
                                api.as(INTEGRATOR),
                                "/customer/v1/interactions:batch",
                                Map.of(
                                        "items",
                                        List.of(Map.of(
                                                "number",
                                                number,
                                                "source",
                                                "callcentre",
                                                "externalId",
                                                UUID.randomUUID().toString(),
                                                "at",
                                                "2026-11-01T03:15:00Z",
                                                "kind",
                                                "CALL",
                                                "summary",
                                                "hello")))))
                        .path("items")
                        .path(0)
                        .path("outcome")
                        .asString())
                .isEqualTo("UNKNOWN_CUSTOMER");
        assertThat(body(post(
                                api.as(ADMIN),
                                "/customer/v1/tags/" + tagged(number) + ":apply",
                                Map.of("numbers", List.of(number))))
                        .path("missing")
                        .toString())
                .contains(number);
        assertThat(erasures.request(api.as(ADMIN), number, 1).getStatus().value())
                .isEqualTo(409);
        assertThatThrownBy(() -> jdbc.sql("UPDATE customer SET status = 'ACTIVE' WHERE number = :n")
                        .param("n", number)
                        .update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.sql("UPDATE customer SET full_name = 'x' WHERE number = :n")
                        .param("n", number)
                        .update())
                .isInstanceOf(DataAccessException.class);

        String anew = merges.person(called, phone);

        assertThat(anew).isNotEqualTo(number);
        assertThat(records.found(phone)).containsExactly(anew);
    }

    @Test
    void allNumbersOfTheCustomerAreErasedAndNoMergeBringsOneBack() {
        String survivor = whole(name(), MergeApi.phone());
        String loser = whole(name(), MergeApi.phone());
        String merge = merges.merged(survivor, loser);

        JsonNode erased = erasures.erased(loser);

        assertThat(erased.path("numbers").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder(survivor, loser);
        assertThat(tokensOf(survivor)).isEmpty();
        assertThat(tokensOf(loser)).isEmpty();
        assertThat(count("data_key", "subject", loser) + count("data_key", "subject", survivor))
                .isZero();
        assertThat(merges.undo(merge).getStatus().value()).isEqualTo(409);
        assertThat(merges.merge(records.register(Map.of("fullName", name())), survivor)
                        .getStatus()
                        .value())
                .isEqualTo(404);
    }

    @Test
    void theRecordIsClosedAtOnceAndTheRestFollowsWhenTheServicesAreBack() {
        String phone = MergeApi.phone();
        String number = whole(name(), phone);
        stubFor(any(urlPathMatching("/feedback/v1/erasures/.*"))
                .atPriority(1)
                .willReturn(aResponse().withStatus(503)));
        String id = erasures.requested(number);

        assertThat(erasures.approve("officer-1", id).getStatus().value()).isEqualTo(202);

        assertThat(records.found(phone)).isEmpty();
        assertThat(records.get(ADMIN, number).path("status").asString()).isEqualTo("RESTRICTED");
        await().until(() ->
                erasures.show(id).path("steps").path(1).path("attempts").asInt() > 0);
        JsonNode waiting = erasures.show(id);
        assertThat(waiting.path("state").asString()).isEqualTo("ERASING");
        assertThat(waiting.path("steps").path(0).path("done").asBoolean()).isTrue();
        assertThat(waiting.path("steps").path(1).path("failure").asString()).isEqualTo("unavailable");
        IdentityStub.stub();
        await().until(() -> erasures.show(id).path("state").asString().equals("ERASED"));
        assertThat(count("data_key", "subject", number)).isZero();
    }

    @Test
    void nobodyDecidesOnTheirOwnRequestNorTwice() {
        String number = records.register(Map.of("fullName", name()));
        JsonNode asked = body(erasures.request(api.as("officer-1", PRIVACY_OFFICER), number, 1));
        String id = asked.path("id").asString();

        assertThat(erasures.approve("officer-1", id).getStatus().value()).isEqualTo(403);
        assertThat(erasures.refuse("officer-1", id, "no").getStatus().value()).isEqualTo(403);
        assertThat(body(erasures.refuse("officer-2", id, "claims are pending"))
                        .path("reason")
                        .asString())
                .isEqualTo("claims are pending");
        assertThat(erasures.approve("officer-2", id).getStatus().value()).isEqualTo(409);
        assertThat(records.get(ADMIN, number).path("status").asString()).isEqualTo("ACTIVE");
        assertThat(erasures.requested(number)).as("asked again").isNotEqualTo(id);
    }

    @Test
    void ofManyRequestsAndDecisionsAtOnceThereIsOne() throws Exception {
        String number = records.register(Map.of("fullName", name()));
        List<String> ids = atOnce(() -> erasures.requested(number));

        List<Integer> decided = atOnce(
                () -> erasures.approve("officer-1", ids.getFirst()).getStatus().value());

        assertThat(ids.stream().distinct()).hasSize(1);
        assertThat(decided).containsOnlyOnce(202).allMatch(status -> status == 202 || status == 409);
        await().until(() ->
                erasures.show(ids.getFirst()).path("state").asString().equals("ERASED"));
    }

    @Test
    void aRequestNeedsTheRecordAsItIs() {
        String number = records.register(Map.of("fullName", name()));

        assertThat(api.as(ADMIN)
                        .delete()
                        .uri(CUSTOMERS + "/" + number)
                        .exchange()
                        .returnResult(byte[].class)
                        .getStatus()
                        .value())
                .isEqualTo(428);
        JsonNode stale = body(erasures.request(api.as(ADMIN), number, 7));
        assertThat(stale.path("status").asInt()).isEqualTo(412);
        assertThat(stale.path("current").path("number").asString()).isEqualTo(number);
    }

    @Test
    void whoDecidesSeesWhatThereIs() {
        String number = whole(name(), MergeApi.phone());
        String id = erasures.requested(number);
        stubFor(any(urlPathMatching("/identity/v1/erasures:preview"))
                .atPriority(1)
                .willReturn(aResponse().withStatus(500)));

        JsonNode preview = body(get(api.as(PRIVACY_OFFICER), ErasureApi.ERASURES + "/" + id + "/preview"));

        assertThat(preview.path("steps")
                        .path(0)
                        .path("items")
                        .path(0)
                        .path("ground")
                        .asString())
                .isEqualTo("ACCOUNTING");
        assertThat(preview.path("steps").path(3).path("available").asBoolean()).isFalse();
        assertThat(preview.path("steps").path(4).path("items").findValuesAsString("kind"))
                .contains("NOTES", "PURCHASES");
        assertThat(records.get(ADMIN, number).path("status").asString()).isEqualTo("ACTIVE");
        assertThat(body(get(api.as(ADMIN), ErasureApi.ERASURES + "?state=REQUESTED&limit=200"))
                        .path("items")
                        .findValuesAsString("id"))
                .contains(id);
        assertThat(get(api.asMember(number), ErasureApi.ERASURES + "/" + id)
                        .getStatus()
                        .value())
                .isEqualTo(200);
        assertThat(get(api.asMember("C09999999999"), ErasureApi.ERASURES + "/" + id)
                        .getStatus()
                        .value())
                .isEqualTo(404);
    }

    @Test
    void aWithdrawnRecordCanBeErasedToo() {
        String number = records.register(Map.of("fullName", name()));
        jdbc.sql("UPDATE customer SET status = 'RESTRICTED', search_tokens = '{}' WHERE number = :n")
                .param("n", number)
                .update();

        assertThat(erasures.erased(number).path("state").asString()).isEqualTo("ERASED");
    }

    /** @return a new tag */
    private String tagged(String number) {
        String tag = "e" + UUID.randomUUID().toString().substring(0, 12);
        merges.tag(number, tag);
        return tag;
    }

    /** Somebody of whom there is something everywhere. */
    private String whole(String called, String phone) {
        String number = records.register(Map.of(
                "fullName",
                called,
                "birthDate",
                "1990-05-01",
                "contactPoints",
                List.of(Map.of("kind", "PHONE", "value", phone)),
                "consents",
                List.of(Map.of(
                        "channel",
                        "SMS",
                        "purpose",
                        "MARKETING",
                        "state",
                        "GRANTED",
                        "notice",
                        "n-1",
                        "evidence",
                        "form 12"))));
        FileApi files = new FileApi(api);
        files.added(ADMIN, number, files.field("PERSONAL", "ADMIN"), "contract.pdf", FileApi.PDF);
        merges.note(number, "喜欢绿茶 " + phone);
        merges.buy(number);
        tagged(number);
        merges.relate(number, records.register(Map.of("fullName", name())));
        return number;
    }

    /** By the data catalogue: every personal token in a row that names the customer. */
    private List<String> tokensOf(String number) {
        List<String> found = new ArrayList<>();
        DataCatalogue.load()
                .tables()
                .forEach((table, columns) -> columns.forEach((column, dataClass) -> {
                    if (dataClass.compareTo(DataClass.PERSONAL) >= 0 && isToken(table, column)) {
                        jdbc.sql(
                                        "SELECT %s::text FROM %s t WHERE t::text LIKE '%%' || :number || '%%' AND %s IS NOT NULL AND %s::text <> '{}'"
                                                .formatted(column, table, column, column))
                                .param("number", number)
                                .query(String.class)
                                .list()
                                .forEach(token -> found.add(table + "." + column + " " + token));
                    }
                }));
        return found;
    }

    private boolean isToken(String table, String column) {
        return jdbc.sql("""
                        SELECT data_type <> 'bytea' FROM information_schema.columns
                        WHERE table_schema = current_schema() AND table_name = :table AND column_name = :column
                        """)
                .param("table", table)
                .param("column", column)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    private long count(String table, String column, String number) {
        return jdbc.sql("SELECT count(*) FROM " + table + " WHERE " + column + " = :number")
                .param("number", number)
                .query(Long.class)
                .single();
    }

    private static <T> List<T> atOnce(Callable<T> work) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (Future<T> result : pool.invokeAll(List.of(work, work, work, work))) {
                results.add(result.get());
            }
        }
        return results;
    }
}
