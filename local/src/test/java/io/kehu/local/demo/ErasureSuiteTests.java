package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.local.suite.KehuException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A customer is forgotten by all services, while one of them is down, and cannot be brought back. */
class ErasureSuiteTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CUSTOMERS = "/customer/v1/customers";
    private static final String ERASURES = "/customer/v1/erasures/";

    private final RunningSuite running = RunningSuite.get();
    private final Caller caller = new Caller(running.settings());
    private final Rows rows = new Rows(running.suite());
    private final String phone = "137" + ThreadLocalRandom.current().nextInt(10_000_000, 100_000_000);
    private final String name = "忘" + hanzi() + hanzi();
    private final String card = "card-" + UUID.randomUUID();

    private String number = "";
    private String caseNo = "";

    @BeforeEach
    void somebodyOfWhomThereIsSomethingEverywhere() {
        number = register();
        caller.put("integrator", "/identity/v1/references/pos/" + card, Map.of("number", number), Map.of());
        new Till(caller).sell(number, 12_000);
        caseNo = caller.post(
                        "agent",
                        "/feedback/v1/complaints",
                        Map.of("text", "cup broken, call " + phone, "category", "DELIVERY", "number", number))
                .body()
                .path("caseNo")
                .asString();
        caller.post(
                "agent",
                CUSTOMERS + "/" + number + "/timeline",
                Map.of("kind", "NOTE", "summary", "lives in the old town"));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> caller.get("manager", "/loyalty/v1/members/" + number)
                                .body()
                                .path("balance")
                                .asLong()
                        == 120);
    }

    @Test
    void everyServiceForgetsAndSaysWhatItKept() {
        String id = requested();
        JsonNode preview =
                caller.get("privacy-officer", ERASURES + id + "/preview").body();
        assertThat(preview.findValuesAsString("available")).containsOnly("true");
        assertThat(preview.findValuesAsString("kind"))
                .contains("POINTS", "COMPLAINTS", "FEEDBACK", "NUMBERS", "REFERENCES", "NOTES", "PURCHASES");

        caller.post("privacy-officer", ERASURES + id + ":approve", Map.of());
        awaitErased(id);

        assertThat(caller.get("admin", "/identity/v1/numbers/" + number)
                        .body()
                        .path("state")
                        .asString())
                .isEqualTo("RETIRED");
        assertThat(caller.get("agent", "/feedback/v1/complaints/" + caseNo)
                        .body()
                        .path("state")
                        .asString())
                .isEqualTo("WITHDRAWN");
        assertThat(caller.get("agent", "/feedback/v1/complaints/" + caseNo)
                        .body()
                        .has("text"))
                .isFalse();
        for (String database : List.of("customer", "feedback")) {
            assertThat(rows.count(database, "SELECT count(*) FROM data_key WHERE subject = '" + number + "'"))
                    .as(database)
                    .isZero();
        }
        assertThat(found(phone)).isEmpty();
        assertThat(found(name)).isEmpty();
        assertThatThrownBy(() -> caller.get("integrator", "/identity/v1/references/pos/" + card))
                .isInstanceOf(KehuException.class)
                .hasMessageContaining("404");
        JsonNode ledger = caller.get("auditor", "/loyalty/v1/audit/invariants").body();
        assertThat(ledger.path("clean").asBoolean()).as(ledger.toString()).isTrue();
        assertThat(register()).as("the same person anew").isNotEqualTo(number);
    }

    @Test
    void aServiceMayBeDownAndCustomerServiceMayDieMeanwhile() {
        running.kill("feedback-service");
        String id = requested();
        caller.post("privacy-officer", ERASURES + id + ":approve", Map.of());
        assertThat(found(phone)).as("closed at once").isEmpty();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> step(id, 1).path("attempts").asInt() > 0);

        running.kill("customer-service");
        running.start("customer-service");
        assertThat(step(id, 0).path("done").asBoolean()).isTrue();
        assertThat(step(id, 1).path("done").asBoolean()).isFalse();

        running.start("feedback-service");
        awaitErased(id);
        assertThat(rows.count("feedback", "SELECT count(*) FROM data_key WHERE subject = '" + number + "'"))
                .isZero();
    }

    private String register() {
        return caller.post(
                        "agent",
                        CUSTOMERS,
                        Map.of("fullName", name, "contactPoints", List.of(Map.of("kind", "PHONE", "value", phone))))
                .body()
                .path("number")
                .asString();
    }

    private String requested() {
        String tag = Objects.requireNonNull(
                caller.get("agent", CUSTOMERS + "/" + number).entityTag());
        return caller.delete("agent", CUSTOMERS + "/" + number, Map.of("If-Match", tag))
                .body()
                .path("id")
                .asString();
    }

    private List<String> found(String question) {
        return caller.post("manager", CUSTOMERS + ":search", Map.of("q", question))
                .body()
                .path("items")
                .findValuesAsString("number");
    }

    private JsonNode step(String id, int index) {
        return caller.get("privacy-officer", ERASURES + id).body().path("steps").path(index);
    }

    private void awaitErased(String id) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(caller.get("privacy-officer", ERASURES + id)
                                .body()
                                .path("state")
                                .asString())
                        .isEqualTo("ERASED"));
    }

    private static char hanzi() {
        return (char) ThreadLocalRandom.current().nextInt('一', '一' + 20_000);
    }
}
