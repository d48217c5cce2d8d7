package io.kehu.loyalty.program;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A points programme.
 *
 * @param zone whose days and years count
 * @param validMonths how long points last
 * @param restoreGraceDays how long points last that are given back after their expiry; with 0 they expire at once
 */
public record Program(String code, String name, ZoneId zone, int validMonths, int restoreGraceDays, Worth worth) {

    /** What comes from outside may last. */
    static final int MOST_MONTHS = 120;

    /**
     * What points are worth to the books.
     *
     * @param pointValueMinor what a point is worth, in minor units of the currency
     * @param redemptionRate share of points expected to be redeemed, more than 0 to 1
     */
    public record Worth(BigDecimal pointValueMinor, BigDecimal redemptionRate) {}

    /** The end of the local day, that many months after the booking; the 31st becomes the last day of a shorter month. */
    public Instant expiryOf(Instant bookedAt) {
        return endOfDay(bookedAt.atZone(zone).plusMonths(validMonths));
    }

    /** The end of the local day, as many days of grace later; the moment itself where there are none. */
    public Instant graceOf(Instant restoredAt) {
        return restoreGraceDays == 0
                ? restoredAt
                : endOfDay(restoredAt.atZone(zone).plusDays(restoreGraceDays));
    }

    /** The last local day of points that expire then. */
    public LocalDate lastDayBefore(Instant expiry) {
        return expiry.minusNanos(1).atZone(zone).toLocalDate();
    }

    private Instant endOfDay(ZonedDateTime lastDay) {
        return lastDay.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }
}
