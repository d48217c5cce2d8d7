package io.kehu.starter.web.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** How much we read. */
@WebTest
class BodyLimitTests {

    private static final int LIMIT = 64 * 1024;
    private static final int UPLOAD_LIMIT = 256 * 1024;
    private static final String[] JSON = {"Content-Type", "application/json"};
    private static final String[] BYTES = {"Content-Type", "application/octet-stream"};

    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @Test
    void aBodyAtTheLimitIsReadWithAndWithoutALength() {
        byte[] body = body(LIMIT);

        assertThat(http.send("POST", "/sample/v1/echo", BodyPublishers.ofByteArray(body), JSON)
                        .status())
                .isEqualTo(200);
        assertThat(http.send("POST", "/sample/v1/echo", Http.chunked(body), JSON)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aByteMoreIsRefusedWithAndWithoutALength() {
        byte[] body = body(LIMIT + 1);

        Http.Answer told = http.send("POST", "/sample/v1/echo", BodyPublishers.ofByteArray(body), JSON)
                .isProblem(413, "body-too-large");
        assertThat(told.text("/detail")).contains("65,536");
        http.send("POST", "/sample/v1/echo", Http.chunked(body), JSON).isProblem(413, "body-too-large");
    }

    @Test
    void aBodyThatClaimsToBeTooLargeIsRefusedBeforeItIsSent() {
        assertThat(http.raw("POST /sample/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 99999999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .contains("/problems/body-too-large");
    }

    @Test
    void anOperationMayHaveALimitOfItsOwn() {
        byte[] upload = new byte[UPLOAD_LIMIT];

        assertThat(http.send("POST", "/sample/v1/uploads/photo", Http.chunked(upload), BYTES)
                        .body())
                .isEqualTo(Integer.toString(UPLOAD_LIMIT));
        http.send("POST", "/sample/v1/uploads/photo", Http.chunked(new byte[UPLOAD_LIMIT + 1]), BYTES)
                .isProblem(413, "body-too-large");
        http.send("POST", "/sample/v1/uploads/a/b", BodyPublishers.ofByteArray(upload), BYTES)
                .isProblem(413, "body-too-large");
    }

    @Test
    void aKeyedRequestIsLimitedToo() {
        http.send(
                        "POST",
                        "/sample/v1/things",
                        Http.chunked(("{\"name\":\"a\",\"quantity\":1}" + " ".repeat(LIMIT))
                                .getBytes(StandardCharsets.UTF_8)),
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        "large")
                .isProblem(413, "body-too-large");
    }

    private static byte[] body(int size) {
        String json = "{\"name\":\"a\",\"quantity\":1,\"fragile\":false}";
        return (json + " ".repeat(size - json.length())).getBytes(StandardCharsets.UTF_8);
    }
}
