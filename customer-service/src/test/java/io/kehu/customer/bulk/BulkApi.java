package io.kehu.customer.bulk;

import static io.kehu.customer.Calls.body;
import static io.kehu.starter.security.Role.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.Calls;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Jobs over many customers as people work with them, for the tests. */
public final class BulkApi {

    public static final String JOBS = "/customer/v1/bulk-jobs";

    private final Api api;
    private final JdbcClient jdbc;

    public BulkApi(Api api, JdbcClient jdbc) {
        this.api = api;
        this.jdbc = jdbc;
    }

    public static String unique() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    /** @return its code */
    public String tag() {
        String code = "b" + unique();
        put(
                HttpMethod.POST,
                "/customer/v1/tags",
                Map.of("code", code, "tag", Map.of("name", code, "colour", "#2e7d32")));
        return code;
    }

    public String team() {
        String code = "B" + unique().toUpperCase(Locale.ROOT);
        put(HttpMethod.PUT, "/customer/v1/teams/" + code, Map.of("name", code));
        return code;
    }

    public String pool() {
        return pool(1);
    }

    /** @param limit of claims */
    public String pool(int limit) {
        String code = "B" + unique().toUpperCase(Locale.ROOT);
        put(
                HttpMethod.PUT,
                "/customer/v1/pools/" + code,
                Map.of("name", code, "teams", List.of(), "claimLimit", limit, "claimsPerDay", limit, "remindDays", 0));
        return code;
    }

    /** @return somebody who reaches what their role says, or what is said here */
    public String member(String reach, String... teams) {
        String subject = "bulk-" + unique();
        put(
                HttpMethod.PUT,
                "/customer/v1/staff/" + subject,
                reach == null ? Map.of("teams", List.of(teams)) : Map.of("reach", reach, "teams", List.of(teams)));
        return subject;
    }

    /** Customers without anything but what lists look at, registered long ago. */
    public void stock(String prefix, int count, String owner, String team) {
        jdbc.sql("""
                        INSERT INTO customer (number, kind, source, created_at, owner, team, owned_since)
                        SELECT :prefix || lpad(i::text, 6, '0'), 'PERSON', 'API', now() - interval '1 day', :owner, :team,
                            CASE WHEN :owner::text IS NULL THEN NULL ELSE now() - interval '1 day' END
                        FROM generate_series(1, :count) AS i
                        """)
                .param("prefix", prefix)
                .param("count", count)
                .param("owner", owner)
                .param("team", team)
                .update();
    }

    /** In the transaction that begins a job: the scheduler has it already, for a time after the test. */
    public void keepFromSweeps(UUID id) {
        jdbc.sql("""
                        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                        VALUES ('bulk-job', :id, now() + interval '1 hour', false, 1)
                        """).param("id", id.toString()).update();
    }

    public void loseTask(UUID id) {
        jdbc.sql("DELETE FROM scheduled_tasks WHERE task_name = 'bulk-job' AND task_instance = :id")
                .param("id", id.toString())
                .update();
    }

    /** @return a beginning of numbers that no other test uses */
    public static String prefix() {
        return "BULK" + unique().toUpperCase(Locale.ROOT);
    }

    public EntityExchangeResult<byte[]> ask(RestTestClient client, String uri, Object request) {
        return Calls.post(client, uri, request);
    }

    /** @return the id */
    public String asked(RestTestClient client, String uri, Object request) {
        EntityExchangeResult<byte[]> answer = ask(client, uri, request);
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(202);
        String id = body(answer).path("id").asString();
        assertThat(answer.getResponseHeaders().getLocation()).hasToString(JOBS + "/" + id);
        return id;
    }

    public JsonNode get(String id) {
        return body(Calls.get(api.as(ADMIN), JOBS + "/" + id));
    }

    /** Waits until the job has come to rest. */
    public JsonNode ended(String id) {
        return await().atMost(Duration.ofSeconds(90))
                .until(() -> get(id), job -> !job.path("state").asString().equals("RUNNING"));
    }

    /** State and counts in one line: changed, unchanged, skipped of total. */
    public static String line(JsonNode job) {
        return "%s %d/%d/%d of %d"
                .formatted(
                        job.path("state").asString(),
                        job.path("changed").asInt(),
                        job.path("unchanged").asInt(),
                        job.path("skipped").asInt(),
                        job.path("total").asInt());
    }

    public static String type(EntityExchangeResult<byte[]> answer) {
        return answer.getStatus().value() + " "
                + body(answer).path("type").asString("").replace("/problems/", "");
    }

    public long count(String sql, String value) {
        return jdbc.sql(sql).param("value", value).query(Long.class).single();
    }

    public void put(HttpMethod method, String uri, Object content) {
        EntityExchangeResult<byte[]> answer = Calls.send(api.as(ADMIN), method, uri, content);
        assertThat(answer.getStatus().is2xxSuccessful()).as(Calls.text(answer)).isTrue();
    }
}
