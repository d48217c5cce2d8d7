package io.kehu.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.gateway.Door;
import io.kehu.gateway.GatewayTest;
import io.kehu.gateway.Upstream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Bodies: how large they may be, and that they flow through without being kept or changed. */
@GatewayTest
class BodyTests {

    private static final int MEBIBYTE = 1_048_576;
    private static final String CUSTOMERS = "/customer/v1/customers";
    private static final String IMPORTS = "/customer/v1/imports";

    @Autowired
    private Door door;

    private final Upstream customer = Upstream.of("customer");

    @BeforeEach
    void reset() {
        Upstream.resetAll();
    }

    @Test
    void aBodyOfOneMebibytePasses() throws Exception {
        HttpResponse<String> response = post(CUSTOMERS, BodyPublishers.ofByteArray(new byte[MEBIBYTE]));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(customer.only().body()).hasSize(MEBIBYTE);
    }

    @Test
    void aLargerBodyIsRefusedBeforeItIsSent() throws Exception {
        HttpResponse<String> response = post(CUSTOMERS, BodyPublishers.ofByteArray(new byte[MEBIBYTE + 1]));

        Door.problem(response, 413, "body-too-large");
        assertThat(Upstream.receivedByAny()).isEmpty();
    }

    @Test
    void aBodyThatTurnsOutToBeLargerIsRefused() throws Exception {
        HttpResponse<String> response = post(CUSTOMERS, ofUnknownLength(MEBIBYTE + 1));

        Door.problem(response, 413, "body-too-large");
        assertThat(customer.received())
                .allSatisfy(request -> assertThat(request.body().length).isLessThanOrEqualTo(MEBIBYTE));
    }

    @Test
    void strangersAreMeasuredToo() throws Exception {
        HttpResponse<String> response = door.sendAnonymously(
                CUSTOMERS, request -> request.POST(BodyPublishers.ofByteArray(new byte[MEBIBYTE + 1])));

        Door.problem(response, 413, "body-too-large");
    }

