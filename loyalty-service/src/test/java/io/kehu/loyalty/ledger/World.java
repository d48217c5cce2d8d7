package io.kehu.loyalty.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.member.Passbook;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;

/** A few people and what happens to their points, in the ledger and in the model. */
final class World {

    private final List<String> people;
    private final ModelNumbers numbers = new ModelNumbers();
    private final Desk desk;
    private final ModelLedger model;
    private final Passbook passbook;
    private final Mergers mergers;
    private final List<Earning> earnings = new ArrayList<>();
    private final List<Spending> spendings = new ArrayList<>();
    private final List<Holding> holdings = new ArrayList<>();
    private Step last;

    World(ApplicationContext context, int people, int graceDays) {
        this.people = Stream.generate(Shop::newNumber).limit(people).toList();
        this.desk = new Desk(context, ZoneId.of("Asia/Shanghai"), 1, graceDays);
        this.model = new ModelLedger(numbers, desk.program()::graceOf);
        this.passbook = new Passbook(context, desk.clock(), desk.program().code());
        this.mergers = new Mergers(context, model, numbers);
    }

    /** An earning, and what of it was not taken back. */
    private record Earning(Booked booked, ModelLot lot, long[] left) {}

    /** A spending, and what of it was not given back. */
    private record Spending(UUID id, Map<ModelLot, Long> restorable) {

