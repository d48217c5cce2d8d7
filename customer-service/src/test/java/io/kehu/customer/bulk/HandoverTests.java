package io.kehu.customer.bulk;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.bulk.BulkApi.line;
import static io.kehu.customer.bulk.BulkApi.type;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What becomes of customers whose owner leaves. */
@CustomerServiceTest
class HandoverTests {

    private static final int MANY = Integer.getInteger("kehu.handover.customers", 5_000);

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    @Autowired
    private StartBulkJob startBulkJob;

    @Autowired
    private RunBulkJob runBulkJob;

    @Autowired
    private BulkTasks.BulkStarts starts;

    @Autowired
    private Transactions transactions;

    private BulkApi bulk;
    private String team;
    private String leaver;
    private String heir;
    private String prefix;

    @BeforeEach
    void somebodyLeaves() {
        IdentityStub.stub();
        bulk = new BulkApi(api, jdbc);
        team = bulk.team();
        leaver = bulk.member(null, team);
        heir = bulk.member(null, team);
        prefix = BulkApi.prefix();
    }

    @Test
    void allGoToTheHeirWithTheReasonAndAreCountedBefore() {
        String old = bulk.team();
        bulk.stock(prefix, 600, leaver, old);
        bulk.stock(prefix + "X", 2, leaver, null);
        jdbc.sql("UPDATE customer SET claimed = true WHERE number = :number")
                .param("number", prefix + "000003")
                .update();
        String ear = broker.listen("customer.ownership.changed.v1");

        EntityExchangeResult<byte[]> preview = ask("?dryRun=true", to(heir));
        assertThat(preview.getStatus().value()).isEqualTo(200);
        assertThat(body(preview).toString())
                .isEqualTo("{\"total\":602,\"claimed\":1,\"teams\":{\"%s\":600}}".formatted(old));
        assertThat(owned(leaver)).isEqualTo(602);
        String id = handedOver(to(heir));

        JsonNode job = bulk.ended(id);
        assertThat(line(job)).isEqualTo("FINISHED 602/0/0 of 602");
        assertThat(job.path("handover").toString())
                .isEqualTo("{\"from\":\"%s\",\"owner\":\"%s\"}".formatted(leaver, heir));
        assertThat(owned(leaver)).isZero();
        assertThat(bulk.count("SELECT count(*) FROM customer WHERE owner = :value AND team = '" + team + "'", heir))
                .isEqualTo(602);
        assertThat(bulk.count("SELECT count(*) FROM customer WHERE owner = :value AND claimed", heir))
                .isZero();
        assertThat(bulk.count(
                        "SELECT count(*) FROM ownership_change WHERE from_owner = :value AND kind = 'TRANSFERRED'"
                                + " AND reason = 'leaves' AND actor = 'bulk-boss'",
                        leaver))
                .isEqualTo(602);
        assertThat(bulk.count(
                        "SELECT count(*) FROM audit_entry WHERE object = :value AND action = 'staff.handover'", leaver))
                .isEqualTo(1);
        await().untilAsserted(() -> assertThat(broker.heard(ear, prefix + "000600"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.path("subjectversion").asLong()).isEqualTo(2);
                    EventContract.verifyProduced(
                            "customer.ownership.changed.v1", event.path("data").toString());
                }));
    }

    @Test
    void whoHasNobodyIsHandedOverAtOnce() {
        assertThat(line(bulk.ended(handedOver(to(heir))))).isEqualTo("FINISHED 0/0/0 of 0");
        assertThat(body(ask("?dryRun=true", to(heir))).path("total").asInt()).isZero();
    }

    @Test
    void aTeamOrAPoolCanBeTheHeir() {
        bulk.stock(prefix, 3, leaver, team);
        String other = bulk.team();
        assertThat(line(bulk.ended(handedOver(Map.of("team", other, "reason", "leaves")))))
                .isEqualTo("FINISHED 3/0/0 of 3");
        assertThat(bulk.count("SELECT count(*) FROM customer WHERE team = :value AND owner IS NULL", other))
                .isEqualTo(3);

        bulk.stock(prefix + "X", 4, leaver, team);
        String pool = bulk.pool();
        assertThat(line(bulk.ended(handedOver(Map.of("pool", pool, "reason", "leaves")))))
                .isEqualTo("FINISHED 4/0/0 of 4");
        assertThat(bulk.count(
                        "SELECT count(*) FROM customer WHERE pool = :value AND owner IS NULL AND team IS NULL", pool))
                .isEqualTo(4);
        assertThat(kinds(prefix + "X000001")).containsExactly("RELEASED");
        String claimer = bulk.member(null, team);
        assertThat(claim(claimer, prefix + "X000001")).isEqualTo("DONE");
    }

    @Test
    void limitsOfClaimsDoNotCount() {
        bulk.stock(prefix, 5, leaver, null);
        String pool = bulk.pool();
        jdbc.sql("UPDATE customer SET pool = :pool WHERE owner = :owner")
                .param("pool", pool)
                .param("owner", leaver)
                .update();

        assertThat(line(bulk.ended(handedOver(to(heir))))).isEqualTo("FINISHED 5/0/0 of 5");

        bulk.stock(prefix + "X", 1, null, null);
        jdbc.sql("UPDATE customer SET pool = :pool WHERE number = :number")
                .param("pool", pool)
                .param("number", prefix + "X000001")
                .update();
        assertThat(claim(heir, prefix + "X000001"))
                .as("what was handed over is not claimed")
                .isEqualTo("DONE");
    }

    @Test
    void managersHandOverWhatTheySee() {
        String boss = bulk.member("TEAM", team);
        String foreign = bulk.team();
        bulk.stock(prefix, 2, leaver, team);
        bulk.stock(prefix + "X", 3, leaver, foreign);

        RestTestClient client = api.as(boss, MANAGER);
        assertThat(body(Calls.post(client, uri(leaver) + "?dryRun=true", to(heir)))
                        .toString())
                .isEqualTo("{\"total\":2,\"claimed\":0,\"teams\":{\"%s\":2}}".formatted(team));
        assertThat(line(bulk.ended(bulk.asked(client, uri(leaver), to(heir))))).isEqualTo("FINISHED 2/0/0 of 2");
        assertThat(owned(leaver)).isEqualTo(3);
        assertThat(type(Calls.post(api.as(leaver, AGENT), uri(leaver), to(heir))))
                .startsWith("403");
    }

    @Test
    void badRequestsAreToldWhy() {
        assertThat(code(Map.of("reason", "leaves"))).isEqualTo("one-heir");
        assertThat(code(Map.of("owner", heir, "pool", "PUBLIC", "reason", "leaves")))
                .isEqualTo("one-heir");
        assertThat(code(to(leaver))).isEqualTo("other-heir");
        assertThat(code(to("nobody-knows"))).isEqualTo("staff");
        assertThat(code(Map.of("team", "NO-SUCH", "reason", "leaves"))).isEqualTo("team");
        assertThat(code(Map.of("pool", "NO-SUCH", "reason", "leaves"))).isEqualTo("pool");
        assertThat(type(ask("", Map.of("owner", heir, "reason", " ")))).isEqualTo("400 invalid-fields");
        assertThat(type(Calls.post(boss(), uri("nobody-" + BulkApi.unique()), to(heir))))
                .isEqualTo("404 staff-not-found");
        assertThat(bulk.count("SELECT count(*) FROM bulk_job WHERE from_owner = :value", leaver))
                .isZero();
    }

    @Test
    void oneHandoverOfAPersonRunsAtATime() throws Exception {
        bulk.stock(prefix, 2_000, leaver, null);
        List<String> heirs =
                IntStream.range(0, 4).mapToObj(i -> bulk.member(null, team)).toList();
        CyclicBarrier together = new CyclicBarrier(heirs.size());
        List<EntityExchangeResult<byte[]>> answers = atOnce(heirs.stream()
                .map(one -> (Callable<EntityExchangeResult<byte[]>>) () -> {
                    together.await();
                    return ask("", to(one));
                })
                .toList());

        assertThat(answers.stream().map(BulkApi::type).filter(type -> type.startsWith("202")))
                .isNotEmpty();
        assertThat(answers.stream().map(BulkApi::type))
                .allMatch(type -> type.startsWith("202") || type.equals("409 handover-active"));
        answers.stream()
                .filter(answer -> answer.getStatus().value() == 202)
                .forEach(answer -> bulk.ended(body(answer).path("id").asString()));
        assertThat(owned(leaver)).isZero();
        assertThat(bulk.count("SELECT count(*) FROM ownership_change WHERE from_owner = :value", leaver))
                .isEqualTo(2_000);
    }

    @Test
    void twoWhoHandOverToEachOtherSwapAndDoNotFight() {
        bulk.stock(prefix, 700, leaver, null);
        bulk.stock(prefix + "X", 600, heir, null);
        UUID there = id(begunButNobodyCarriesItOn(leaver, heir));
        UUID back = id(begunButNobodyCarriesItOn(heir, leaver));

        runBulkJob.run(there, () -> true);
        runBulkJob.run(back, () -> true);

        assertThat(line(bulk.get(there.toString()))).isEqualTo("FINISHED 700/0/0 of 700");
        assertThat(line(bulk.get(back.toString()))).isEqualTo("FINISHED 600/0/0 of 600");
        assertThat(bulk.count(
                        "SELECT count(*) FROM customer WHERE number LIKE :value || '0%' AND owner = '" + heir + "'",
                        prefix))
                .isEqualTo(700);
        assertThat(bulk.count(
                        "SELECT count(*) FROM customer WHERE number LIKE :value || 'X%' AND owner = '" + leaver + "'",
                        prefix))
                .isEqualTo(600);
    }

    @Test
    void theDatabaseRefusesTwoHandoversOfOnePerson() {
        String insert = """
                INSERT INTO bulk_job (id, kind, state, selection, roles, reach_everything, reach_teams, reach_pools, total,
                    created_by, created_name, created_at, from_owner, to_owner, reason)
                VALUES (:id, 'HANDOVER', 'RUNNING', '{}', '{}', true, '{}', '{}', 0, 'x', 'x', now(), :from, 'y', 'leaves')
                """;
        UUID id = UUID.randomUUID();
        jdbc.sql(insert).param("id", id).param("from", "db-" + leaver).update();

        assertThatThrownBy(() -> jdbc.sql(insert)
                        .param("id", UUID.randomUUID())
                        .param("from", "db-" + leaver)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("bulk_job_handover_unique");
        jdbc.sql("UPDATE bulk_job SET state = 'CANCELLED', finished_at = now() WHERE id = :id")
                .param("id", id)
                .update();
    }

    @Test
    void anHeirWhoLeavesAsWellEndsTheJobAndTheRestCanBeHandedOn() {
        bulk.stock(prefix, 3, leaver, null);
        String id = begunButNobodyCarriesItOn();
        bulk.put(HttpMethod.DELETE, "/customer/v1/staff/" + heir, null);
        takenOver(id);

        JsonNode job = bulk.ended(id);
        assertThat(line(job)).isEqualTo("FAILED 0/0/0 of 3");
        assertThat(job.path("failure").asString()).isEqualTo("handover-heir-gone");
        String other = bulk.member(null, team);
        assertThat(line(bulk.ended(handedOver(to(other))))).isEqualTo("FINISHED 3/0/0 of 3");
    }

    @Test
    void whoBecameSomebodyElsesInBetweenStaysTheirs() {
        bulk.stock(prefix, 3, leaver, null);
        String id = begunButNobodyCarriesItOn();
        String[] numbers = {prefix + "000001", prefix + "000002"};
        Calls.post(api.as(leaver, AGENT), "/customer/v1/pool:release", Map.of("numbers", List.of(numbers)));
        String claimer = bulk.member(null, team);
        assertThat(claim(claimer, numbers[0])).isEqualTo("DONE");
        takenOver(id);

        assertThat(line(bulk.ended(id))).isEqualTo("FINISHED 1/0/2 of 3");
        assertThat(owned(claimer)).isEqualTo(1);
        assertThat(claim(claimer, prefix + "000003")).isEqualTo("TAKEN");
        assertThat(bulk.count("SELECT count(*) FROM customer WHERE number = :value AND owner IS NULL", numbers[1]))
                .isEqualTo(1);
    }

    @Test
    void whoIsGivenBackWhileTheirPageIsAboutToBeHandedOverStaysInThePool() throws Exception {
        bulk.stock(prefix, 3, leaver, null);
        UUID id = id(begunButNobodyCarriesItOn());
        try (var thread = Executors.newSingleThreadExecutor()) {
            Future<Boolean> page = transactions.call(() -> {
                jdbc.sql("UPDATE customer SET owner = NULL, owned_since = NULL WHERE number = :number")
                        .param("number", prefix + "000002")
                        .update();
                Future<Boolean> waiting = thread.submit(() -> runBulkJob.run(id, () -> true));
                await().until(() -> bulk.count(
                                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE :value",
                                "%customer%FOR UPDATE%")
                        > 0);
                return waiting;
            });
            assertThat(page.get()).isTrue();
        }

        assertThat(line(bulk.get(id.toString()))).isEqualTo("FINISHED 2/0/1 of 3");
        assertThat(owned(heir)).isEqualTo(2);
        assertThat(kinds(prefix + "000002")).isEmpty();
    }

    @Test
    void manyCustomersAreHandedOverPageByPage() {
        bulk.stock(prefix, MANY, leaver, team);

        assertThat(line(bulk.ended(handedOver(to(heir))))).isEqualTo("FINISHED %1$d/0/0 of %1$d".formatted(MANY));
        assertThat(owned(heir)).isEqualTo(MANY);
    }

    @Test
    void claimsAndAHandoverIntoThePoolGiveEachCustomerToOne() throws Exception {
        bulk.stock(prefix, 1_500, leaver, null);
        String pool = bulk.pool(10_000);
        List<String> claimers =
                IntStream.range(0, 3).mapToObj(i -> bulk.member(null, team)).toList();

        String id = handedOver(Map.of("pool", pool, "reason", "leaves"));
        List<Integer> taken = atOnce(claimers.stream()
                .map(claimer -> (Callable<Integer>) () -> claimMany(claimer))
                .toList());

        assertThat(line(bulk.ended(id))).isEqualTo("FINISHED 1500/0/0 of 1500");
        int all = taken.stream().mapToInt(Integer::intValue).sum();
        assertThat(bulk.count(
                        "SELECT count(*) FROM customer WHERE number LIKE :value || '%' AND owner IS NOT NULL", prefix))
                .isEqualTo(all);
        assertThat(bulk.count(
                        "SELECT count(*) FROM ownership_change WHERE number LIKE :value || '%' AND kind = 'CLAIMED'",
                        prefix))
                .isEqualTo(all);
    }

    /** Hundreds of customers, round after round, some while they are still the leaver's. */
    private int claimMany(String claimer) {
        int done = 0;
        for (int from = 1; from <= 1_500; from += 100) {
            List<String> numbers = IntStream.range(from, from + 100)
                    .mapToObj(i -> prefix + "%06d".formatted(i))
                    .toList();
            JsonNode answer =
                    body(Calls.post(api.as(claimer, AGENT), "/customer/v1/pool:claim", Map.of("numbers", numbers)));
            done += (int) answer.path("items")
                    .valueStream()
                    .filter(item -> item.path("outcome").asString().equals("DONE"))
                    .count();
        }
        return done;
    }

    /** A job whose task lies with the scheduler for later. */
    private String begunButNobodyCarriesItOn() {
        return begunButNobodyCarriesItOn(leaver, heir);
    }

    private String begunButNobodyCarriesItOn(String from, String to) {
        Caller caller = new Caller("bulk-boss", "bulk-boss", Set.of(MANAGER), null, "bulk-boss");
        BulkOrder order = BulkOrder.of(new BulkOrder.Handover(from, to, null, null, "leaves"));
        return transactions.call(() -> {
            UUID id = startBulkJob.begin(order, caller).id();
            bulk.keepFromSweeps(id);
            return id.toString();
        });
    }

    /** As if its instance had died: the sweep finds a job without a task. */
    private void takenOver(String id) {
        bulk.loseTask(id(id));
        starts.startForgotten();
    }

    private static UUID id(String text) {
        return UUID.fromString(text);
    }

    private static <T> List<T> atOnce(List<Callable<T>> works) throws Exception {
        try (var threads = Executors.newFixedThreadPool(works.size())) {
            List<Future<T>> running = threads.invokeAll(works);
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    private String claim(String claimer, String number) {
        return body(Calls.post(api.as(claimer, AGENT), "/customer/v1/pool:claim", Map.of("numbers", List.of(number))))
                .path("items")
                .path(0)
                .path("outcome")
                .asString();
    }

    private List<String> kinds(String number) {
        return body(Calls.get(api.as(ADMIN), "/customer/v1/customers/" + number + "/ownership"))
                .path("items")
                .valueStream()
                .map(item -> item.path("kind").asString())
                .toList();
    }

    private String code(Map<String, Object> request) {
        EntityExchangeResult<byte[]> answer = ask("", request);
        assertThat(type(answer)).isEqualTo("400 invalid-fields");
        assertThat(type(ask("?dryRun=true", request))).isEqualTo("400 invalid-fields");
        return body(answer).path("errors").path(0).path("code").asString();
    }

    private EntityExchangeResult<byte[]> ask(String query, Map<String, Object> request) {
        return Calls.post(boss(), uri(leaver) + query, request);
    }

    private String handedOver(Map<String, Object> request) {
        return bulk.asked(boss(), uri(leaver), request);
    }

    private RestTestClient boss() {
        return api.as("bulk-boss", MANAGER);
    }

    private static String uri(String subject) {
        return "/customer/v1/staff/" + subject + ":handover";
    }

    private static Map<String, Object> to(String owner) {
        return new HashMap<>(Map.of("owner", owner, "reason", "leaves"));
    }

    private long owned(String subject) {
        return bulk.count("SELECT count(*) FROM customer WHERE owner = :value", subject);
    }
}
