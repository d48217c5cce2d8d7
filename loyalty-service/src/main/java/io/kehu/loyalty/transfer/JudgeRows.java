package io.kehu.loyalty.transfer;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.transfer.ImportFile.Column;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what rows mean, or what is wrong with them, by the days of the programme. */
final class JudgeRows {

    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);
    private static final Pattern NUMBER = Pattern.compile(Forms.NUMBER);
    private static final Pattern POINTS = Pattern.compile("[0-9]{1,10}");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern REFERENCE = Pattern.compile(Forms.REF);
    private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cc}\\p{Cn}\\p{Cs}]");
    private static final String NEVER = "never";
    private static final int MOST_CELLS = 20;
    private static final int LONGEST_CELL = 120;

    private final Program program;
    private final LocalDate today;

    JudgeRows(Program program, LocalDate today) {
        this.program = program;
        this.today = today;
    }

    ImportRow judge(ImportFile.Line line) {
        List<String> cells =
                line.cells().stream().limit(MOST_CELLS).map(JudgeRows::kept).toList();
        Map<Column, String> values = line.values();
        if (values == null) {
            return ImportRow.bad(line.position(), cells, RowProblem.COLUMNS);
        }
        String number = value(values, Column.NUMBER);
        if (!NUMBER.matcher(number).matches()) {
            return ImportRow.bad(line.position(), cells, RowProblem.NUMBER);
        }
        long points = points(value(values, Column.POINTS));
        if (points == 0) {
            return ImportRow.bad(line.position(), cells, RowProblem.POINTS);
        }
        LocalDate earnedOn = day(value(values, Column.EARNED_ON));
        if (earnedOn == null) {
            return ImportRow.bad(line.position(), cells, RowProblem.EARNED_ON);
        }
        if (earnedOn.isAfter(today)) {
            return ImportRow.bad(line.position(), cells, RowProblem.EARNED_LATER);
        }
        String expires = value(values, Column.EXPIRES_ON).toLowerCase(Locale.ROOT);
        LocalDate lastDay = lastDay(earnedOn, expires);
        RowProblem problem = problem(earnedOn, expires, lastDay);
        if (problem != null) {
            return ImportRow.bad(line.position(), cells, problem);
        }
        String spendable = value(values, Column.SPENDABLE_ON);
        LocalDate spendableOn = day(spendable);
        if (!spendable.isEmpty() && !isBetween(earnedOn, spendableOn, lastDay)) {
            return ImportRow.bad(line.position(), cells, RowProblem.SPENDABLE_ON);
        }
        String reference = value(values, Column.REFERENCE);
        if (!REFERENCE.matcher(reference).matches()) {
            return ImportRow.bad(line.position(), cells, RowProblem.REFERENCE);
        }
        return ImportRow.good(
                line.position(), cells, new ImportRow.Entry(number, points, earnedOn, lastDay, spendableOn, reference));
    }

    private @Nullable LocalDate lastDay(LocalDate earnedOn, String expires) {
        if (expires.equals(NEVER)) {
            return null;
        }
        return expires.isEmpty() ? program.lastDayOf(earnedOn) : day(expires);
    }

    private @Nullable RowProblem problem(LocalDate earnedOn, String expires, @Nullable LocalDate lastDay) {
        if (lastDay == null) {
            return expires.equals(NEVER) ? null : RowProblem.EXPIRES_ON;
        }
        if (lastDay.isBefore(earnedOn)) {
            return RowProblem.EXPIRES_BEFORE_EARNED;
        }
        return lastDay.isBefore(today) ? RowProblem.EXPIRED : null;
    }

    private static boolean isBetween(LocalDate earnedOn, @Nullable LocalDate day, @Nullable LocalDate lastDay) {
        return day != null && !day.isBefore(earnedOn) && (lastDay == null || !day.isAfter(lastDay));
    }

    private static String value(Map<Column, String> values, Column column) {
        return values.getOrDefault(column, "");
    }

    /** @return 0 when it is no number of points */
    private static long points(String text) {
        if (!POINTS.matcher(text).matches()) {
            return 0;
        }
        long points = Long.parseLong(text);
        return points > Forms.MOST_POINTS ? 0 : points;
    }

    private static @Nullable LocalDate day(String text) {
        if (!DAY.matcher(text).matches()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            return day.isBefore(EARLIEST) || day.isAfter(LATEST) ? null : day;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Short enough to be kept, and of characters the database keeps. */
    private static String kept(String cell) {
        String text = UNREADABLE.matcher(cell).replaceAll("\uFFFD");
        return text.codePointCount(0, text.length()) <= LONGEST_CELL
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_CELL)) + '…';
    }
}
