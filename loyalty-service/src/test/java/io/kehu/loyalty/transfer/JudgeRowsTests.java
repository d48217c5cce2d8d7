package io.kehu.loyalty.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.transfer.ImportFile.Column;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rows mean, and what is wrong with them, on the last day of 2026. */
class JudgeRowsTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 12, 31);

    private final Program program = program("Asia/Shanghai", 24);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // number, points, earnedOn, expiresOn, spendableOn, reference; last day
                "C1000, 1, 2026-12-31, 2026-12-31, '', A, 2026-12-31",
                "C1000, 1000000000, 2025-01-31, '', '', A, 2027-01-31",
                "C1000, 0007, 2024-12-31, '', '', A, 2026-12-31",
                "C1000, 5, 2000-01-01, never, '', A, -",
                "C1000, 5, 2000-01-01, NEVER, 2199-12-31, A, -",
                "C1000, 5, 2026-12-01, 2027-12-31, 2027-12-31, 旧系统 1, 2027-12-31",
                "C1000, 5, 2026-12-01, 2027-12-31, 2026-12-01, A, 2027-12-31"
            })
    void whatIsRightIsRead(
            String number,
            String points,
            String earnedOn,
            String expiresOn,
            String spendableOn,
            String reference,
            LocalDate lastDay) {
        ImportRow row = judge(program, number, points, earnedOn, expiresOn, spendableOn, reference);

        assertThat(row.problem()).isNull();
        assertThat(row.entry())
                .isEqualTo(new ImportRow.Entry(
                        number,
                        Long.parseLong(points),
                        LocalDate.parse(earnedOn),
                        lastDay,
                        spendableOn.isEmpty() ? null : LocalDate.parse(spendableOn),
                        reference));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 5, 2026-01-01, '', '', A, NUMBER",
        "c1000, 5, 2026-01-01, '', '', A, NUMBER",
        "C 1000, 5, 2026-01-01, '', '', A, NUMBER",
        "C1000, '', 2026-01-01, '', '', A, POINTS",
        "C1000, 0, 2026-01-01, '', '', A, POINTS",
        "C1000, -5, 2026-01-01, '', '', A, POINTS",
        "C1000, 5.0, 2026-01-01, '', '', A, POINTS",
        "C1000, '1,000', 2026-01-01, '', '', A, POINTS",
        "C1000, 1e3, 2026-01-01, '', '', A, POINTS",
        "C1000, ５, 2026-01-01, '', '', A, POINTS",
        "C1000, 1000000001, 2026-01-01, '', '', A, POINTS",
        "C1000, 99999999999999999999, 2026-01-01, '', '', A, POINTS",
        "C1000, 5, '', '', '', A, EARNED_ON",
        "C1000, 5, 2026-02-30, '', '', A, EARNED_ON",
        "C1000, 5, 2025-02-29, '', '', A, EARNED_ON",
        "C1000, 5, 01.02.2026, '', '', A, EARNED_ON",
        "C1000, 5, 2026-1-1, '', '', A, EARNED_ON",
        "C1000, 5, 1999-12-31, never, '', A, EARNED_ON",
        "C1000, 5, 2027-01-01, '', '', A, EARNED_LATER",
        "C1000, 5, 2026-01-01, soon, '', A, EXPIRES_ON",
        "C1000, 5, 2026-01-01, 2027-02-29, '', A, EXPIRES_ON",
        "C1000, 5, 2026-01-01, 2200-01-01, '', A, EXPIRES_ON",
        "C1000, 5, 2026-01-01, 2025-12-31, '', A, EXPIRES_BEFORE_EARNED",
        "C1000, 5, 2026-01-01, 2026-12-30, '', A, EXPIRED",
        "C1000, 5, 2024-12-30, '', '', A, EXPIRED",
        "C1000, 5, 2026-01-02, 2027-01-01, 2026-01-01, A, SPENDABLE_ON",
        "C1000, 5, 2026-01-02, 2027-01-01, 2027-01-02, A, SPENDABLE_ON",
        "C1000, 5, 2026-01-02, 2027-01-01, tomorrow, A, SPENDABLE_ON",
        "C1000, 5, 2026-01-01, '', '', '', REFERENCE",
        "C1000, 5, 2026-01-01, '', '', 'A\u0000B', REFERENCE",
        "C1000, 5, 2026-01-01, '', '', 'A\nB', REFERENCE"
    })
    void whatIsWrongIsSaid(
            String number,
            String points,
            String earnedOn,
            String expiresOn,
            String spendableOn,
            String reference,
            RowProblem problem) {
        ImportRow row = judge(program, number, points, earnedOn, expiresOn, spendableOn, reference);

        assertThat(row.problem()).isEqualTo(problem);
        assertThat(row.state()).isEqualTo(ImportRow.State.BAD);
        assertThat(row.entry()).isNull();
        assertThat(row.cells()).doesNotContain("A\u0000B");
    }

    @Test
    void whatIsKeptOfARowIsBounded() {
        String longReference = "\uD83C\uDF81".repeat(500);
        ImportRow row = judge(program, "C1000", "5", "2026-01-01", "", "", longReference);

        assertThat(row.problem()).isEqualTo(RowProblem.REFERENCE);
        assertThat(row.cells().get(Column.REFERENCE.ordinal())).isEqualTo("\uD83C\uDF81".repeat(120) + "…");
        ImportRow many =
                new JudgeRows(program, TODAY).judge(new ImportFile.Line(2, Collections.nCopies(300, "x"), null));
        assertThat(many.problem()).isEqualTo(RowProblem.COLUMNS);
        assertThat(many.cells()).hasSize(20);
    }

    /** The last day is a whole one in the programme's zone, also where a day has 23 or 25 hours or begins at one. */
    @ParameterizedTest
    @CsvSource({
        "Asia/Shanghai, 2026-12-31, 2026-12-31T16:00:00Z",
        "Europe/Berlin, 2026-03-28, 2026-03-28T23:00:00Z",
        "Europe/Berlin, 2026-03-29, 2026-03-29T22:00:00Z",
        "Europe/Berlin, 2026-10-25, 2026-10-25T23:00:00Z",
        "America/New_York, 2026-11-01, 2026-11-02T05:00:00Z",
        "Africa/Cairo, 2026-04-23, 2026-04-23T22:00:00Z",
        "Africa/Cairo, 2026-04-24, 2026-04-24T21:00:00Z",
        "Pacific/Apia, 2011-12-29, 2011-12-30T10:00:00Z",
        "UTC, 2028-02-29, 2028-03-01T00:00:00Z"
    })
    void theLastDayIsWhole(String zone, LocalDate lastDay, Instant end) {
        Program there = program(zone, 24);

        assertThat(there.endOf(lastDay)).isEqualTo(end);
        assertThat(there.lastDayBefore(end)).isEqualTo(lastDay);
    }

    @ParameterizedTest
    @CsvSource({"2024-02-29, 12, 2025-02-28", "2025-08-31, 6, 2026-02-28", "2025-12-31, 24, 2027-12-31"})
    void withoutALastDayItIsAsLongAsTheProgrammeSays(LocalDate earnedOn, int months, LocalDate lastDay) {
        Program there = program("Europe/Berlin", months);

        assertThat(there.lastDayOf(earnedOn)).isEqualTo(lastDay);
        assertThat(there.endOf(lastDay)).isEqualTo(there.expiryOf(there.startOf(earnedOn)));
    }

    private static ImportRow judge(
            Program program,
            String number,
            String points,
            String earnedOn,
            String expiresOn,
            String spendableOn,
            String reference) {
        Map<Column, String> values = new EnumMap<>(Column.class);
        values.put(Column.NUMBER, number);
        values.put(Column.POINTS, points);
        values.put(Column.EARNED_ON, earnedOn);
        values.put(Column.EXPIRES_ON, expiresOn);
        values.put(Column.SPENDABLE_ON, spendableOn);
        values.put(Column.REFERENCE, reference);
        return new JudgeRows(program, TODAY).judge(new ImportFile.Line(2, List.copyOf(values.values()), values));
    }

    private static Program program(String zone, int months) {
        return new Program(
                "T", "Test", ZoneId.of(zone), months, 0, 0, new Program.Worth(BigDecimal.ONE, BigDecimal.ONE), null);
    }
}
