package io.kehu.starter.web.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** POSTs that are sent again. */
@WebTest
class IdempotencyTests {

    private static final String THINGS = "/sample/v1/things";

    @LocalServerPort
    private int port;

    @Autowired
    private Things things;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Gate gate;

    private final String key = UUID.randomUUID().toString();
    private final String name = "once-" + key;
    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @Test
    void theSameRequestHasTheSameAnswerAndOneEffect() {
        Http.Answer first = post(THINGS, name, 1);
        Http.Answer second = post(THINGS, name, 1);

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.header("Idempotency-Replayed")).hasValue("true");
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(things.count(name)).isOne();
    }

    @Test
    void anAnswerWithoutABodyIsRepeatedWithoutOne() {
        assertThat(post("/sample/v1/emptied", name, 1).status()).isEqualTo(204);

        Http.Answer again = post("/sample/v1/emptied", name, 1);

        assertThat(again.status()).isEqualTo(204);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("Idempotency-Replayed")).hasValue("true");
    }

    @Test
    void withoutAKeyEachRequestHasItsEffect() {
        http.post(THINGS, body(name, 1));
        http.post(THINGS, body(name, 1));

        assertThat(things.count(name)).isEqualTo(2);
    }

    @Test
    void aKeyBelongsToOneBodyAndOneAddress() {
        post(THINGS, name, 1);

        post(THINGS, name, 2).isProblem(422, "idempotency-key-reused");
        post(THINGS + "?x=1", name, 1).isProblem(422, "idempotency-key-reused");
        post("/sample/v1/ledger", name, 1).isProblem(422, "idempotency-key-reused");
        assertThat(things.count(name)).isOne();
    }

    @Test
    void aKeyBelongsToItsCaller() {
        post(THINGS, name, 1, "X-Caller", "anna");
        post(THINGS, name, 1, "X-Caller", "boris");
        post(THINGS, name, 1, "X-Caller", "anna");

        assertThat(things.count(name)).isEqualTo(2);
    }

    @Test
    void whatWasRolledBackLeavesNoKeyAndMayBeTriedAgain() {
        post(THINGS, name, -1).isProblem(409, "shelf-full");
        assertThat(keys()).isZero();
        assertThat(things.count(name)).isZero();

        assertThat(post(THINGS, name, 1).status()).isEqualTo(201);
        assertThat(keys()).isOne();
    }

    @Test
    void whileTheFirstIsRunningTheSecondIsToldToWaitAndThenHasItsAnswer() throws Exception {
        gate.close();
        CompletableFuture<Http.Answer> first =
                CompletableFuture.supplyAsync(() -> post(THINGS, Gate.HELD, 1), Thread::startVirtualThread);
        gate.awaitSomebodyInside();

        Http.Answer second = post(THINGS, Gate.HELD, 1).isProblem(409, "request-running");
        assertThat(second.header("Retry-After")).hasValue("1");
        gate.open();

        Http.Answer answer = first.get(10, TimeUnit.SECONDS);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(post(THINGS, Gate.HELD, 1).json()).isEqualTo(answer.json());
        assertThat(things.count(Gate.HELD)).isOne();
    }

    @Test
    void manyAtOnceHaveOneEffect() {
        List<CompletableFuture<Http.Answer>> racing = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> post(THINGS, name, 1), Thread::startVirtualThread))
                .toList();

        List<Http.Answer> answers = racing.stream()
                .map(answer -> answer.orTimeout(20, TimeUnit.SECONDS).join())
                .toList();

        assertThat(things.count(name)).isOne();
        assertThat(answers).extracting(Http.Answer::status).isSubsetOf(201, 409).contains(201);
        assertThat(answers.stream()
                        .filter(answer -> answer.status() == 201)
                        .map(answer -> answer.text("/id"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void thePreparationIsNotRepeatedForAnAnswerThatIsStored() {
        int before = gate.preparations();
        Http.Answer first = post("/sample/v1/prepared", name, 1);
        Http.Answer second = post("/sample/v1/prepared", name, 1);

        assertThat(gate.preparations()).isEqualTo(before + 1);
        assertThat(first.json().path("quantity").longValue()).isEqualTo(2);
        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void aLedgerNeedsAKey() {
        http.post("/sample/v1/ledger", body(name, 1)).isProblem(428, "idempotency-key-required");
        assertThat(post("/sample/v1/ledger", name, 1).status()).isEqualTo(201);
        assertThat(things.count(name)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb"})
    void aMalformedKeyIsRefused(String malformed) {
        http.post(THINGS, body(name, 1), "Idempotency-Key", malformed).isProblem(400, "invalid-idempotency-key");

        assertThat(things.count(name)).isZero();
    }

    @Test
    void aKeyHasAtMost255Characters() {
        http.post(THINGS, body(name, 1), "Idempotency-Key", "k".repeat(256)).isProblem(400, "invalid-idempotency-key");
        assertThat(http.post(THINGS, body(name, 1), "Idempotency-Key", key + "k".repeat(255 - key.length()))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aBodyInPiecesIsTheSameBody() {
        post(THINGS, name, 1);

        Http.Answer again = http.send(
                "POST",
                THINGS,
                Http.chunked(body(name, 1).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                key);

        assertThat(again.header("Idempotency-Replayed")).hasValue("true");
        assertThat(http.send(
                                "POST",
                                THINGS,
                                BodyPublishers.ofString(body(name, 1) + " "),
                                "Content-Type",
                                "application/json",
                                "Idempotency-Key",
                                key)
                        .status())
                .isEqualTo(422);
    }

    private Http.Answer post(String path, String thing, long quantity, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Idempotency-Key";
        all[1] = key;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return http.post(path, body(thing, quantity), all);
    }

    private static String body(String thing, long quantity) {
        return "{\"name\":\"" + thing + "\",\"quantity\":" + quantity + "}";
    }

    private long keys() {
        return jdbc.sql("SELECT count(*) FROM idempotency_key WHERE key = :key")
                .param("key", key)
                .query(Long.class)
                .single();
    }
}
