package io.kehu.loyalty.earning;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule that is tried over recorded purchases.
 *
 * @param rule as it was when this was asked for
 * @param from of purchases that happened then or later
 * @param to of purchases that happened before
 * @param total purchases to be looked at; 0 until it has begun
 * @param done how many of them were
 * @param reason why it failed
 */
record Backtest(
        UUID id,
        EarningRule rule,
        Instant from,
        Instant to,
        State state,
        long total,
        long done,
        int attempts,
        @Nullable String reason,
        @Nullable BacktestResult result,
        Instant askedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** Where it stands. */
    enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }
}
