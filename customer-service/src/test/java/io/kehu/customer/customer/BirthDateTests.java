package io.kehu.customer.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Birthdays by both calendars. */
class BirthDateTests {

    @ParameterizedTest
    @CsvSource({
        "1988-05-12, 2026-05-12, true",
        "1988-05-12, 2026-05-13, false",
        "1988-05-12, 1988-05-12, true",
        "2000-02-29, 2026-02-28, true",
        "2000-02-29, 2028-02-28, false",
        "2000-02-29, 2028-02-29, true",
        "2000-02-28, 2028-02-29, false",
        "1999-12-31, 2026-12-31, true"
    })
    void bySolarCalendar(LocalDate born, LocalDate date, boolean celebrated) {
        assertThat(BirthDate.of(born).isCelebratedOn(date)).isEqualTo(celebrated);
    }

    /* * 2023 had a second second month from 22 March, 2025 a second sixth from 25 July; the last month before the new year of 2026 had 29 days. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, false, 2026-02-17, true",
        "1, 1, false, 2025-01-29, true",
        "5, 5, false, 2026-06-19, true",
        "5, 5, false, 2025-05-31, true",
        "8, 15, false, 2026-09-25, true",
        "8, 15, false, 2026-09-26, false",
        "2, 1, false, 2023-02-20, true",
        "2, 1, false, 2023-03-22, false",
        "2, 1, true, 2023-02-20, false",
        "2, 1, true, 2023-03-22, true",
        "6, 1, true, 2025-07-25, true",
        "6, 1, true, 2025-06-25, false",
        "6, 1, true, 2026-07-14, true",
        "12, 30, false, 2025-01-28, true",
        "12, 30, false, 2024-02-09, true",
        "12, 29, false, 2026-02-16, true",
        "12, 30, false, 2026-02-16, true"
    })
    void byLunarCalendar(int month, int day, boolean leapMonth, LocalDate date, boolean celebrated) {
        assertThat(new BirthDate(1990, month, day, true, leapMonth).isCelebratedOn(date))
                .isEqualTo(celebrated);
    }

    /** Once in each lunar year, however it was counted. */
    @ParameterizedTest
    @CsvSource({"1, 1, false", "12, 30, false", "2, 30, true", "6, 29, true", "9, 30, false", "7, 15, true"})
    void onceInALunarYear(int month, int day, boolean leapMonth) {
        BirthDate born = new BirthDate(1990, month, day, true, leapMonth);

        for (int year = 2010; year < 2040; year++) {
            LocalDate newYear = newYear(year);
            assertThat(newYear.datesUntil(newYear(year + 1)).filter(born::isCelebratedOn))
                    .as("%d", year)
                    .hasSize(1);
        }
    }

    @Test
    void itsMonthIsTheOneOfTheSolarCalendarThatItIsIn() {
        BirthDate midAutumn = new BirthDate(1990, 8, 15, true, false);

        assertThat(midAutumn.near(LocalDate.of(2026, 9, 1))).isEqualTo(Birthday.MONTH);
        assertThat(midAutumn.near(LocalDate.of(2026, 9, 25))).isEqualTo(Birthday.DAY);
        assertThat(midAutumn.near(LocalDate.of(2026, 10, 1))).isNull();
        assertThat(midAutumn.near(LocalDate.of(2025, 10, 1))).isEqualTo(Birthday.MONTH);
        assertThat(BirthDate.of(LocalDate.of(1990, 2, 28)).near(LocalDate.of(2028, 2, 29)))
                .isEqualTo(Birthday.MONTH);
    }

    private static LocalDate newYear(int year) {
        return LocalDate.of(year, 1, 20)
                .datesUntil(LocalDate.of(year, 2, 22))
                .filter(date ->
                        LunarDay.of(date).month() == 1 && LunarDay.of(date).day() == 1)
                .findFirst()
                .orElseThrow();
    }
}
