package io.kehu.loyalty.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.earning.Shop.Sale;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeOutcome;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.test.ServiceTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.TransientDataAccessException;

/** Merging, undoing, earning and refunding at the same time. */
@ServiceTest
class MergeRaceTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Merges merges;

    private Shop shop;
    private Books books;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final String survivor = Shop.newNumber();
    private final String loser = Shop.newNumber();
    private final String other = Shop.newNumber();

    @BeforeEach
    void openTheShop() {
        shop = new Shop(context);
        books = new Books(context);
    }

    @AfterEach
    void theLedgerAddsUp() {
        threads.shutdown();
        books.addUp();
    }

    /** The purchase has looked who its number stands for, and waits for the account that the merge, which came first, empties. */
    @Test
    void aPurchaseInFlightIsBookedToTheLivingMember() throws Exception {
        Sale old = shop.sell(loser, 50);
        try (HeldRow row = HeldRow.of(context, "points_account", loser)) {
            Future<MergeOutcome> merge = threads.submit(() -> merge(order()));
            row.awaitWaiting(1);
            Future<Sale> sale = threads.submit(() -> shop.sell(loser, 7));
            Future<?> refund = threads.submit(() -> shop.refund(old, loser, "part", 20));
            row.awaitWaiting(3);
            row.close();
            assertThat(merge.get()).isInstanceOf(MergeOutcome.Done.class);
            sale.get();
            refund.get();
        }
        assertThat(books.balance(survivor)).isEqualTo(37);
        assertThat(books.balance(loser)).isZero();
    }

    /** The same with the undoing first. */
    @Test
    void aPurchaseInFlightWhenTheMergeIsUndoneIsBookedToItsOwnMember() throws Exception {
        Sale old = shop.sell(loser, 50);
        MergeOrder order = order();
        merge(order);
        try (HeldRow row = HeldRow.of(context, "points_account", survivor)) {
            Future<MergeOutcome> undo = threads.submit(() -> merges.undo(order));
            row.awaitWaiting(1);
            Future<Sale> sale = threads.submit(() -> shop.sell(loser, 7));
            Future<?> refund = threads.submit(() -> shop.refund(old, survivor, "part", 20));
            row.awaitWaiting(3);
            row.close();
            assertThat(undo.get()).isInstanceOf(MergeOutcome.Done.class);
            sale.get();
            refund.get();
        }
        assertThat(books.balance(survivor)).isZero();
        assertThat(books.balance(loser)).isEqualTo(37);
    }

    /** The purchase was first: the merge waits for it and takes its points along. */
    @Test
    void aMergeTakesAlongWhatIsBookedWhileItWaits() throws Exception {
        shop.sell(survivor, 1);
        shop.sell(loser, 50);
        try (HeldRow row = HeldRow.of(context, "points_account", loser)) {
            Future<Sale> sale = threads.submit(() -> shop.sell(loser, 7));
            row.awaitWaiting(1);
            Future<MergeOutcome> merge = threads.submit(() -> merge(order()));
            row.awaitWaiting(2);
            row.close();
            sale.get();
            assertThat(merge.get()).isInstanceOf(MergeOutcome.Done.class);
        }
        assertThat(books.balance(survivor)).isEqualTo(58);
    }

    @RepeatedTest(5)
    void crossingMergesBothHappen() throws Exception {
        shop.sell(loser, 50);
        shop.sell(other, 30);
        MergeOrder first = order();
        MergeOrder second = new MergeOrder(UUID.randomUUID(), survivor, List.of(other));

        List<MergeOutcome> outcomes = together(List.of(() -> merge(first), () -> merge(second)));

        assertThat(outcomes).allMatch(MergeOutcome.Done.class::isInstance);
        assertThat(books.balance(survivor)).isEqualTo(80);
        together(List.of(() -> merges.undo(first), () -> merges.undo(second)));
        assertThat(books.balance(loser)).isEqualTo(50);
        assertThat(books.balance(other)).isEqualTo(30);
    }

    @RepeatedTest(5)
    void ofTwoThatMergeEachOtherOneWins() throws Exception {
        shop.sell(loser, 50);
        shop.sell(survivor, 30);
        MergeOrder back = new MergeOrder(UUID.randomUUID(), loser, List.of(survivor));

        List<MergeOutcome> outcomes = together(List.of(() -> merge(order()), () -> merge(back)));

        assertThat(outcomes).filteredOn(MergeOutcome.Done.class::isInstance).hasSize(1);
        assertThat(books.balance(survivor) + books.balance(loser)).isEqualTo(80);
        assertThat(books.balance(survivor) * books.balance(loser)).isZero();
    }

    @RepeatedTest(3)
    void theSameMergeToldByManyIsBookedOnce() throws Exception {
        shop.sell(loser, 50);
        MergeOrder order = order();
        List<Callable<MergeOutcome>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(() -> merge(order));
        }

        assertThat(together(callers)).allMatch(MergeOutcome.Done.class::isInstance);

        assertThat(books.balance(survivor)).isEqualTo(50);
        assertThat(books.transactions("MERGE", List.of(loser))).isEqualTo(1);
    }

    /** Numbers in a chain are merged and unmerged again and again while everybody buys, twice told, and gives back under any number. */
    @ParameterizedTest
    @ValueSource(ints = {4})
    void mergedAndUnmergedWhileEarningAndRefundingNothingIsLostOrMisplaced(int shoppers) throws Exception {
        List<String> numbers = List.of(survivor, loser, other);
        numbers.forEach(number -> shop.sell(number, 1_000));
        AtomicBoolean open = new AtomicBoolean(true);
        Map<String, Long> earned = new ConcurrentHashMap<>();
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < shoppers; i++) {
            work.add(threads.submit(() -> whileOpen(open, () -> {
                String number = any(numbers);
                Sale sale = shop.sell(number, ThreadLocalRandom.current().nextLong(10, 100));
                shop.tell(sale, any(numbers));
                shop.refund(sale, any(numbers), "r", 10);
                shop.refund(sale, any(numbers), "r", 10);
                earned.merge(number, sale.points() - 10, Long::sum);
            })));
        }
        AtomicInteger rounds = new AtomicInteger();
        work.add(threads.submit(() -> whileOpen(open, () -> {
            MergeOrder inner = new MergeOrder(UUID.randomUUID(), other, List.of(loser));
            MergeOrder outer = new MergeOrder(UUID.randomUUID(), survivor, List.of(other));
            assertThat(List.of(merge(inner), merge(outer), undo(outer), undo(inner)))
                    .allMatch(MergeOutcome.Done.class::isInstance);
            if (rounds.incrementAndGet() == 15) {
                open.set(false);
            }
        })));
        for (Future<?> one : work) {
            one.get();
        }
        Map<String, Long> balances = new HashMap<>();
        Map<String, Long> expected = new HashMap<>();
        for (String number : numbers) {
            balances.put(number, books.balance(number));
            expected.put(number, 1_000 + earned.getOrDefault(number, 0L));
        }
        assertThat(balances).isEqualTo(expected);
        assertThat(earned.values().stream().mapToLong(Long::longValue).sum()).isPositive();
    }

    /** Again and again; who fails closes for all. */
    private static void whileOpen(AtomicBoolean open, Runnable work) {
        try {
            while (open.get()) {
                work.run();
            }
        } catch (RuntimeException | AssertionError e) {
            open.set(false);
            throw e;
        }
    }

    private MergeOrder order() {
        return new MergeOrder(UUID.randomUUID(), survivor, List.of(loser));
    }

    private MergeOutcome merge(MergeOrder order) {
        return untilAnswered(() -> merges.merge(order));
    }

    private MergeOutcome undo(MergeOrder order) {
        return untilAnswered(() -> merges.undo(order));
    }

    /** As customer-service does after a 503. */
    private static MergeOutcome untilAnswered(Supplier<MergeOutcome> call) {
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                return call.get();
            } catch (TransientDataAccessException e) {
                Thread.yield();
            }
        }
        throw new AssertionError("No answer");
    }

    private static String any(List<String> numbers) {
        return numbers.get(ThreadLocalRandom.current().nextInt(numbers.size()));
    }

    private static <T> List<T> together(List<Callable<T>> callers) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(callers.size());
        try (ExecutorService pool = Executors.newFixedThreadPool(callers.size())) {
            List<Future<T>> futures = callers.stream()
                    .map(caller -> pool.submit(() -> {
                        barrier.await();
                        return caller.call();
                    }))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
