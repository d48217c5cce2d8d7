package io.kehu.loyalty.ledger;

import io.kehu.starter.base.TimeOrderedIds;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points to be booked between a member and the programme.
 *
 * @param id of the transaction
 * @param number it came under, which may be merged into another one
 * @param points positive to the member, negative from the member
 * @param businessRef what for, such as {@code POS/4711}
 * @param rule code of the earning rule, for earnings
 * @param reverses transaction it takes back, for reversals
 * @param reason in words, where a person decided
 * @param occurredAt when what it is for happened
 * @param pendingUntil when what it opens can be spent, for earnings and imports; at once when missing
 * @param origin of points that come from another system
 */
public record Booking(
        UUID id,
        TxType type,
        String number,
        long points,
        String businessRef,
        @Nullable String rule,
        @Nullable Integer ruleVersion,
        @Nullable UUID reverses,
        String actor,
        @Nullable String reason,
        Instant occurredAt,
        @Nullable Instant pendingUntil,
        @Nullable Origin origin) {

    /**
     * Dates that points have already.
     *
     * @param expiresAt never when missing
     */
    public record Origin(Instant earnedAt, @Nullable Instant expiresAt) {}

    /** One whose points can be spent at once. */
    public Booking(
            UUID id,
            TxType type,
            String number,
            long points,
            String businessRef,
            @Nullable String rule,
            @Nullable Integer ruleVersion,
            @Nullable UUID reverses,
            String actor,
            @Nullable String reason,
            Instant occurredAt) {
        this(id, type, number, points, businessRef, rule, ruleVersion, reverses, actor, reason, occurredAt, null, null);
    }

    /** The same with points that wait; at once when missing. */
    public Booking waitingUntil(@Nullable Instant later) {
        return new Booking(
                id,
                type,
                number,
                points,
                businessRef,
                rule,
                ruleVersion,
                reverses,
                actor,
                reason,
                occurredAt,
                later,
                origin);
    }

    /** Points of another system. */
    public static Booking imported(
            String number,
            long points,
            String businessRef,
            String actor,
            Origin origin,
            @Nullable Instant pendingUntil) {
        return new Booking(
                TimeOrderedIds.next(),
                TxType.IMPORT,
                number,
                points,
                businessRef,
                null,
                null,
                null,
                actor,
                null,
                origin.earnedAt(),
                pendingUntil,
                origin);
    }

    /** One that no rule and no other transaction is behind. */
    public static Booking of(
            TxType type,
            String number,
            long points,
            String businessRef,
            String actor,
            @Nullable String reason,
            Instant occurredAt) {
        return new Booking(
                TimeOrderedIds.next(), type, number, points, businessRef, null, null, null, actor, reason, occurredAt);
    }

    /** One that takes back what another transaction did. */
    public static Booking reversing(
            TxType type, UUID reverses, String number, long points, String businessRef, String actor, Instant at) {
        return new Booking(
                TimeOrderedIds.next(), type, number, points, businessRef, null, null, reverses, actor, null, at);
    }

    /** One more that follows from this one. */
    Booking followedBy(TxType next, String nextNumber, long nextPoints) {
        return of(next, nextNumber, nextPoints, businessRef, actor, null, occurredAt);
    }
}
