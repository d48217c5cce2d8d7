package io.kehu.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.security.Role;
import io.kehu.starter.test.TestIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway as callers see it, by a client that neither follows redirects nor tries again. */
public final class Door {

    private final Environment environment;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Door(Environment environment) {
        this.environment = environment;
    }

    public int port() {
        return environment.getRequiredProperty("local.server.port", Integer.class);
    }

    public HttpClient client() {
        return client;
    }

    public String token() {
        return TestIssuer.get().token("gateway", "somebody", Role.AGENT);
    }

    /** With a good token. */
    public HttpResponse<String> send(String path, UnaryOperator<HttpRequest.Builder> change)
            throws IOException, InterruptedException {
        return sendAnonymously(path, request -> change.apply(request.header("Authorization", "Bearer " + token())));
    }

    public HttpResponse<String> sendAnonymously(String path, UnaryOperator<HttpRequest.Builder> change)
            throws IOException, InterruptedException {
        return client.send(
                change.apply(HttpRequest.newBuilder(uri(path))).build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(path, HttpRequest.Builder::GET);
    }

    public HttpResponse<String> getAnonymously(String path) throws IOException, InterruptedException {
        return sendAnonymously(path, HttpRequest.Builder::GET);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Sends a text no well-behaved client would; returns the answer's first part. */
    public String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] buffer = new byte[16_384];
            int read = socket.getInputStream().read(buffer);
            return new String(buffer, 0, Math.max(0, read), StandardCharsets.UTF_8);
        }
    }

    /** That this is a problem document of the gateway, without internals. */
    public static JsonNode problem(HttpResponse<String> response, int status, String slug) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().map()).doesNotContainKeys("server", "x-powered-by");
        assertThat(response.body())
                .doesNotContain("Exception")
                .doesNotContain("springframework")
                .doesNotContain("127.0.0.1");
        JsonNode problem = JsonMapper.shared().readTree(response.body());
        assertThat(problem.path("type").stringValue()).isEqualTo("/problems/" + slug);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("traceId").stringValue()).isNotBlank();
        return problem;
    }
}
