package io.kehu.loyalty.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.earning.Shop.Sale;
import io.kehu.loyalty.ledger.Till;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeOutcome;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.test.ServiceTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeTry;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContextManager;

/** Whatever happens in whatever order, the ledger is what a model in memory says, and a merge undone at once has never been. */
@ServiceTest
class MergePropertyTests {

    private static final int PEOPLE = 4;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Merges merges;

    /** What may happen. */
    private enum Kind {
        EARN,
        EARN_AGAIN,
        REFUND,
        SPEND,
        EXPIRE,
        MERGE,
        UNDO
    }

    /** Something that happens, with numbers that choose whom it happens to. */
    private record Step(Kind kind, int one, int two, int amount) {}

    @BeforeTry
    void startTheService() throws Exception {
        new TestContextManager(getClass()).prepareTestInstance(this);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
    void theLedgerIsWhatTheModelSays(@ForAll("steps") List<Step> steps) {
        World world = new World();
        for (Step step : steps) {
            world.take(step);
            world.compare();
        }
        world.books.addUp();
        world.mergeAndUndoChangesNothing();
        world.undoAll();
        world.compare();
        world.books.addUp();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(5, Arbitraries.of(Kind.EARN)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(Kind.EARN_AGAIN)),
                net.jqwik.api.Tuple.of(3, Arbitraries.of(Kind.REFUND)),
                net.jqwik.api.Tuple.of(2, Arbitraries.of(Kind.SPEND)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(Kind.EXPIRE)),
                net.jqwik.api.Tuple.of(4, Arbitraries.of(Kind.MERGE)),
                net.jqwik.api.Tuple.of(3, Arbitraries.of(Kind.UNDO)));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 1_000),
                        Arbitraries.integers().between(0, 1_000),
                        Arbitraries.integers().between(1, 500))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    /** A lot as the model sees it. */
    private static final class Lot {

        private final Sale sale;
        private long refunded;
        private long left;
        private boolean used;

        Lot(Sale sale) {
            this.sale = sale;
            this.left = sale.points();
        }
    }

    /** A few people, what they bought and who they are thought to be. */
    private final class World {

        private final Shop shop = new Shop(context);
        private final Till till = new Till(context);
        private final Books books = new Books(context);
        private final List<String> people =
                Stream.generate(Shop::newNumber).limit(PEOPLE).toList();
        private final List<Lot> lots = new ArrayList<>();
        private final Map<String, String> into = new LinkedHashMap<>();
        private final List<MergeOrder> merged = new ArrayList<>();

        void take(Step step) {
            String one = people.get(step.one() % PEOPLE);
            String two = people.get(step.two() % PEOPLE);
            Lot lot = lots.isEmpty() ? null : lots.get(step.two() % lots.size());
            switch (step.kind()) {
                case EARN -> lots.add(new Lot(shop.sell(one, step.amount())));
                case MERGE -> merge(one, step.two(), step.amount());
                case UNDO -> undo(step.one());
                case EARN_AGAIN -> {
                    if (lot != null) {
                        shop.tell(lot.sale, one);
                    }
                }
                case REFUND -> {
                    if (lot != null && !lot.used && lot.refunded < lot.sale.points()) {
                        long points = Math.min(step.amount(), lot.sale.points() - lot.refunded);
                        shop.refund(lot.sale, one, "r" + lot.refunded, points);
                        shop.refund(lot.sale, two, "r" + lot.refunded, points);
                        lot.refunded += points;
                        lot.left -= points;
                    }
                }
                case SPEND -> {
                    if (lot != null && lot.left > 0) {
                        long points = Math.min(step.amount(), lot.left);
                        till.spend(lot.sale, points);
                        lot.left -= points;
                        lot.used = true;
                    }
                }
                case EXPIRE -> {
                    if (lot != null && lot.left > 0) {
                        till.expire(lot.sale);
                        lot.left = 0;
                        lot.used = true;
                    }
                }
            }
        }

        /** Refused exactly when one of them is merged already. */
        private void merge(String survivor, int firstLoser, int count) {
            List<String> losers = Stream.iterate(firstLoser, next -> next + 1)
                    .limit(1 + count % 2)
                    .map(next -> people.get(next % PEOPLE))
                    .filter(number -> !number.equals(survivor))
                    .toList();
            if (losers.isEmpty()) {
                return;
            }
            MergeOrder order = new MergeOrder(UUID.randomUUID(), survivor, losers);
            boolean possible = !into.containsKey(survivor) && losers.stream().noneMatch(into::containsKey);
            long brought = losers.stream().mapToLong(this::balance).sum();
            MergeOutcome outcome = merges.merge(order);
            assertThat(outcome instanceof MergeOutcome.Done).isEqualTo(possible);
            if (outcome instanceof MergeOutcome.Done done) {
                assertThat(done.merge().items().getFirst().count()).isEqualTo(brought);
                losers.forEach(loser -> into.put(loser, survivor));
                merged.add(order);
            }
        }

        /** Refused exactly while the survivor is merged itself. */
        private void undo(int which) {
            if (merged.isEmpty()) {
                return;
            }
            MergeOrder order = merged.get(which % merged.size());
            MergeOutcome outcome = merges.undo(order);
            assertThat(outcome instanceof MergeOutcome.Done).isEqualTo(!into.containsKey(order.survivor()));
            if (outcome instanceof MergeOutcome.Done) {
                order.losers().forEach(into::remove);
                merged.remove(order);
            }
        }

        void mergeAndUndoChangesNothing() {
            List<String> living =
                    people.stream().filter(number -> !into.containsKey(number)).toList();
            if (living.size() < 2) {
                return;
            }
            List<String> before = books.of(people);
            MergeOrder order = new MergeOrder(UUID.randomUUID(), living.getFirst(), living.subList(1, living.size()));
            assertThat(merges.merge(order)).isInstanceOf(MergeOutcome.Done.class);
            assertThat(merges.undo(order))
                    .isInstanceOfSatisfying(
                            MergeOutcome.Done.class,
                            done -> assertThat(done.merge().kept()).isEmpty());
            // Members are opened by the first merge they are named in.
            assertThat(books.of(people)).containsAll(before);
            List<String> opened = books.of(people);
            MergeOrder again = new MergeOrder(UUID.randomUUID(), living.getLast(), List.of(living.getFirst()));
            assertThat(merges.merge(again)).isInstanceOf(MergeOutcome.Done.class);
            assertThat(merges.undo(again)).isInstanceOf(MergeOutcome.Done.class);
            assertThat(books.of(people)).isEqualTo(opened);
        }

        void undoAll() {
            while (!merged.isEmpty()) {
                undo(merged.size() - 1);
            }
        }

        void compare() {
            people.forEach(
                    number -> assertThat(books.balance(number)).as(number).isEqualTo(balance(number)));
        }

        private long balance(String number) {
            return lots.stream()
                    .filter(lot -> living(lot.sale.number()).equals(number))
                    .mapToLong(lot -> lot.left)
                    .sum();
        }

        private String living(String number) {
            String living = number;
            while (into.containsKey(living)) {
                living = into.get(living);
            }
            return living;
        }
    }
}