    @Test
    void importsMayBeLarge() throws Exception {
        byte[] file = new byte[20 * MEBIBYTE];
        new java.util.Random(7).nextBytes(file);

        HttpResponse<String> response = door.send(
                IMPORTS + "?dryRun=true",
                request -> request.header("Content-Type", "text/csv; charset=GB18030")
                        .expectContinue(true)
                        .POST(BodyPublishers.ofByteArray(file)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(customer.only().body()).isEqualTo(file);
        assertThat(customer.only().headers()).doesNotContainKey("expect");
        assertThat(customer.only().header("content-type")).containsExactly("text/csv; charset=GB18030");
    }

    @Test
    void aFileOfACustomerMayHaveTenMebibytes() throws Exception {
        String path = CUSTOMERS + "/C00000000135/files/contract/0199f3c2-6d1c-7c3e-9a41-5b7f0e2d1c44?name=a.pdf";

        HttpResponse<String> taken =
                door.send(path, request -> request.PUT(BodyPublishers.ofByteArray(new byte[10 * MEBIBYTE])));
        HttpResponse<String> refused =
                door.send(path, request -> request.PUT(BodyPublishers.ofByteArray(new byte[10 * MEBIBYTE + 1])));

        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(customer.only().body()).hasSize(10 * MEBIBYTE);
        Door.problem(refused, 413, "body-too-large");
    }

    @Test
    void anUploadFlowsWhileItIsSent() throws Exception {
        CountDownLatch firstPartArrived = new CountDownLatch(1);
        AtomicLong size = new AtomicLong();
        customer.answerUnread(exchange -> {
            exchange.getRequestBody().readNBytes(MEBIBYTE);
            firstPartArrived.countDown();
            size.set(MEBIBYTE + exchange.getRequestBody().readAllBytes().length);
            Upstream.reply(exchange, 202, "{}");
        });
        BodyPublisher body = BodyPublishers.ofInputStream(() -> new InputStream() {
            private long sent;

            @Override
            public int read() throws IOException {
                throw new UnsupportedOperationException("read in blocks");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                // The second half is sent only when the first has come through.
                if (sent >= 2 * MEBIBYTE) {
                    awaitLatch(firstPartArrived);
                }
                if (sent >= 4 * MEBIBYTE) {
                    return -1;
                }
                sent += length;
                return length;
            }
        });

        assertThat(post(IMPORTS, body).statusCode()).isEqualTo(202);
        assertThat(size).hasValueGreaterThanOrEqualTo(4 * MEBIBYTE);
    }

    /** The time limit is for silence, not for length. */
    @Test
    void anUploadMayTakeLongerThanAnAnswer() throws Exception {
        BodyPublisher slow = BodyPublishers.ofInputStream(() -> new InputStream() {
            private int parts;

            @Override
            public int read() {
                throw new UnsupportedOperationException("read in blocks");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                if (parts == 12) {
                    return -1;
                }
                parts++;
                pause(150);
                return length;
            }
        });

        assertThat(post(IMPORTS, slow).statusCode()).isEqualTo(200);
    }

    @Test
    void aDownloadMayTakeLongerThanTheWaitForItsBeginning() throws Exception {
        customer.answer(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/csv");
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 12; i++) {
                exchange.getResponseBody().write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                pause(150);
            }
            exchange.close();
        });

        HttpResponse<String> response = door.get("/customer/v1/imports/1/errors");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().lines()).hasSize(12);
    }

    @Test
    void aLargeDownloadArrivesWhole() throws Exception {
        byte[] file = new byte[20 * MEBIBYTE];
        new java.util.Random(8).nextBytes(file);
        customer.answer(exchange -> {
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
            exchange.close();
        });

        HttpResponse<byte[]> response = door.client()
                .send(authorized("/customer/v1/imports/1/errors").build(), HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Length")).contains(Integer.toString(file.length));
        assertThat(response.body()).isEqualTo(file);
    }

    @Test
    void serverSentEventsArriveOneByOne() throws Exception {
        CountDownLatch firstSeen = new CountDownLatch(1);
        customer.answer(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            awaitLatch(firstSeen);
            exchange.getResponseBody().write("data: 2\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        HttpResponse<InputStream> response = door.client()
                .send(authorized("/customer/v1/jobs/1").build(), HttpResponse.BodyHandlers.ofInputStream());

        try (InputStream events = response.body()) {
            assertThat(events.readNBytes(9)).asString().isEqualTo("data: 1\n\n");
            firstSeen.countDown();
            assertThat(events.readAllBytes()).asString().isEqualTo("data: 2\n\n");
        } finally {
            firstSeen.countDown();
        }
    }

    @Test
    void aRefusalInTheMiddleOfAnUploadReachesTheCaller() throws Exception {
        customer.whileBroken(
                connection -> {
                    refuseAfterTheFirstBytes(connection);
                    // As servers do, for some megabytes, so that the answer is not lost with the connection.
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                },
                () -> {
                    for (int i = 0; i < 2; i++) {
                        HttpResponse<String> response =
                                post(IMPORTS, BodyPublishers.ofByteArray(new byte[2 * MEBIBYTE]));

                        assertThat(response.statusCode()).isEqualTo(403);
                        assertThat(response.body()).isEqualTo("{\"status\":403}");
                    }
                });
    }

    @Test
    void anUploadThatNobodyReadsAnyMoreEnds() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        customer.whileBroken(
                connection -> {
                    refuseAfterTheFirstBytes(connection);
                    awaitLatch(end);
                },
                () -> {
                    // Too much for the caller to be sure of the answer; it must not wait for one for ever, though.
                    assertThat(upload()).succeedsWithin(5, TimeUnit.SECONDS).isIn(403, null);
                    end.countDown();
                });
    }

    @Test
    void anAnswerIsHeardWhileAnUploadIsStuck() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        customer.whileBroken(
                connection -> {
                    awaitFullBuffers(connection);
                    refuseAfterTheFirstBytes(connection);
                    awaitLatch(end);
                },
                () -> {
                    assertThat(upload()).succeedsWithin(10, TimeUnit.SECONDS).isIn(403, null);
                    end.countDown();
                });
        assertThat(post(IMPORTS, BodyPublishers.ofString("name")).statusCode()).isEqualTo(200);
    }

    @Test
    void anUploadThatNobodyReadsAndNobodyAnswersTimesOut() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        customer.whileBroken(
                connection -> {
                    connection.getInputStream().readNBytes(1_000);
                    awaitLatch(end);
                },
                () -> {
                    assertThat(upload()).succeedsWithin(10, TimeUnit.SECONDS).isIn(504, null);
                    end.countDown();
                });
    }

    /** The status of a large upload, or null where the connection ended before the caller could read the answer. */
    private CompletableFuture<@Nullable Integer> upload() {
        return door.client()
                .sendAsync(
                        authorized(IMPORTS)
                                .POST(BodyPublishers.ofByteArray(new byte[40 * MEBIBYTE]))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .handle((response, failure) -> response == null ? null : response.statusCode());
    }

    /** Until nothing more arrives, because what nobody reads fills the way here. */
    private static void awaitFullBuffers(Socket connection) throws IOException {
        InputStream arrived = connection.getInputStream();
        AtomicInteger before = new AtomicInteger(-1);
        Awaitility.await().pollInterval(Duration.ofMillis(200)).until(() -> {
            int now = arrived.available();
            return now == before.getAndSet(now) && now > 1_000;
        });
    }

    private static void refuseAfterTheFirstBytes(Socket connection) throws IOException {
        connection.getInputStream().readNBytes(1_000);
        connection
                .getOutputStream()
                .write(("HTTP/1.1 403 Forbidden\r\nContent-Type: application/problem+json\r\nConnection: close\r\n"
                                + "Content-Length: 14\r\n\r\n{\"status\":403}")
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    private HttpResponse<String> post(String path, BodyPublisher body) throws IOException, InterruptedException {
        return door.send(
                path, request -> request.header("Content-Type", "text/csv").POST(body));
    }

    private HttpRequest.Builder authorized(String path) {
        return HttpRequest.newBuilder(door.uri(path)).header("Authorization", "Bearer " + door.token());
    }

    private static BodyPublisher ofUnknownLength(int size) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[size]));
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("Nothing came through.");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** A slow line, not a wait for something. */
    private static void pause(long millis) {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
