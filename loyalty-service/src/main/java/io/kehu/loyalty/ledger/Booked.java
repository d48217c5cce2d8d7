package io.kehu.loyalty.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A booking that was made.
 *
 * @param member whose account it went to: whom the booking's number stands for
 * @param balanceAfter the member's points right after it and what it entailed
 * @param expiresAt when the points expire, for what opens a lot
 * @param owed points the member owes now, for reversals that found too few
 */
public record Booked(
        Booking booking,
        String member,
        Instant bookedAt,
        long balanceAfter,
        @Nullable Instant expiresAt,
        long owed) implements Outcome {}