        long left() {
            return restorable.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** A hold that nobody has ended. */
    private record Holding(Hold hold, Map<ModelLot, Long> parts) {

        boolean isDue(Instant now) {
            return !hold.expiresAt().isAfter(now);
        }
    }

    /** Has something happen, here and there. */
    void take(Step step) {
        last = step;
        String number = people.get(step.who() % people.size());
        switch (step.kind()) {
            case EARN -> earn(number, step.amount());
            case EARN_LATER -> earnLater(number, step.amount(), Duration.ofHours(step.which() % 72 + 1));
            case ACTIVATE -> activate();
            case SPEND -> spend(number, some(number, step));
            case GIVE_BACK -> giveBack(step);
            case HOLD ->
                hold(
                        number,
                        step.which() % 2 == 0 ? some(number, step) : all(number),
                        Duration.ofHours(step.which() % 96 + 1));
            case CAPTURE -> end(step, step.amount());
            case RELEASE -> end(step, 0);
            case TIME_OUT -> timeOut();
            case REVERSE -> reverse(step);
            case ADJUST -> adjust(number, step.which() % 2 == 0 ? step.amount() : -some(number, step));
            case EXPIRE -> expire();
            case JUMP -> jump(step);
            case CRASH -> crash(number, step);
            case MERGE -> mergers.merge(number, others(number, step));
            case UNDO -> mergers.undo(step.which());
        }
    }

    /** As many points as can be spent, where there are fewer than asked for; now and then too many. */
    private long some(String number, Step step) {
        return step.which() % 4 == 0 ? step.amount() : Math.min(all(number), step.amount());
    }

    private long all(String number) {
        return Math.max(1, model.available(number, desk.now()));
    }

    /** One or two others. */
    private List<String> others(String number, Step step) {
        return Stream.of(step.which(), step.which() + 1)
                .limit(1 + step.amount() % 2)
                .map(next -> people.get(next % people.size()))
                .filter(other -> !other.equals(number))
                .toList();
    }

    private void earn(String number, long points) {
        Booked booked = desk.earn(number, points);
        ModelLot lot = model.earn(number, points, booked.expiresAt(), desk.now());
        earnings.add(new Earning(booked, lot, new long[] {points}));
        assertThat(booked.member()).isEqualTo(numbers.living(number));
    }

    private void earnLater(String number, long points, Duration waiting) {
        Booked booked = desk.earnLater(number, points, waiting);
        ModelLot lot =
                model.earnLater(number, points, booked.expiresAt(), desk.now().plus(waiting));
        earnings.add(new Earning(booked, lot, new long[] {points}));
    }

    private void activate() {
        desk.activate();
        model.activate(desk.now());
    }

    private void spend(String number, long points) {
        boolean can = model.canSpend(number, points, desk.now());
        Outcome outcome = desk.redeem(number, points);
        assertThat(outcome instanceof Booked).isEqualTo(can);
        if (outcome instanceof Booked booked) {
            spendings.add(
                    new Spending(booked.booking().id(), model.spend(number, points, ModelLot.Loss.SPENT, desk.now())));
        }
    }

    private void giveBack(Step step) {
        List<Spending> open =
                spendings.stream().filter(spending -> spending.left() > 0).toList();
        if (!open.isEmpty()) {
            Spending one = open.get(step.which() % open.size());
            long points = Math.min(one.left(), step.amount());
            desk.giveBack(one.id(), points);
            model.giveBack(one.restorable(), points, desk.now());
        }
    }

    private void hold(String number, long points, Duration lasting) {
        if (model.canSpend(number, points, desk.now())) {
            holdings.add(new Holding(desk.hold(number, points, lasting), model.hold(number, points, desk.now())));
        } else {
            assertThatThrownBy(() -> desk.hold(number, points, lasting))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("not-enough-points");
        }
    }

    /** Captures up to so many points, or releases all. */
    private void end(Step step, long most) {
        List<Holding> live =
                holdings.stream().filter(holding -> !holding.isDue(desk.now())).toList();
        if (live.isEmpty()) {
            return;
        }
        Holding one = live.get(step.which() % live.size());
        long points = Math.min(one.hold().points(), most);
        holdings.remove(one);
        if (points == 0) {
            desk.release(one.hold().id());
            model.capture(one.parts(), 0, desk.now());
            return;
        }
        List<Booked> booked = desk.capture(one.hold().id(), points);
        Map<String, Map<ModelLot, Long>> taken = model.capture(one.parts(), points, desk.now());
        assertThat(booked).extracting(Booked::member).containsExactlyInAnyOrderElementsOf(taken.keySet());
        booked.forEach(each -> spendings.add(new Spending(each.booking().id(), taken.get(each.member()))));
    }

    /** All that is due comes free together before anything is paid out of it. */
    private void timeOut() {
        desk.timeOut();
        Map<ModelLot, Long> parts = new LinkedHashMap<>();
        holdings.stream()
                .filter(holding -> holding.isDue(desk.now()))
                .forEach(holding -> holding.parts().forEach((lot, points) -> parts.merge(lot, points, Long::sum)));
        holdings.removeIf(holding -> holding.isDue(desk.now()));
        model.capture(parts, 0, desk.now());
    }

    private void reverse(Step step) {
        List<Earning> open =
                earnings.stream().filter(earning -> earning.left()[0] > 0).toList();
        if (!open.isEmpty()) {
            Earning one = open.get(step.which() % open.size());
            long points = Math.min(one.left()[0], step.amount());
            Booked booked = desk.reverseEarning(one.booked(), points);
            model.reverse(one.lot(), points, desk.now());
            one.left()[0] -= points;
            assertThat(booked.owed()).isEqualTo(model.owed(booked.member()));
        }
    }

    private void adjust(String number, long points) {
        boolean can = points > 0 || model.canSpend(number, -points, desk.now());
        Outcome outcome = desk.adjust(number, points);
        assertThat(outcome instanceof Booked).isEqualTo(can);
        if (outcome instanceof Booked booked) {
            if (points > 0) {
                model.earn(number, points, booked.expiresAt(), desk.now());
            } else {
                model.spend(number, -points, ModelLot.Loss.ADJUSTED, desk.now());
            }
        }
    }

    private void expire() {
        desk.expire(people.getFirst());
        model.expire(desk.now());
    }

    /** To the very moment when something ends soon, or some hours on. */
    private void jump(Step step) {
        List<Instant> moments = Stream.concat(
                        model.moments(),
                        holdings.stream().map(holding -> holding.hold().expiresAt()))
                .filter(moment -> moment.isAfter(desk.now()))
                .sorted()
                .limit(3)
                .toList();
        if (step.which() % 2 == 0 || moments.isEmpty()) {
            desk.move(Duration.ofHours(step.amount() / 4 + 1));
        } else {
            desk.moveTo(step.amount() % 4 == 0 ? moments.getLast() : moments.getFirst());
        }
    }

    private void crash(String number, Step step) {
        desk.crashAfter(() -> {
            desk.earn(number, step.amount());
            desk.earnLater(number, step.amount(), Duration.ofHours(1));
            desk.activate();
            desk.redeem(number, step.amount() / 2 + 1);
            mergers.start(number, others(number, step));
            desk.redeem(number, step.amount() / 3 + 1);
            desk.expire(number);
            desk.timeOut();
        });
    }

    /** What each number and each member has is the same here and there. */
    void compare() {
        for (String number : people) {
            assertThat(desk.account(number)).as("%s after %s", number, last).isEqualTo(model.account(number));
            assertThat(desk.lots(number)).as("%s after %s", number, last).isEqualTo(model.lots(number));
            assertThat(passbook.of(number).orElse(nothing(number)))
                    .as("%s after %s", number, last)
                    .isEqualTo(model.page(number, desk.now()));
        }
    }

    private Passbook.Page nothing(String number) {
        return new Passbook.Page(numbers.living(number), 0, 0, 0, 0, null, 0, null);
    }

    /** Everybody is themselves again, every hold ends, and every point gets spendable and expires. */
    void end() {
        while (mergers.undoLast()) {
            compare();
        }
        desk.move(Duration.ofDays(4));
        timeOut();
        activate();
        compare();
        desk.move(Duration.ofDays(70));
        expire();
        compare();
        assertThat(people).allSatisfy(number -> assertThat(model.posted(number)).isZero());
    }
}
