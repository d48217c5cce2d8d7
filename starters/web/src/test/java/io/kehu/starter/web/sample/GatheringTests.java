package io.kehu.starter.web.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.web.gather.Gathering;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.SmartLifecycle;

/** POSTs that share a commit. */
@WebTest
class GatheringTests {

    private static final String GATHERED = "/sample/v1/gathered";

    @LocalServerPort
    private int port;

    @Autowired
    private Things things;

    @Autowired
    private Gate gate;

    @Autowired
    private GatheredThings gathered;

    @Autowired
    private Gathering<?, ?> gathering;

    @Autowired
    @Qualifier("webServerStartStop")
    private SmartLifecycle startStop;

    @Autowired
    @Qualifier("webServerGracefulShutdown")
    private SmartLifecycle gracefulShutdown;

    private final String name = UUID.randomUUID().toString();
    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @Test
    void whoComesWhileACommitIsUnderWaySharesTheNextOne() throws InterruptedException {
        gate.close();
        int before = gathered.commits();
        CompletableFuture<Http.Answer> first = later(Gate.HELD, 1, name);
        gate.awaitSomebodyInside();
        List<CompletableFuture<Http.Answer>> others =
                IntStream.range(0, 20).mapToObj(i -> later(name, i, name + i)).toList();
        CompletableFuture<Http.Answer> refused = later(name, -1, name + "refused");
        // They are in the queue when their connections are read, which nobody outside can see; late ones only make more
        // commits.
        others.forEach(other -> assertThat(other).isNotDone());
        gate.open();

        assertThat(first.join().status()).isEqualTo(201);
        others.forEach(other -> assertThat(other.join().status()).isEqualTo(201));
        refused.join().isProblem(409, "shelf-full");
        assertThat(things.count(name)).isEqualTo(20);
        assertThat(gathered.commits() - before).isLessThan(21);
    }

    @Test
    void aRepeatHasTheSameAnswerAndOneEffect() {
        Http.Answer first = post(name, 1, name);
        Http.Answer second = post(name, 1, name);

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Idempotency-Replayed")).hasValue("true");
        assertThat(things.count(name)).isOne();
        post(name, 2, name).isProblem(422, "idempotency-key-reused");
    }

    @Test
    void aHundredWithOneKeyHaveOneEffect() {
        List<Http.Answer> answers = IntStream.range(0, 100).mapToObj(i -> later(name, 1, name)).toList().stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(things.count(name)).isOne();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
        assertThat(answers.stream().map(answer -> answer.text("/id")).distinct())
                .hasSize(1);
    }

    @Test
    void aKeyIsNeeded() {
        http.post(GATHERED, body(name, 1)).isProblem(428, "idempotency-key-required");
        assertThat(things.count(name)).isZero();
    }

    @Test
    void aRefusedOneMayBeTriedAgain() {
        post(name, -1, name).isProblem(409, "shelf-full");
        post(name, -1, name).isProblem(409, "shelf-full");
        assertThat(things.count(name)).isZero();
    }

    @Test
    void oneThatBreaksItsTransactionDoesNotTakeTheOthersWithIt() throws InterruptedException {
        gate.close();
        CompletableFuture<Http.Answer> first = later(Gate.HELD, 1, name);
        gate.awaitSomebodyInside();
        List<CompletableFuture<Http.Answer>> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(later(name, i, name + i));
        }
        CompletableFuture<Http.Answer> poison = later(GatheredThings.POISON + name, 1, name + "poison");
        gate.open();

        assertThat(poison.join().status()).isEqualTo(500);
        others.forEach(other -> assertThat(other.join().status()).isEqualTo(201));
        assertThat(first.join().status()).isEqualTo(201);
        assertThat(things.count(name)).isEqualTo(10);
        assertThat(things.count(GatheredThings.POISON + name)).isZero();
    }

    @Test
    void itEndsWhenTheWebServerHasAnsweredAll() {
        assertThat(gathering.getPhase()).isLessThan(startStop.getPhase()).isLessThan(gracefulShutdown.getPhase());
    }

    private CompletableFuture<Http.Answer> later(String thing, long quantity, String key) {
        return CompletableFuture.supplyAsync(() -> post(thing, quantity, key), Thread::startVirtualThread)
                .orTimeout(20, TimeUnit.SECONDS);
    }

    private Http.Answer post(String thing, long quantity, String key) {
        return http.post(GATHERED, body(thing, quantity), "Idempotency-Key", "gathered-" + key);
    }

    private static String body(String thing, long quantity) {
        return "{\"name\":\"" + thing + "\",\"quantity\":" + quantity + "}";
    }
}
