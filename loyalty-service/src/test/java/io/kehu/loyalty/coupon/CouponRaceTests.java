package io.kehu.loyalty.coupon;

import static io.kehu.loyalty.coupon.CouponDesk.PLAIN;
import static io.kehu.loyalty.coupon.CouponDesk.alternately;
import static io.kehu.loyalty.coupon.CouponDesk.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.test.ServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Many at once, and never one too many. */
@ServiceTest
class CouponRaceTests {

    private static final int THREADS = 64;
    private static final String EARLY = ", \"validFrom\": \"2026-01-01T00:00:00Z\"";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invariants invariants;

    @Autowired
    private UseCoupons using;

    private CouponDesk desk;
    private List<String> members;

    @BeforeEach
    void open() {
        desk = new CouponDesk(context);
        members = Stream.generate(desk::member).limit(8).toList();
    }

    @AfterEach
    void everythingAddsUp() {
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    @RepeatedTest(2)
    void theLastOfTheQuotaGoesToAsManyAsThereAre() throws Exception {
        desk.defined(PLAIN + ", \"quota\": 5");
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (String code : desk.codes(THREADS)) {
            int n = calls.size();
            String member = members.get(n % members.size());
            calls.add(
                    n % 2 == 0
                            ? () -> desk.redeemed(using, code, member, "T-" + n)
                            : () -> desk.reserved(using, code, member, "T-" + n, Duration.ofMinutes(5)));
        }

        assertThat(together(THREADS, calls)).isEqualTo(5);
        assertThat(desk.coupon().path("used").asLong()
                        + desk.coupon().path("reserved").asLong())
                .isEqualTo(5);
    }

    @Test
    void oneCodeOfAThousandCallersHasOneWinner() throws Exception {
        desk.defined(PLAIN);
        String code = desk.codes(1).getFirst();
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String member = members.get(i % members.size());
            String order = "T-" + i;
            calls.add(() -> desk.redeemed(using, code, member, order));
        }

        assertThat(together(THREADS, calls)).isOne();
        assertThat(desk.coupon().path("used").asLong()).isOne();
    }

    @RepeatedTest(3)
    void aReservationIsRedeemedOrTimesOut() throws Exception {
        desk.defined(PLAIN + EARLY);
        String code = desk.codes(1).getFirst();
        String member = members.getFirst();
        Instant begin = Instant.now().minus(Duration.ofHours(1));
        UseCoupons inTime = desk.usingAt(begin.plus(Duration.ofMinutes(29)));
        assertThat(desk.reserved(desk.usingAt(begin), code, member, "T-1", Coupon.USUAL_RESERVATION))
                .isTrue();
        UUID id = UUID.fromString(desk.newest().path("id").asString());

        int redeemed = together(THREADS, alternately(THREADS, () -> desk.redeemed(inTime, code, member, "T-1"), () -> {
            desk.done(() -> {
                using.timeOut(id);
                return true;
            });
            return false;
        }));

        // A code that timed out is free, and may be redeemed with the order in one step.
        assertThat(redeemed).isLessThanOrEqualTo(1);
        assertThat(desk.newest().path("state").asString()).isEqualTo(redeemed == 1 ? "REDEEMED" : "ISSUED");
        assertThat(desk.coupon().path("reserved").asLong()).isZero();
    }

    @RepeatedTest(2)
    void whatTimesOutIsKeptForOneOtherOrder() throws Exception {
        desk.defined(PLAIN + EARLY + ", \"quota\": 1");
        String code = desk.codes(1).getFirst();
        UseCoupons before = desk.usingAt(Instant.now().minus(Duration.ofHours(1)));
        assertThat(desk.reserved(before, code, members.getFirst(), "T-0", Coupon.USUAL_RESERVATION))
                .isTrue();
        UUID id = UUID.fromString(desk.newest().path("id").asString());
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 1; i <= 4 * THREADS; i++) {
            String order = "T-" + i;
            String member = members.get(i % members.size());
            calls.add(
                    i % 2 == 0
                            ? () -> desk.reserved(using, code, member, order, Duration.ofMinutes(5))
                            : () -> {
                                desk.done(() -> {
                                    using.timeOut(id);
                                    return true;
                                });
                                return false;
                            });
        }

