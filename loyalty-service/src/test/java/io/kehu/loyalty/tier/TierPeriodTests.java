package io.kehu.loyalty.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which months count, and when a tier ends. */
class TierPeriodTests {

    @ParameterizedTest
    @CsvSource({
        "CALENDAR_YEAR, 12, 2026-01-01, 2026-01-01",
        "CALENDAR_YEAR, 12, 2026-12-31, 2026-01-01",
        "ROLLING,       12, 2026-12-31, 2026-01-01",
        "ROLLING,       12, 2027-01-01, 2026-02-01",
        "ROLLING,        1, 2028-02-29, 2028-02-01",
        "ROLLING,        3, 2027-01-31, 2026-11-01",
    })
    void theFirstDayThatCounts(TierPeriod.Kind kind, int months, LocalDate day, LocalDate first) {
        assertThat(new TierPeriod(kind, months).firstDay(day)).isEqualTo(first);
    }

    /** The last moment of the year is still this year in the zone, and the next one is not. */
    @ParameterizedTest
    @CsvSource({
        "CALENDAR_YEAR, 12, Asia/Shanghai, 2026-12-31T15:59:59Z, 2027-12-31T16:00:00Z",
        "CALENDAR_YEAR, 12, Asia/Shanghai, 2026-12-31T16:00:00Z, 2028-12-31T16:00:00Z",
        "ROLLING,        1, Asia/Shanghai, 2027-01-31T04:00:00Z, 2027-02-28T16:00:00Z",
        "ROLLING,       12, Europe/Berlin, 2026-03-28T12:00:00Z, 2027-03-28T22:00:00Z",
        "ROLLING,        1, America/New_York, 2027-02-14T12:00:00Z, 2027-03-15T04:00:00Z",
    })
    void theEndOfATier(TierPeriod.Kind kind, int months, ZoneId zone, Instant reached, Instant end) {
        assertThat(new TierPeriod(kind, months).end(reached, zone)).isEqualTo(end);
    }
}
