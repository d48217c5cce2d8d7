package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A WireMock stub of a consumer, read as an agreement: the consumer's tests check that it asks as the stub's example does, the provider's
 * tests that it takes this example and answers at least what the stub answers. The example stands in the stub file:
 * {@code "metadata": {"contract": {"path": …, "headers": {…}, "body": {…}}}}; the path where the stub matches more than one, the body unless
 * it is a GET.
 */
public final class StubContract {

    private static final int ANY_STATUS = 0;

    private final String file;
    private final String json;

    private StubContract(String file, String json) {
        this.file = file;
        this.json = json;
    }

    /** @param file the mapping, from the repository's root */
    public static StubContract read(String file) {
        try {
            return new StubContract(file, Files.readString(Repository.root().resolve(Path.of(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is missing", e);
        }
    }

    /** The same with a value of the stub, such as a number or an id, replaced by one the provider under test knows. */
    public StubContract with(String stubbed, String real) {
        assertThat(json).as(file).contains(stubbed);
        return new StubContract(file, json.replace(stubbed, real));
    }

    /** For consumers: what was sent has the fields of the example and no others, with the same types. */
    public void verifySent(String body) {
        Shape agreed = Shape.of(example().path("body"));
        Shape sent = Shape.of(JsonMapper.shared().readTree(body));
        sent.verifyOffers(agreed, "the request of " + file);
        assertThat(agreed.paths())
                .as("the request of " + file + " agrees on all fields")
                .containsAll(sent.paths());
    }

    /** For providers: sends the example and checks the answer. @return the answer */
    public JsonNode verifyAnswered(RestTestClient client) {
        JsonNode request = stub().path("request");
        JsonNode response = stub().path("response");
        HttpMethod method = HttpMethod.valueOf(request.path("method").stringValue());
        var asked = client.method(method)
                .uri(example().path("path").asString(request.path("urlPath").asString("")))
                .headers(headers -> {
                    request.path("headers")
                            .properties()
                            .forEach(header -> header.getValue()
                                    .path("equalTo")
                                    .stringValueOpt()
                                    .ifPresent(value -> headers.set(header.getKey(), value)));
                    example()
                            .path("headers")
                            .properties()
                            .forEach(header -> headers.set(
                                    header.getKey(), header.getValue().stringValue()));
                });
        var answer = (method.equals(HttpMethod.GET)
                        ? asked
                        : asked.contentType(MediaType.APPLICATION_JSON)
                                .body(example().path("body").toString()))
                .exchange()
                .returnResult(byte[].class);
        byte[] bytes = answer.getResponseBodyContent();
        String text = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        assertThat(answer.getStatus().value())
                .as("status of %s: %s", file, text)
                .isEqualTo(response.path("status").asInt(ANY_STATUS));
        assertThat(MediaType.APPLICATION_JSON.isCompatibleWith(
                        answer.getResponseHeaders().getContentType()))
                .as("content type of " + file)
                .isTrue();
        JsonNode body = JsonMapper.shared().readTree(text);
        Shape.of(body).verifyOffers(Shape.of(response.path("jsonBody")), "the answer to " + file);
        return body;
    }

    private JsonNode stub() {
        return JsonMapper.shared().readTree(json);
    }

    private JsonNode example() {
        JsonNode example = stub().path("metadata").path("contract");
        assertThat(example.path("body").isObject()
                        || stub().path("request").path("method").asString("").equals("GET"))
                .as(file + " has an example in metadata.contract.body")
                .isTrue();
        return example;
    }

    /** What can stand at a place. */
    private enum Kind {
        OBJECT(JsonNode::isObject),
        ARRAY(JsonNode::isArray),
        BOOLEAN(JsonNode::isBoolean),
        INTEGER(JsonNode::isIntegralNumber),
        NUMBER(JsonNode::isNumber),
        UUID(node -> node.isString()
                && node.stringValue().matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")),
        INSTANT(node -> node.isString() && isInstant(node.stringValue())),
        TEXT(JsonNode::isString),
        NULL(JsonNode::isNull);

        private final Predicate<JsonNode> fits;

        Kind(Predicate<JsonNode> fits) {
            this.fits = fits;
        }

        static Kind of(JsonNode node) {
            for (Kind kind : values()) {
                if (kind.fits.test(node)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no JSON: " + node.getNodeType());
        }

        private static boolean isInstant(String text) {
            try {
                Instant.parse(text);
                return true;
            } catch (DateTimeException e) {
                return false;
            }
        }

        /** Whether who reads this kind can read the other one. */
        boolean takes(Kind other) {
            return this == other
                    || (this == NUMBER && other == INTEGER)
                    || (this == TEXT && (other == UUID || other == INSTANT));
        }
    }

    /** How often a place occurs, and what stands there. */
    private static final class Place {

        private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        private int count;
    }

    /** All places of a document; the elements of an array are one place. */
    private record Shape(Map<String, Place> places) {

        static Shape of(JsonNode document) {
            Shape shape = new Shape(new TreeMap<>());
            shape.add("", document);
            return shape;
        }

        private void add(String path, JsonNode node) {
            Place place = places.computeIfAbsent(path, ignored -> new Place());
            place.count++;
            place.kinds.add(Kind.of(node));
            node.properties().forEach(field -> add(path + "/" + field.getKey(), field.getValue()));
            if (node.isArray()) {
                node.forEach(element -> add(path + "/*", element));
            }
        }

        Set<String> paths() {
            return places.keySet();
        }

        /** Everything that was agreed is here, always where it is always there, and of a kind that was agreed. */
        void verifyOffers(Shape agreed, String what) {
            agreed.places.forEach((path, expected) -> {
                Place offered = places.get(path);
                assertThat(offered).as("%s: %s is there", what, path).isNotNull();
                assertThat(offered.kinds)
                        .as("%s: kinds of %s", what, path)
                        .allMatch(kind -> expected.kinds.stream().anyMatch(known -> known.takes(kind)));
                if (agreed.isAlways(path)) {
                    assertThat(isAlways(path))
                            .as("%s: %s is always there", what, path)
                            .isTrue();
                }
            });
        }

        /** Whether every object that could have the field has it; elements of an array are counted by nobody. */
        private boolean isAlways(String path) {
            int end = path.lastIndexOf('/');
            if (end < 0 || path.endsWith("/*")) {
                return false;
            }
            Place parent = places.get(path.substring(0, end));
            Place place = places.get(path);
            return parent != null && place != null && parent.count == place.count;
        }
    }
}
