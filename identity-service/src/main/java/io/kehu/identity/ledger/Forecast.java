package io.kehu.identity.ledger;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When a counter runs out, if numbers go on being issued as lately: free / (issued in the last 28 days / days since the first of those).
 *
 * @param perDay numbers a day, rounded down
 * @param runsOutOn null when nothing was issued lately, or not within a thousand years
 */
record Forecast(
        @Schema(example = "2026") String partition,
        @Schema(example = "998748999") long free,
        @Schema(example = "4200") long perDay,
        @Schema(example = "2677-08-04") @Nullable LocalDate runsOutOn) {

    static final Duration LATELY = Duration.ofDays(28);
    private static final double FARTHEST_DAYS = 365_000;

    static Forecast of(Accounts.Pace pace, Instant now, ZoneId zone) {
        double days = Math.max(
                1,
                Duration.between(pace.since(), now).toSeconds()
                        / (double) Duration.ofDays(1).toSeconds());
        double perDay = pace.taken() / days;
        double left = perDay == 0 ? Double.POSITIVE_INFINITY : pace.free() / perDay;
        LocalDate day =
                left > FARTHEST_DAYS ? null : LocalDate.ofInstant(now, zone).plusDays((long) Math.floor(left));
        return new Forecast(pace.partition(), pace.free(), (long) perDay, day);
    }
}
