package io.kehu.customer.identity;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * identity-service as far as customer-service sees it, behind real HTTP: numbers by key, references that stay. The shapes of the answers
 * are those of the stub files, which identity-service is tested with; only the values are filled in here.
 */
public final class IdentityStub implements ResponseDefinitionTransformerV2 {

    private static final AtomicLong SEQUENCE = new AtomicLong();
    private static final Map<String, List<String>> ALLOCATIONS = new ConcurrentHashMap<>();
    private static final Map<String, String> REFERENCES = new ConcurrentHashMap<>();
    private static final Map<String, String> MERGED = new ConcurrentHashMap<>();
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Makes every operation answer; tests of failures put other stubs in front. */
    public static void stub() {
        WireMock.resetToDefault();
    }

    @Override
    public String getName() {
        return "identity";
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        Request request = event.getRequest();
        ResponseDefinition planned = event.getResponseDefinition();
        ObjectNode answer = (ObjectNode) JSON.readTree(planned.getReponseBody().asString());
        JsonNode body = JSON.readTree(request.getBodyAsString().isEmpty() ? "{}" : request.getBodyAsString());
        if (answer.has("state")) {
            return ResponseDefinitionBuilder.like(planned)
                    .withBody(life(request.getUrl(), body).toString())
                    .build();
        }
        ArrayNode shapes = (ArrayNode) answer.path("items");
        ArrayNode items =
                switch (request.getUrl()) {
                    case "/identity/v1/numbers" -> allocate(request.getHeader("Idempotency-Key"), body, shapes);
                    case "/identity/v1/references:resolve" -> resolve(body, shapes);
                    case "/identity/v1/references:batch" -> put(body, shapes);
                    case "/identity/v1/numbers:validate" -> validate(body, shapes);
                    default -> throw new IllegalArgumentException("No stub of identity-service: " + request.getUrl());
                };
        answer.set("items", items);
        return ResponseDefinitionBuilder.like(planned)
                .withBody(answer.toString())
                .build();
    }

    /** What identity-service would say of a number. */
    public static String mergedInto(String number) {
        return MERGED.get(number);
    }

    private static ObjectNode life(String url, JsonNode body) {
        String number =
                switch (url) {
                    case "/identity/v1/numbers:merge" -> {
                        MERGED.put(
                                body.path("from").stringValue(),
                                body.path("into").stringValue());
                        yield body.path("from").stringValue();
                    }
                    case "/identity/v1/numbers:unmerge" -> {
                        MERGED.remove(body.path("number").stringValue());
                        yield body.path("number").stringValue();
                    }
                    default -> url.substring(url.lastIndexOf('/') + 1);
                };
        String into = MERGED.get(number);
        ObjectNode life = JSON.createObjectNode().put("state", into == null ? "ACTIVE" : "MERGED");
        return into == null ? life : life.put("mergedInto", into);
    }

    private static ArrayNode allocate(String key, JsonNode body, ArrayNode shapes) {
        int count = body.path("count").asInt(1);
        List<String> numbers = ALLOCATIONS.computeIfAbsent(
                key + "#" + count,
                ignored -> IntStream.range(0, count)
                        .mapToObj(i -> "C%011d".formatted(SEQUENCE.incrementAndGet()))
                        .toList());
        ArrayNode items = JSON.createArrayNode();
        numbers.forEach(number -> items.add(shaped(shapes, 0).put("number", number)));
        return items;
    }

    private static ArrayNode resolve(JsonNode body, ArrayNode shapes) {
        ArrayNode items = JSON.createArrayNode();
        for (JsonNode source : body.path("items")) {
            String number = REFERENCES.get(key(source));
            ObjectNode item =
                    number == null ? shaped(shapes, 1) : shaped(shapes, 0).put("number", number);
            if (number != null && MERGED.containsKey(number)) {
                item.put("number", MERGED.get(number)).put("referenced", number);
            }
            items.add(item.put("input", items.size()));
        }
        return items;
    }

    private static ArrayNode put(JsonNode body, ArrayNode shapes) {
        ArrayNode items = JSON.createArrayNode();
        for (JsonNode reference : body.path("items")) {
            String wanted = reference.path("number").asString();
            String before = REFERENCES.putIfAbsent(key(reference), wanted);
            String now = before == null ? wanted : before;
            items.add(shaped(shapes, 0)
                    .put("input", items.size())
                    .put("number", now)
                    .put("taken", !now.equals(wanted)));
        }
        return items;
    }

    private static ArrayNode validate(JsonNode body, ArrayNode shapes) {
        ArrayNode items = JSON.createArrayNode();
        for (JsonNode text : body.path("numbers")) {
            boolean issued = ALLOCATIONS.values().stream().anyMatch(numbers -> numbers.contains(text.stringValue()));
            ObjectNode item =
                    issued ? shaped(shapes, 0).put("number", text.stringValue()) : mistyped(text.stringValue(), shapes);
            items.add(item.put("input", items.size()));
        }
        return items;
    }

    /** Here a typing mistake is a 9 in the place of the first 0. */
    private static ObjectNode mistyped(String text, ArrayNode shapes) {
        String meant = text.replaceFirst("^C9", "C0");
        boolean issued = ALLOCATIONS.values().stream().anyMatch(numbers -> numbers.contains(meant));
        if (!issued) {
            return shaped(shapes, 1);
        }
        ObjectNode item = shaped(shapes, 2);
        ((ObjectNode) item.path("hints").path(0)).put("number", meant);
        return item;
    }

    private static ObjectNode shaped(ArrayNode shapes, int index) {
        return (ObjectNode) shapes.get(index).deepCopy();
    }

    private static String key(JsonNode node) {
        return node.path("system").asString() + "/" + node.path("externalId").asString();
    }
}
