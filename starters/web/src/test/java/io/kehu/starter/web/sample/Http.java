package io.kehu.starter.web.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain client: nothing is added to a request that the test did not write. */
final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;

    Http(int port) {
        this.port = port;
    }

    /** What came back. */
    record Answer(int status, HttpResponse<String> response) {

        String body() {
            return response.body();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body());
        }

        String text(String pointer) {
            return json().at(pointer).asString();
        }

        /** Checks what every problem has, and that it says nothing about our insides. */
        Answer isProblem(int expectedStatus, String slug) {
            assertThat(status).as(body()).isEqualTo(expectedStatus);
            assertThat(header("Content-Type").orElse("")).isEqualTo("application/problem+json");
            assertThat(header("Cache-Control")).hasValue("no-store");
            assertThat(text("/type")).as(body()).isEqualTo("/problems/" + slug);
            assertThat(json().path("status").intValue()).isEqualTo(expectedStatus);
            assertThat(text("/title")).isNotBlank();
            assertThat(text("/detail")).isNotBlank();
            assertThat(body())
                    .doesNotContain(
                            "Exception", "java.", "springframework", "jackson", "hibernate", "SELECT", "secret");
            return this;
        }

        /** Checks the only entry of {@code errors}. */
        Answer names(String pointer, String code) {
            assertThat(json().path("errors").size()).as(body()).isOne();
            assertThat(text("/errors/0/pointer")).as(body()).isEqualTo(pointer);
            assertThat(text("/errors/0/code")).as(body()).isEqualTo(code);
            assertThat(text("/errors/0/detail")).as(body()).isNotBlank().doesNotStartWith("field.");
            return this;
        }
    }

    /** @param headers names and values in turn */
    Answer send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer get(String path, String... headers) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    Answer post(String path, String json, String... headers) {
        return json("POST", path, json, headers);
    }

    Answer json(String method, String path, String json, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return send(method, path, HttpRequest.BodyPublishers.ofString(json), all);
    }

    /** Without a length, in pieces. */
    static HttpRequest.BodyPublisher chunked(byte[] body) {
        return HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    /** Bytes as they are, for what no client would send. */
    String raw(String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] buffer = new byte[8_192];
            int read = socket.getInputStream().read(buffer);
            return new String(buffer, 0, Math.max(0, read), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
