package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** customer-service is killed in the middle of its long jobs: they go on where they were, and nothing happens twice. */
class ImportFaultSuiteTests {

    private static final String IMPORTS = "/customer/v1/imports";
    private static final String RUNS = "/customer/v1/match-runs";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ROWS = 3_000;
    private static final int DOUBLES = 60;

    private final RunningSuite running = RunningSuite.get();
    private final Rows rows = new Rows(running.suite());
    private final Caller caller = new Caller(running.settings());
    private final String shop = UUID.randomUUID().toString().substring(0, 8);
    private final long firstPhone =
            17_700_000_000L + ThreadLocalRandom.current().nextInt(90_000_000);

    @Test
    void everyRowIsAppliedOnceAndTakenBackOnce() {
        long numbersBefore = numbers();
        String path = upload(people(ROWS));

        caller.post("manager", path + "/dry-run", Map.of());
        killWhen(path, "CHECKING", view -> view.path("done").asInt() > 0);
        assertThat(await(path, "CHECKED").path("counts").path("CREATE").asInt()).isEqualTo(ROWS);

        caller.post("admin", path + "/approve", Map.of());
        caller.post("manager", path + "/apply", Map.of());
        killWhen(path, "APPLYING", view -> view.path("applied").asInt() > 0);
        assertThat(await(path, "APPLIED").path("applied").asInt()).isEqualTo(ROWS);

        assertThat(active(path)).isEqualTo(ROWS);
        assertThat(numbers() - numbersBefore).as("numbers given out").isEqualTo(ROWS);

        caller.post("manager", path + "/undo", Map.of());
        killWhen(path, "UNDOING", view -> view.path("undo").path("undone").asInt() > 0);
        assertThat(await(path, "UNDONE").path("undo").path("undone").asInt()).isEqualTo(ROWS);
        assertThat(active(path)).isZero();
    }

    @Test
    void aMatchRunThatWasKilledFindsWhatItWouldHaveFound() {
        String path = upload(people(DOUBLES) + doubles(DOUBLES));
        caller.post("manager", path + "/dry-run", Map.of());
        assertThat(await(path, "CHECKED").path("counts").path("CREATE").asInt()).isEqualTo(2 * DOUBLES);
        caller.post("manager", path + "/apply", Map.of());
        await(path, "APPLIED");

        JsonNode asked = caller.post("manager", RUNS, Map.of()).body();
        running.kill("customer-service");
        running.start("customer-service");
        JsonNode finished = await(RUNS + "/" + asked.path("id").asString(), "FINISHED");

        assertThat(finished.path("records").asInt()).isGreaterThanOrEqualTo(2 * DOUBLES);
        assertThat(rows.count("customer", """
                        SELECT count(*) FROM match_pair p
                        JOIN import_row a ON a.number IN (p.number_a, p.number_b)
                        JOIN import_row b ON b.number IN (p.number_a, p.number_b) AND b.import_id = a.import_id
                        WHERE a.import_id = '%s' AND b.row_no = a.row_no + %d
                        """.formatted(id(path), DOUBLES))).isEqualTo(DOUBLES);
    }

    private void killWhen(String path, String state, Predicate<JsonNode> begun) {
        JsonNode[] seen = new JsonNode[1];
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            seen[0] = caller.get("manager", path).body();
            return begun.test(seen[0]) || !seen[0].path("state").asString().equals(state);
        });
        assertThat(seen[0].path("state").asString()).as("still at work").isEqualTo(state);
        running.kill("customer-service");
        running.start("customer-service");
    }

    private JsonNode await(String path, String state) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> caller.get("manager", path).body(),
                        view -> view.path("state").asString().equals(state));
    }

    private String upload(String people) {
        return IMPORTS + "/"
                + caller.post(
                                "manager",
                                IMPORTS + "?fileName=" + shop + ".csv",
                                "text/csv",
                                ("reference:" + shop + ",fullName,birthDate,phone\n" + people)
                                        .getBytes(StandardCharsets.UTF_8),
                                Map.of())
                        .body()
                        .path("id")
                        .asString();
    }

    /** Nobody in it is like anybody else. */
    private String people(int count) {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < count; i++) {
            file.append(row(i, shop, "%c%c%c".formatted('\u5f20' + i % 97, '\u4e01' + i, '\u9a6c' - i)));
        }
        return file.toString();
    }

    /** The same people, with the characters of their given names the other way round. */
    private String doubles(int count) {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < count; i++) {
            file.append(row(i, shop + "x", "%c%c%c".formatted('\u5f20' + i % 97, '\u9a6c' - i, '\u4e01' + i)));
        }
        return file.toString();
    }

    private String row(int i, String id, String name) {
        return "%s-%d,%s,%d-%02d-%02d,%d\n"
                .formatted(id, i, name, 1940 + i % 60, 1 + i % 12, 1 + i % 28, firstPhone + i);
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private long numbers() {
        return rows.count("identity", "SELECT coalesce(sum(to_seq - from_seq + 1), 0) FROM number_run");
    }

    /** Customers of this import that are in use. */
    private long active(String path) {
        return rows.count(
                "customer",
                "SELECT count(DISTINCT c.number) FROM customer c JOIN import_row r ON r.number = c.number"
                        + " WHERE c.status = 'ACTIVE' AND r.import_id = '" + id(path) + "'");
    }
}
