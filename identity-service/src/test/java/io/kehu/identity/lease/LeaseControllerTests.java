package io.kehu.identity.lease;

import static io.kehu.identity.lease.Tills.LEASES;
import static io.kehu.identity.lease.Tills.wish;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.lease.Tills.Leased;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Leases over HTTP on a real database. */
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
        known(numbers.get(1)).expectStatus().isNotFound();

        Tills.Report report =
                tills.report(lease, List.of(numbers.get(2), numbers.get(0), numbers.get(1), numbers.get(5)));
        assertThat(report.verdicts()).containsOnly("ISSUED");
        assertThat(report.used()).isEqualTo(4);
        assertThat(report.late()).isFalse();
        known(numbers.get(1)).expectStatus().isOk();
        known(numbers.get(3)).expectStatus().isNotFound();
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
                                        numbers.get(2).replace('0', '０').replace('T', 'Ｔ'),
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
        String typo = numbers.get(2).substring(0, 7) + (numbers.get(2).endsWith("11") ? "22" : "11");

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
    void theLastUsedNumberStandsForAllBefore() {
        String scheme = tills.define("LAST");
        Leased lease = tills.lease(scheme, 10);
        List<String> numbers = tills.numbers(lease);
        tills.report(lease, numbers.subList(1, 3));
        tills.report(lease, numbers.subList(8, 9));

        for (String bad :
                List.of("hello", "T00000512", tills.lease(scheme, 1).first().number())) {
            tills.returning(lease, bad)
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("/lastUsed")
                    .jsonPath("$.errors[0].code")
                    .isEqualTo("lease-number");
        }
        Leased closed = tills.giveBack(lease, numbers.get(5).toLowerCase(java.util.Locale.ROOT));

        assertThat(closed.used()).isEqualTo(7);
        assertThat(tills.books(scheme))
                .containsExactly(
                        "1-1 ISSUED shop-1/till-1",
                        "2-3 ISSUED shop-1/till-1",
                        "4-6 ISSUED shop-1/till-1",
                        "7-8 RETURNED",
                        "9-9 ISSUED shop-1/till-1",
                        "10-10 RETURNED",
                        "11-11 OPEN");
    }

    @Test
    void aReturnedBlockGoesOutAgainWithTheNextEpoch() {
        String scheme = tills.define("AGAIN");
        Leased first = tills.lease(scheme, 10);
        tills.giveBack(first, tills.numbers(first).get(1));

        Leased second = tills.lease(scheme, 3);
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(second.first().number()).startsWith("T000003");
        Leased tooLarge = tills.lease(scheme, 6);
        assertThat(tooLarge.epoch()).isEqualTo(1);
        assertThat(tooLarge.first().number()).startsWith("T000011");
        Leased rest = tills.lease(scheme, 5);
        assertThat(rest.epoch()).isEqualTo(2);
        assertThat(rest.last().number()).startsWith("T000010");
        tills.giveBack(second, null);
        assertThat(tills.lease(scheme, 3).epoch()).isEqualTo(3);

        tills.reporting(first, List.of(second.first().number()))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/lease-closed");
        assertThat(tills.next(scheme)).isEqualTo(17);
        assertThat(tills.unexplained(scheme)).isEmpty();
    }

    @Test
    void theSmallestReturnedBlockThatFitsIsTaken() {
        String scheme = tills.define("FIT");
        Leased large = tills.lease(scheme, 20);
        Leased small = tills.lease(scheme, 5);
        tills.giveBack(large, null);
        tills.giveBack(small, null);

        assertThat(tills.lease(scheme, 4).first().number()).startsWith("T000021");
        assertThat(tills.lease(scheme, 20).first().number()).startsWith("T000001");
    }

    @Test
    void branchesHaveBlocksOfTheirOwn() {
        String scheme = tills.define("SHOPS", "S{branch:3}{seq:5}{check}", "BRANCH");
        Map<String, Object> here = wish(scheme, 5);
        here.put("branch", "001");
        Map<String, Object> there = wish(scheme, 5);
        there.put("branch", "002");
        Leased returned = tills.lease(tills.till(), here);
        tills.giveBack(returned, null);

        Leased other = tills.lease(tills.till(), there);
        assertThat(other.epoch()).isEqualTo(1);
        assertThat(other.first().number()).startsWith("S00200001");
        assertThat(other.branch()).isEqualTo("002");
        assertThat(tills.lease(tills.till(), here).epoch()).isEqualTo(2);
        tills.post(tills.till(), "", wish(scheme, 5))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/branch-required");
    }

    @Test
    void theWrongEpochIsRefused() {
        Leased lease = tills.lease(tills.define("EPOCH"), 5);

        for (String operation : List.of("/usage", ":return")) {
            Map<String, Object> body = new HashMap<>(Map.of("epoch", 2));
            if (operation.equals("/usage")) {
                body.put("numbers", List.of(lease.first().number()));
            }
            tills.post(tills.till(), "/" + lease.id() + operation, body)
                    .expectStatus()
                    .isEqualTo(409)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/lease-epoch-wrong");
        }
        assertThat(tills.read(lease).state()).isEqualTo("OPEN");
    }

    @Test
    void aLeaseIsNotThereForOthers() {
        Leased lease = tills.lease(tills.define("MINE"), 5);
        RestTestClient other = tills.as("other-till");
        Map<String, Object> usage =
                Map.of("epoch", 1, "numbers", List.of(lease.first().number()));

        other.get().uri(LEASES + "/" + lease.id()).exchange().expectStatus().isNotFound();
        other.get()
                .uri(LEASES + "/" + lease.id() + "/numbers")
                .exchange()
                .expectStatus()
                .isNotFound();
        tills.post(other, "/" + lease.id() + "/usage", usage).expectStatus().isNotFound();
        tills.post(other, "/" + lease.id() + ":return", Map.of("epoch", 1))
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/lease-not-found");
        tills.post(other, "/" + UUID.randomUUID() + ":return", Map.of("epoch", 1))
                .expectStatus()
                .isNotFound();
        assertThat(list(other, "")).noneMatch(seen -> seen.id().equals(lease.id()));

        RestTestClient manager = api.as(MANAGER);
        assertThat(list(manager, "?state=OPEN&limit=200"))
                .anyMatch(seen -> seen.id().equals(lease.id()));
        tills.post(manager, "/" + lease.id() + ":return", Map.of("epoch", 1))
                .expectStatus()
                .isNotFound();
        tills.post(api.as(ADMIN), "/" + lease.id() + "/usage", usage)
                .expectStatus()
                .isNotFound();
        api.as(AUDITOR)
                .get()
                .uri(LEASES + "/" + lease.id())
                .exchange()
                .expectStatus()
                .isOk();
        api.as(AUDITOR)
                .get()
                .uri(LEASES + "/" + lease.id() + "/numbers")
                .exchange()
                .expectStatus()
                .isForbidden();
        tills.post(api.as(AGENT), "", wish("MINE", 5)).expectStatus().isForbidden();
        tills.post(api.as(ADMIN), "/" + lease.id() + ":return", Map.of("epoch", 1))
                .expectStatus()
                .isOk();
    }

    @Test
    void listsAreFilteredAndPaged() {
        String scheme = tills.define("LISTED");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Map<String, Object> wish = wish(scheme, 1);
            wish.put("holder", "listed/till");
            Leased lease = tills.lease(tills.as("lister"), wish);
            made.addFirst(lease.id());
        }
        tills.post(tills.as("lister"), "/" + made.getFirst() + ":return", Map.of("epoch", 1))
                .expectStatus()
                .isOk();

        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Tills.LeaseList page = page(tills.as("lister"), "?holder=listed/till&limit=2&cursor=" + cursor);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
            page.items().forEach(lease -> seen.add(lease.id()));
            cursor = page.nextCursor();
        }
        assertThat(seen).isEqualTo(made);
        assertThat(list(tills.as("lister"), "?state=CLOSED"))
                .extracting(Leased::id)
                .containsExactly(made.getFirst());
        assertThat(list(tills.as("lister"), "?state=OPEN&holder=nobody")).isEmpty();
        for (String bad : List.of("?state=LOST", "?holder=-", "?limit=0", "?limit=201", "?cursor=xx")) {
            tills.till().get().uri(LEASES + bad).exchange().expectStatus().isBadRequest();
        }
    }

    @Test
    void numbersComeInPagesOfAThousand() {
        Leased lease = tills.lease(tills.define("PAGED"), 2_500);
        Tills.Numbers page = tills.till()
                .get()
                .uri(LEASES + "/" + lease.id() + "/numbers")
                .exchange()
                .returnResult(Tills.Numbers.class)
                .getResponseBody();

        assertThat(page.items()).hasSize(1_000);
        assertThat(tills.numbers(lease)).hasSize(2_500).doesNotHaveDuplicates().isSorted();
        for (String bad : List.of("?limit=0", "?limit=1001", "?cursor=xx")) {
            tills.till()
                    .get()
                    .uri(LEASES + "/" + lease.id() + "/numbers" + bad)
                    .exchange()
                    .expectStatus()
                    .isBadRequest();
        }
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

    @Test
    void badWishesAreProblems() {
        String scheme = tills.define("WISHED");
        String shortOf = tills.define("SHORT", "K{seq:4}{check}", "NONE");
        for (Map.Entry<String, Object> bad : List.<Map.Entry<String, Object>>of(
                Map.entry("size", 0),
                Map.entry("size", -1),
                Map.entry("size", 100_001),
                Map.entry("size", 1.5),
                Map.entry("size", "5"),
                Map.entry("ttlSeconds", 59),
                Map.entry("ttlSeconds", 31_536_001),
                Map.entry("holder", ""),
                Map.entry("holder", "张三"),
                Map.entry("holder", "x".repeat(101)),
                Map.entry("branch", "１２３"),
                Map.entry("scheme", "wished"),
                Map.entry("colour", "red"))) {
            Map<String, Object> wish = wish(scheme, 5);
            wish.put(bad.getKey(), bad.getValue());
            tills.post(tills.till(), "", wish)
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("/" + bad.getKey());
        }
        for (String missing : List.of("size", "ttlSeconds", "holder", "scheme")) {
            Map<String, Object> wish = wish(scheme, 5);
            wish.remove(missing);
            tills.post(tills.till(), "", wish).expectStatus().isBadRequest();
        }
        assertThat(tills.next(scheme)).isEqualTo(1);
        refused("NOWHERE", 5, 404, "scheme-not-found");
        refused(shortOf, 10_000, 409, "scheme-exhausted");
        Leased returned = tills.lease(scheme, 5);
        tills.giveBack(returned, null);
        Leased open = tills.lease(scheme, 6);
        api.as(MANAGER)
                .post()
                .uri("/identity/v1/schemes/WISHED:freeze")
                .exchange()
                .expectStatus()
                .isOk();
        refused(scheme, 5, 409, "scheme-not-active");
        assertThat(tills.report(open, List.of(open.first().number())).verdicts())
                .as("numbers that are out are taken, frozen or not")
                .containsExactly("ISSUED");
    }

    @Test
    void badReportsAreProblems() {
        Leased lease = tills.lease(tills.define("REPORTED"), 5);
        String uri = "/" + lease.id() + "/usage";
        String good = lease.first().number();
        List<Map<String, Object>> bodies = List.of(
                Map.of("epoch", 1, "numbers", List.of()),
                Map.of("epoch", 1, "numbers", Collections.nCopies(1_001, good)),
                Map.of("epoch", 1, "numbers", List.of("9".repeat(101))),
                Map.of("epoch", 1, "numbers", Collections.singletonList(null)),
                Map.of("epoch", "1", "numbers", List.of(good)),
                Map.of("numbers", List.of(good)),
                Map.of("epoch", 1));
        for (Map<String, Object> body : bodies) {
            tills.post(tills.till(), uri, body).expectStatus().isBadRequest();
        }
        tills.post(tills.till(), "/no-uuid/usage", Map.of("epoch", 1, "numbers", List.of(good)))
                .expectStatus()
                .isBadRequest();
        assertThat(tills.report(lease, Collections.nCopies(1_000, good)).used()).isEqualTo(1);
        assertThat(tills.report(lease, List.of("\0", "T" + "9".repeat(90))).verdicts())
                .containsOnly("UNKNOWN_FORM");
    }

    private RestTestClient.ResponseSpec known(String number) {
        return api.as(INTEGRATOR).get().uri("/identity/v1/numbers/" + number).exchange();
    }

    private void refused(String scheme, int size, int status, String slug) {
        tills.post(tills.till(), "", wish(scheme, size))
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + slug);
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

    private Tills.LeaseList page(RestTestClient caller, String query) {
        return caller.get()
                .uri(LEASES + query)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(Tills.LeaseList.class)
                .getResponseBody();
    }

    private List<Leased> list(RestTestClient caller, String query) {
        return page(caller, query).items();
    }
}
