package io.kehu.loyalty.program;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A points programme.
 *
 * @param zone whose days and years count
 * @param validMonths how long points last
 * @param restoreGraceDays how long points last that are given back after their expiry; with 0 they expire at once
 * @param pendingDays how long points of purchases wait before they can be spent
 * @param notice how members are told before points expire; missing where they are not
 */
public record Program(
        String code,
        String name,
        ZoneId zone,
        int validMonths,
        int restoreGraceDays,
        int pendingDays,
        Worth worth,
        @Nullable Notice notice) {

    /** What comes from outside may last. */
    static final int MOST_MONTHS = 120;

    static final int MOST_NOTICE_DAYS = 90;

    /**
     * What points are worth to the books.
     *
     * @param pointValueMinor what a point is worth, in minor units of the currency
     * @param redemptionRate share of points expected to be redeemed, more than 0 to 1
     */
    public record Worth(BigDecimal pointValueMinor, BigDecimal redemptionRate) {}

    /**
     * How members are told before points expire.
     *
     * @param days before the month they expire in
     * @param graceDays how much longer points last, once, of which nobody could be told
     */
    public record Notice(int days, int graceDays) {}

    /** The end of the local day, that many months after the booking; the 31st becomes the last day of a shorter month. */
    public Instant expiryOf(Instant bookedAt) {
        return endOfDay(bookedAt.atZone(zone).plusMonths(validMonths));
    }

    /** The end of a local day. */
    public Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** The beginning of a local day. */
    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** The last local day of points that were earned on a day. */
    public LocalDate lastDayOf(LocalDate earnedOn) {
        return earnedOn.plusMonths(validMonths);
    }

    /** The end of the local day, so many days later; missing where nothing waits. */
    public @Nullable Instant pendingUntil(Instant bookedAt, int days) {
        return days == 0 ? null : endOfDay(bookedAt.atZone(zone).plusDays(days));
    }

    /** The end of the local day, as many days of grace later; the moment itself where there are none. */
    public Instant graceOf(Instant restoredAt) {
        return restoreGraceDays == 0
                ? restoredAt
                : endOfDay(restoredAt.atZone(zone).plusDays(restoreGraceDays));
    }

    /** The end of the local day, as many days after the expiry as points last of which nobody could be told. */
    public Instant unnoticedExpiry(Notice told, Instant expiry) {
        return endOfDay(lastDayBefore(expiry).plusDays(told.graceDays()).atStartOfDay(zone));
    }

    /** The last local day of points that expire then. */
    public LocalDate lastDayBefore(Instant expiry) {
        return expiry.minusNanos(1).atZone(zone).toLocalDate();
    }

    private Instant endOfDay(ZonedDateTime lastDay) {
        return endOf(lastDay.toLocalDate());
    }
}
