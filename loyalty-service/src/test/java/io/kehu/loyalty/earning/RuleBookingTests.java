package io.kehu.loyalty.earning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeOutcome;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.test.ServiceTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What rules give is booked, kept within its caps whoever asks at once, and taken back. */
@ServiceTest
class RuleBookingTests {

    private static final String MORNING = "2026-11-02T02:00:00Z";
    private static final String NEXT_DAY = "2026-11-03T02:00:00Z";
    private static final String NEXT_MONTH = "2026-12-01T02:00:00Z";
    private static final int CALLERS = 64;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Invariants invariants;

    private final String number = Shop.newNumber();
    private Trade trade;

    @BeforeEach
    void open() {
        trade = new Trade(context, "Asia/Shanghai");
    }

    @AfterEach
    void close() {
        trade.close();
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    @Test
    void everyEarningSaysItsRuleItsVersionAndWhatCutIt() {
        trade.publish(
                RuleDrafts.points("BASE", 1).dayCap(15),
                RuleDrafts.points("TEA", 2).categories("tea").orderCap(7),
                RuleDrafts.multiplier("SAT", 200));
        trade.publish(RuleDrafts.points("BASE", 1).dayCap(15));

        trade.tell(Trade.purchase(number, MORNING, Trade.line("T", "tea", 500), Trade.line("C", "ware", 500)));
        trade.buy(number, MORNING, 1_000);
        trade.buy(number, MORNING, 1_000);

        assertThat(trade.bookings(number))
                .containsExactly(
                        "BASE/2 10",
                        "TEA/1 7 (单笔上限 order cap 7)",
                        "SAT/1 17 (SAT × 200 %)",
                        "BASE/2 5 (每日上限 daily cap 15)",
                        "SAT/1 5 (SAT × 200 %)");
    }

    /** As long as the programme says when they are earned; a change holds for what is earned from then on. */
    @Test
    void pointsOfPurchasesWaitAndAreTakenBackMeanwhile() {
        trade.publish(RuleDrafts.points("BASE", 1));
        trade.buy(number, MORNING, 1_000);
        waiting(14);
        PurchaseRecorded returned = Trade.purchase(number, MORNING, 2_000);

        trade.tell(returned, Trade.purchase(number, MORNING, 3_000));
        trade.giveBack(returned, "R", 500);

        assertThat(lots()).containsExactly("ACTIVE 10 false", "PENDING 15 true", "PENDING 30 true");
        trade.giveBack(returned, "R2", 1_500);
        assertThat(lots()).containsExactly("ACTIVE 10 false", "REVERSED 0 true", "PENDING 30 true");
        waiting(0);
        trade.buy(number, MORNING, 4_000);
        assertThat(lots()).containsExactly("ACTIVE 10 false", "REVERSED 0 true", "PENDING 30 true", "ACTIVE 40 false");
    }

    private void waiting(int days) {
        jdbc.sql("UPDATE program SET pending_days = :days WHERE code = :code")
                .param("days", days)
                .param("code", trade.program().code())
                .update();
    }

    /** State, what is left, and whether it waited two weeks and a bit. */
    private List<String> lots() {
        return jdbc.sql("""
                        SELECT l.state || ' ' || l.remaining || ' ' || coalesce(
                            l.pending_until BETWEEN l.activates_at + interval '14 days' AND l.activates_at + interval '15 days', false)
                        FROM points_lot l JOIN points_tx t ON t.id = l.earn_tx
                        WHERE l.number = :number AND t.program = :program ORDER BY l.id
                        """)
                .param("number", number)
                .param("program", trade.program().code())
                .query(String.class)
                .list();
    }

    @Test
    void capsCountPurchasesOfOneTransactionOneAfterTheOther() {
        trade.publish(RuleDrafts.points("BASE", 1).dayCap(15).monthCap(20).memberCap(22));

        trade.tell(
                Trade.purchase(number, MORNING, 1_000),
                Trade.purchase(number, MORNING, 1_000),
                Trade.purchase(number, NEXT_DAY, 1_000),
                Trade.purchase(number, NEXT_MONTH, 1_000));

        assertThat(trade.bookings(number))
                .containsExactly(
                        "BASE/1 10",
                        "BASE/1 5 (每日上限 daily cap 15)",
                        "BASE/1 5 (每月上限 monthly cap 20)",
                        "BASE/1 2 (累计上限 total cap 22)");
    }

    /** A cap that comes with a new version counts what was earned by the versions before. */
    @Test
    void aCapCountsWhatEarlierVersionsGave() {
        trade.publish(RuleDrafts.points("BASE", 1));
        trade.buy(number, MORNING, 4_000);
        trade.publish(RuleDrafts.points("BASE", 1).memberCap(50));

        trade.buy(number, NEXT_DAY, 4_000);

        assertThat(trade.points(number)).isEqualTo(50);
    }

    @Test
    void whatComesBackFreesItsDayAndEarningAndReturningGivesNothing() {
        trade.publish(RuleDrafts.points("BASE", 1).dayCap(100).memberCap(150));

        for (int round = 0; round < 5; round++) {
            PurchaseRecorded purchase = trade.buy(number, MORNING, 15_000);
            assertThat(trade.points(number)).isEqualTo(100);
            trade.giveBack(purchase, "half", 7_500);
            assertThat(trade.points(number)).isEqualTo(50);
            trade.giveBack(purchase, "rest", 7_500);
            assertThat(trade.points(number)).isZero();
        }
        trade.buy(number, MORNING, 15_000);
        trade.buy(number, MORNING, 15_000);
        trade.buy(number, NEXT_DAY, 15_000);
        trade.buy(number, NEXT_MONTH, 15_000);

        assertThat(trade.points(number)).isEqualTo(150);
    }

    @RepeatedTest(3)
    void manyAtOnceEarnNoMoreThanTheCap() throws Exception {
        trade.publish(
                RuleDrafts.points("BASE", 1).dayCap(95),
                RuleDrafts.multiplier("TWICE", 200).memberCap(50));

        together(caller -> trade.buy(number, MORNING, 1_000));

        assertThat(trade.points(number)).isEqualTo(95 + 50);
    }

    @RepeatedTest(3)
    void alsoUnderSeveralNumbersOfOneCustomer() throws Exception {
        List<String> losers = List.of(Shop.newNumber(), Shop.newNumber());
        List<String> numbers = List.of(number, losers.getFirst(), losers.getLast());
        trade.publish(RuleDrafts.points("BASE", 1).dayCap(95));
        assertThat(context.getBean(Merges.class).merge(new MergeOrder(UUID.randomUUID(), number, losers)))
                .isInstanceOf(MergeOutcome.Done.class);

        together(caller -> trade.buy(numbers.get(caller % 3), MORNING, 1_000));

        assertThat(trade.points(number)).isEqualTo(95);
    }

    /** Many members in each transaction, in every order: nobody waits for somebody who waits for them. */
    @Test
    void batchesOfManyMembersKeepTheCapsOfAll() throws Exception {
        trade.publish(RuleDrafts.points("BASE", 1).dayCap(95));
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            numbers.add(Shop.newNumber());
        }

        together(caller -> {
            List<String> order = new ArrayList<>(numbers);
            Collections.shuffle(order, new Random(caller));
            trade.tell(order.stream()
                    .map(one -> Trade.purchase(one, MORNING, 1_000))
                    .toArray(PurchaseRecorded[]::new));
        });

        for (String one : numbers) {
            assertThat(trade.points(one)).isEqualTo(95);
        }
    }

