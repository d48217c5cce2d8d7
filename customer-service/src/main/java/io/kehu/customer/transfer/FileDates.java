package io.kehu.customer.transfer;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as people of all habits write them: {@code 2024-3-5}, {@code 2024/03/05}, {@code 20240305}, {@code 2024年3月5日},
 * {@code 05.03.2024}, {@code 5 Mar 2024}, {@code March 5, 2024}, each with an optional time of day, or a spreadsheet's day number. A date
 * with two readings is read as the import says, or refused.
 */
final class FileDates {

    private static final String TIME = "(?:[ T]+\\d{1,2}:\\d{2}.*)?";
    private static final Pattern GAPS = Pattern.compile("\\s+");
    private static final Pattern TIME_FOLLOWS = Pattern.compile("(?<=\\d)t(?=\\d)");
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4}) ?([-/.年]) ?(\\d{1,2}) ?[-/.月] ?(\\d{1,2}) ?日?" + TIME);
    private static final Pattern YEAR_LAST = Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})" + TIME);
    private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
    private static final Pattern DAY_NUMBER = Pattern.compile("(\\d{4,5})(?:\\.\\d+)?");
    private static final Pattern DAY_THEN_NAME =
            Pattern.compile("(\\d{1,2})(?:st|nd|rd|th)?[-. /]+([a-z]{3,9})[-., /]+(\\d{4})" + TIME);
    private static final Pattern NAME_THEN_DAY =
            Pattern.compile("([a-z]{3,9})[-. /]+(\\d{1,2})(?:st|nd|rd|th)?[-., /]+(\\d{4})" + TIME);
    private static final Pattern LUNAR = Pattern.compile("农历|農曆|阴历|陰曆|旧历|舊曆|lunar|正月|[冬腊臘闰閏].{0,2}月|初[一二三四五六七八九十]|廿|卅");

    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");

    private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);

    /** Smaller numbers are rather years. */
    private static final int FIRST_TRUSTED_DAY = 7_000;

    private static final int SHORTEST_NAME = 3;
    private static final int MONTHS_OF_A_YEAR = 12;

    private FileDates() {}

    /** A text as a date, or the reason why it is none. */
    sealed interface Reading {

        /** Understood. */
        record Found(LocalDate date) implements Reading {}

        /** @param code its text is {@code field.<code>} of the bundles */
        record Refused(String code) implements Reading {}
    }

    static Reading read(String text, DateOrder order) {
        String typed = Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
        String plain = GAPS.matcher(typed).replaceAll(" ");
        if (LUNAR.matcher(plain).find()) {
            return new Reading.Refused("date-lunar");
        }
        // Month names and the letter between date and time are all that is left of letters.
        String lower = TIME_FOLLOWS.matcher(plain).replaceFirst("T");
        Matcher yearFirst = YEAR_FIRST.matcher(lower);
        if (yearFirst.matches()) {
            return date(yearFirst.group(1), yearFirst.group(3), yearFirst.group(4));
        }
        Matcher compact = COMPACT.matcher(lower);
        if (compact.matches()) {
            return date(compact.group(1), compact.group(2), compact.group(3));
        }
        Matcher yearLast = YEAR_LAST.matcher(lower);
        if (yearLast.matches()) {
            return yearLast(yearLast, order);
        }
        Matcher dayFirst = DAY_THEN_NAME.matcher(lower);
        if (dayFirst.matches()) {
            return date(dayFirst.group(3), month(dayFirst.group(2)), dayFirst.group(1));
        }
        Matcher nameFirst = NAME_THEN_DAY.matcher(lower);
        if (nameFirst.matches()) {
            return date(nameFirst.group(3), month(nameFirst.group(1)), nameFirst.group(2));
        }
        return dayNumber(lower);
    }

    private static Reading yearLast(Matcher matcher, DateOrder order) {
        String first = matcher.group(1);
        String second = matcher.group(3);
        String year = matcher.group(4);
        // With dots the day comes first wherever dots are used.
        if (matcher.group(2).equals(".") || order == DateOrder.DMY) {
            return date(year, second, first);
        }
        if (order == DateOrder.MDY) {
            return date(year, first, second);
        }
        int one = Integer.parseInt(first);
        int two = Integer.parseInt(second);
        if (one == two || two > MONTHS_OF_A_YEAR) {
            return date(year, first, second);
        }
        return one > MONTHS_OF_A_YEAR ? date(year, second, first) : new Reading.Refused("date-ambiguous");
    }

    private static String month(String name) {
        for (int i = 0; i < MONTHS.size(); i++) {
            boolean sept = name.equals("sept") && i == MONTHS.indexOf("september");
            if (sept
                    || MONTHS.get(i).equals(name)
                    || MONTHS.get(i).substring(0, SHORTEST_NAME).equals(name)) {
                return String.valueOf(i + 1);
            }
        }
        return "0";
    }

    private static Reading dayNumber(String text) {
        Matcher matcher = DAY_NUMBER.matcher(text);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) >= FIRST_TRUSTED_DAY
                ? new Reading.Found(DAY_ZERO.plusDays(Integer.parseInt(matcher.group(1))))
                : new Reading.Refused("date");
    }

    private static Reading date(String year, String month, String day) {
        try {
            return new Reading.Found(
                    LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException e) {
            return new Reading.Refused("date");
        }
    }
}
