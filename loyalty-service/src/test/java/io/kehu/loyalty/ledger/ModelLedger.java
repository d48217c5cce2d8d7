package io.kehu.loyalty.ledger;

import io.kehu.loyalty.member.Passbook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What members' points should do, said as simply as can be: a list of lots in memory, no database and no batches. A lot and a debt are of the
 * number they came under for ever, and of the member whom that number stands for now; a merge moves nothing.
 */
final class ModelLedger {

    private final ModelNumbers numbers;
    private final UnaryOperator<Instant> grace;
    private final List<ModelLot> lots = new ArrayList<>();
    private final Map<String, Long> owed = new LinkedHashMap<>();

    /** @param grace until when points last that are given back then, past their expiry */
    ModelLedger(ModelNumbers numbers, UnaryOperator<Instant> grace) {
        this.numbers = numbers;
        this.grace = grace;
    }

    /** All of a member's lots, under all of the numbers that stand for the member. */
    Stream<ModelLot> lotsOf(String member) {
        return lots.stream().filter(lot -> numbers.living(lot.number).equals(member));
    }

    /** All lots that go back where a number goes back. */
    Stream<ModelLot> lotsThatGoWith(String number) {
        return lots.stream().filter(lot -> numbers.isOf(lot.number, number));
    }

    /** What is booked to a number, which is nothing once it is merged, but the debt. */
    Desk.Account account(String number) {
        return new Desk.Account(posted(number), held(number), owed.getOrDefault(number, 0L));
    }

    /** Lots of a number, oldest first. */
    List<Desk.LotRow> lots(String number) {
        return lots.stream()
                .filter(lot -> lot.number.equals(number))
                .map(lot -> new Desk.LotRow(lot.left, lot.held, lot.state(), lot.expiry))
                .toList();
    }

    /** What whom the number stands for is shown. */
    Passbook.Page page(String number, Instant now) {
        String member = numbers.living(number);
        return new Passbook.Page(
                member,
                posted(member),
                held(member),
                available(member, now),
                waiting(member).mapToLong(lot -> lot.left).sum(),
                waiting(member)
                        .map(lot -> lot.waitsUntil)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                owed(member),
                lotsOf(member)
                        .filter(lot -> lot.left > 0)
                        .map(lot -> lot.expiry)
                        .min(Comparator.naturalOrder())
                        .orElse(null));
    }

    private Stream<ModelLot> waiting(String member) {
        return lotsOf(member).filter(lot -> lot.waiting && lot.left > 0);
    }

    long posted(String member) {
        return lotsOf(member).mapToLong(lot -> lot.left).sum();
    }

    private long held(String member) {
        return lotsOf(member).mapToLong(lot -> lot.held).sum();
    }

