package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * loyalty-service is killed again and again while points are earned, held, spent and given back: what was answered is booked, once, and what
 * was not answered is asked again with the same key. {@code -Dkehu.kills=100} kills it as often as that.
 */
class LedgerFaultSuiteTests {

    private static final int CUSTOMERS = 6;
    private static final int KILLS = Integer.getInteger("kehu.kills", 3);
    private static final int ROUNDS_BETWEEN = 25;
    private static final int ROUNDS_PER_SALE = 4;
    private static final long START = 1_000;
    private static final long SALE = 30;
    private static final long HELD = 10;
    private static final long CAPTURED = 6;
    private static final long BACK = 2;
    private static final long SPENT = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final RunningSuite running = RunningSuite.get();
    private final Caller caller = new Caller(running.settings());
    private final Rows rows = new Rows(running.suite());
    private final Till till = new Till(caller);
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();

    /** What somebody should have. */
    private record Account(String number, int rounds, long points) {}

    @Test
    void eachOperationIsBookedOnceHoweverOftenTheServiceDies() throws Exception {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            numbers.add(customerWithPoints());
        }
        List<Account> accounts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CUSTOMERS)) {
            List<Future<Account>> working = numbers.stream()
                    .map(number -> threads.submit(() -> work(number)))
                    .toList();
            for (int kill = 0; kill < KILLS; kill++) {
                int before = rounds.get();
                Awaitility.await().atMost(PATIENCE).until(() -> rounds.get() >= before + ROUNDS_BETWEEN);
                running.kill("loyalty-service");
                running.start("loyalty-service");
            }
            done.set(true);
            for (Future<Account> one : working) {
                accounts.add(one.get());
            }
        }

        for (Account account : accounts) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    member(account.number()).path("balance").asLong())
                            .isEqualTo(account.points()));
            assertThat(member(account.number()).path("held").asLong()).isZero();
            assertThat(transactions(account, "REDEEM")).isEqualTo(2L * account.rounds());
            assertThat(transactions(account, "REVERSE_REDEEM")).isEqualTo(account.rounds());
        }
        JsonNode ledger = caller.get("auditor", "/loyalty/v1/audit/invariants").body();
        assertThat(ledger.path("clean").asBoolean()).as(ledger.toString()).isTrue();
    }

    private String customerWithPoints() {
        String number = caller.post("agent", "/customer/v1/customers", Map.of("fullName", "账本" + UUID.randomUUID()))
                .body()
                .path("number")
                .asString();
        till.sell(number, START * 100);
        Awaitility.await().atMost(PATIENCE).until(() -> isThere(number));
        return number;
    }

    private boolean isThere(String number) {
        return rows.count(
                        "loyalty",
                        "SELECT coalesce(sum(posted), 0) FROM points_account WHERE number = '" + number + "'")
                == START;
    }

    /** Holds points, spends some of them, gives some of those back, spends one more; now and then buys something. */
    private Account work(String number) {
        long points = START;
        int round = 0;
        while (!done.get()) {
            String key = number + "-" + round;
            String hold = post("/holds", key + "-hold", """
                    {"number": "%s", "points": %d, "businessRef": "%s", "seconds": 600}""".formatted(number, HELD, key))
                    .path("id")
                    .asString();
            String spending = post("/holds/" + hold + ":capture", key + "-capture", """
                    {"points": %d, "businessRef": "%s"}""".formatted(CAPTURED, key))
                    .at("/items/0/transactionId")
                    .asString();
            post("/points:reverse", key + "-back", """
                    {"transactionId": "%s", "points": %d, "businessRef": "%s"}""".formatted(spending, BACK, key));
            post("/points:redeem", key + "-spend", """
                    {"number": "%s", "points": %d, "businessRef": "%s"}""".formatted(number, SPENT, key));
            points -= CAPTURED - BACK + SPENT;
            if (round % ROUNDS_PER_SALE == 0) {
                till.sell(number, SALE * 100);
                points += SALE;
            }
            round++;
            rounds.incrementAndGet();
        }
        return new Account(number, round, points);
    }

    private JsonNode post(String path, String key, String body) {
        return caller.post(
                        "integrator",
                        "/loyalty/v1" + path,
                        "application/json",
                        body.getBytes(StandardCharsets.UTF_8),
                        Map.of("Idempotency-Key", key))
                .body();
    }

    private JsonNode member(String number) {
        return caller.get("manager", "/loyalty/v1/members/" + number).body();
    }

    private long transactions(Account account, String type) {
        return rows.count(
                "loyalty",
                "SELECT count(*) FROM points_tx WHERE number = '" + account.number() + "' AND type = '" + type + "'");
    }
}