        int kept = together(THREADS, calls);

        assertThat(kept).isLessThanOrEqualTo(1);
        assertThat(desk.coupon().path("reserved").asLong()).isEqualTo(kept);
        assertThat(desk.newest().path("state").asString()).isEqualTo(kept == 1 ? "RESERVED" : "ISSUED");
        assertThat(desk.newest().at("/order/orderNo").asString("")).isNotEqualTo("T-0");
    }

    @RepeatedTest(3)
    void aCodeIsRedeemedOrVoid() throws Exception {
        desk.defined(PLAIN);
        String code = desk.codes(1).getFirst();

        int done = together(
                THREADS,
                alternately(
                        THREADS,
                        () -> desk.redeemed(using, code, members.getFirst(), "T-1"),
                        () -> desk.voided(using, code)));

        assertThat(done).isOne();
        assertThat(desk.newest().path("state").asString()).isIn("REDEEMED", "VOID");
    }

    @RepeatedTest(2)
    void whoWasMergedHasOneLimit() throws Exception {
        desk.defined(PLAIN + ", \"perCustomer\": 2");
        String one = members.get(0);
        String other = members.get(1);
        context.getBean(Merges.class).merge(new MergeOrder(UUID.randomUUID(), one, List.of(other)));
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (String code : desk.codes(THREADS)) {
            int n = calls.size();
            calls.add(() -> desk.redeemed(using, code, n % 2 == 0 ? one : other, "T-" + n));
        }

        assertThat(together(THREADS, calls)).isEqualTo(2);
    }

    /** Before it nobody has more than one, after it both numbers have what they had; never a third. */
    @RepeatedTest(2)
    void whoIsBeingMergedGetsNoMoreThanBothWouldHave() throws Exception {
        desk.defined(PLAIN + ", \"perCustomer\": 1");
        String one = members.get(0);
        String other = members.get(1);
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (String code : desk.codes(THREADS - 1)) {
            int n = calls.size();
            calls.add(() -> desk.redeemed(using, code, n % 2 == 0 ? one : other, "T-" + n));
        }
        calls.add(() -> {
            context.getBean(Merges.class).merge(new MergeOrder(UUID.randomUUID(), one, List.of(other)));
            return false;
        });

        assertThat(together(THREADS, calls)).isBetween(1, 2);
    }

    @RepeatedTest(2)
    void anOrderHasOneOfAGroup() throws Exception {
        String group = ", \"stackGroup\": \"" + desk.code() + "\"";
        desk.defined(PLAIN + group);
        CouponDesk second = new CouponDesk(context).defined(PLAIN + group);
        List<String> codes = Stream.concat(desk.codes(32).stream(), second.codes(32).stream())
                .toList();
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (String code : codes) {
            String member = members.get(calls.size() % members.size());
            calls.add(() -> desk.redeemed(using, code, member, "T-1"));
        }

        assertThat(together(THREADS, calls)).isOne();
    }

    @Test
    void whoIsErasedMeanwhileKeepsNothingOpen() throws Exception {
        desk.defined(PLAIN);
        String member = members.getFirst();
        VoidErasedCoupons erasing = context.getBean(VoidErasedCoupons.class);
        List<Callable<Boolean>> calls = new ArrayList<>();
        calls.add(() -> {
            context.getBean(Transactions.class).run(() -> erasing.erase(List.of(member)));
            return false;
        });
        for (int i = 1; i < THREADS; i++) {
            String code = desk.personal(member).path("code").asString();
            String order = "T-" + i;
            calls.add(() -> desk.redeemed(using, code, member, order));
        }

        int redeemed = together(THREADS, calls);

        String codes = "/coupons/" + desk.code() + "/codes?limit=200&state=";
        assertThat(desk.get(codes + "ISSUED").path("items").size()).isZero();
        assertThat(desk.get(codes + "VOID").path("items").size()).isEqualTo(THREADS - 1 - redeemed);
        assertThat(desk.coupon().path("used").asInt()).isEqualTo(redeemed);
    }
}
