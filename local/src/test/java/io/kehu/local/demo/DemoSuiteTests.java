package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.local.suite.Metrics;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The demo on the running suite: everything arrives, a second run changes nothing, nobody is readable in what is stored. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoSuiteTests {

    private static final Map<String, List<String>> TABLES = Map.of(
            "identity", List.of("number_run", "reference"),
            "customer", List.of("customer", "purchase", "refund", "parked_deal"),
            "loyalty", List.of("points_tx", "points_posting", "points_lot"),
            "feedback", List.of("invitation"),
            "notification", List.of("message", "attempt"));

    private final RunningSuite running = RunningSuite.get();
    private final Settings settings = running.settings();
    private final Rows rows = new Rows(running.suite());

    @Test
    @Order(1)
    void theDemoEndsWellAndASecondRunChangesNothing() {
        // Other tests may have been here before.
        long others = state().get("customer.customer");

        Map<String, Object> first = new Demo(settings, System.out, Clock.systemUTC()).ownFiles();
        Map<String, Long> before = settled();

        new Demo(settings, System.out, Clock.systemUTC()).ownFiles();

        assertThat(first).containsEntry("逐一核对 compared one by one", "all equal");
        // Not the inbox, because in the evening invitations wait for the morning.
        assertThat(rows.count("notification", "SELECT count(*) FROM message WHERE purpose = 'SURVEY'"))
                .isGreaterThan(1_000);
        assertThat(before.get("customer.customer") - others).isEqualTo(1_894);
        assertThat(before.get("customer.purchase")).isGreaterThan(4_500);
        assertThat(before.get("notification.attempt")).isGreaterThan(1_000);
        assertThat(before.get("feedback.invitation")).isGreaterThan(1_000);
        assertThat(settled()).isEqualTo(before);
    }

    /** What follows from events may take its time where there is little: nothing changes any more for a while. */
    private Map<String, Long> settled() {
        AtomicReference<Map<String, Long>> last = new AtomicReference<>(Map.of());
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(4))
                .until(() -> state().equals(last.getAndSet(state())));
        return last.get();
    }

    @Test
    @Order(2)
    void aRealShopsExportIsAccountedForLineByLine(@TempDir Path folder) throws IOException {
        Path export = Files.writeString(folder.resolve("export.csv"), """
                InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
                1,A,x,2,2011-10-06 16:20:00,4.15,12923.0,UK
                1,B,x,1,2011-10-06 16:20:00,0.0,12923.0,UK
                2,A,x,1,2011-10-07 16:20:00,4.15,,UK
                C3,A,x,-1,2011-10-08 16:20:00,4.15,12923.0,UK
                C4,A,x,-5,2011-10-09 16:20:00,4.15,12923.0,UK
                5,A,x,1,2011-10-09 16:20:00,-11.0,12923.0,UK
                """);

        Map<String, Object> figures = new Demo(settings, System.out, Clock.systemUTC()).export(export);

        assertThat(figures)
                .containsEntry(
                        "6 lines",
                        Map.of(
                                "sale RECORDED", 2,
                                "sale PARKED NO_CUSTOMER", 1,
                                "return RECORDED", 1,
                                "return PARKED UNKNOWN_PURCHASE + return RECORDED", 1,
                                "not taken: price below zero", 1));
    }

    @Test
    @Order(3)
    void everyFigureTheServicesPublishIsANumber() {
        for (String service : Suite.serviceNames()) {
            assertThat(Metrics.of(settings, service).broken()).as(service).isEmpty();
        }
    }

    @Test
    @Order(4)
    void nobodyIsReadableInDatabasesLogsAndQueues() throws IOException {
        PersonalFinds finds = PersonalFinds.ofDemoCustomers();
        assertThat(finds.in("a plain note to 黎诗博 at 19910000001"))
                .as("the search finds what is there")
                .isNotEmpty();

        TreeSet<String> found = new TreeSet<>();
        for (String database : Rows.DATABASES) {
            rows.dump(database, row -> finds.in(row).forEach(value -> found.add(database + ": " + value)));
        }
        for (Path folder : List.of(settings.layout().logs(), settings.layout().rabbit())) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                    finds.in(text).forEach(value -> found.add(file + ": " + value));
                }
            }
        }

        assertThat(found).isEmpty();
    }

    private Map<String, Long> state() {
        Map<String, Long> state = new LinkedHashMap<>();
        TABLES.forEach((database, tables) -> tables.forEach(
                table -> state.put(database + "." + table, rows.count(database, "SELECT count(*) FROM " + table))));
        return state;
    }
}
