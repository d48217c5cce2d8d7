package io.kehu.customer.merge;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.post;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.Calls;
import io.kehu.customer.customer.RecordApi;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** Customers and their merges over HTTP, as tests use them. */
public final class MergeApi {

    static final String MERGES = "/customer/v1/merges";

    private final Api api;
    private final JdbcClient jdbc;
    private final RecordApi records;

    public MergeApi(Api api, JdbcClient jdbc) {
        this.api = api;
        this.jdbc = jdbc;
        this.records = new RecordApi(api);
    }

    public static String phone() {
        return "137" + ThreadLocalRandom.current().nextInt(10_000_000, 100_000_000);
    }

    public String person(String name, String phone) {
        return register(Map.of("fullName", name, "contactPoints", List.of(Map.of("kind", "PHONE", "value", phone))));
    }

    public String register(Map<String, Object> body) {
        return records.register(body);
    }

    RecordApi records() {
        return records;
    }

    public EntityExchangeResult<byte[]> merge(String survivor, String... losers) {
        return merge(Map.of("survivor", survivor, "losers", List.of(losers), "reason", "same person"));
    }

    EntityExchangeResult<byte[]> merge(Map<String, Object> body) {
        return post(api.as("merge-manager", MANAGER), MERGES, body);
    }

    EntityExchangeResult<byte[]> preview(Map<String, Object> body) {
        return post(api.as("merge-manager", MANAGER), MERGES + "?dryRun=true", body);
    }

    JsonNode previewed(String survivor, String... losers) {
        EntityExchangeResult<byte[]> answer =
                preview(Map.of("survivor", survivor, "losers", List.of(losers), "reason", "same person"));
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(200);
        return body(answer);
    }

    /** @return its id, once every service has it */
    public String merged(String survivor, String... losers) {
        EntityExchangeResult<byte[]> answer = merge(survivor, losers);
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(202);
        String id = body(answer).path("id").stringValue();
        awaitState(id, "MERGED");
        return id;
    }

    public EntityExchangeResult<byte[]> undo(String id) {
        return post(api.as("merge-admin", ADMIN), MERGES + "/" + id + ":undo", Map.of("reason", "father and son"));
    }

    public JsonNode undone(String id) {
        EntityExchangeResult<byte[]> answer = undo(id);
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(202);
        return awaitState(id, "UNDONE");
    }

    JsonNode show(String id) {
        return body(Calls.get(api.as("merge-manager", MANAGER), MERGES + "/" + id));
    }

