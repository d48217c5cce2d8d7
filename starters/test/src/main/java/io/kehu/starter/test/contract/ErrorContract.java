package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every error a caller can provoke, at every layer, is a problem document with the right status and without internals. */
public final class ErrorContract {

    private static final int OVERSIZE = 1_100_000;

    private final Api api;
    private final String post;
    private final String token;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ErrorContract(Api api, String post, String token) {
        this.api = api;
        this.post = post;
        this.token = token;
    }

    /**
     * @param post an operation that takes a JSON object and that a caller with the role may call
     * @param get an operation that answers 200 to such a caller
     */
    public static void verify(Api api, String post, String get, Role role) {
        ErrorContract contract = new ErrorContract(api, post, api.token(role));
        contract.verifyAuthentication();
        contract.verifyAddress(get);
        contract.verifyBody();
        contract.verifyBelowSpring();
        contract.verifyLanguage();
    }

    private void verifyAuthentication() {
        expect(
                401,
                "unauthenticated",
                request -> request.method("POST", json("{}")).setHeader("Authorization", "none"));
        expect(
                401,
                "unauthenticated",
                request -> request.method("POST", json("{}")).setHeader("Authorization", "Bearer x.y.z"));
        expectAt("/nowhere", 401, "unauthenticated", request -> request.GET().setHeader("Authorization", "Basic x"));
    }

    private void verifyAddress(String get) {
        expectAt("/nowhere/at/all", 404, "not-found", HttpRequest.Builder::GET);
        expectAt(post + "/%2e%2e/%2f", 400, "malformed-request", HttpRequest.Builder::GET);
        expectAt(get, 406, "not-acceptable", request -> request.GET().setHeader("Accept", "image/png"));
        expect(405, "method-not-allowed", request -> request.method("PATCH", json("{}")));
    }

    private void verifyBody() {
        expect(
                415,
                "unsupported-media-type",
                request -> request.method("POST", json("{}")).setHeader("Content-Type", "text/plain"));
        expect(400, "malformed-request", request -> request.method("POST", json("{\"a\":")));
        expect(400, "malformed-request", request -> request.method("POST", json("")));
        expect(400, "invalid-fields", request -> request.method("POST", json("{\"noSuchField\":1}")));
        expect(400, null, request -> request.method("POST", json("[".repeat(60) + "]".repeat(60))));
        expect(413, "body-too-large", request -> request.method("POST", json(" ".repeat(OVERSIZE))));
        expect(413, "body-too-large", request -> request.method("POST", chunked(" ".repeat(OVERSIZE))));
    }

    private void verifyLanguage() {
        JsonNode problem = expectAt(
                "/nowhere", 404, "not-found", request -> request.GET().header("Accept-Language", "zh-CN,en;q=0.5"));
        assertThat(problem.path("title").stringValue()).isEqualTo("这里没有您可见的内容");
    }

    /** What Tomcat refuses before Spring sees it. */
    private void verifyBelowSpring() {
        String oversize = raw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(40_000) + "\r\n\r\n");
        assertThat(oversize).startsWith("HTTP/1.1 400").contains("application/problem+json");
        String broken = raw("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(broken).startsWith("HTTP/1.1 400").contains("application/problem+json");
        String noHost = raw("GET / HTTP/1.1\r\n\r\n");
        assertThat(noHost).startsWith("HTTP/1.1 400").contains("application/problem+json");
        String trace = raw("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(trace).containsPattern("^HTTP/1.1 (401|405)").contains("application/problem+json");
    }

    private JsonNode expect(int status, @Nullable String slug, Consumer<HttpRequest.Builder> change) {
        return expectAt(post, status, slug, change);
    }

    private JsonNode expectAt(String path, int status, @Nullable String slug, Consumer<HttpRequest.Builder> change) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(api.baseUrl() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        change.accept(builder);
        HttpResponse<String> response = send(builder.build());
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .as(path)
                .startsWith("application/problem+json");
        assertThat(response.headers().map()).as("headers").doesNotContainKeys("server", "x-powered-by");
        JsonNode problem = JsonMapper.shared().readTree(response.body());
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.propertyNames()).contains("type", "title", "detail");
        if (slug != null) {
            assertThat(problem.path("type").stringValue()).as(response.body()).isEqualTo("/problems/" + slug);
        }
        assertThat(response.body())
                .doesNotContain("Exception")
                .doesNotContain("springframework")
                .doesNotContain("jackson");
        return problem;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String raw(String request) {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(api.baseUrl()).getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] buffer = new byte[8_192];
            int read = socket.getInputStream().read(buffer);
            return new String(buffer, 0, Math.max(0, read), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest.BodyPublisher json(String body) {
        return HttpRequest.BodyPublishers.ofString(body);
    }

    private static HttpRequest.BodyPublisher chunked(String body) {
        return HttpRequest.BodyPublishers.ofInputStream(
                () -> new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
