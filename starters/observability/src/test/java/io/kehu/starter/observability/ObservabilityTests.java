package io.kehu.starter.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators see of a service that says nothing about it itself. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(classes = SampleApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ObservabilityTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aLineIsOneJsonObjectWithTheTraceOfItsRequest(CapturedOutput output) throws Exception {
        get("/say", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");

        JsonNode line = line(output, "A line with");
        assertThat(line.path("message").asString()).isEqualTo("A line with \"quotes\",\na break and 客户");
        assertThat(line.path("level").asString()).isEqualTo("INFO");
        assertThat(line.path("logger_name").asString()).contains("SampleApplication");
        assertThat(line.path("@timestamp").asString()).isNotBlank();
        assertThat(line.path("traceId").asString()).isEqualTo(TRACE);
        assertThat(line.path("spanId").asString()).hasSize(16).isNotEqualTo("00f067aa0ba902b7");
    }

    @Test
    void aRequestThatIsNotSampledHasATraceIdInTheLogAllTheSame(CapturedOutput output) throws Exception {
        get("/say", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00");
        assertThat(line(output, "A line with").path("traceId").asString()).isEqualTo(TRACE);
    }

    @Test
    void aRequestOfNobodyStartsATrace(CapturedOutput output) throws Exception {
        get("/say");

        assertThat(line(output, "A line with").path("traceId").asString()).matches("[0-9a-f]{32}");
    }

    @Test
    void anExceptionIsPartOfItsLine(CapturedOutput output) throws Exception {
        get("/fail", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");

        assertThat(output.getOut().lines().filter(line -> line.contains("IllegalStateException")))
                .allSatisfy(
                        line -> assertThat(JsonMapper.shared().readTree(line).has("stack_trace"))
                                .isTrue());
    }

    @Test
    void neitherParametersNorBodiesNorHeadersAreLogged(CapturedOutput output) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/take?phone=13812345678"))
                .header("Authorization", "Bearer token-of-anna")
                .POST(HttpRequest.BodyPublishers.ofString("zhangsan@x.cn"))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);

        await().untilAsserted(() -> assertThat(output.getOut()).contains("Taken 13"));
        assertThat(output.getAll()).doesNotContain("13812345678", "token-of-anna", "zhangsan");
        assertThat(get("/actuator/prometheus").body()).doesNotContain("13812345678", "token-of-anna", "zhangsan");
    }

    @Test
    void readinessIsOurOwnStateOnly() throws Exception {
        assertThat(get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(get("/actuator/health/liveness").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void healthSaysNothingAboutWhatIsBehindUs() throws Exception {
        HttpResponse<String> health = get("/actuator/health");

        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("DOWN").doesNotContain("secret-host", "broker");
    }

    @Test
    void metricsNameTheServiceAndCountRequestsInBuckets() throws Exception {
        get("/say");

        await().untilAsserted(
                        () -> assertThat(get("/actuator/prometheus").body().lines())
                                .anyMatch(line -> line.startsWith("http_server_requests_seconds_bucket")
                                        && line.contains("application=\"sample-service\"")
                                        && line.contains("uri=\"/say\"")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"env", "beans", "configprops", "heapdump", "threaddump", "loggers", "httpexchanges", "shutdown"})
    void whatTellsOurInsidesIsNotServed(String endpoint) throws Exception {
        assertThat(get("/actuator/" + endpoint).statusCode()).isEqualTo(404);
    }

    @Test
    void nothingLeavesUntilAnOperatorNamesACollector() {
        assertThat(context.getBeansOfType(OtelTracer.class)).hasSize(1);
        assertThat(context.getBeansOfType(SpanExporter.class)).isEmpty();
        assertThat(List.of(context.getBeanDefinitionNames())).doesNotContain("otlpMeterRegistry");
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static JsonNode line(CapturedOutput output, String text) {
        await().untilAsserted(() -> assertThat(output.getOut()).contains(text));
        String found = output.getOut()
                .lines()
                .filter(line -> line.contains(text))
                .findFirst()
                .orElseThrow();
        return JsonMapper.shared().readTree(found);
    }
}