    JsonNode awaitState(String id, String state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(show(id).path("state").asString("")).isEqualTo(state));
        return show(id);
    }

    /** @return the order's number */
    public String buy(String number) {
        return buy(Map.of("number", number));
    }

    String buy(Map<String, Object> buyer) {
        String orderNo = "M-" + UUID.randomUUID();
        EntityExchangeResult<byte[]> answer = post(
                api.as(INTEGRATOR),
                "/customer/v1/purchases",
                Map.of(
                        "customer",
                        buyer,
                        "channel",
                        "POS",
                        "orderNo",
                        orderNo,
                        "occurredAt",
                        "2026-11-01T03:15:00Z",
                        "currency",
                        "CNY",
                        "lines",
                        List.of(Map.of("product", "TEA", "quantity", 1, "amountMinor", 100))));
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isBetween(200, 201);
        return orderNo;
    }

    public List<String> orders(String number) {
        return body(Calls.get(api.as(MANAGER), "/customer/v1/customers/" + number + "/purchases"))
                .path("items")
                .valueStream()
                .map(item -> item.path("orderNo").stringValue())
                .sorted()
                .toList();
    }

    public void note(String number, String words) {
        EntityExchangeResult<byte[]> answer = post(
                api.as("merge-manager", MANAGER),
                "/customer/v1/customers/" + number + "/timeline",
                Map.of("kind", "NOTE", "summary", words));
        assertThat(answer.getStatus().value()).isEqualTo(201);
    }

    List<String> notes(String number) {
        return body(Calls.get(api.as(MANAGER), "/customer/v1/customers/" + number + "/timeline?kind=note"))
                .path("items")
                .valueStream()
                .map(item -> item.path("summary").stringValue())
                .sorted()
                .toList();
    }

    List<String> numbersOfNotesThatSay(String word) {
        return body(post(api.as(MANAGER), "/customer/v1/interactions:search", Map.of("q", word)))
                .path("items")
                .findValuesAsString("number");
    }

    public void tag(String number, String tag) {
        post(api.as(ADMIN), "/customer/v1/tags", Map.of("code", tag, "tag", Map.of("name", tag, "colour", "#2e7d32")));
        post(api.as(ADMIN), "/customer/v1/tags/" + tag + ":apply", Map.of("numbers", List.of(number)));
    }

    List<String> tags(String number) {
        return jdbc.sql("SELECT tag FROM customer_tag WHERE number = :number ORDER BY tag")
                .param("number", number)
                .query(String.class)
                .list();
    }

    /** Lets them live in one household. */
    public void relate(String number, String other) {
        EntityExchangeResult<byte[]> answer = post(
                api.as("merge-manager", MANAGER),
                RecordApi.CUSTOMERS + "/" + number + "/relations",
                Map.of("type", "HOUSEHOLD", "number", other));
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(201);
    }

    List<String> related(String number) {
        return body(Calls.get(api.as(MANAGER), RecordApi.CUSTOMERS + "/" + number + "/relations"))
                .path("items")
                .findValuesAsString("number");
    }

    JsonNode patch(String number, Map<String, Object> changes) {
        EntityExchangeResult<byte[]> read = Calls.get(api.as(ADMIN), RecordApi.CUSTOMERS + "/" + number);
        return body(api.as(AGENT, MANAGER)
                .patch()
                .uri(RecordApi.CUSTOMERS + "/" + number)
                .header("If-Match", read.getResponseHeaders().getETag())
                .contentType(MediaType.parseMediaType("application/merge-patch+json"))
                .body(changes)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(byte[].class));
    }

    /** A record as its owner sees it: everything, unmasked, but for what every change changes. */
    Map<String, JsonNode> seenByThemselves(String number) {
        Map<String, JsonNode> seen = new TreeMap<>();
        body(Calls.get(api.asMember(number), RecordApi.CUSTOMERS + "/" + number))
                .properties()
                .forEach(member -> seen.put(member.getKey(), member.getValue()));
        seen.remove("version");
        seen.remove("updatedAt");
        return seen;
    }

    /** All of this service's rows about a customer that are not sealed, as text. */
    List<String> rows(String number) {
        return jdbc.sql("""
                        SELECT 'customer ' || (to_jsonb(c) - ARRAY['version', 'updated_at', 'full_name', 'birth_date', 'particulars',
                            'identifiers'])::text FROM customer c WHERE number = :number
                        UNION ALL SELECT 'key ' || (to_jsonb(k))::text FROM customer_key k WHERE number = :number
                        UNION ALL SELECT 'contact ' || (to_jsonb(p) - 'value')::text FROM contact_point p WHERE number = :number
                        UNION ALL SELECT 'consent ' || (to_jsonb(c))::text FROM consent c WHERE number = :number
                        UNION ALL SELECT 'tag ' || (to_jsonb(t))::text FROM customer_tag t WHERE number = :number
                        UNION ALL SELECT 'custom ' || (to_jsonb(c) - 'sealed')::text FROM customer_custom c WHERE number = :number
                        UNION ALL SELECT 'purchase ' || (to_jsonb(p))::text FROM purchase p WHERE number = :number
                        UNION ALL SELECT 'ownership ' || (to_jsonb(o))::text FROM ownership_change o WHERE number = :number
                        UNION ALL SELECT 'relation ' || (to_jsonb(r))::text FROM relation r
                            WHERE from_number = :number OR to_number = :number
                        UNION ALL SELECT 'note ' || (to_jsonb(i))::text FROM interaction i
                            WHERE number = :number AND summary IS NOT NULL
                        ORDER BY 1
                        """).param("number", number).query(String.class).list();
    }

    List<String> rows(String survivor, String loser) {
        List<String> rows = new ArrayList<>(rows(survivor));
        rows.addAll(rows(loser));
        return rows;
    }

    List<String> consents(String number) {
        return jdbc.sql(
                        "SELECT channel || ' ' || purpose || ' ' || state FROM consent WHERE number = :number ORDER BY 1")
                .param("number", number)
                .query(String.class)
                .list();
    }

    static String slug(EntityExchangeResult<byte[]> answer) {
        String type = body(answer).path("type").asString("");
        return type.substring(type.lastIndexOf('/') + 1);
    }
}
