package io.kehu.loyalty.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A lot of a locked account, in the middle of a transaction. */
final class OpenLot {

    /** Soonest expiry first, of those the oldest: ids are ordered by time. */
    static final Comparator<OpenLot> SPENDING_ORDER = Comparator.comparing(
                    (OpenLot lot) -> lot.expiresAt, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
            .thenComparing(lot -> lot.id.toString());

    /** What need not wait any more first, of those the oldest. */
    static final Comparator<OpenLot> RIPENING_ORDER = Comparator.comparing(
                    (OpenLot lot) -> lot.pendingUntil, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
            .thenComparing(lot -> lot.id.toString());

    /** What a lot without points says of itself. */
    enum End {
        EXHAUSTED,
        EXPIRED,
        REVERSED
    }

    private final UUID id;
    private final long account;
    private final String number;
    private final UUID earnTx;
    private final long initial;
    private final String businessRef;
    private final Instant openedAt;
    private final @Nullable Instant earnedAt;
    private final @Nullable Instant pendingUntil;
    private boolean pending;
    private @Nullable Instant expiresAt;
    private long remaining;
    private long held;
    private End end = End.EXHAUSTED;

    OpenLot(
            UUID id,
            long account,
            String number,
            UUID earnTx,
            long initial,
            String businessRef,
            Instant openedAt,
            @Nullable Instant earnedAt,
            @Nullable Instant pendingUntil,
            boolean pending,
            @Nullable Instant expiresAt,
            long remaining,
            long held) {
        this.id = id;
        this.account = account;
        this.number = number;
        this.earnTx = earnTx;
        this.initial = initial;
        this.businessRef = businessRef;
        this.openedAt = openedAt;
        this.earnedAt = earnedAt;
        this.pendingUntil = pendingUntil;
        this.pending = pending;
        this.expiresAt = expiresAt;
        this.remaining = remaining;
        this.held = held;
    }

    UUID id() {
        return id;
    }

    long account() {
        return account;
    }

    String number() {
        return number;
    }

    UUID earnTx() {
        return earnTx;
    }

    long initial() {
        return initial;
    }

    String businessRef() {
        return businessRef;
    }

    Instant openedAt() {
        return openedAt;
    }

    /** Where that was not when it was booked. */
    @Nullable
    Instant earnedAt() {
        return earnedAt;
    }

    /** An id that has its place among those of what was earned then: of equal expiry, the oldest is spent first. */
    static UUID idOf(Instant earnedAt) {
        UUID random = UUID.randomUUID();
        return new UUID(
                earnedAt.toEpochMilli() << 16 | 0x7000 | random.getMostSignificantBits() & 0x0fff,
                random.getLeastSignificantBits());
    }

    @Nullable
    Instant expiresAt() {
        return expiresAt;
    }

    long remaining() {
        return remaining;
    }

    long held() {
        return held;
    }

    String state() {
        if (remaining == 0) {
            return end.name();
        }
        return pending ? "PENDING" : "ACTIVE";
    }

    @Nullable
    Instant pendingUntil() {
        return pendingUntil;
    }

    /** Whether its points wait before they can be spent. */
    boolean isPending() {
        return pending;
    }

    boolean isRipe(Instant now) {
        return pending && pendingUntil != null && !pendingUntil.isAfter(now);
    }

    /** Its points can be spent from now on. */
    void activate() {
        pending = false;
    }

    /** Points nothing holds. */
    long free() {
        return remaining - held;
    }

    boolean isOver(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    /** Takes free points. @param why what the lot says of itself if these were the last */
    void take(long points, End why) {
        change(-points, 0, why);
    }

    /** Takes points that were held. */
    void takeHeld(long points) {
        change(-points, -points, End.EXHAUSTED);
    }

    void giveBack(long points) {
        change(points, 0, End.EXHAUSTED);
    }

    void hold(long points) {
        change(0, points, end);
    }

    void release(long points) {
        change(0, -points, end);
    }

    /** Gives days of grace; nothing is taken away by it. */
    void lastUntil(Instant at) {
        if (expiresAt != null && at.isAfter(expiresAt)) {
            expiresAt = at;
        }
    }

    private void change(long points, long heldPoints, End why) {
        remaining += points;
        held += heldPoints;
        end = why;
        if (held < 0 || remaining < held || remaining > initial) {
            throw new IllegalStateException("A lot would give more than it has, or get more than it had");
        }
    }
}