    /** Each keeps what was earned under it; together they have used the cap up; apart again each has its own. */
    @Test
    void mergedNumbersShareACapAndUnmergedOnesDoNot() {
        String loser = Shop.newNumber();
        MergeOrder order = new MergeOrder(UUID.randomUUID(), number, List.of(loser));
        trade.publish(RuleDrafts.points("BASE", 1).dayCap(100));
        trade.buy(number, MORNING, 6_000);
        trade.buy(loser, MORNING, 8_000);
        assertThat(context.getBean(Merges.class).merge(order)).isInstanceOf(MergeOutcome.Done.class);

        trade.buy(number, MORNING, 5_000);
        trade.buy(loser, MORNING, 5_000);
        assertThat(trade.points(number)).isEqualTo(140);
        assertThat(context.getBean(Merges.class).undo(order)).isInstanceOf(MergeOutcome.Done.class);
        trade.buy(number, MORNING, 5_000);
        trade.buy(loser, MORNING, 5_000);

        assertThat(trade.points(number)).isEqualTo(100);
        assertThat(trade.points(loser)).isEqualTo(100);
    }

    @Test
    void aPurchaseIsLookedAtOnceAlsoWhereNewRulesAreThereWhenItIsToldAgain() {
        trade.publish(RuleDrafts.points("BASE", 1).group("ONE"));
        PurchaseRecorded purchase = trade.buy(number, MORNING, 1_000);
        trade.publish(RuleDrafts.points("MORE", 9).group("ONE"), RuleDrafts.multiplier("TWICE", 200));

        trade.tell(purchase);
        trade.tell(purchase, purchase);

        assertThat(trade.bookings(number)).containsExactly("BASE/1 10");
    }

