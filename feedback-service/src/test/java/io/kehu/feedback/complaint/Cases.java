package io.kehu.feedback.complaint;

import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.test.Api;
import java.util.HashMap;
import java.util.Map;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests of complaints do over and over: open, move on, look. */
final class Cases {

    static final String COMPLAINTS = "/feedback/v1/complaints";

    private final Api api;

    Cases(Api api) {
        this.api = api;
    }

    /** A case of a customer, told by phone. */
    String open(String number, String severity) {
        Map<String, Object> body = new HashMap<>(Map.of("text", "what happened", "category", "DELIVERY"));
        if (number != null) {
            body.put("number", number);
        }
        if (severity != null) {
            body.put("severity", severity);
        }
        return read(api.as(AGENT)
                        .post()
                        .uri(COMPLAINTS)
                        .body(body)
                        .exchange()
                        .expectStatus()
                        .isCreated())
                .path("caseNo")
                .stringValue();
    }

    /** A case somebody works on. */
    String inProgress(String number, String severity) {
        String caseNo = open(number, severity);
        work(caseNo, "triage", Map.of("severity", severity, "category", "DELIVERY"));
        work(caseNo, "assign", Map.of("owner", "agent-1"));
        work(caseNo, "resume", null);
        return caseNo;
    }

    String resolved(String number, String severity) {
        String caseNo = inProgress(number, severity);
        work(caseNo, "resolve", resolution());
        return caseNo;
    }

    static Map<String, Object> resolution() {
        return new HashMap<>(Map.of("rootCause", "the cause", "actionTaken", "the action"));
    }

    JsonNode get(String caseNo) {
        return read(api.as(AGENT)
                .get()
                .uri(COMPLAINTS + "/" + caseNo)
                .exchange()
                .expectStatus()
                .isOk());
    }

    JsonNode explanation(String caseNo) {
        return read(api.as(AGENT)
                .get()
                .uri(COMPLAINTS + "/" + caseNo + "/clock-explanation")
                .header("Accept-Language", "zh-CN")
                .exchange()
                .expectStatus()
                .isOk());
    }

    /** Must succeed. */
    JsonNode work(String caseNo, String verb, Map<String, Object> body) {
        var response = attempt(api.as(AGENT), caseNo, verb, version(caseNo), body);
        var result = response.returnResult(String.class);
        assertThat(result.getStatus().value())
                .as("%s: %s", verb, result.getResponseBody())
                .isEqualTo(200);
        return JsonMapper.shared().readTree(result.getResponseBody());
    }

    RestTestClient.ResponseSpec attempt(
            RestTestClient client, String caseNo, String verb, long version, Map<String, Object> body) {
        var request =
                client.post().uri(COMPLAINTS + "/" + caseNo + ":" + verb).header("If-Match", "\"" + version + "\"");
        return body == null ? request.exchange() : request.body(body).exchange();
    }

    long version(String caseNo) {
        return get(caseNo).path("version").asLong();
    }

    static JsonNode read(RestTestClient.ResponseSpec response) {
        return JsonMapper.shared().readTree(response.returnResult(String.class).getResponseBody());
    }
}