    /** Under any of a member's numbers. */
    long owed(String member) {
        return owed.entrySet().stream()
                .filter(debt -> numbers.areOne(debt.getKey(), member))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** When time does something to points, or would have done, had they not been spent. */
    Stream<Instant> moments() {
        return lots.stream()
                .flatMap(lot -> lot.waiting ? Stream.of(lot.waitsUntil, lot.expiry) : Stream.of(lot.expiry));
    }

    ModelLot earn(String number, long points, Instant expiry, Instant now) {
        ModelLot lot = new ModelLot(lots.size(), number, expiry, null, points);
        lots.add(lot);
        pay(lot, now);
        return lot;
    }

    ModelLot earnLater(String number, long points, Instant expiry, Instant waitsUntil) {
        ModelLot lot = new ModelLot(lots.size(), number, expiry, waitsUntil, points);
        lots.add(lot);
        return lot;
    }

    /** Those that have waited long enough, the first of them first. */
    void activate(Instant now) {
        lots.stream()
                .filter(lot -> lot.waiting && lot.left > 0 && !lot.waitsUntil.isAfter(now))
                .sorted(Comparator.comparing((ModelLot lot) -> lot.waitsUntil).thenComparing(lot -> lot.order))
                .forEach(lot -> {
                    lot.waiting = false;
                    pay(lot, now);
                });
    }

    /** Pays what the lot's member owes under any number, the number first that owed first. */
    private void pay(ModelLot lot, Instant now) {
        for (Map.Entry<String, Long> debt : owed.entrySet()) {
            if (lot.usable(now) && numbers.areOne(debt.getKey(), lot.number)) {
                long paid = Math.min(debt.getValue(), lot.free());
                lot.lose(paid, ModelLot.Loss.REPAID);
                debt.setValue(debt.getValue() - paid);
            }
        }
    }

    /** What whom the number stands for can spend. */
    long available(String number, Instant now) {
        String member = numbers.living(number);
        long usable = inOrder(member, now).stream().mapToLong(ModelLot::free).sum();
        return Math.max(0, usable - owed(member));
    }

    boolean canSpend(String number, long points, Instant now) {
        return available(number, now) >= points;
    }

    private List<ModelLot> inOrder(String member, Instant now) {
        return lotsOf(member)
                .filter(lot -> lot.usable(now))
                .sorted(ModelLot.SPENDING_ORDER)
                .toList();
    }

    /** @return what was taken of each lot */
    Map<ModelLot, Long> spend(String number, long points, ModelLot.Loss why, Instant now) {
        Map<ModelLot, Long> taken = first(number, points, now);
        taken.forEach((lot, some) -> lot.lose(some, why));
        return taken;
    }

    Map<ModelLot, Long> hold(String number, long points, Instant now) {
        Map<ModelLot, Long> parts = first(number, points, now);
        parts.forEach((lot, some) -> lot.held += some);
        return parts;
    }

    private Map<ModelLot, Long> first(String number, long points, Instant now) {
        Map<ModelLot, Long> parts = new LinkedHashMap<>();
        long missing = points;
        for (ModelLot lot : inOrder(numbers.living(number), now)) {
            long some = Math.min(missing, lot.free());
            if (some > 0) {
                parts.put(lot, some);
                missing -= some;
            }
        }
        return parts;
    }

    /**
     * Spends some of what is held, soonest expiry first, and lets the rest go, which pays what is owed.
     *
     * @return what was taken of each lot, by whom the lots are of now
     */
    Map<String, Map<ModelLot, Long>> capture(Map<ModelLot, Long> parts, long points, Instant now) {
        Map<ModelLot, Long> taken = new LinkedHashMap<>();
        List<ModelLot> freed = new ArrayList<>();
        long missing = points;
        for (ModelLot lot :
                parts.keySet().stream().sorted(ModelLot.SPENDING_ORDER).toList()) {
            long ofHold = parts.get(lot);
            long some = Math.min(missing, ofHold);
            lot.held -= ofHold;
            missing -= some;
            if (some > 0) {
                lot.lose(some, ModelLot.Loss.SPENT);
                taken.put(lot, some);
            }
            if (some < ofHold) {
                freed.add(lot);
            }
        }
        freed.forEach(lot -> pay(lot, now));
        return taken.keySet().stream()
                .collect(Collectors.groupingBy(
                        lot -> numbers.living(lot.number),
                        Collectors.toMap(lot -> lot, taken::get, Long::sum, LinkedHashMap::new)));
    }

    /** Newest use first; what is past its expiry has days of grace, or is gone at once. */
    void giveBack(Map<ModelLot, Long> restorable, long points, Instant now) {
        List<ModelLot> newestFirst = new ArrayList<>(restorable.keySet()).reversed();
        long missing = points;
        for (ModelLot lot : newestFirst) {
            long some = Math.min(missing, restorable.get(lot));
            if (some > 0) {
                restorable.merge(lot, -some, Long::sum);
                missing -= some;
                lot.lose(-some, ModelLot.Loss.SPENT);
                if (lot.isOver(now) && grace.apply(now).isAfter(now)) {
                    lot.expiry = grace.apply(now);
                }
                pay(lot, now);
                if (lot.isOver(now)) {
                    lot.lose(lot.free(), ModelLot.Loss.EXPIRED);
                }
            }
        }
    }

    /** From the earning's own lot first; what nothing is left for is owed under the number of the earning. */
    void reverse(ModelLot own, long points, Instant now) {
        long some = Math.min(points, own.free());
        own.lose(some, ModelLot.Loss.REVERSED, "REVERSED");
        Map<ModelLot, Long> more = spend(own.number, points - some, ModelLot.Loss.REVERSED, now);
        long missing = points
                - some
                - more.values().stream().mapToLong(Long::longValue).sum();
        if (missing > 0) {
            owed.merge(own.number, missing, Long::sum);
        }
    }

    void expire(Instant now) {
        lots.stream()
                .filter(lot -> !lot.waiting && lot.isOver(now))
                .forEach(lot -> lot.lose(lot.free(), ModelLot.Loss.EXPIRED));
    }
}
