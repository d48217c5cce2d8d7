package io.kehu.customer.identity;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** identity-service as far as customer-service sees it, behind real HTTP: numbers by key, references that stay. */
public final class IdentityStub implements ResponseDefinitionTransformerV2 {

    private static final AtomicLong SEQUENCE = new AtomicLong();
    private static final Map<String, ArrayNode> ALLOCATIONS = new ConcurrentHashMap<>();
    private static final Map<String, String> REFERENCES = new ConcurrentHashMap<>();
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Makes every operation answer; tests of failures put other stubs in front. */
    public static void stub() {
        WireMock.stubFor(WireMock.post(WireMock.urlPathMatching("/identity/v1/.*"))
                .atPriority(10)
                .willReturn(WireMock.ok()));
    }

    @Override
    public String getName() {
        return "identity";
    }

    @Override
    public boolean applyGlobally() {
        return true;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        Request request = event.getRequest();
        ResponseDefinition planned = event.getResponseDefinition();
        if (planned.getStatus() != 200 || planned.getFault() != null || planned.getBody() != null) {
            return planned;
        }
        JsonNode body = JSON.readTree(request.getBodyAsString());
        String answer =
                switch (request.getUrl()) {
                    case "/identity/v1/numbers" -> allocate(request.getHeader("Idempotency-Key"), body);
                    case "/identity/v1/references:resolve" -> resolve(body);
                    case "/identity/v1/references:batch" -> put(body);
                    case "/identity/v1/numbers:validate" -> "{\"items\":[{\"input\":0,\"verdict\":\"UNKNOWN_FORM\"}]}";
                    default -> "{}";
                };
        return ResponseDefinitionBuilder.like(planned)
                .withHeader("Content-Type", "application/json")
                .withBody(answer)
                .build();
    }

    private static String allocate(String key, JsonNode body) {
        int count = body.path("count").asInt(1);
        ArrayNode items = ALLOCATIONS.computeIfAbsent(key + "#" + count, ignored -> {
            ArrayNode fresh = JSON.createArrayNode();
            for (int i = 0; i < count; i++) {
                fresh.addObject()
                        .put("number", "C%011d".formatted(SEQUENCE.incrementAndGet()))
                        .put("display", "");
            }
            return fresh;
        });
        ObjectNode answer = JSON.createObjectNode().put("scheme", "CUSTOMER");
        answer.set("items", items);
        return answer.toString();
    }

    private static String resolve(JsonNode body) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        int input = 0;
        for (JsonNode source : body.path("items")) {
            ObjectNode item = items.addObject().put("input", input++);
            String number = REFERENCES.get(key(source));
            if (number != null) {
                item.put("number", number);
            }
        }
        return answer.toString();
    }

    private static String put(JsonNode body) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        int input = 0;
        for (JsonNode reference : body.path("items")) {
            String wanted = reference.path("number").asString();
            String before = REFERENCES.putIfAbsent(key(reference), wanted);
            String now = before == null ? wanted : before;
            items.addObject().put("input", input++).put("number", now).put("taken", !now.equals(wanted));
        }
        return answer.toString();
    }

    private static String key(JsonNode node) {
        return node.path("system").asString() + "/" + node.path("externalId").asString();
    }
}
