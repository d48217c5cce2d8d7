package io.kehu.loyalty.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Points that expire together, in the model. */
final class ModelLot {

    static final Comparator<ModelLot> SPENDING_ORDER =
            Comparator.comparing((ModelLot lot) -> lot.expiry).thenComparing(lot -> lot.order);

    final int order;
    final String number;
    final Instant waitsUntil;
    Instant expiry;
    boolean waiting;
    long left;
    long held;
    private final Map<Loss, Long> lost = new LinkedHashMap<>();
    private String end = "";

    /** @param order they came in, of all lots */
    ModelLot(int order, String number, Instant expiry, Instant waitsUntil, long left) {
        this.order = order;
        this.number = number;
        this.expiry = expiry;
        this.waitsUntil = waitsUntil;
        this.waiting = waitsUntil != null;
        this.left = left;
    }

    /** Why points leave a lot, as an undone merge tells it. */
    enum Loss {
        SPENT,
        EXPIRED,
        REVERSED,
        ADJUSTED,
        REPAID
    }

    /** What it has lost so far; what was given back counts against what was spent. */
    Map<Loss, Long> lost() {
        return Map.copyOf(lost);
    }

    long free() {
        return left - held;
    }

    boolean isOver(Instant now) {
        return !expiry.isAfter(now);
    }

    boolean usable(Instant now) {
        return free() > 0 && !waiting && !isOver(now);
    }

    String state() {
        return left == 0 ? end : waiting ? "PENDING" : "ACTIVE";
    }

    void lose(long points, Loss why) {
        lose(points, why, why == Loss.EXPIRED ? "EXPIRED" : "EXHAUSTED");
    }

    /** @param ends what the lot says of itself if these were the last */
    void lose(long points, Loss why, String ends) {
        if (points != 0) {
            left -= points;
            lost.merge(why, points, Long::sum);
            end = ends;
        }
    }
}
