package io.kehu.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers of every form servers give are read to their end, and no further. */
class HttpConnectionTests {

    private static final byte[] REQUEST = HttpConnection.post("/x", "token", "", "{}");

    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private ServerSocket server;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void oneConnectionServesAnswersWithLengthWithChunksAndWithNothing() throws IOException {
        answer(
                "HTTP/1.1 201 \r\nContent-Length: 4\r\n\r\n客!",
                "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n",
                "HTTP/1.1 204 \r\n\r\n");
        try (HttpConnection connection = new HttpConnection(server.getLocalPort())) {
            assertThat(connection.send(REQUEST)).isEqualTo(201);
            assertThat(connection.body()).isEqualTo("客!");
            assertThat(connection.send(REQUEST)).isEqualTo(200);
            assertThat(connection.body()).isEqualTo("abc0123456789");
            assertThat(connection.send(REQUEST)).isEqualTo(204);
            assertThat(connection.body()).isEmpty();
        }
    }

    @Test
    void anAnswerThatBreaksOffIsAFailureAndTheNextCallConnectsAnew() throws IOException {
        answer("HTTP/1.1 200 \r\nContent-Length: 10\r\n\r\nabc");
        try (HttpConnection connection = new HttpConnection(server.getLocalPort())) {
            assertThatThrownBy(() -> connection.send(REQUEST)).isInstanceOf(IOException.class);
            answer("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok");
            assertThat(connection.send(REQUEST)).isEqualTo(200);
        }
    }

    /** Accepts one connection and gives these answers, one for each request. */
    private void answer(String... answers) {
        threads.submit(() -> {
            try (Socket socket = server.accept()) {
                OutputStream out = socket.getOutputStream();
                for (String answer : List.of(answers)) {
                    socket.getInputStream().readNBytes(REQUEST.length);
                    out.write(answer.getBytes(StandardCharsets.UTF_8));
                }
            }
            return null;
        });
    }
}
