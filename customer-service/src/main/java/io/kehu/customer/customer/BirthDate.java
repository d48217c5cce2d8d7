package io.kehu.customer.customer;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A birth date as its bearer says it. One by the lunar calendar is kept as it was said, because the day that is celebrated is that one.
 *
 * @param month 1 to 12
 * @param day to the length of the month, or to 30 by the lunar calendar
 * @param lunar whether it is counted by the lunar calendar (农历)
 * @param leapMonth whether the month is a leap month (闰月) of the lunar year
 */
public record BirthDate(int year, int month, int day, boolean lunar, boolean leapMonth) {

    private static final int LONGEST_LUNAR_MONTH = 30;
    private static final String LUNAR = "lunar ";
    private static final String LEAP = "leap ";
    private static final Pattern STORED = Pattern.compile("(lunar )?(leap )?(\\d{4})-(\\d{2})-(\\d{2})");

    public BirthDate {
        if (lunar) {
            if (month < 1 || month > 12 || day < 1 || day > LONGEST_LUNAR_MONTH) {
                throw new IllegalArgumentException("The lunar calendar has no such day");
            }
        } else {
            LocalDate.of(year, month, day);
            if (leapMonth) {
                throw new IllegalArgumentException("Only lunar years have leap months");
            }
        }
    }

    public static BirthDate of(LocalDate date) {
        return new BirthDate(date.getYear(), date.getMonthValue(), date.getDayOfMonth(), false, false);
    }

    /** Empty for a lunar one. */
    public Optional<LocalDate> gregorian() {
        return lunar ? Optional.empty() : Optional.of(LocalDate.of(year, month, day));
    }

    /**
     * Whether the birthday is that day, in any year. One of 29 February is on the 28th in other years; one of a lunar month's 30th day on
     * the 29th where the month has no more; one of a leap month in the month of its number in years without it.
     */
    public boolean isCelebratedOn(LocalDate date) {
        return lunar
                ? isCelebratedOn(LunarDay.of(date))
                : MonthDay.of(month, day).atYear(date.getYear()).equals(date);
    }

    private boolean isCelebratedOn(LunarDay date) {
        boolean sameMonth =
                date.month() == month && (date.leapMonth() == leapMonth || leapMonth && !date.leapMonthFollows());
        return sameMonth && (date.day() == day || date.lastOfMonth() && date.day() < day);
    }

    /** How near the birthday a day is; missing when it is not. */
    public @Nullable Birthday near(LocalDate date) {
        if (isCelebratedOn(date)) {
            return Birthday.DAY;
        }
        LocalDate first = date.withDayOfMonth(1);
        return first.datesUntil(first.plusMonths(1)).anyMatch(this::isCelebratedOn) ? Birthday.MONTH : null;
    }

    /** Year, month and day with dashes, whatever the calendar. */
    public String text() {
        return String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day);
    }

    String stored() {
        return (lunar ? LUNAR : "") + (leapMonth ? LEAP : "") + text();
    }

    static BirthDate read(String stored) {
        Matcher matcher = STORED.matcher(stored);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a stored birth date");
        }
        return new BirthDate(
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                Integer.parseInt(matcher.group(5)),
                matcher.group(1) != null,
                matcher.group(2) != null);
    }
}
