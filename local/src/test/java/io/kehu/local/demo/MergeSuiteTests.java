package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.local.suite.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two records become one customer over all services while one of them is down, and two again. */
class MergeSuiteTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CUSTOMERS = "/customer/v1/customers";
    private static final String MERGES = "/customer/v1/merges";

    private final RunningSuite running = RunningSuite.get();
    private final Settings settings = running.settings();
    private final Caller caller = new Caller(settings);
    private final Till till = new Till(caller);

    private String survivor = "";
    private String loser = "";

    @BeforeEach
    void twoRecordsWithPointsAndOpinions() {
        loser = register();
        survivor = register();
        till.sell(loser, 12_000);
        till.sell(survivor, 3_000);
        feedback(loser);
        Awaitility.await().atMost(PATIENCE).until(() -> points(loser) == 120 && points(survivor) == 30);
    }

    @Test
    void pointsOpinionsAndHistoryAreOneAndPartAgain() {
        JsonNode preview =
                caller.post("manager", MERGES + "?dryRun=true", wish()).body();
        assertThat(preview.path("possible").asBoolean()).as(preview.toString()).isTrue();
        assertThat(preview.path("services").toString())
                .contains("{\"kind\":\"POINTS\",\"count\":120}", "{\"kind\":\"FEEDBACK\",\"count\":1}");

        String id = merge();
        awaitState(id, "MERGED");

        assertThat(points(survivor)).isEqualTo(150);
        assertThat(points(loser)).as("asked with the old number").isEqualTo(150);
        assertThat(caller.get("manager", CUSTOMERS + "/" + loser)
                        .body()
                        .path("number")
                        .asString())
                .isEqualTo(survivor);
        assertThat(caller.get("manager", CUSTOMERS + "/" + survivor + "/purchases")
                        .body()
                        .path("items"))
                .hasSize(2);
        assertThat(opinions(survivor)).isEqualTo(1);
        assertThat(caller.get("manager", "/identity/v1/numbers/" + loser)
                        .body()
                        .path("livingNumber")
                        .asString())
                .isEqualTo(survivor);
        till.sell(loser, 5_000);
        Awaitility.await().atMost(PATIENCE).until(() -> points(survivor) == 200);

        caller.post("manager", MERGES + "/" + id + ":undo", Map.of("reason", "father and son"));
        awaitState(id, "UNDONE");

        assertThat(points(survivor)).isEqualTo(30);
        assertThat(points(loser))
                .as("with what was bought under this number since")
                .isEqualTo(170);
        assertThat(opinions(survivor)).isZero();
        assertThat(opinions(loser)).isEqualTo(1);
        JsonNode ledger = caller.get("auditor", "/loyalty/v1/audit/invariants").body();
        assertThat(ledger.path("clean").asBoolean()).as(ledger.toString()).isTrue();
    }

    @Test
    void aServiceMayBeDownAndCustomerServiceMayDieMeanwhile() {
        running.kill("loyalty-service");
        String id = merge();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> step(id, "LOYALTY").path("attempts").asInt() > 0);
        running.kill("customer-service");
        running.start("customer-service");
        assertThat(step(id, "IDENTITY").path("state").asString()).isEqualTo("DONE");
        assertThat(step(id, "LOYALTY").path("state").asString()).isEqualTo("ASKED");

        running.start("loyalty-service");
        awaitState(id, "MERGED");

        assertThat(points(survivor)).isEqualTo(150);
    }

    private String register() {
        String phone = "136" + ThreadLocalRandom.current().nextInt(10_000_000, 100_000_000);
        char[] given = {randomHanzi(), randomHanzi()};
        return caller.post(
                        "agent",
                        CUSTOMERS,
                        Map.of(
                                "fullName",
                                "合" + new String(given),
                                "contactPoints",
                                List.of(Map.of("kind", "PHONE", "value", phone))))
                .body()
                .path("number")
                .asString();
    }

    private static char randomHanzi() {
        return (char) ThreadLocalRandom.current().nextInt('一', '一' + 20_000);
    }

    private void feedback(String number) {
        caller.post(
                "agent",
                "/feedback/v1/feedback",
                Map.of(
                        "number", number,
                        "channel", "PHONE",
                        "kind", "PRAISE",
                        "text", "friendly staff"));
    }

    private int opinions(String number) {
        return caller.get("manager", "/feedback/v1/feedback?number=" + number)
                .body()
                .path("items")
                .size();
    }

    private long points(String number) {
        return caller.get("manager", "/loyalty/v1/members/" + number)
                .body()
                .path("balance")
                .asLong();
    }

    private Map<String, Object> wish() {
        return Map.of("survivor", survivor, "losers", List.of(loser), "reason", "same mobile number");
    }

    private String merge() {
        return caller.post("manager", MERGES, wish()).body().path("id").asString();
    }

    private void awaitState(String id, String state) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(show(id).path("state").asString()).isEqualTo(state));
    }

    private JsonNode show(String id) {
        return caller.get("manager", MERGES + "/" + id).body();
    }

    private JsonNode step(String id, String step) {
        for (JsonNode taken : show(id).path("steps")) {
            if (taken.path("step").asString().equals(step)) {
                return taken;
            }
        }
        throw new AssertionError("No step " + step);
    }
}
