package io.kehu.loyalty.program;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A points programme.
 *
 * @param zone whose days and years count
 * @param validMonths how long points last
 */
public record Program(String code, String name, ZoneId zone, int validMonths) {

    /** The end of the local day, that many months after the booking; the 31st becomes the last day of a shorter month. */
    public Instant expiryOf(Instant bookedAt) {
        ZonedDateTime lastDay = bookedAt.atZone(zone).plusMonths(validMonths);
        return lastDay.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }
}
