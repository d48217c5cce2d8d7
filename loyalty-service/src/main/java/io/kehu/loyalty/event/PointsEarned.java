package io.kehu.loyalty.event;

import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.program.Program;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** As in docs/events/loyalty.points.earned.v1. */
record PointsEarned(
        UUID transactionId,
        String number,
        String program,
        long points,
        long balance,
        String businessRef,
        @Nullable String rule,
        @Nullable Integer ruleVersion,
        @Nullable Instant pendingUntil,
        @Nullable Instant expiresAt) {

    static PointsEarned of(Program program, Booked booked) {
        return new PointsEarned(
                booked.booking().id(),
                booked.member(),
                program.code(),
                booked.booking().points(),
                booked.balanceAfter(),
                booked.booking().businessRef(),
                booked.booking().rule(),
                booked.booking().ruleVersion(),
                booked.booking().pendingUntil(),
                booked.expiresAt());
    }
}
