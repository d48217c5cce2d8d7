package io.kehu.identity.lease;

import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.lease.Tills.Leased;
import io.kehu.identity.scheme.CheckAlgorithm;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What a number is told to be, wherever its story is written down. */
@LeaseTest
class NumberStandingTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Tills tills;

    @Autowired
    private LeaseClock clock;

    @Autowired
    private ExpireLeases expireLeases;

    @Test
    void aNumberAShopHoldsIsLeasedUntilItReportsOrReturnsIt() {
        Leased lease = tills.lease(tills.define("HELD"), 3);
        List<String> numbers = tills.numbers(lease);

        JsonNode held = number(numbers.get(1).toLowerCase(java.util.Locale.ROOT));
        assertThat(held.path("state").stringValue()).isEqualTo("LEASED");
        assertThat(held.path("number").stringValue()).isEqualTo(numbers.get(1));
        assertThat(held.path("livingNumber").stringValue()).isEqualTo(numbers.get(1));
        assertThat(held.path("lease").path("id").stringValue()).isEqualTo(lease.id());
        assertThat(held.path("lease").path("state").stringValue()).isEqualTo("OPEN");
        assertThat(held.has("issuedAt")).isFalse();
        assertThat(held.path("history").findValuesAsString("type")).containsExactly("LEASED");
        assertThat(held.path("history").path(0).path("by").stringValue()).isEqualTo("shop-1/till-1");

        tills.report(lease, numbers.subList(0, 1));
        JsonNode reported = number(numbers.get(0));
        assertThat(reported.path("state").stringValue()).isEqualTo("ACTIVE");
        assertThat(reported.has("lease")).isFalse();
        assertThat(reported.has("issuedAt")).isTrue();

        tills.giveBack(lease, null);
        api.as(INTEGRATOR)
                .get()
                .uri("/identity/v1/numbers/" + numbers.get(1))
                .exchange()
                .expectStatus()
                .isNotFound();
        assertThat(states(numbers)).containsExactly("VALID ACTIVE", "NOT_ISSUED UNKNOWN", "NOT_ISSUED UNKNOWN");
    }

    @Test
    void aNumberThatWasLostWithItsLeaseIsVoidAndSaysWhy() {
        Leased lease = tills.lease(tills.define("LOST"), 2);
        List<String> numbers = tills.numbers(lease);
        clock.forward(Duration.ofSeconds(3_601));
        expireLeases.expire();

        JsonNode lost = number(numbers.get(0));
        assertThat(lost.path("state").stringValue()).isEqualTo("VOID");
        assertThat(lost.path("reason").stringValue()).isEqualTo("EXPIRED");
        assertThat(lost.path("lease").path("state").stringValue()).isEqualTo("EXPIRED");
        assertThat(lost.path("history").findValuesAsString("type")).containsExactly("LEASED", "VOIDED");

        tills.report(lease, numbers.subList(0, 1));
        assertThat(states(numbers)).containsExactly("VALID ACTIVE", "NOT_ISSUED VOID");
    }

    @Test
    void aNumberTheCounterSkippedIsVoidUnlessItIsAdopted() {
        tills.define("SKIPPED", "SKP{seq:6}{check}", "NONE");
        adopt("SKIPPED", "SKP", 5);
        adopt("SKIPPED", "SKP", 2);

        JsonNode skipped = number(written("SKP", 3));
        assertThat(skipped.path("state").stringValue()).isEqualTo("VOID");
        assertThat(skipped.path("reason").stringValue()).isEqualTo("ADOPTION");
        assertThat(skipped.has("lease")).isFalse();
        assertThat(skipped.path("history").findValuesAsString("type")).containsExactly("VOIDED");
        assertThat(states(List.of(
                        written("SKP", 1), written("SKP", 2), written("SKP", 4), written("SKP", 5), written("SKP", 6))))
                .containsExactly(
                        "NOT_ISSUED VOID", "VALID ACTIVE", "NOT_ISSUED VOID", "VALID ACTIVE", "NOT_ISSUED UNKNOWN");
    }

    @Test
    void aNumberOfAnotherMonthIsNobodysLeasedReportedOrIssued() {
        tills.define("MONTHLY", "MON{yyyy}{MM}{seq:6}{check}", "NONE");
        Leased lease = tills.lease("MONTHLY", 1);
        String number = tills.numbers(lease).getFirst();
        String other = ofAnotherMonth(number);
        assertThat(states(List.of(number, other))).containsExactly("NOT_ISSUED LEASED", "NOT_ISSUED UNKNOWN");
        assertNobodyHas(other);

        clock.forward(Duration.ofDays(40));
        tills.report(lease, List.of(number));
        String issued = issue("MONTHLY", 1, "ACTIVE").getFirst();

        assertThat(issued.substring(3, 9)).isNotEqualTo(number.substring(3, 9));
        assertThat(states(List.of(number, other, issued, ofAnotherMonth(issued))))
                .containsExactly("VALID ACTIVE", "NOT_ISSUED UNKNOWN", "VALID ACTIVE", "NOT_ISSUED UNKNOWN");
        assertNobodyHas(other);
        assertNobodyHas(ofAnotherMonth(issued));
        api.as(MANAGER)
                .post()
                .uri("/identity/v1/numbers/" + ofAnotherMonth(issued) + ":retire")
                .body(Map.of("reason", "TEST"))
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    private void assertNobodyHas(String number) {
        api.as(INTEGRATOR)
                .get()
                .uri("/identity/v1/numbers/" + number)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    private static String ofAnotherMonth(String number) {
        String payload =
                number.substring(0, 7) + (number.substring(7, 9).equals("01") ? "02" : "01") + number.substring(9, 15);
        return payload + CheckAlgorithm.MOD_97_10.compute(payload);
    }

    @Test
    void everyStateOfAnIssuedNumberIsTold() {
        tills.define("STATES", "STT{seq:6}{check}", "NONE");
        List<String> active = issue("STATES", 5, "ACTIVE");
        List<String> reserved = issue("STATES", 2, "RESERVED");
        post("/identity/v1/numbers:merge", Map.of("from", active.get(0), "into", active.get(1)));
        post("/identity/v1/numbers:merge", Map.of("from", active.get(1), "into", active.get(2)));
        post("/identity/v1/numbers/" + active.get(3) + ":retire", Map.of("reason", "CLOSED"));
        post("/identity/v1/numbers/" + active.get(4) + ":quarantine", Map.of("reason", "FRAUD"));
        jdbc.sql("UPDATE customer_number SET state = 'VOID' WHERE number = :number")
                .param("number", reserved.get(1))
                .update();
        List<String> all = new ArrayList<>(active);
        all.addAll(reserved);
        all.add("STT99");

        JsonNode items = validated(all);

        assertThat(verdicts(items))
                .containsExactly(
                        "VALID MERGED",
                        "VALID MERGED",
                        "VALID ACTIVE",
                        "VALID RETIRED",
                        "VALID QUARANTINED",
                        "VALID RESERVED",
                        "VALID VOID",
                        "UNKNOWN_FORM null");
        assertThat(items.path(0).path("livingNumber").stringValue()).isEqualTo(active.get(2));
        assertThat(items.path(1).path("livingNumber").stringValue()).isEqualTo(active.get(2));
        assertThat(items.path(2).has("livingNumber")).isFalse();
    }

    @Test
    void tenThousandNumbersOfAllKindsAreToldInOneAnswer() {
        tills.define("CROWD", "CRW{seq:6}{check}", "NONE");
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            numbers.addAll(issue("CROWD", 1_000, "ACTIVE"));
        }
        numbers.addAll(tills.numbers(tills.lease("CROWD", 3_000)));
        for (long sequence = 7_001; sequence <= 10_000; sequence++) {
            numbers.add(written("CRW", sequence));
        }

        List<String> states = states(numbers);

        assertThat(states).hasSize(10_000);
        assertThat(states.subList(0, 4_000)).containsOnly("VALID ACTIVE");
        assertThat(states.subList(4_000, 7_000)).containsOnly("NOT_ISSUED LEASED");
        assertThat(states.subList(7_000, 10_000)).containsOnly("NOT_ISSUED UNKNOWN");
    }

    private static String written(String literal, long sequence) {
        String payload = "%s%06d".formatted(literal, sequence);
        return payload + CheckAlgorithm.MOD_97_10.compute(payload);
    }

    private void adopt(String scheme, String literal, long sequence) {
        api.as(MANAGER)
                .post()
                .uri("/identity/v1/numbers:adopt?scheme=" + scheme)
                .contentType(MediaType.parseMediaType("text/csv"))
                .body(written(literal, sequence) + "\n")
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(String.class);
    }

    private List<String> issue(String scheme, int count, String mode) {
        return post("/identity/v1/numbers", Map.of("scheme", scheme, "count", count, "mode", mode))
                .path("items")
                .findValuesAsString("number");
    }

    private JsonNode post(String uri, Map<String, Object> body) {
        return api.as(MANAGER)
                .post()
                .uri(uri)
                .body(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful()
                .returnResult(JsonNode.class)
                .getResponseBody();
    }

    private JsonNode number(String number) {
        return api.as(INTEGRATOR)
                .get()
                .uri("/identity/v1/numbers/" + number)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(JsonNode.class)
                .getResponseBody();
    }

    private JsonNode validated(List<String> numbers) {
        return post("/identity/v1/numbers:validate", Map.of("numbers", numbers)).path("items");
    }

    private List<String> states(List<String> numbers) {
        return verdicts(validated(numbers));
    }

    private static List<String> verdicts(JsonNode items) {
        List<String> verdicts = new ArrayList<>();
        items.forEach(item -> verdicts.add(item.path("verdict").stringValue() + " "
                + item.path("state").stringValueOpt().orElse(null)));
        return verdicts;
    }
}
