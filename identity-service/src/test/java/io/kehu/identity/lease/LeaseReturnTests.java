package io.kehu.identity.lease;

import static io.kehu.identity.lease.Tills.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.lease.Tills.Leased;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What comes back goes out again. */
@LeaseTest
class LeaseReturnTests {

    @Autowired
    private Tills tills;

    @Test
    void theLastUsedNumberStandsForAllBefore() {
        String scheme = tills.define("LAST");
        Leased lease = tills.lease(scheme, 10);
        List<String> numbers = tills.numbers(lease);
        tills.report(lease, numbers.subList(1, 3));
        tills.report(lease, numbers.subList(8, 9));

        for (String bad :
                List.of("hello", "LAST00000512", tills.lease(scheme, 1).first().number())) {
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
        assertThat(second.first().number()).startsWith("AGAIN000003");
        Leased tooLarge = tills.lease(scheme, 6);
        assertThat(tooLarge.epoch()).isEqualTo(1);
        assertThat(tooLarge.first().number()).startsWith("AGAIN000011");
        Leased rest = tills.lease(scheme, 5);
        assertThat(rest.epoch()).isEqualTo(2);
        assertThat(rest.last().number()).startsWith("AGAIN000010");
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

        assertThat(tills.lease(scheme, 4).first().number()).startsWith("FIT000021");
        assertThat(tills.lease(scheme, 20).first().number()).startsWith("FIT000001");
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
}
