package io.kehu.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.gateway.Door;
import io.kehu.gateway.GatewayTest;
import io.kehu.gateway.Upstream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a service answered is what the caller gets. */
@GatewayTest
class AnswersTests {

    private static final String CUSTOMERS = "/customer/v1/customers";

    @Autowired
    private Door door;

    private final Upstream customer = Upstream.of("customer");

    @BeforeEach
    void reset() {
        Upstream.resetAll();
    }

    @Test
    void aProblemOfTheServicePassesAsItIs() throws Exception {
        String problem =
                "{\"type\":\"/problems/stale-version\",\"status\":412,\"title\":\"资源已被他人修改\",\"current\":{\"a\":1}}";
        customer.answer(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("Retry-After", "3");
            Upstream.reply(exchange, 412, problem);
        });

        HttpResponse<String> response = door.get(CUSTOMERS + "/x");

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(response.body()).isEqualTo(problem);
        assertThat(response.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(response.headers().allValues("Retry-After")).containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 422, 428, 429, 500, 501, 502, 503, 504})
    void noErrorOfTheServiceIsReplaced(int status) throws Exception {
        customer.answer(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            Upstream.reply(exchange, status, "{\"status\":" + status + "}");
        });

        HttpResponse<String> response = door.get(CUSTOMERS);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("{\"status\":" + status + "}");
    }

    @Test
    void whatTheServiceSaysBesidesTheBodyPasses() throws Exception {
        customer.answer(exchange -> {
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "application/json");
            headers.set("ETag", "\"1\"");
            headers.set("Location", CUSTOMERS + "/C-000000001-35");
            headers.set("Idempotency-Replayed", "true");
            headers.set("Content-Security-Policy", "default-src 'none'");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("X-Frame-Options", "DENY");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
            Upstream.reply(exchange, 201, "{}");
        });

        HttpResponse<String> response = door.send(CUSTOMERS, request -> request.POST(BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().allValues("ETag")).containsExactly("\"1\"");
        assertThat(response.headers().allValues("Location")).containsExactly(CUSTOMERS + "/C-000000001-35");
        assertThat(response.headers().allValues("Idempotency-Replayed")).containsExactly("true");
        assertThat(response.headers().allValues("Content-Security-Policy")).containsExactly("default-src 'none'");
        assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(response.headers().allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(response.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(response.headers().allValues("Cache-Control")).hasSize(1);
        assertThat(response.headers().allValues("Date")).hasSize(1);
    }

    @Test
    void notModifiedPassesWithoutABody() throws Exception {
        customer.answer(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"7\"");
            Upstream.reply(exchange, 304, "");
        });

        HttpResponse<String> response =
                door.send(CUSTOMERS + "/x", request -> request.header("If-None-Match", "\"7\""));

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.headers().firstValue("ETag")).contains("\"7\"");
        assertThat(response.body()).isEmpty();
        assertThat(customer.only().header("if-none-match")).containsExactly("\"7\"");
    }

    @Test
    void anAnswerWithoutContentStaysWithoutContent() throws Exception {
        customer.answer(exchange -> Upstream.reply(exchange, 204, ""));

        HttpResponse<String> response = door.send(CUSTOMERS + "/x", HttpRequest.Builder::DELETE);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void redirectionsAreTheCallersToFollow() throws Exception {
        customer.answer(exchange -> {
            exchange.getResponseHeaders().set("Location", "/identity/v1/schemes");
            Upstream.reply(exchange, 303, "");
        });

        HttpResponse<String> response = door.get(CUSTOMERS);

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).contains("/identity/v1/schemes");
        assertThat(Upstream.receivedByAny()).hasSize(1);
    }

    @Test
    void compressedAnswersStayCompressed() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("客户".getBytes(StandardCharsets.UTF_8));
        }
        customer.answer(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, packed.size());
            exchange.getResponseBody().write(packed.toByteArray());
            exchange.close();
        });

        HttpResponse<byte[]> response = door.client()
                .send(
                        HttpRequest.newBuilder(door.uri(CUSTOMERS))
                                .header("Authorization", "Bearer " + door.token())
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(gzip.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("客户");
        }
    }
}
