package io.kehu.customer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates as files have them. */
class FileDatesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-3-5",
                "2024/03/05",
                "2024.3.5",
                "20240305",
                "2024年3月5日",
                "2024 年 3 月 5 日",
                "２０２４－０３－０５",
                "2024-03-05 00:00:00",
                "2024-03-05T10:20:30Z",
                "05.03.2024",
                "5.3.2024",
                "5 Mar 2024",
                "5-Mar-2024",
                "5th March 2024",
                "Mar 5, 2024",
                "MARCH 5 2024",
                "45356",
                "45356.0",
                " 2024-03-05 "
            })
    void theSameDayHasManyForms(String written) {
        assertThat(FileDates.read(written, DateOrder.YMD))
                .isEqualTo(new FileDates.Reading.Found(LocalDate.of(2024, 3, 5)));
    }

    @ParameterizedTest
    @CsvSource({
        "03/04/2024, DMY, 2024-04-03",
        "03/04/2024, MDY, 2024-03-04",
        "3-4-2024, DMY, 2024-04-03",
        "03.04.2024, MDY, 2024-04-03",
        "25/03/2024, YMD, 2024-03-25",
        "03/25/2024, YMD, 2024-03-25",
        "04/04/2024, YMD, 2024-04-04",
        "2024-03-04, MDY, 2024-03-04",
        "29/02/2024, DMY, 2024-02-29"
    })
    void theOrderOfAnImportDecidesBetweenTwoReadings(String written, DateOrder order, LocalDate expected) {
        assertThat(FileDates.read(written, order)).isEqualTo(new FileDates.Reading.Found(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "03/04/2024, YMD, date-ambiguous",
        "03/25/2024, DMY, date",
        "25/03/2024, MDY, date",
        "2023-02-29, YMD, date",
        "29.02.2023, YMD, date",
        "1900-02-29, YMD, date",
        "2024-13-01, YMD, date",
        "31 Foo 2024, YMD, date",
        "1988, YMD, date",
        "88-5-12, YMD, date",
        "yesterday, YMD, date",
        "农历1988年五月十二, YMD, date-lunar",
        "1988年腊月初八, YMD, date-lunar",
        "阴历 1990-1-2, YMD, date-lunar",
        "lunar 1990-1-2, YMD, date-lunar"
    })
    void whatIsNoDateOrHasTwoReadingsIsRefusedWithItsReason(String written, DateOrder order, String code) {
        assertThat(FileDates.read(written, order)).isEqualTo(new FileDates.Reading.Refused(code));
    }

    @Property(tries = 500)
    void everyDayWrittenInTheOrderOfAnImportIsReadAsThatDay(@ForAll("days") LocalDate day) {
        FileDates.Reading expected = new FileDates.Reading.Found(day);
        assertThat(FileDates.read(day.toString(), DateOrder.MDY)).isEqualTo(expected);
        assertThat(FileDates.read(written(day, "d/M/yyyy"), DateOrder.DMY)).isEqualTo(expected);
        assertThat(FileDates.read(written(day, "MM-dd-yyyy"), DateOrder.MDY)).isEqualTo(expected);
        assertThat(FileDates.read(written(day, "d MMMM yyyy"), DateOrder.YMD)).isEqualTo(expected);
        assertThat(FileDates.read(written(day, "yyyyMMdd"), DateOrder.YMD)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<LocalDate> days() {
        return Arbitraries.longs()
                .between(
                        LocalDate.of(1880, 1, 1).toEpochDay(),
                        LocalDate.of(2026, 12, 31).toEpochDay())
                .map(LocalDate::ofEpochDay);
    }

    private static String written(LocalDate day, String pattern) {
        return day.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }
}
