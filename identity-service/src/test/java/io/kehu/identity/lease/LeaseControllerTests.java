package io.kehu.identity.lease;

import static io.kehu.identity.lease.Tills.LEASES;
import static io.kehu.identity.lease.Tills.wish;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.lease.Tills.Leased;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What tills report, and what becomes of it. */
@LeaseTest
class LeaseControllerTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Tills tills;

    @Test
    void aTillLeasesReportsAndReturns() {
        String scheme = tills.define("LIFE", "LIFE-{seq:6}-{check}", "NONE");
        Leased lease = tills.lease(scheme, 10);

        assertThat(lease.epoch()).isEqualTo(1);
        assertThat(lease.first().display()).startsWith("LIFE-000001-");
        assertThat(lease.last().number()).startsWith("LIFE000010");
        List<String> numbers = tills.numbers(lease);
        assertThat(numbers)
                .hasSize(10)
                .startsWith(lease.first().number())
                .endsWith(lease.last().number());
        assertThat(state(numbers.get(1))).isEqualTo("LEASED");

        Tills.Report report =
                tills.report(lease, List.of(numbers.get(2), numbers.get(0), numbers.get(1), numbers.get(5)));
        assertThat(report.verdicts()).containsOnly("ISSUED");
        assertThat(report.used()).isEqualTo(4);
        assertThat(report.late()).isFalse();
        assertThat(state(numbers.get(1))).isEqualTo("ACTIVE");
        assertThat(state(numbers.get(3))).isEqualTo("LEASED");
        assertThat(tills.numbers(lease))
                .as("what may still be given out")
                .containsExactly(
                        numbers.get(3), numbers.get(4), numbers.get(6), numbers.get(7), numbers.get(8), numbers.get(9));

        Leased closed = tills.giveBack(lease, null);
        assertThat(closed.state()).isEqualTo("CLOSED");
        assertThat(closed.used()).isEqualTo(4);
        assertThat(tills.numbers(lease)).isEmpty();
        assertThat(tills.books(scheme))
                .containsExactly(
                        "1-3 ISSUED shop-1/till-1", "4-5 RETURNED", "6-6 ISSUED shop-1/till-1", "7-10 RETURNED");
        assertThat(tills.unexplained(scheme)).isEmpty();
    }

    @Test
    void everyWrittenFormIsAccepted() {
        Leased lease = tills.lease(tills.define("FORMS"), 4);
        List<String> numbers = tills.numbers(lease);
        String fullWidth = tills.lease("FORMS", 1).first().display();

        assertThat(tills.report(
                                lease,
                                List.of(
                                        lease.first().display().toLowerCase(java.util.Locale.ROOT),
                                        " " + numbers.get(1).substring(0, 3) + " "
                                                + numbers.get(1).substring(3),
                                        numbers.get(2).replace('0', '０').replace('F', 'Ｆ'),
                                        fullWidth))
                        .verdicts())
                .containsExactly("ISSUED", "ISSUED", "ISSUED", "NOT_IN_LEASE");
    }

    @Test
    void aRepeatChangesNothingAndBadNumbersDoNotStopGoodOnes() {
        String scheme = tills.define("MIXED");
        Leased lease = tills.lease(scheme, 5);
        List<String> numbers = tills.numbers(lease);
        Leased other = tills.lease(scheme, 5);
        tills.report(lease, numbers.subList(0, 1));
        String typo = numbers.get(2).substring(0, numbers.get(2).length() - 2)
                + (numbers.get(2).endsWith("11") ? "22" : "11");

        Tills.Report report = tills.report(
                lease,
                List.of(numbers.get(0), typo, "hello", "", other.first().number(), numbers.get(1), numbers.get(1)));

        assertThat(report.verdicts())
                .containsExactly(
                        "REPEATED",
                        "WRONG_CHECK",
                        "UNKNOWN_FORM",
                        "UNKNOWN_FORM",
                        "NOT_IN_LEASE",
                        "ISSUED",
                        "REPEATED");
        assertThat(report.used()).isEqualTo(2);
        List<String> books = tills.books(scheme);
        assertThat(tills.report(lease, numbers.subList(0, 2)).verdicts()).containsOnly("REPEATED");
        assertThat(tills.books(scheme)).isEqualTo(books);
        assertThat(tills.read(lease).used()).isEqualTo(2);
    }

    @Test
    void numbersVoidedForAnotherReasonStayVoid() {
        Leased lease = tills.lease(tills.define("STOLEN"), 3);
        List<String> numbers = tills.numbers(lease);
        tills.report(lease, numbers.subList(1, 2));
        jdbc.sql("UPDATE lease_block SET state = 'VOID', reason = 'STOLEN' WHERE scheme = 'STOLEN' AND from_seq = 3")
                .update();

        assertThat(tills.report(lease, numbers).verdicts()).containsExactly("ISSUED", "REPEATED", "VOID");
        assertThat(tills.unexplained("STOLEN")).isEmpty();
    }

    @Test
    void theEntityTagMovesWithTheLease() {
        Leased lease = tills.lease(tills.define("TAGGED"), 5);
        tag(lease, "\"1\"");
        tills.report(lease, List.of(lease.first().number()));
        tag(lease, "\"2\"");
        tills.report(lease, List.of(lease.first().number()));
        tag(lease, "\"2\"");
        tills.giveBack(lease, lease.last().number());
        tag(lease, "\"4\"");
    }

    @Test
    void theSameKeyDoesEverythingOnce() {
        String scheme = tills.define("KEYED");
        Leased lease = keyed("", "lease-key", wish(scheme, 5))
                .returnResult(Leased.class)
                .getResponseBody();
        Leased again = keyed("", "lease-key", wish(scheme, 5))
                .returnResult(Leased.class)
                .getResponseBody();
        assertThat(again).isEqualTo(lease);
        assertThat(tills.next(scheme)).isEqualTo(6);

        Map<String, Object> usage =
                Map.of("epoch", 1, "numbers", List.of(lease.first().number()));
        for (int i = 0; i < 2; i++) {
            assertThat(keyed("/" + lease.id() + "/usage", "usage-key", usage)
                            .returnResult(Tills.Report.class)
                            .getResponseBody()
                            .verdicts())
                    .containsExactly("ISSUED");
            keyed("/" + lease.id() + ":return", "return-key-" + lease.id(), Map.of("epoch", 1))
                    .expectStatus()
                    .isOk();
        }
    }

    private String state(String number) {
        return api.as(INTEGRATOR)
                .get()
                .uri("/identity/v1/numbers/" + number)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(JsonNode.class)
                .getResponseBody()
                .path("state")
                .stringValue();
    }

    private void tag(Leased lease, String expected) {
        tills.till()
                .get()
                .uri(LEASES + "/" + lease.id())
                .exchange()
                .expectHeader()
                .valueEquals("ETag", expected);
    }

    private RestTestClient.ResponseSpec keyed(String uri, String key, Map<String, Object> body) {
        return tills.till()
                .post()
                .uri(LEASES + uri)
                .header("Idempotency-Key", key)
                .body(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }
}
