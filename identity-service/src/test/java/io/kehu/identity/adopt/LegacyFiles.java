package io.kehu.identity.adopt;

import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.TestSchemes;
import io.kehu.identity.scheme.CheckAlgorithm;
import io.kehu.identity.scheme.Template;
import io.kehu.starter.test.Api;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Legacy numbers of one scheme of a test's own, and what the service says to files of them. */
final class LegacyFiles {

    static final String CSV = "text/csv";
    static final String NDJSON = "application/x-ndjson";
    static final String JSON = "application/json";

    private static final Template.Context ANY = new Template.Context(2020, 1, "");

    private final Api api;
    private final String scheme;
    private final Template template;
    private final String token;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private LegacyFiles(Api api, String scheme, String template) {
        this.api = api;
        this.scheme = scheme;
        this.token = api.token(MANAGER);
        this.template = Template.parse(template, CheckAlgorithm.MOD_97_10);
    }

    /** Defines the scheme. */
    static LegacyFiles of(Api api, String scheme, String template, String partitioning) {
        TestSchemes.define(api, scheme, template, partitioning);
        return new LegacyFiles(api, scheme, template);
    }

    String scheme() {
        return scheme;
    }

    String number(long sequence) {
        return number(sequence, ANY);
    }

    String number(long sequence, Template.Context context) {
        return template.format(sequence, context).canonical();
    }

    String display(long sequence) {
        return template.format(sequence, ANY).display();
    }

    String csv(LongStream sequences) {
        return sequences.mapToObj(this::number).collect(Collectors.joining("\n"));
    }

    /** What came back. */
    record Answer(int status, String contentType, List<JsonNode> lines) {

        JsonNode last() {
            return lines.getLast();
        }

        /** Such as {@code 2 MALFORMED EMPTY}. */
        List<String> verdicts() {
            return lines.stream()
                    .filter(line -> line.has("line"))
                    .map(line -> (line.path("line").asInt() + " "
                                    + line.path("verdict").stringValue() + " "
                                    + line.path("reason").stringValue(""))
                            .strip())
                    .toList();
        }

        /** Accepted, already there, colliding, malformed of a whole report. */
        List<Integer> counts() {
            assertThat(status).as("%s", lines).isEqualTo(200);
            assertThat(last().path("summary").asBoolean(false)).isTrue();
            List<Integer> counts = List.of(
                    last().path("accepted").asInt(),
                    last().path("alreadyThere").asInt(),
                    last().path("colliding").asInt(),
                    last().path("malformed").asInt());
            assertThat(last().path("lines").asInt())
                    .isEqualTo(counts.stream().mapToInt(Integer::intValue).sum());
            assertThat(lines).hasSize(counts.get(1) + counts.get(2) + counts.get(3) + 1);
            return counts;
        }
    }

    Answer adopt(String csv) {
        return adopt(CSV, csv.getBytes(StandardCharsets.UTF_8));
    }

    Answer adopt(String contentType, byte[] body) {
        return adopt(contentType, BodyPublishers.ofByteArray(body));
    }

    Answer adopt(String contentType, Supplier<InputStream> body) {
        return adopt(contentType, BodyPublishers.ofInputStream(body));
    }

    private Answer adopt(String contentType, BodyPublisher body) {
        return send(HttpRequest.newBuilder(URI.create(api.baseUrl() + path()))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", contentType)
                .POST(body)
                .build());
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body()
                            .lines()
                            .map(line -> JsonMapper.shared().readTree(line))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String path() {
        return "/identity/v1/numbers:adopt?scheme=" + scheme;
    }

    /** Numbers of our own. */
    List<String> allocate(int count) {
        Answer answer = send(HttpRequest.newBuilder(URI.create(api.baseUrl() + "/identity/v1/numbers"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofString("{\"scheme\":\"" + scheme + "\",\"count\":" + count + "}"))
                .build());
        assertThat(answer.status()).isEqualTo(201);
        return answer.last()
                .path("items")
                .valueStream()
                .map(item -> item.path("number").stringValue())
                .toList();
    }
}
