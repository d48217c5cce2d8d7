package io.kehu.identity.adopt;

import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.identity.adopt.LegacyFiles.Answer;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Files that are long, break off, come twice at once, or race with allocation. */
@ServiceTest
class AdoptionStreamTests {

    private static final int BLOCK = 1_024;

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aLongFileInDisorderAndWithGapsIsAdoptedWholeAndFoundAgain() {
        LegacyFiles files = LegacyFiles.of(api, "LONG", "G{seq:9}{check}", "NONE");
        int size = 200 * BLOCK;
        long largest = sequence(size - BLOCK);
        Supplier<InputStream> file = stream(size, i -> files.number(sequence(i)) + "\r\n");

        assertThat(files.adopt(LegacyFiles.CSV, file).counts()).containsExactly(size, 0, 0, 0);
        assertThat(files.adopt(LegacyFiles.CSV, file).counts()).containsExactly(0, size, 0, 0);
        assertThat(files.allocate(1)).containsExactly(files.number(largest + 1));
        assertThat(covered(files)).isEqualTo(size + 1L);
    }

    /** Every tenth sequence is left out, and blocks of lines run backwards. */
    private static long sequence(long line) {
        long place = line ^ (BLOCK - 1);
        return 1 + place + place / 10;
    }

    @Test
    void moreThanAMillionLinesAreTooMany() {
        LegacyFiles files = LegacyFiles.of(api, "ENDLESS", "E{seq:9}{check}", "NONE");

        Answer answer = files.adopt(LegacyFiles.CSV, stream(1_000_002, i -> i == 0 ? "number\n" : "\n"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.last().path("type").stringValue()).isEqualTo("/problems/adoption-too-long");
        assertThat(files.adopt(LegacyFiles.CSV, stream(1_000_001, i -> i == 0 ? "number\n" : "\n"))
                        .counts())
                .containsExactly(0, 0, 0, 1_000_000);
    }

    @Test
    void aLineWithoutEndIsTooLongAndTheNextOneIsRead() {
        LegacyFiles files = LegacyFiles.of(api, "ONELINE", "I{seq:9}{check}", "NONE");
        byte[] huge = "9".repeat(10_000_000).getBytes(StandardCharsets.UTF_8);
        byte[] good = ("\n" + files.number(1)).getBytes(StandardCharsets.UTF_8);
        Supplier<InputStream> file =
                () -> new SequenceInputStream(new ByteArrayInputStream(huge), new ByteArrayInputStream(good));

        assertThat(files.adopt(LegacyFiles.CSV, file).verdicts()).containsExactly("1 MALFORMED TOO_LONG");
        assertThat(files.adopt(LegacyFiles.NDJSON, huge).verdicts()).containsExactly("1 MALFORMED TOO_LONG");
        Answer text = files.adopt(
                LegacyFiles.JSON,
                ("[{\"number\":\"" + "9".repeat(10_000_000) + "\"}]").getBytes(StandardCharsets.UTF_8));
        assertThat(text.status()).isEqualTo(400);
        assertThat(text.last().path("errors").path(0).path("code").stringValue())
                .isEqualTo("limit");
    }

    @Test
    void aFileBeyondTheLimitIsRefusedBeforeItIsSent() throws IOException {
        LegacyFiles files = LegacyFiles.of(api, "HUGE", "H{seq:9}{check}", "NONE");

        try (Socket socket = connect(files, 128 * 1_048_576 + 1)) {
            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine())
                    .startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aFileThatBreaksOffIsSentAgain() throws IOException {
        LegacyFiles files = LegacyFiles.of(api, "BROKEN", "X{seq:9}{check}", "NONE");
        String file = files.csv(LongStream.rangeClosed(1, 30_000));
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
        int half = file.indexOf(files.number(15_500)) + 5;

        try (Socket socket = connect(files, bytes.length)) {
            socket.getOutputStream().write(bytes, 0, half);
            socket.getOutputStream().flush();
            await().until(() -> covered(files) >= 15_000);
        }

        assertThat(covered(files)).as("whole chunks only").isEqualTo(15_000);
        assertThat(files.adopt(file).counts()).containsExactly(15_000, 15_000, 0, 0);
        assertThat(covered(files)).isEqualTo(30_000);
    }

    @Test
    void overlappingFilesAtOnceAdoptEachNumberOnce() throws Exception {
        LegacyFiles files = LegacyFiles.of(api, "TWICE", "T{seq:9}{check}", "NONE");
        int size = 20_000;
        // One goes up, one goes down, and half of each is in both.
        Supplier<InputStream> up = stream(size, i -> files.number(1 + i) + "\n");
        Supplier<InputStream> down = stream(size, i -> files.number(size * 3 / 2 - i) + "\n");

        List<List<Integer>> counts;
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Future<Answer> first = pool.submit(() -> files.adopt(LegacyFiles.CSV, up));
            Future<Answer> second = pool.submit(() -> files.adopt(LegacyFiles.CSV, down));
            counts = List.of(first.get().counts(), second.get().counts());
        }

        assertThat(counts.get(0).get(0) + counts.get(1).get(0)).isEqualTo(size * 3 / 2);
        assertThat(counts.get(0).get(1) + counts.get(1).get(1)).isEqualTo(size / 2);
        assertThat(counts).allSatisfy(each -> assertThat(each.subList(2, 4)).containsExactly(0, 0));
        assertThat(covered(files)).isEqualTo(size * 3L / 2);
        assertThat(files.allocate(1)).containsExactly(files.number(size * 3L / 2 + 1));
    }

    @Test
    void adoptionRacingAllocationGivesNoNumberTwice() throws Exception {
        LegacyFiles files = LegacyFiles.of(api, "RACING", "R{seq:9}{check}", "NONE");
        int size = 20_000;
        // The counter that allocation moves runs into the file again and again.
        Supplier<InputStream> file = stream(size, i -> files.number(1 + i * 2) + "\n");
        AtomicBoolean running = new AtomicBoolean(true);
        Set<String> issued = Collections.synchronizedSet(new HashSet<>());
        Answer report;
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<Boolean>> callers = IntStream.range(0, 3)
                    .mapToObj(caller -> pool.submit(() -> {
                        boolean each = true;
                        while (running.get()) {
                            for (String number : files.allocate(50)) {
                                each &= issued.add(number);
                            }
                        }
                        return each;
                    }))
                    .toList();
            await().until(() -> !issued.isEmpty());
            report = files.adopt(LegacyFiles.CSV, file);
            running.set(false);
            for (Future<Boolean> caller : callers) {
                assertThat(caller.get()).as("no number issued twice").isTrue();
            }
        }

        Set<String> accepted = new HashSet<>();
        LongStream.range(0, size).forEach(i -> accepted.add(files.number(1 + i * 2)));
        Set<String> refused = new HashSet<>();
        report.lines().stream()
                .filter(line -> line.has("line"))
                .forEach(line -> refused.add(line.path("number").stringValue()));
        accepted.removeAll(refused);
        assertThat(report.counts().get(0)).isEqualTo(accepted.size());
        assertThat(issued).as("some numbers of the file were ours already").containsAll(refused);
        assertThat(refused).isNotEmpty();
        assertThat(accepted).as("adopted and issued").doesNotContainAnyElementsOf(issued);
        assertThat(covered(files)).isEqualTo(accepted.size() + (long) issued.size());
    }

