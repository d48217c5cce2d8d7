package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services and the broker go away while a shop trades: nothing is lost, nothing counts twice. */
class FaultSuiteTests {

    private static final int CUSTOMERS = 40;
    private static final int BATCH = 20;

    private final RunningSuite running = RunningSuite.get();
    private final Settings settings = running.settings();
    private final Rows rows = new Rows(running.suite());
    private final Story story = new Story(System.out);
    private final Map<Deal, TradeStep.Result> results = new LinkedHashMap<>();
    private final String shop = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void theShopHasCustomers() {
        StringBuilder file = new StringBuilder("编号,姓名,邮箱\n");
        for (int i = 0; i < CUSTOMERS; i++) {
            file.append(shop).append(i).append(",故障").append(name(i)).append(',');
            file.append("fault-").append(shop).append(i).append("@example.cn\n");
        }
        new ImportStep(new Caller(settings), story)
                .run(
                        "fault.csv",
                        file.toString().getBytes(StandardCharsets.UTF_8),
                        Map.of("编号", "reference:fault", "姓名", "fullName", "邮箱", "email"));
    }

    @Test
    void eachServiceMayBeKilledInTheMiddleOfEverything() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService shopThread = Executors.newSingleThreadExecutor()) {
            Future<?> trading = shopThread.submit(() -> trade(done));
            for (String service : Suite.serviceNames()) {
                int before = results.size();
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> results.size() >= before + 2 * BATCH);
                running.kill(service);
                running.start(service);
            }
            done.set(true);
            trading.get();
        }

        assertThat(results.values()).allMatch(TradeStep.Result::counts);
        everythingArrivedOnce();
    }

    @Test
    void theBrokerMayBeAwayForTwentySecondsWhilePurchasesGoOn() {
        running.suite().rabbit().stop();
        Instant back = Instant.now().plusSeconds(20);
        int without = 0;
        while (Instant.now().isBefore(back)) {
            without += batch(without);
        }
        assertThat(without).as("purchases taken without a broker").isGreaterThan(10 * BATCH);

        running.start("rabbitmq");

        everythingArrivedOnce();
    }

    private void trade(AtomicBoolean done) {
        int sent = 0;
        while (!done.get()) {
            sent += batch(sent);
        }
    }

    private int batch(int from) {
        List<Deal.Sale> sales = new ArrayList<>();
        for (int i = from; i < from + BATCH; i++) {
            Deal.Line line = new Deal.Line(1, "TEA", "茶叶", BigDecimal.ONE, 10_000 + i, List.of(i));
            sales.add(new Deal.Sale(
                    "WEB", "fault-" + shop + "-" + i, null, shop + i % CUSTOMERS, Instant.now(), "CNY", List.of(line)));
        }
        TradeStep step = new TradeStep(new Caller(settings), new Story(System.out));
        step.run(new ShopFile(BATCH, "fault", sales, List.of(), Map.of()));
        results.putAll(step.results());
        return BATCH;
    }

    /** Points are compared customer by customer and the ledger checks itself; one booking makes one message, sent at most once. */
    private void everythingArrivedOnce() {
        new PointsStep(new Caller(settings), story).run(results, System.nanoTime());
        String like = "'WEB/fault-" + shop + "-%'";
        assertThat(rows.count("customer", "SELECT count(*) FROM purchase WHERE order_no LIKE 'fault-" + shop + "-%'"))
                .isEqualTo(results.size());
        assertThat(rows.count("loyalty", "SELECT count(*) FROM points_tx WHERE business_ref LIKE " + like))
                .isEqualTo(results.size());
        String messages = "SELECT count(*) FROM message WHERE parameters ->> 'businessRef' LIKE " + like;
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(
                        () -> assertThat(rows.count("notification", messages)).isEqualTo(results.size()));
        assertThat(rows.count(
                        "notification",
                        "SELECT count(*) FROM (SELECT 1 FROM attempt WHERE state IN ('SENT', 'UNKNOWN', 'DISPATCHING')"
                                + " GROUP BY message_id HAVING count(*) > 1) AS twice"))
                .isZero();
    }

    private static String name(int i) {
        return String.valueOf((char) ('一' + i)) + (char) ('丁' + i);
    }
}