    @Test
    void aRefundTakesBackOfEveryRuleInProportionOfTheWholePurchase() {
        trade.publish(RuleDrafts.points("BASE", 1).categories("tea"), RuleDrafts.multiplier("TWICE", 200));
        PurchaseRecorded purchase =
                Trade.purchase(number, MORNING, Trade.line("T", "tea", 5_000), Trade.line("C", "ware", 5_000));
        trade.tell(purchase);
        assertThat(trade.points(number)).isEqualTo(100);

        trade.giveBack(purchase, "cup", 5_000);
        assertThat(trade.points(number)).isEqualTo(50);
        trade.giveBack(purchase, "tea", 5_000);

        assertThat(trade.points(number)).isZero();
    }

    @Test
    void aRuleThatFailsForOnePurchaseStopsNobodyAndIsSeen() {
        trade.publish(
                RuleDrafts.points("BAD", 5).when("100000 / (purchase.amountMinor - 1000) != 3"),
                RuleDrafts.points("GOOD", 1));
        String other = Shop.newNumber();
        PurchaseRecorded poison = Trade.purchase(number, MORNING, 1_000);

        trade.tell(poison, Trade.purchase(other, MORNING, 2_000));

        assertThat(trade.bookings(number)).containsExactly("GOOD/1 10");
        assertThat(trade.bookings(other)).containsExactly("BAD/1 100", "GOOD/1 20");
        assertThat(jdbc.sql("SELECT purchase_id FROM earning_failure WHERE program = :program AND rule = 'BAD'")
                        .param("program", trade.program().code())
                        .query(UUID.class)
                        .list())
                .containsExactly(poison.purchaseId());
    }

    /** Scopes, groups, multipliers and fixed points; purchases and refunds told one to five times in any order. */
    @RepeatedTest(3)
    void duplicatesAndOrderDoNotMatter() {
        trade.publish(
                RuleDrafts.points("BASE", 1),
                RuleDrafts.points("TEA", 3).categories("tea").fixed(5).group("BEST"),
                RuleDrafts.points("WARE", 2).categories("ware").group("BEST").orderCap(40),
                RuleDrafts.multiplier("TWICE", 200).categories("tea"));
        Random random = new Random(UUID.randomUUID().getMostSignificantBits());
        String twin = Shop.newNumber();
        List<Runnable> straight = new ArrayList<>();
        List<PurchaseRecorded> purchases = new ArrayList<>();
        List<PurchaseRefunded> refunds = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            long tea = random.nextLong(10_000);
            long ware = 1 + random.nextLong(10_000);
            PurchaseRecorded.Line[] lines = {Trade.line("T", "tea", tea), Trade.line("C", "ware", ware)};
            PurchaseRecorded purchase = Trade.purchase(number, MORNING, lines);
            PurchaseRecorded same = Trade.purchase(twin, MORNING, lines);
            long back = random.nextLong(tea + ware + 1);
            straight.add(() -> trade.tell(same));
            straight.add(() -> trade.giveBack(same, "some", back));
            purchases.add(purchase);
            refunds.add(Trade.refund(purchase, "some", back));
        }

        straight.forEach(Runnable::run);
        shuffled(random, purchases, refunds);

        assertThat(trade.points(number)).isEqualTo(trade.points(twin));
    }

    /** Refunds that come before their purchase wait, as those do that the inbox keeps for later. */
    private void shuffled(Random random, List<PurchaseRecorded> purchases, List<PurchaseRefunded> refunds) {
        List<Object> events = new ArrayList<>();
        purchases.forEach(one -> events.addAll(Collections.nCopies(1 + random.nextInt(5), one)));
        refunds.forEach(one -> events.addAll(Collections.nCopies(1 + random.nextInt(5), one)));
        Collections.shuffle(events, random);
        Set<UUID> told = new HashSet<>();
        List<Object> waiting = events;
        while (!waiting.isEmpty()) {
            List<Object> early = new ArrayList<>();
            for (Object event : waiting) {
                if (event instanceof PurchaseRecorded purchase) {
                    trade.tell(purchase);
                    told.add(purchase.purchaseId());
                } else if (event instanceof PurchaseRefunded refund && told.contains(refund.purchaseId())) {
                    trade.tell(refund);
                } else {
                    early.add(event);
                }
            }
            waiting = early;
        }
    }

    /** What a caller does. */
    private interface Calling {

        void call(int caller) throws Exception;
    }

    private static void together(Calling work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        List<Future<?>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                calls.add(threads.submit(() -> {
                    start.await();
                    work.call(caller);
                    return Boolean.TRUE;
                }));
            }
        }
        for (Future<?> call : calls) {
            call.get();
        }
    }
}