    /** Says what comes, and sends nothing of it. */
    private Socket connect(LegacyFiles files, int length) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(api.baseUrl()).getPort());
        String head = "POST " + files.path() + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + api.token(MANAGER)
                + "\r\nContent-Type: text/csv\r\nContent-Length: " + length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    /** How many numbers the runs of a scheme hold. */
    private long covered(LegacyFiles files) {
        return jdbc.sql("SELECT coalesce(sum(to_seq - from_seq + 1), 0) FROM number_run WHERE scheme = :scheme")
                .param("scheme", files.scheme())
                .query(Long.class)
                .single();
    }

    private static Supplier<InputStream> stream(int lines, LongFunction<String> line) {
        return () -> new InputStream() {

            private final Iterator<byte[]> parts = IntStream.range(0, (lines + 999) / 1_000)
                    .mapToObj(part -> {
                        StringBuilder text = new StringBuilder();
                        for (int i = part * 1_000; i < Math.min(lines, (part + 1) * 1_000); i++) {
                            text.append(line.apply(i));
                        }
                        return text.toString().getBytes(StandardCharsets.UTF_8);
                    })
                    .iterator();
            private ByteArrayInputStream part = new ByteArrayInputStream(new byte[0]);

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                while (part.available() == 0) {
                    if (!parts.hasNext()) {
                        return -1;
                    }
                    part = new ByteArrayInputStream(parts.next());
                }
                return part.read(bytes, offset, length);
            }
        };
    }
}
