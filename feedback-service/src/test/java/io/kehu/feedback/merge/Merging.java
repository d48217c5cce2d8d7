package io.kehu.feedback.merge;

import static io.kehu.starter.security.Role.SERVICE;

import io.kehu.starter.test.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** customer-service as it merges customers here, and everything this service keeps of some customers. */
public final class Merging {

    private static final String MERGES = "/feedback/v1/merges";

    private static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        String feedback = "(SELECT id FROM feedback WHERE customer_number = ANY (:numbers))";
        String cases = "(SELECT case_no FROM complaint WHERE customer_number = ANY (:numbers))";
        String invitations = "(SELECT id FROM invitation WHERE customer_number = ANY (:numbers))";
        String responses = "(SELECT id FROM response WHERE invitation_id IN " + invitations + ")";
        TABLES.put("feedback", "id IN " + feedback);
        TABLES.put("feedback_event", "feedback_id IN " + feedback);
        TABLES.put("complaint", "case_no IN " + cases);
        TABLES.put("case_event", "case_no IN " + cases);
        TABLES.put("case_text", "case_no IN " + cases);
        TABLES.put("sla_clock", "case_no IN " + cases);
        TABLES.put("contact_pressure", "customer_number = ANY (:numbers)");
        TABLES.put("invitation", "id IN " + invitations);
        TABLES.put("response", "id IN " + responses);
        TABLES.put("answer", "response_id IN " + responses);
        TABLES.put("response_comment", "response_id IN " + responses);
        TABLES.put("subject_version", "subject = ANY (:numbers)");
        TABLES.put("data_key", "subject = ANY (:numbers)");
        TABLES.put("merged_number", "number = ANY (:numbers) OR living_into = ANY (:numbers)");
    }

    private final Api api;
    private final JdbcClient jdbc;

    public Merging(Api api, JdbcClient jdbc) {
        this.api = api;
        this.jdbc = jdbc;
    }

    public JsonNode merge(UUID id, String survivor, String... losers) {
        return json(put(id, survivor, losers).expectStatus().isOk());
    }

    RestTestClient.ResponseSpec put(UUID id, String survivor, String... losers) {
        return api.as(SERVICE)
                .put()
                .uri(MERGES + "/" + id)
                .body(Map.of("survivor", survivor, "losers", List.of(losers)))
                .exchange();
    }

    public JsonNode undo(UUID id, String survivor, String... losers) {
        return json(post("/" + id + ":undo", survivor, losers).expectStatus().isOk());
    }

    JsonNode preview(String survivor, String... losers) {
        return json(post(":preview", survivor, losers).expectStatus().isOk());
    }

    RestTestClient.ResponseSpec post(String path, String survivor, String... losers) {
        return api.as(SERVICE)
                .post()
                .uri(MERGES + path)
                .body(Map.of("survivor", survivor, "losers", List.of(losers)))
                .exchange();
    }

    /** All rows about these customers as text, table by table. */
    public String everything(String... numbers) {
        StringBuilder text = new StringBuilder();
        TABLES.forEach((table, condition) -> {
            text.append("-- ").append(table).append('\n');
            jdbc.sql("SELECT t::text FROM " + table + " t WHERE " + condition + " ORDER BY 1")
                    .param("numbers", numbers)
                    .query(String.class)
                    .list()
                    .forEach(row -> text.append(row).append('\n'));
        });
        return text.toString();
    }

    static JsonNode json(RestTestClient.ResponseSpec response) {
        return JsonMapper.shared().readTree(response.returnResult(String.class).getResponseBody());
    }
}
