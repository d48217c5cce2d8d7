package io.kehu.loyalty.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a member's points should do, said as simply as can be: lists of lots in memory, no database and no batches. */
final class ModelLedger {

    static final Comparator<Lot> SPENDING_ORDER =
            Comparator.comparing((Lot lot) -> lot.expiry).thenComparing(lot -> lot.order);

    private final List<Lot> lots = new ArrayList<>();
    private long owed;

    /** Points that expire together, in the order they came. */
    static final class Lot {

        private final int order;
        private final Instant expiry;
        private final Instant waitsUntil;
        private boolean waiting;
        private long left;
        private long held;

        Lot(int order, Instant expiry, Instant waitsUntil, long left) {
            this.order = order;
            this.expiry = expiry;
            this.waitsUntil = waitsUntil;
            this.waiting = waitsUntil != null;
            this.left = left;
        }

        private boolean usable(Instant now) {
            return left > held && !waiting && expiry.isAfter(now);
        }
    }

    long posted() {
        return lots.stream().mapToLong(lot -> lot.left).sum();
    }

    long held() {
        return lots.stream().mapToLong(lot -> lot.held).sum();
    }

    long owed() {
        return owed;
    }

    List<Long> left() {
        return lots.stream().map(lot -> lot.left).toList();
    }

    List<Long> heldOfEach() {
        return lots.stream().map(lot -> lot.held).toList();
    }

    Lot earn(long points, Instant expiry) {
        Lot lot = new Lot(lots.size(), expiry, null, points);
        lots.add(lot);
        pay(lot);
        return lot;
    }

    Lot earnLater(long points, Instant expiry, Instant waitsUntil) {
        Lot lot = new Lot(lots.size(), expiry, waitsUntil, points);
        lots.add(lot);
        return lot;
    }

    /** Those that have waited long enough, the first of them first. */
    void activate(Instant now) {
        lots.stream()
                .filter(lot -> lot.waiting && !lot.waitsUntil.isAfter(now))
                .sorted(Comparator.comparing((Lot lot) -> lot.waitsUntil).thenComparing(lot -> lot.order))
                .forEach(lot -> {
                    lot.waiting = false;
                    if (lot.usable(now)) {
                        pay(lot);
                    }
                });
    }

    private void pay(Lot lot) {
        long paid = Math.min(owed, lot.left - lot.held);
        lot.left -= paid;
        owed -= paid;
    }

    boolean canSpend(long points, Instant now) {
        long usable = lots.stream()
                .filter(lot -> lot.usable(now))
                .mapToLong(lot -> lot.left - lot.held)
                .sum();
        return usable - owed >= points;
    }

    private List<Lot> inOrder(Instant now) {
        return lots.stream()
                .filter(lot -> lot.usable(now))
                .sorted(SPENDING_ORDER)
                .toList();
    }

    /** @return what was taken of each lot */
    Map<Lot, Long> spend(long points, Instant now) {
        Map<Lot, Long> taken = new LinkedHashMap<>();
        long missing = points;
        for (Lot lot : inOrder(now)) {
            long some = Math.min(missing, lot.left - lot.held);
            if (some > 0) {
                lot.left -= some;
                taken.put(lot, some);
                missing -= some;
            }
        }
        return taken;
    }

    Map<Lot, Long> hold(long points, Instant now) {
        Map<Lot, Long> parts = new LinkedHashMap<>();
        long missing = points;
        for (Lot lot : inOrder(now)) {
            long some = Math.min(missing, lot.left - lot.held);
            if (some > 0) {
                lot.held += some;
                parts.put(lot, some);
                missing -= some;
            }
        }
        return parts;
    }

    /** Spends some of what is held, soonest expiry first, and lets the rest go. @return what was taken of each lot */
    Map<Lot, Long> capture(Map<Lot, Long> parts, long points, Instant now) {
        Map<Lot, Long> taken = new LinkedHashMap<>();
        long missing = points;
        for (Map.Entry<Lot, Long> part : parts.entrySet()) {
            Lot lot = part.getKey();
            long some = Math.min(missing, part.getValue());
            lot.held -= part.getValue();
            lot.left -= some;
            if (some > 0) {
                taken.put(lot, some);
            }
            missing -= some;
        }
        parts.keySet().stream().filter(lot -> lot.usable(now)).forEach(this::pay);
        return taken;
    }

    /** Newest use first; what is past its expiry is gone at once. */
    void giveBack(Map<Lot, Long> restorable, long points, Instant now) {
        List<Lot> newestFirst = new ArrayList<>(restorable.keySet()).reversed();
        long missing = points;
        for (Lot lot : newestFirst) {
            long some = Math.min(missing, restorable.get(lot));
            if (some > 0) {
                restorable.merge(lot, -some, Long::sum);
                missing -= some;
                lot.left += some;
                if (lot.usable(now)) {
                    pay(lot);
                } else if (!lot.expiry.isAfter(now)) {
                    lot.left = lot.held;
                }
            }
        }
    }

    void reverse(Lot own, long points, Instant now) {
        long some = Math.min(points, own.left - own.held);
        own.left -= some;
        long missing = points - some;
        for (Lot lot : inOrder(now)) {
            long more = Math.min(missing, lot.left - lot.held);
            lot.left -= more;
            missing -= more;
        }
        owed += missing;
    }

    void expire(Instant now) {
        lots.stream().filter(lot -> !lot.waiting && !lot.expiry.isAfter(now)).forEach(lot -> lot.left = lot.held);
    }
}
