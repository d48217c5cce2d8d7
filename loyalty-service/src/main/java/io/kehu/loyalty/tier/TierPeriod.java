package io.kehu.loyalty.tier;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * When what qualifies has to come together, and how long a tier lasts that was reached. Whole months of the programme's zone count.
 *
 * @param months of a rolling period: the running month and those before it; 12 for a calendar year
 */
record TierPeriod(Kind kind, int months) {

    private static final int YEAR = 12;

    /** Which months. */
    enum Kind {
        /** January to December; a tier lasts until the end of the next year. */
        CALENDAR_YEAR,
        /** So many months, the running one the last of them; a tier lasts as many months from the day it was reached. */
        ROLLING
    }

    static TierPeriod calendarYear() {
        return new TierPeriod(Kind.CALENDAR_YEAR, YEAR);
    }

    /** First day of the period that a day is in. */
    LocalDate firstDay(LocalDate day) {
        return switch (kind) {
            case CALENDAR_YEAR -> day.withDayOfYear(1);
            case ROLLING -> day.withDayOfMonth(1).minusMonths(months - 1L);
        };
    }

    /** The end of the last local day of a tier reached at that moment; of the 31st, in shorter months the last. */
    Instant end(Instant reachedAt, ZoneId zone) {
        LocalDate day = reachedAt.atZone(zone).toLocalDate();
        LocalDate next =
                switch (kind) {
                    case CALENDAR_YEAR -> day.withDayOfYear(1).plusYears(2);
                    case ROLLING -> day.plusMonths(months).plusDays(1);
                };
        return next.atStartOfDay(zone).toInstant();
    }
}
