package io.kehu.customer.bulk;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.bulk.BulkApi.JOBS;
import static io.kehu.customer.bulk.BulkApi.line;
import static io.kehu.customer.bulk.BulkApi.type;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MARKETER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.catalogue.KeptFilters;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.security.Role;
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
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Tags for whatever filters find, page by page, through crashes and races. */
@CustomerServiceTest
class BulkTagTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    @Autowired
    private BulkJobs jobs;

    @Autowired
    private RunBulkJob runBulkJob;

    @Autowired
    private StartBulkJob startBulkJob;

    @Autowired
    private BulkTasks.BulkStarts starts;

    @Autowired
    private Transactions transactions;

    private BulkApi bulk;
    private String tag;
    private String owner;
    private String prefix;

    @BeforeEach
    void aTag() {
        IdentityStub.stub();
        bulk = new BulkApi(api, jdbc);
        tag = bulk.tag();
        owner = "bulk-owner-" + BulkApi.unique();
        prefix = BulkApi.prefix();
    }

    @Test
    void everybodyTheFiltersFindGetsTheTagOnceAndIsTold() {
        bulk.stock(prefix, 1_203, owner, null);
        Calls.post(api.as(ADMIN), "/customer/v1/tags/" + tag + ":apply", Map.of("numbers", List.of(prefix + "000007")));
        String ear = broker.listen("customer.tag.changed.v1");

        String id = bulk.asked(api.as(MANAGER), apply(), ofOwner());

        JsonNode job = bulk.ended(id);
        assertThat(line(job)).isEqualTo("FINISHED 1202/1/0 of 1203");
        assertThat(job.path("done").asInt()).isEqualTo(1_203);
        assertThat(job.has("finishedAt")).isTrue();
        assertThat(tagged()).isEqualTo(1_203);
        assertThat(audited("customer.tag")).isEqualTo(1_203);
        assertThat(bulk.count("SELECT count(*) FROM audit_entry WHERE object = :value AND action LIKE 'bulk.%'", id))
                .isEqualTo(2);
        await().untilAsserted(() -> assertThat(broker.heard(ear, prefix + "001203"))
                .singleElement()
                .satisfies(event -> EventContract.verifyProduced(
                        "customer.tag.changed.v1", event.path("data").toString())));
        assertThat(broker.heard(ear, prefix + "000007")).isEmpty();

        assertThat(line(bulk.ended(bulk.asked(api.as(MANAGER), apply(), ofOwner()))))
                .isEqualTo("FINISHED 0/1203/0 of 1203");
        assertThat(line(bulk.ended(bulk.asked(api.as(MARKETER), remove(), Map.of("filters", Map.of("tag", tag))))))
                .as("who no longer matches is behind the job already")
                .isEqualTo("FINISHED 1203/0/0 of 1203");
        assertThat(tagged()).isZero();
    }

    @Test
    void aSavedViewSaysWhoAndChangesNothingAfterwards() {
        bulk.stock(prefix, 3, owner, null);
        jdbc.sql("UPDATE customer SET stage = 'LOYAL' WHERE number = :number")
                .param("number", prefix + "000002")
                .update();
        RestTestClient agent = api.as(owner, AGENT);
        Map<String, Object> view = Map.of(
                "name",
                "loyal " + owner,
                "sharing",
                "PRIVATE",
                "filters",
                Map.of("stage", "LOYAL"),
                "columns",
                List.of("fullName"),
                "sort",
                "number");
        String viewId =
                body(Calls.post(agent, "/customer/v1/views", view)).path("id").asString();

        JsonNode job = bulk.ended(bulk.asked(agent, apply(), Map.of("view", viewId)));

        assertThat(line(job)).isEqualTo("FINISHED 1/0/0 of 1");
        assertThat(job.path("selection").path("view").asString()).isEqualTo(viewId);
        assertThat(job.path("selection").path("stage").asString()).isEqualTo("LOYAL");
        assertThat(type(bulk.ask(api.as("somebody-else", AGENT), apply(), Map.of("view", viewId))))
                .isEqualTo("404 view-not-found");
    }

    @Test
    void agentsTagWhatTheyReach() {
        String team = bulk.team();
        String agent = bulk.member("OWN", team);
        bulk.stock(prefix, 2, agent, null);
        bulk.stock(prefix + "X", 3, owner, team);

        JsonNode job = bulk.ended(bulk.asked(api.as(agent, AGENT), apply(), Map.of("filters", Map.of("owner", "me"))));
        JsonNode foreign = bulk.ended(bulk.asked(api.as(agent, AGENT), apply(), ofOwner()));

        assertThat(line(job)).isEqualTo("FINISHED 2/0/0 of 2");
        assertThat(line(foreign)).isEqualTo("FINISHED 0/0/0 of 0");
        assertThat(tagged()).isEqualTo(2);
    }

    @Test
    void reachThatIsLostOrGainedWhileItRunsDoesNoMore() {
        String team = bulk.team();
        String agent = bulk.member("TEAM", team);
        bulk.stock(prefix, 700, owner, team);
        bulk.stock(prefix + "X", 5, owner, null);
        UUID id = begun(agent, AGENT);
        assertThat(jobs.required(id).counts().total()).isEqualTo(700);
        settleOn(id);
        bulk.put(HttpMethod.PUT, "/customer/v1/staff/" + agent, Map.of("reach", "OWN", "teams", List.of()));

        assertThat(runBulkJob.run(id, () -> true)).isTrue();

        assertThat(line(bulk.get(id.toString()))).isEqualTo("FINISHED 500/0/200 of 700");
        UUID second = begun(agent, AGENT);
        bulk.put(HttpMethod.PUT, "/customer/v1/staff/" + agent, Map.of("reach", "ALL", "teams", List.of()));
        assertThat(runBulkJob.run(second, () -> true)).isTrue();
        assertThat(line(bulk.get(second.toString()))).isEqualTo("FINISHED 0/0/0 of 0");
    }

    @Test
    void whoCameLaterIsLeftAlone() {
        bulk.stock(prefix, 1, owner, null);
        UUID id = begun("bulk-boss", MANAGER);
        bulk.stock(prefix + "X", 1, owner, null);
        jdbc.sql("UPDATE customer SET created_at = now() + interval '1 minute' WHERE number = :number")
                .param("number", prefix + "X000001")
                .update();

        runBulkJob.run(id, () -> true);

        assertThat(line(bulk.get(id.toString()))).isEqualTo("FINISHED 1/0/0 of 1");
    }

    @Test
    void afterACrashWithinAPageNothingIsMissingOrDoneTwice() {
        bulk.stock(prefix, 1_100, owner, null);
        UUID id = begun("bulk-boss", MANAGER);
        settleOn(id);
        assertThatThrownBy(() -> transactions.run(() -> {
                    runBulkJob.settleOn(id);
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(tagged()).isEqualTo(500);
        assertThat(runBulkJob.run(id, () -> false)).as("an instance that stops").isFalse();

        takenOver(id);

        assertThat(line(bulk.ended(id.toString()))).isEqualTo("FINISHED 1100/0/0 of 1100");
        assertThat(tagged()).isEqualTo(1_100);
        assertThat(audited("customer.tag")).isEqualTo(1_100);
    }

    @Test
    void twoInstancesWithTheSameJobTakeTurns() throws Exception {
        bulk.stock(prefix, 2_600, owner, null);
        UUID id = begun("bulk-boss", MANAGER);
        CyclicBarrier together = new CyclicBarrier(2);
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> runs = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                runs.add(threads.submit(() -> {
                    together.await();
                    return runBulkJob.run(id, () -> true);
                }));
            }
            for (Future<Boolean> run : runs) {
                assertThat(run.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }

        assertThat(line(bulk.get(id.toString()))).isEqualTo("FINISHED 2600/0/0 of 2600");
        assertThat(audited("customer.tag")).isEqualTo(2_600);
    }

    @Test
    void theDatabaseRefusesToGoBackOrOnAfterTheEnd() {
        bulk.stock(prefix, 600, owner, null);
        UUID id = begun("bulk-boss", MANAGER);
        settleOn(id);

        assertThatThrownBy(() -> jdbc.sql("UPDATE bulk_job SET last_number = 'A' WHERE id = :id")
                        .param("id", id)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("goes back");
        runBulkJob.run(id, () -> true);
        assertThatThrownBy(() -> jdbc.sql("UPDATE bulk_job SET changed = changed + 1 WHERE id = :id")
                        .param("id", id)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("has ended");
    }

    @Test
    void aStoppedJobKeepsWhatWasDone() {
        bulk.stock(prefix, 600, owner, null);
        UUID id = begun("bulk-boss", MANAGER);
        settleOn(id);

        assertThat(type(stop("bulk-boss", MANAGER, id, null))).isEqualTo("428 precondition-required");
        assertThat(type(stop("bulk-boss", MANAGER, id, "\"7\""))).startsWith("412");
        assertThat(stop("bulk-boss", MANAGER, id, "\"1\"").getStatus().value()).isEqualTo(204);
        assertThat(runBulkJob.run(id, () -> true)).isTrue();

        assertThat(line(bulk.get(id.toString()))).isEqualTo("CANCELLED 500/0/0 of 600");
        assertThat(tagged()).isEqualTo(500);
        assertThat(type(stop("bulk-boss", MANAGER, id, "\"2\""))).isEqualTo("409 bulk-job-state");
    }

    @Test
    void jobsOfOthersDoNotExist() {
        bulk.stock(prefix, 1, owner, null);
        UUID id = begun("bulk-boss", MANAGER);
        String uri = JOBS + "/" + id;

        for (String path : List.of(uri, uri + "/progress")) {
            assertThat(type(Calls.get(api.as("other-boss", MANAGER), path))).isEqualTo("404 bulk-job-not-found");
        }
        assertThat(type(stop("other-boss", MANAGER, id, "\"1\""))).isEqualTo("404 bulk-job-not-found");
        assertThat(Calls.text(Calls.get(api.as("other-boss", MANAGER), JOBS))).doesNotContain(id.toString());
        assertThat(Calls.text(Calls.get(api.as("bulk-boss", MANAGER), JOBS))).contains(id.toString());
        assertThat(Calls.text(Calls.get(api.as(AUDITOR), JOBS))).contains(id.toString());
        assertThat(Calls.get(api.as(AUDITOR), uri).getStatus().value()).isEqualTo(200);
        assertThat(type(stop("an-auditor", AUDITOR, id, "\"1\""))).startsWith("403");
        assertThat(stop("an-admin", ADMIN, id, "\"1\"").getStatus().value()).isEqualTo(204);
    }

    @Test
    void aListenerHearsTheEnd() {
        UUID id = begun("bulk-boss", MANAGER);
        runBulkJob.run(id, () -> true);

        assertThat(Calls.text(Calls.get(api.as("bulk-boss", MANAGER), JOBS + "/" + id + "/progress")))
                .contains("event:end", "\"state\":\"FINISHED\"", "\"total\":0");
    }

    @Test
    void aTagThatIsRetiredMeanwhileEndsTheJob() {
        bulk.stock(prefix, 600, owner, null);
        UUID id = begun("bulk-boss", MANAGER);
        settleOn(id);
        retire();

        takenOver(id);

        JsonNode job = bulk.ended(id.toString());
        assertThat(line(job)).isEqualTo("FAILED 500/0/0 of 600");
        assertThat(job.path("failure").asString()).isEqualTo("tag-retired");
        assertThat(type(bulk.ask(api.as(MANAGER), apply(), ofOwner()))).isEqualTo("400 invalid-fields");
        assertThat(line(bulk.ended(bulk.asked(api.as(MANAGER), remove(), ofOwner()))))
                .isEqualTo("FINISHED 500/100/0 of 600");
    }

    @Test
    void badRequestsBeginNothing() {
        RestTestClient boss = api.as(MANAGER);
        assertThat(type(bulk.ask(boss, apply(), Map.of()))).isEqualTo("400 invalid-fields");
        assertThat(type(bulk.ask(boss, apply(), Map.of("filters", Map.of("team", "lower")))))
                .isEqualTo("400 invalid-fields");
        assertThat(type(bulk.ask(boss, apply(), Map.of("numbers", List.of("C1")))))
                .startsWith("400");
        assertThat(type(bulk.ask(boss, apply(), Map.of("filters", Map.of("custom", Map.of("no_such", "x"))))))
                .isEqualTo("422 custom-filter-invalid");
        assertThat(type(bulk.ask(boss, apply(), Map.of("view", UUID.randomUUID()))))
                .isEqualTo("404 view-not-found");
        assertThat(type(bulk.ask(boss, "/customer/v1/tags/none-such:applyAll", ofOwner())))
                .isEqualTo("404 tag-not-found");
        assertThat(type(bulk.ask(boss, "/customer/v1/tags/none-such:removeAll", ofOwner())))
                .isEqualTo("404 tag-not-found");
        assertThat(type(bulk.ask(api.as(AUDITOR), apply(), ofOwner()))).startsWith("403");
        assertThat(bulk.count("SELECT count(*) FROM bulk_job WHERE tag = :value", tag))
                .isZero();
    }

    @Test
    void aRepeatedRequestIsTheSameJob() {
        bulk.stock(prefix, 2, owner, null);
        String key = UUID.randomUUID().toString();

        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(body(api.as("bulk-boss", MANAGER)
                            .post()
                            .uri(apply())
                            .header("Idempotency-Key", key)
                            .body(ofOwner())
                            .exchange()
                            .returnResult(byte[].class))
                    .path("id")
                    .asString());
        }

        assertThat(Set.copyOf(ids)).hasSize(1);
        assertThat(line(bulk.ended(ids.getFirst()))).isEqualTo("FINISHED 2/0/0 of 2");
        assertThat(bulk.count("SELECT count(*) FROM bulk_job WHERE tag = :value", tag))
                .isEqualTo(1);
    }

    /** A job whose task lies with the scheduler for later, so that nobody carries it on but the test. */
    private UUID begun(String subject, Role role) {
        Caller caller = new Caller(subject, subject, Set.of(role), null, subject);
        KeptFilters.Selection selection =
                new KeptFilters.Selection(null, null, owner, null, null, null, new HashMap<>());
        return transactions.call(() -> {
            UUID id = startBulkJob
                    .begin(new BulkOrder(BulkKind.APPLY_TAG, selection, tag), caller)
                    .id();
            bulk.keepFromSweeps(id);
            return id;
        });
    }

    /** As if its instance had died: the sweep finds a job without a task. */
    private void takenOver(UUID id) {
        bulk.loseTask(id);
        starts.startForgotten();
    }

    private void settleOn(UUID id) {
        assertThat(transactions.call(() -> runBulkJob.settleOn(id))).isTrue();
    }

    private EntityExchangeResult<byte[]> stop(String subject, Role role, UUID id, String ifMatch) {
        var request = api.as(subject, role).delete().uri(JOBS + "/" + id);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch))
                .exchange()
                .returnResult(byte[].class);
    }

    private void retire() {
        int status = api.as(ADMIN)
                .put()
                .uri("/customer/v1/tags/" + tag)
                .header("If-Match", "\"1\"")
                .body(Map.of("tag", Map.of("name", tag, "colour", "#2e7d32"), "retired", true))
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
        assertThat(status).isEqualTo(200);
    }

    private Map<String, Object> ofOwner() {
        return Map.of("filters", Map.of("owner", owner));
    }

    private String apply() {
        return "/customer/v1/tags/" + tag + ":applyAll";
    }

    private String remove() {
        return "/customer/v1/tags/" + tag + ":removeAll";
    }

    private long tagged() {
        return bulk.count("SELECT count(*) FROM customer_tag WHERE tag = :value", tag);
    }

    private long audited(String action) {
        return bulk.count(
                "SELECT count(*) FROM audit_entry WHERE action = '" + action + "' AND fields @> ARRAY[:value]::text[]",
                tag);
    }
}
