package io.kehu.customer.customer;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as people and spreadsheets write them: {@code 1988-05-12}, {@code 1988/5/12}, {@code 1988.5.12}, {@code 19880512},
 * {@code 1988年5月12日}, an optional time of day, or a spreadsheet's day number. Year first only: {@code 05/12/1988} has two readings and
 * is refused.
 */
final class DateText {

    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?(?:[ T]\\d{1,2}:\\d{2}(?::\\d{2})?.*)?");
    private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
    private static final Pattern DAY_NUMBER = Pattern.compile("(\\d{4,5})(?:\\.0+)?");

    /** Day 1 of a spreadsheet is 1900-01-01, and it believes in 29 February 1900. */
    private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);

    private static final int FIRST_TRUSTED_DAY = 7_000;

    private DateText() {}

    static Optional<LocalDate> parse(String text) {
        String plain = PlainText.plain(text);
        Matcher matcher = YEAR_FIRST.matcher(plain);
        if (!matcher.matches()) {
            matcher = COMPACT.matcher(plain);
        }
        if (matcher.matches()) {
            return date(matcher.group(1), matcher.group(2), matcher.group(3));
        }
        Matcher day = DAY_NUMBER.matcher(plain);
        if (day.matches() && Integer.parseInt(day.group(1)) >= FIRST_TRUSTED_DAY) {
            return Optional.of(DAY_ZERO.plusDays(Integer.parseInt(day.group(1))));
        }
        return Optional.empty();
    }

    /** A day of the lunar calendar, written like one of the other; months have up to 30 days there. */
    static Optional<BirthDate> parseLunar(String text, boolean leapMonth) {
        String plain = PlainText.plain(text);
        Matcher matcher = YEAR_FIRST.matcher(plain);
        if (!matcher.matches()) {
            matcher = COMPACT.matcher(plain);
        }
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(matcher.group(1));
        int month = Integer.parseInt(matcher.group(2));
        int day = Integer.parseInt(matcher.group(3));
        try {
            return Optional.of(new BirthDate(year, month, day, true, leapMonth));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> date(String year, String month, String day) {
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
