package io.kehu.customer.ownership;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.post;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Public pools: first come, first served, within limits, and back again when nobody looks after a customer. */
@CustomerServiceTest
class PoolTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ReclaimCustomers reclaim;

    @Autowired
    private TestBroker broker;

    private String pool;
    private String team;

    @BeforeEach
    void aPoolOfATeam() {
        IdentityStub.stub();
        String unique = UUID.randomUUID().toString().substring(0, 8).toUpperCase(java.util.Locale.ROOT);
        pool = "P" + unique;
        team = "T" + unique;
        put("/customer/v1/teams/" + team, Map.of("name", "Team"), null);
        configure(100, 100, null, null);
    }

    @Test
    void whoComesFirstHasTheCustomer() {
        String first = member();
        String second = member();
        String number = inPool();

        assertThat(outcomes(claim(first, number))).containsExactly("DONE");
        assertThat(outcomes(claim(second, number))).containsExactly("TAKEN");
        assertThat(outcomes(claim(first, number))).containsExactly("TAKEN");
        JsonNode record = read(api.as(ADMIN), number);
        assertThat(record.path("ownership").path("owner").asString()).isEqualTo(first);
        assertThat(record.path("ownership").path("team").asString()).isEqualTo(team);
        assertThat(record.path("version").asLong()).isEqualTo(3);
    }

    @Test
    void manyHandsAtOnceTakeEachCustomerOnce() throws Exception {
        List<String> people = IntStream.range(0, 8).mapToObj(i -> member()).toList();
        List<String> numbers = IntStream.range(0, 20).mapToObj(i -> inPool()).toList();

        List<Long> taken = atOnce(people.stream()
                .map(person -> (Callable<Long>) () -> done(claim(person, numbers.toArray(String[]::new))))
                .toList());

        assertThat(taken.stream().mapToLong(Long::longValue).sum()).isEqualTo(20);
        assertThat(jdbc.sql("SELECT count(*) FROM customer WHERE pool = :pool AND claimed")
                        .param("pool", pool)
                        .query(Long.class)
                        .single())
                .isEqualTo(20);
        assertThat(jdbc.sql("SELECT count(*) FROM ownership_change WHERE pool = :pool AND kind = 'CLAIMED'")
                        .param("pool", pool)
                        .query(Long.class)
                        .single())
                .isEqualTo(20);
    }

    @Test
    void nobodyGetsPastTheLimitByClaimingManyTimesAtOnce() throws Exception {
        configure(5, 100, null, null);
        String person = member();
        List<String> numbers = IntStream.range(0, 24).mapToObj(i -> inPool()).toList();

        List<Long> taken = atOnce(numbers.stream()
                .map(number -> (Callable<Long>) () -> done(claim(person, number)))
                .toList());

        assertThat(taken.stream().mapToLong(Long::longValue).sum()).isEqualTo(5);
    }

    @Test
    void limitsOfTheDayOutliveGivingBack() {
        configure(2, 3, null, null);
        String person = member();
        List<String> numbers = IntStream.range(0, 4).mapToObj(i -> inPool()).toList();

        assertThat(outcomes(claim(person, numbers.get(0), numbers.get(1), numbers.get(2))))
                .containsExactlyInAnyOrder("DONE", "DONE", "HOLDING_LIMIT");
        List<String> held = jdbc.sql("SELECT number FROM customer WHERE owner = :owner ORDER BY number")
                .param("owner", person)
                .query(String.class)
                .list();
        assertThat(outcomes(release(api.as(person, AGENT), held.toArray(String[]::new))))
                .containsOnly("DONE");
        assertThat(outcomes(claim(person, numbers.toArray(String[]::new))))
                .containsExactlyInAnyOrder("DONE", "DAILY_LIMIT", "DAILY_LIMIT", "DAILY_LIMIT");
    }

    @Test
    void aPoolOfAnotherTeamIsAsIfItWereNotThere() {
        String number = inPool();
        String stranger = "stranger-" + UUID.randomUUID();

        assertThat(outcomes(claim(stranger, number, "C09999999998"))).containsOnly("NOT_FOUND");
        api.as(stranger, AGENT)
                .get()
                .uri("/customer/v1/customers/" + number)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void onlyOwnersAndManagersGiveBack() {
        String owner = member();
        String colleague = member();
        String number = inPool();
        claim(owner, number);

        assertThat(outcomes(release(api.as(colleague, AGENT), number))).containsExactly("NOT_YOURS");
        assertThat(outcomes(release(api.as("boss", MANAGER), number))).containsExactly("DONE");
        assertThat(read(api.as(ADMIN), number).path("ownership").has("owner")).isFalse();
        assertThat(historyKinds(number)).containsExactly("RELEASED", "CLAIMED", "RELEASED");
    }

    @Test
    void customersMoveToAnHeirWithTheirTeam() {
        String leaver = member();
        String heir = member();
        String number = inPool();
        claim(leaver, number);

        assertThat(outcomes(post(
                        api.as("boss", MANAGER),
                        "/customer/v1/customers:transfer",
                        Map.of("numbers", List.of(number), "owner", heir, "reason", "leaves"))))
                .containsExactly("DONE");
        assertThat(read(api.as(heir, AGENT), number)
                        .path("ownership")
                        .path("owner")
                        .asString())
                .isEqualTo(heir);
        assertThat(post(
                                api.as("boss", MANAGER),
                                "/customer/v1/customers:transfer",
                                Map.of("numbers", List.of(number), "owner", "nobody-known", "reason", "leaves"))
                        .getStatus()
                        .value())
                .isEqualTo(400);
    }

    @Test
    void whatNobodyLooksAfterGoesBackAfterAReminder() {
        configure(100, 100, 10, 3);
        String person = member();
        String ear = broker.listen("customer.ownership.#");
        String forgotten = inPool();
        String soon = inPool();
        String called = inPool();
        String fresh = inPool();
        claim(person, forgotten, soon, called, fresh);
        claimedDaysAgo(forgotten, 11);
        claimedDaysAgo(soon, 8);
        claimedDaysAgo(called, 11);
        post(
                api.as(person, AGENT),
                "/customer/v1/customers/" + called + "/timeline",
                Map.of("kind", "CALL", "summary", "still interested"));

        reclaim.run(() -> true);
        reclaim.run(() -> true);

        assertThat(owned(person)).containsExactlyInAnyOrder(soon, called, fresh);
        assertThat(historyKinds(forgotten)).startsWith("RECLAIMED");
        await().untilAsserted(() -> {
            List<JsonNode> told = broker.heard(ear, soon).stream()
                    .filter(event -> event.path("type").asString().equals("customer.ownership.expiring.v1"))
                    .toList();
            assertThat(told).hasSize(1);
            EventContract.verifyProduced(
                    "customer.ownership.expiring.v1",
                    told.getFirst().path("data").toString());
        });
        await().untilAsserted(() -> assertThat(broker.heard(ear, forgotten)).anySatisfy(event -> {
            assertThat(event.path("data").path("kind").asString()).isEqualTo("RECLAIMED");
            EventContract.verifyProduced(
                    "customer.ownership.changed.v1", event.path("data").toString());
        }));
    }

    @Test
    void everyQuietTimeHasAReminderOfItsOwn() {
        configure(100, 100, 10, 3);
        String person = member();
        String ear = broker.listen("customer.ownership.expiring.v1");
        String number = inPool();
        claim(person, number);
        claimedDaysAgo(number, 30);
        jdbc.sql("UPDATE customer SET reminded_at = now() - interval '22 days' WHERE number = :number")
                .param("number", number)
                .update();
        String eightDaysAgo = Instant.now().minus(Duration.ofDays(8)).toString();
        post(
                api.as(person, AGENT),
                "/customer/v1/customers/" + number + "/timeline",
                Map.of("kind", "CALL", "summary", "asked to wait", "at", eightDaysAgo));

        reclaim.run(() -> true);
        reclaim.run(() -> true);

        assertThat(owned(person)).containsExactly(number);
        await().untilAsserted(() -> assertThat(broker.heard(ear, number)).hasSize(1));
    }

    @Test
    void aRetiredPoolGivesAndTakesNothing() {
        String number = inPool();
        assertThat(configureStatus(Map.of("retired", true))).isEqualTo(200);

        assertThat(outcomes(claim(member(), number))).containsExactly("NOT_FOUND");
        assertThat(post(
                                api.as("boss", MANAGER),
                                "/customer/v1/pool:release",
                                Map.of("numbers", List.of(number), "pool", pool))
                        .getStatus()
                        .value())
                .isEqualTo(400);
    }

    @Test
    void whoHadACustomerIsToldPageByPage() {
        String number = inPool();
        String owner = member();
        claim(owner, number);
        release(api.as(owner, AGENT), number);

        JsonNode first = history(number, "?limit=2");
        JsonNode second =
                history(number, "?limit=2&cursor=" + first.path("nextCursor").asString());

        assertThat(kinds(first)).containsExactly("RELEASED", "CLAIMED");
        assertThat(kinds(second)).containsExactly("RELEASED");
        assertThat(second.has("nextCursor")).isFalse();
    }

    @Test
    void aPoolSaysWhatIsWrongWithIt() {
        assertThat(configureStatus(Map.of("remindDays", 10, "reclaimDays", 10))).isEqualTo(400);
        assertThat(configureStatus(Map.of("teams", List.of("NOWHERE")))).isEqualTo(400);
        assertThat(configureStatus(Map.of("claimLimit", 0))).isEqualTo(400);
        assertThat(put("/customer/v1/pools/" + pool, poolBody(Map.of()), null)).isEqualTo(428);
        assertThat(put("/customer/v1/pools/" + pool, poolBody(Map.of()), "\"99\""))
                .isEqualTo(412);
        assertThat(put("/customer/v1/pools/PUBLIC", poolBody(Map.of("retired", true)), "\"1\""))
                .isEqualTo(400);
    }

    private int configureStatus(Map<String, Object> change) {
        return put("/customer/v1/pools/" + pool, poolBody(change), "\"" + version() + "\"");
    }

    private long version() {
        return jdbc.sql("SELECT version FROM pool WHERE code = :code")
                .param("code", pool)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    private Map<String, Object> poolBody(Map<String, Object> change) {
        Map<String, Object> body = new java.util.HashMap<>(Map.of(
                "name", "Pool", "teams", List.of(team), "claimLimit", 100, "claimsPerDay", 100, "remindDays", 3));
        body.putAll(change);
        return body;
    }

    private void configure(int limit, int perDay, Integer reclaimDays, Integer remindDays) {
        Map<String, Object> body = poolBody(Map.of("claimLimit", limit, "claimsPerDay", perDay));
        if (reclaimDays != null) {
            body.put("reclaimDays", reclaimDays);
            body.put("remindDays", remindDays);
        }
        long version = version();
        assertThat(put("/customer/v1/pools/" + pool, body, version == 0 ? null : "\"" + version + "\""))
                .isEqualTo(200);
    }

    private String member() {
        String subject = "person-" + UUID.randomUUID();
        put("/customer/v1/staff/" + subject, Map.of("teams", List.of(team)), null);
        return subject;
    }

    private String inPool() {
        String number = body(post(
                        api.as(INTEGRATOR), "/customer/v1/customers", Map.of("fullName", "池中" + UUID.randomUUID())))
                .path("number")
                .asString();
        assertThat(outcomes(post(
                        api.as("boss", MANAGER),
                        "/customer/v1/pool:release",
                        Map.of("numbers", List.of(number), "pool", pool))))
                .containsExactly("DONE");
        return number;
    }

    private void claimedDaysAgo(String number, int days) {
        jdbc.sql("UPDATE customer SET owned_since = now() - make_interval(days => :days) WHERE number = :number")
                .param("days", days)
                .param("number", number)
                .update();
    }

    private List<String> owned(String owner) {
        return jdbc.sql("SELECT number FROM customer WHERE owner = :owner")
                .param("owner", owner)
                .query(String.class)
                .list();
    }

    private List<String> historyKinds(String number) {
        return kinds(history(number, ""));
    }

    private JsonNode history(String number, String query) {
        return body(Calls.get(api.as(ADMIN), "/customer/v1/customers/" + number + "/ownership" + query));
    }

    private static List<String> kinds(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(entry -> entry.path("kind").asString())
                .toList();
    }

    private EntityExchangeResult<byte[]> claim(String subject, String... numbers) {
        return post(api.as(subject, AGENT), "/customer/v1/pool:claim", Map.of("numbers", List.of(numbers)));
    }

    private EntityExchangeResult<byte[]> release(RestTestClient client, String... numbers) {
        return post(client, "/customer/v1/pool:release", Map.of("numbers", List.of(numbers)));
    }

    private static List<String> outcomes(EntityExchangeResult<byte[]> result) {
        return body(result)
                .path("items")
                .valueStream()
                .map(item -> item.path("outcome").asString())
                .toList();
    }

    private static long done(EntityExchangeResult<byte[]> result) {
        return outcomes(result).stream().filter("DONE"::equals).count();
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        }
    }

    private JsonNode read(RestTestClient client, String number) {
        return body(
                client.get().uri("/customer/v1/customers/" + number).exchange().returnResult(byte[].class));
    }

    private int put(String uri, Object body, String ifMatch) {
        RestTestClient.RequestBodySpec request = api.as(ADMIN).put().uri(uri).contentType(MediaType.APPLICATION_JSON);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch))
                .body(body)
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }
}
