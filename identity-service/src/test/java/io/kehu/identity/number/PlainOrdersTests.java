package io.kehu.identity.number;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.TestSchemes;
import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.identity.scheme.Schemes;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The short way and the ordinary one answer alike. The length of the answer tells them apart: only the short way knows it beforehand. A
 * sampled trace leads the ordinary way.
 */
@ServiceTest
class PlainOrdersTests {

    private static final String PLAIN = "{\"scheme\":\"PLAINLY\"}";
    private static final Map<String, String> TRACED =
            Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private Schemes schemes;

    @BeforeEach
    void define() {
        TestSchemes.define(api, "PLAINLY", "PLA-{seq:8}-{check}");
    }

    @Test
    void bothWaysAnswerAlike() {
        Answer plain = order(INTEGRATOR, PLAIN, Map.of());
        Answer ordinary = order(INTEGRATOR, PLAIN, TRACED);

        assertThat(plain.isShort()).isTrue();
        assertThat(ordinary.isShort()).isFalse();
        assertThat(plain.status()).isEqualTo(ordinary.status()).isEqualTo(201);
        assertThat(plain.comparableHeaders())
                .isEqualTo(ordinary.comparableHeaders())
                .containsKey("X-Content-Type-Options");
        assertThat(plain.body().propertyNames()).isEqualTo(ordinary.body().propertyNames());
        assertThat(plain.number()).isNotEqualTo(ordinary.number()).startsWith("PLA");
        assertThat(plain.body().path("items").path(0).propertyNames())
                .isEqualTo(ordinary.body().path("items").path(0).propertyNames());
    }

