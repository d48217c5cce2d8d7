package io.kehu.loyalty.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A booking that was made.
 *
 * @param member whose account it went to: whom the booking's number stands for
 * @param balanceAfter the member's spendable points right after it
 * @param expiresAt when the points expire, for earnings
 */
public record Booked(
        Booking booking,
        String member,
        Instant bookedAt,
        long balanceAfter,
        @Nullable Instant expiresAt) {}
