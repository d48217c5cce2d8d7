package io.kehu.loyalty.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.starter.test.ServiceTest;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeTry;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContextManager;

/** Whatever is booked in whatever order, with jumps of time and crashes in between, the ledger is what a simple model says. */
@ServiceTest
class LedgerModelTests {

    private static final int PEOPLE = 2;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invariants invariants;

    /** What may happen. */
    private enum Kind {
        EARN,
        EARN_LATER,
        ACTIVATE,
        SPEND,
        GIVE_BACK,
        HOLD,
        CAPTURE,
        RELEASE,
        TIME_OUT,
        REVERSE,
        ADJUST,
        EXPIRE,
        JUMP,
        CRASH
    }

    /** Something that happens, with numbers that choose to whom and how much. */
    private record Step(Kind kind, int who, int which, int amount) {}

    @BeforeTry
    void startTheService() throws Exception {
        new TestContextManager(getClass()).prepareTestInstance(this);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void theLedgerIsWhatTheModelSays(@ForAll("steps") List<Step> steps) {
        World world = new World();
        for (Step step : steps) {
            world.take(step);
            world.compare();
        }
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(Kind.EARN)),
                Tuple.of(3, Arbitraries.of(Kind.EARN_LATER)),
                Tuple.of(2, Arbitraries.of(Kind.ACTIVATE)),
                Tuple.of(5, Arbitraries.of(Kind.SPEND)),
                Tuple.of(3, Arbitraries.of(Kind.GIVE_BACK)),
                Tuple.of(3, Arbitraries.of(Kind.HOLD)),
                Tuple.of(2, Arbitraries.of(Kind.CAPTURE)),
                Tuple.of(1, Arbitraries.of(Kind.RELEASE)),
                Tuple.of(1, Arbitraries.of(Kind.TIME_OUT)),
                Tuple.of(3, Arbitraries.of(Kind.REVERSE)),
                Tuple.of(2, Arbitraries.of(Kind.ADJUST)),
                Tuple.of(2, Arbitraries.of(Kind.EXPIRE)),
                Tuple.of(3, Arbitraries.of(Kind.JUMP)),
                Tuple.of(2, Arbitraries.of(Kind.CRASH)));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, PEOPLE - 1),
                        Arbitraries.integers().between(0, 1_000),
                        Arbitraries.integers().between(1, 200))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(50);
    }

    /** A spending, in the ledger and in the model. */
    private record Spending(Booked booked, Map<ModelLedger.Lot, Long> restorable) {

        long left() {
            return restorable.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** A hold, in the ledger and in the model. */
    private record Holding(Hold hold, Map<ModelLedger.Lot, Long> parts) {}

    /** An earning, in the ledger and in the model. */
    private record Earning(Booked booked, ModelLedger.Lot lot, long[] left) {}

    /** Two members, in the ledger and in the model. */
    private final class World {

        private final Desk desk = new Desk(context, ZoneId.of("Asia/Shanghai"), 1, 0);
        private final List<String> numbers =
                Stream.generate(Shop::newNumber).limit(PEOPLE).toList();
        private final Map<Integer, ModelLedger> models = new HashMap<>();
        private final Map<Integer, List<Spending>> spendings = new HashMap<>();
        private final Map<Integer, List<Holding>> holdings = new HashMap<>();
        private final Map<Integer, List<Earning>> earnings = new HashMap<>();

        World() {
            for (int i = 0; i < PEOPLE; i++) {
                models.put(i, new ModelLedger());
                spendings.put(i, new ArrayList<>());
                holdings.put(i, new ArrayList<>());
                earnings.put(i, new ArrayList<>());
            }
        }

        void take(Step step) {
            String number = numbers.get(step.who());
            ModelLedger model = models.get(step.who());
            switch (step.kind()) {
                case EARN -> {
                    Booked booked = desk.earn(number, step.amount());
                    earnings.get(step.who())
                            .add(new Earning(
                                    booked, model.earn(step.amount(), booked.expiresAt()), new long[] {step.amount()}));
                }
                case EARN_LATER -> {
                    Duration waiting = Duration.ofHours(step.which() % 72 + 1);
                    Booked booked = desk.earnLater(number, step.amount(), waiting);
                    earnings.get(step.who())
                            .add(new Earning(
                                    booked,
                                    model.earnLater(
                                            step.amount(),
                                            booked.expiresAt(),
                                            desk.now().plus(waiting)),
                                    new long[] {step.amount()}));
                }
                case ACTIVATE -> {
                    desk.activate();
                    models.values().forEach(one -> one.activate(desk.now()));
                }
                case SPEND -> spend(step, number, model);
                case GIVE_BACK -> giveBack(step, model);
                case HOLD -> hold(step, number, model);
                case CAPTURE -> capture(step, model);
                case RELEASE -> release(step, model);
                case TIME_OUT -> timeOut();
                case REVERSE -> reverse(step, model);
                case ADJUST -> adjust(step, number, model);
                case EXPIRE -> {
                    desk.expire(number);
                    models.values().forEach(one -> one.expire(desk.now()));
                }
                case JUMP -> desk.move(Duration.ofHours(step.amount()));
                case CRASH ->
                    desk.crashAfter(() -> {
                        desk.earn(number, step.amount());
                        desk.earnLater(number, step.amount(), Duration.ofHours(1));
                        desk.activate();
                        desk.redeem(number, step.amount() / 2 + 1);
                        desk.expire(number);
                        desk.timeOut();
                    });
            }
        }

        private void spend(Step step, String number, ModelLedger model) {
            boolean can = model.canSpend(step.amount(), desk.now());
            Outcome outcome = desk.redeem(number, step.amount());
            assertThat(outcome instanceof Booked).isEqualTo(can);
            if (outcome instanceof Booked booked) {
                spendings.get(step.who()).add(new Spending(booked, model.spend(step.amount(), desk.now())));
            }
        }

        private void giveBack(Step step, ModelLedger model) {
            List<Spending> open = spendings.get(step.who()).stream()
                    .filter(spending -> spending.left() > 0)
                    .toList();
            if (!open.isEmpty()) {
                Spending one = open.get(step.which() % open.size());
                long points = Math.min(one.left(), step.amount());
                desk.giveBack(one.booked().booking().id(), points);
                model.giveBack(one.restorable(), points, desk.now());
            }
        }

        private void hold(Step step, String number, ModelLedger model) {
            if (model.canSpend(step.amount(), desk.now())) {
                Hold hold = desk.hold(number, step.amount(), Duration.ofHours(step.which() % 48 + 1));
                holdings.get(step.who()).add(new Holding(hold, model.hold(step.amount(), desk.now())));
            }
        }

        private void capture(Step step, ModelLedger model) {
            Holding one = live(step);
            if (one != null) {
                long points = Math.min(one.hold().points(), step.amount());
                Booked booked = desk.capture(one.hold().id(), points).getFirst();
                spendings.get(step.who()).add(new Spending(booked, model.capture(one.parts(), points, desk.now())));
                holdings.get(step.who()).remove(one);
            }
        }

        private void release(Step step, ModelLedger model) {
            Holding one = live(step);
            if (one != null) {
                desk.release(one.hold().id());
                model.capture(one.parts(), 0, desk.now());
                holdings.get(step.who()).remove(one);
            }
        }

        private Holding live(Step step) {
            List<Holding> live = holdings.get(step.who()).stream()
                    .filter(holding -> holding.hold().expiresAt().isAfter(desk.now()))
                    .toList();
            return live.isEmpty() ? null : live.get(step.which() % live.size());
        }

        private void timeOut() {
            desk.timeOut();
            for (int i = 0; i < PEOPLE; i++) {
                ModelLedger model = models.get(i);
                // All that is due comes free together before anything is paid out of it.
                Map<ModelLedger.Lot, Long> parts = new LinkedHashMap<>();
                holdings.get(i).stream()
                        .filter(holding -> !holding.hold().expiresAt().isAfter(desk.now()))
                        .forEach(holding ->
                                holding.parts().forEach((lot, points) -> parts.merge(lot, points, Long::sum)));
                model.capture(sorted(parts), 0, desk.now());
                holdings.get(i).removeIf(holding -> !holding.hold().expiresAt().isAfter(desk.now()));
            }
        }

        private Map<ModelLedger.Lot, Long> sorted(Map<ModelLedger.Lot, Long> parts) {
            Map<ModelLedger.Lot, Long> sorted = new LinkedHashMap<>();
            parts.entrySet().stream()
                    .sorted((one, other) -> ModelLedger.SPENDING_ORDER.compare(one.getKey(), other.getKey()))
                    .forEach(part -> sorted.put(part.getKey(), part.getValue()));
            return sorted;
        }

        private void reverse(Step step, ModelLedger model) {
            List<Earning> open = earnings.get(step.who()).stream()
                    .filter(earning -> earning.left()[0] > 0)
                    .toList();
            if (!open.isEmpty()) {
                Earning one = open.get(step.which() % open.size());
                long points = Math.min(one.left()[0], step.amount());
                Booked booked = desk.reverseEarning(one.booked(), points);
                model.reverse(one.lot(), points, desk.now());
                one.left()[0] -= points;
                assertThat(booked.owed()).isEqualTo(model.owed());
            }
        }

        private void adjust(Step step, String number, ModelLedger model) {
            long points = step.which() % 2 == 0 ? step.amount() : -step.amount();
            boolean can = points > 0 || model.canSpend(-points, desk.now());
            Outcome outcome = desk.adjust(number, points);
            assertThat(outcome instanceof Booked).isEqualTo(can);
            if (outcome instanceof Booked booked) {
                if (points > 0) {
                    model.earn(points, booked.expiresAt());
                } else {
                    model.spend(-points, desk.now());
                }
            }
        }

        void compare() {
            for (int i = 0; i < PEOPLE; i++) {
                ModelLedger model = models.get(i);
                String number = numbers.get(i);
                assertThat(desk.account(number))
                        .isEqualTo(new Desk.Account(model.posted(), model.held(), model.owed()));
                List<Desk.LotRow> lots = desk.lots(number);
                assertThat(lots).extracting(Desk.LotRow::remaining).isEqualTo(model.left());
                assertThat(lots).extracting(Desk.LotRow::held).isEqualTo(model.heldOfEach());
            }
        }
    }
}
