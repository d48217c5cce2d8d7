package io.kehu.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.gateway.Door;
import io.kehu.gateway.GatewayTest;
import io.kehu.gateway.Upstream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A service that is away, slow or broken becomes a problem that says what to do, and nothing is sent twice that must not be. */
@GatewayTest
class UpstreamFaultTests {

    private static final String MEMBERS = "/loyalty/v1/members";

    @Autowired
    private Door door;

    private final Upstream loyalty = Upstream.of("loyalty");

    @BeforeEach
    void reset() {
        Upstream.resetAll();
    }

    @Test
    void whereNobodyListensIsUnavailable() throws Exception {
        loyalty.whileDown(() -> {
            HttpResponse<String> response = door.get(MEMBERS);

            Door.problem(response, 503, "unavailable");
            assertThat(response.headers().firstValue("Retry-After")).contains("5");
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        });
    }

    @Test
    void oneServiceAwayDoesNotKeepTheOthers() throws Exception {
        loyalty.whileDown(() -> {
            assertThat(door.get(MEMBERS).statusCode()).isEqualTo(503);
            assertThat(door.get("/customer/v1/customers").statusCode()).isEqualTo(200);
        });
        assertThat(door.get(MEMBERS).statusCode()).isEqualTo(200);
    }

    @Test
    void theProblemSpeaksTheCallersLanguage() throws Exception {
        loyalty.whileDown(() -> {
            HttpResponse<String> response = door.send(MEMBERS, request -> request.header("Accept-Language", "zh-CN"));

            assertThat(Door.problem(response, 503, "unavailable").path("title").stringValue())
                    .containsPattern("\\p{IsHan}");
        });
    }

    @Test
    void whoThinksTooLongIsATimeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        loyalty.answer(exchange -> {
            await(end);
            Upstream.reply(exchange, 200, "{}");
        });
        try {
            Door.problem(door.get(MEMBERS), 504, "gateway-timeout");
        } finally {
            end.countDown();
        }
    }

    @Test
    void aPostThatTimesOutIsNotSentAgain() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        loyalty.answer(exchange -> {
            await(end);
            Upstream.reply(exchange, 200, "{}");
        });
        try {
            HttpResponse<String> response = post();

            Door.problem(response, 504, "gateway-timeout");
            assertThat(loyalty.received()).hasSize(1);
        } finally {
            end.countDown();
        }
    }

    @Test
    void whoHangsUpIsABadGateway() throws Exception {
        loyalty.whileBroken(UpstreamFaultTests::readTheHead, () -> Door.problem(door.get(MEMBERS), 502, "bad-gateway"));
    }

    @Test
    void aPostThatWasCutOffIsNotSentAgain() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        loyalty.whileBroken(
                connection -> {
                    if (readTheHead(connection).startsWith("POST")) {
                        posts.incrementAndGet();
                    }
                },
                () -> {
                    // Connections of better days are out of the pool after this.
                    door.get(MEMBERS);
                    Door.problem(post(), 502, "bad-gateway");
                });

        assertThat(posts).hasValue(1);
    }

    @Test
    void whoDoesNotSpeakHttpIsABadGateway() throws Exception {
        loyalty.whileBroken(
                connection -> {
                    readTheHead(connection);
                    write(connection, "SSH-2.0-OpenSSH_9.7\r\n\r\n");
                },
                () -> Door.problem(door.get(MEMBERS), 502, "bad-gateway"));
    }

    @Test
    void anAnswerThatBreaksOffAtOnceIsABadGateway() throws Exception {
        loyalty.whileBroken(
                connection -> {
                    readTheHead(connection);
                    write(
                            connection,
                            "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Type: text/csv\r\nContent-Length: 100000\r\n\r\na,b");
                },
                () -> {
                    HttpResponse<String> response = door.get(MEMBERS);

                    Door.problem(response, 502, "bad-gateway");
                    assertThat(response.headers().firstValue("ETag")).isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
    void anAnswerThatBreaksOffLaterDoesNotLookComplete(String framing) throws Exception {
        String part = "a,b,c,d,e,f\n".repeat(10_000);
        loyalty.whileBroken(
                connection -> {
                    readTheHead(connection);
                    String chunk = framing.endsWith("chunked") ? Integer.toHexString(part.length()) + "\r\n" : "";
                    write(
                            connection,
                            "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n" + framing + "\r\n\r\n" + chunk + part);
                },
                () -> assertThatThrownBy(() -> door.get(MEMBERS)).isInstanceOf(IOException.class));
    }

    @Test
    void aReadWhoseConnectionBrokeIsSentOnceMore() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        loyalty.whileBroken(
                connection -> {
                    readTheHead(connection);
                    if (reads.incrementAndGet() == 2) {
                        write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                    }
                },
                () -> assertThat(door.get(MEMBERS).statusCode()).isEqualTo(200));

        assertThat(reads).hasValue(2);
    }

    @Test
    void aRefusalWithATimeToComeBackIsNotWaitedFor() throws Exception {
        loyalty.answer(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "1");
            Upstream.reply(exchange, 503, "{}");
        });

        assertThat(door.get(MEMBERS).statusCode()).isEqualTo(503);
        assertThat(loyalty.received()).hasSize(1);
    }

    @Test
    void theServiceIsFoundAgainAfterItsRestart() throws Exception {
        assertThat(door.get(MEMBERS).statusCode()).isEqualTo(200);

        loyalty.whileDown(() -> {});

        assertThat(door.get(MEMBERS).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> post() throws IOException, InterruptedException {
        return door.send(
                MEMBERS,
                request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}")));
    }

    private static String readTheHead(Socket connection) throws IOException {
        byte[] head = new byte[8_192];
        int read = connection.getInputStream().read(head);
        return new String(head, 0, Math.max(read, 0), StandardCharsets.ISO_8859_1);
    }

    private static void write(Socket connection, String answer) throws IOException {
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        connection.getOutputStream().flush();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