    @Test
    void bothWaysAreTimedAlike() {
        long before = timed();

        order(INTEGRATOR, PLAIN, Map.of());
        order(INTEGRATOR, PLAIN, TRACED);

        assertThat(timed()).isEqualTo(before + 2);
        assertThat(timers("201")).as("the very same tags").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"scheme":"PLAINLY","count":0}              | 400 | invalid-fields
            {"scheme":"PLAINLY","count":1001}           | 400 | invalid-fields
            {"scheme":"PLAINLY","count":"1"}            | 400 | invalid-fields
            {"scheme":"PLAINLY","wanted":1}             | 400 | invalid-fields
            {"scheme":"PLAINLY"                         | 400 | malformed-request
            {"scheme":"PLAINLY"}{}                      | 400 | invalid-fields
            {"scheme":"PLAINLY","branch":"x"}           | 400 | invalid-fields
            {}                                          | 400 | invalid-fields
            {"scheme":"NEVERDEFINED"}                   | 404 | scheme-not-found
            """)
    void whatIsNotInOrderIsRefusedTheOrdinaryWay(String body, int status, String problem) {
        Answer refused = order(INTEGRATOR, body, Map.of());

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.problem()).isEqualTo(problem);
        assertThat(refused.body().path("traceId").asString()).hasSize(32);
        assertThat(refused.body()).isEqualTo(withTrace(order(INTEGRATOR, body, TRACED), refused));
    }

    @Test
    void whoMayNotIsRefused() {
        assertThat(order(AGENT, PLAIN, Map.of()).status()).isEqualTo(403);
        for (RestTestClient stranger : List.of(api.anonymous(), api.with("no-token"))) {
            stranger.post()
                    .uri("/identity/v1/numbers")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(PLAIN)
                    .exchange()
                    .expectStatus()
                    .isUnauthorized();
        }
    }

    @Test
    void aKeyGetsItsNumberOnBothWays() {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, String> tracedKey = new HashMap<>(key);
        tracedKey.putAll(TRACED);

        Answer first = order(INTEGRATOR, PLAIN, key);
        Answer again = order(INTEGRATOR, PLAIN, key);
        Answer ordinary = order(INTEGRATOR, PLAIN, tracedKey);

        assertThat(first.headers().get("Idempotency-Replayed")).isNull();
        assertThat(List.of(again, ordinary)).allSatisfy(answer -> {
            assertThat(answer.number()).isEqualTo(first.number());
            assertThat(answer.headers().getFirst("Idempotency-Replayed")).isEqualTo("true");
        });
        assertThat(order(INTEGRATOR, PLAIN, Map.of("Idempotency-Key", "not visible"))
                        .problem())
                .isEqualTo("invalid-idempotency-key");
    }

    @Test
    void whatIsRefusedWhileIssuingIsTheSameProblem() {
        Map<String, String> headers =
                new HashMap<>(Map.of("Idempotency-Key", UUID.randomUUID().toString(), "Accept-Language", "zh-CN"));
        order(INTEGRATOR, PLAIN, headers);
        Map<Meter.Id, Long> before = refused();

        Answer plain = order(INTEGRATOR, "{\"scheme\":\"PLAINLY\",\"count\":2}", headers);
        headers.putAll(TRACED);
        Answer ordinary = order(INTEGRATOR, "{\"scheme\":\"PLAINLY\",\"count\":2}", headers);

        assertThat(plain.status()).isEqualTo(422);
        assertThat(plain.problem()).isEqualTo("idempotency-key-reused");
        assertThat(withTrace(ordinary, plain)).isEqualTo(plain.body());
        assertThat(plain.comparableHeaders()).isEqualTo(ordinary.comparableHeaders());
        assertThat(refused().entrySet())
                .filteredOn(timed -> !timed.getValue().equals(before.get(timed.getKey())))
                .as("the very same tags")
                .singleElement()
                .satisfies(
                        timed -> assertThat(timed.getValue()).isEqualTo(before.getOrDefault(timed.getKey(), 0L) + 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"})
    void aBodyThatEndsTooEarlyIsMalformedOnBothWays(String header) throws IOException {
        URI address = URI.create(api.baseUrl());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("POST /identity/v1/numbers HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + api.token(INTEGRATOR)
                                    + "\r\nContent-Type: application/json\r\nContent-Length: 40\r\n" + header
                                    + "\r\n{\"scheme\":")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains("/problems/malformed-request");
        }
    }

    @Test
    void theListOfNumbersIsWhatIsWritten() {
        JsonNode written = order(INTEGRATOR, "{\"scheme\":\"PLAINLY\",\"count\":3}", Map.of())
                .body()
                .path("items");
        Scheme scheme = schemes.required(new SchemeCode("PLAINLY"));
        long first = scheme.read(written.path(0).path("number").asString())
                .orElseThrow()
                .sequence();

        List<CustomerNumber> read =
                new AllocatedNumbers(scheme.formatter(scheme.context(Instant.EPOCH, null)), first, first + 2);

        assertThat(read).hasSize(3);
        assertThat(JsonMapper.shared().<JsonNode>valueToTree(List.copyOf(read))).isEqualTo(written);
    }

    @Test
    void aServiceSaysForWhomItAsks() {
        Answer answer = order(SERVICE, PLAIN, Map.of(Caller.ORIGINATING_SUBJECT_HEADER, "till-7"));

        assertThat(answer.isShort()).isTrue();
        assertThat(jdbc.sql("""
                                SELECT issued_by FROM number_run WHERE scheme = 'PLAINLY' ORDER BY from_seq DESC LIMIT 1
                                """).query(String.class).single()).isEqualTo("till-7");
    }

    @ParameterizedTest
    @CsvSource({"text/html, false", "application/json;q=0, false", "'application/json, text/plain, */*', true"})
    void onlyThoseWhoReadJsonGoTheShortWay(String accept, boolean shortWay) {
        assertThat(order(INTEGRATOR, PLAIN, Map.of("Accept", accept)).isShort()).isEqualTo(shortWay);
    }

    @Test
    void aFrozenSchemeIssuesNothingOnEitherWay() {
        TestSchemes.define(api, "PLAINCOLD", "PLC-{seq:8}-{check}");
        assertThat(order(INTEGRATOR, "{\"scheme\":\"PLAINCOLD\"}", Map.of()).status())
                .isEqualTo(201);
        api.as(ADMIN)
                .post()
                .uri("/identity/v1/schemes/PLAINCOLD:freeze")
                .exchange()
                .expectStatus()
                .isOk();

        for (Map<String, String> headers : List.of(Map.<String, String>of(), TRACED)) {
            Answer refused = order(INTEGRATOR, "{\"scheme\":\"PLAINCOLD\"}", headers);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.problem()).isEqualTo("scheme-not-active");
        }
    }

    private record Answer(int status, HttpHeaders headers, JsonNode body) {

        boolean isShort() {
            return status == 201 && headers.getContentLength() > 0;
        }

        String number() {
            return body.path("items").path(0).path("number").asString();
        }

        String problem() {
            return body.path("type").asString().substring("/problems/".length());
        }

        Map<String, List<String>> comparableHeaders() {
            Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.forEach(all::put);
            List.of("Date", "Content-Length", "Transfer-Encoding").forEach(all::remove);
            if (status >= 400) {
                // The ordinary way leaves these away where a problem says no-store itself.
                List.of("Expires", "Pragma").forEach(all::remove);
            }
            return all;
        }
    }

    private Answer order(Role role, String body, Map<String, String> headers) {
        EntityExchangeResult<byte[]> result = api.as(role)
                .post()
                .uri("/identity/v1/numbers")
                .contentType(MediaType.APPLICATION_JSON)
                .headers(all -> headers.forEach(all::set))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .exchange()
                .returnResult(byte[].class);
        return new Answer(
                result.getStatus().value(),
                result.getResponseHeaders(),
                JsonMapper.shared().readTree(result.getResponseBodyContent()));
    }

    /** Its body, but with the trace of the other one. */
    private static JsonNode withTrace(Answer answer, Answer other) {
        tools.jackson.databind.node.ObjectNode body =
                (tools.jackson.databind.node.ObjectNode) answer.body().deepCopy();
        body.remove("traceId");
        if (other.body().has("traceId")) {
            body.set("traceId", other.body().path("traceId"));
        }
        return body;
    }

    private long timed() {
        return timers("201").stream().mapToLong(Timer::count).sum();
    }

    private Map<Meter.Id, Long> refused() {
        return timers("422").stream().collect(Collectors.toMap(Timer::getId, Timer::count));
    }

    private Collection<Timer> timers(String status) {
        return meters.find("http.server.requests")
                .tags("uri", "/identity/v1/numbers", "status", status)
                .timers();
    }
}
