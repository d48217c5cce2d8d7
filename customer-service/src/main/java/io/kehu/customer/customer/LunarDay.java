package io.kehu.customer.customer;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.ibm.icu.util.Calendar;
import com.ibm.icu.util.ChineseCalendar;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import java.time.Duration;
import java.time.LocalDate;

/**
 * A day by the lunar calendar (农历).
 *
 * @param month 1 to 12
 * @param day 1 to 30
 * @param leapMonth whether the month is a leap month (闰月)
 * @param lastOfMonth whether the month has no more days
 * @param leapMonthFollows whether the leap month of the same number comes next
 */
record LunarDay(int month, int day, boolean leapMonth, boolean lastOfMonth, boolean leapMonthFollows) {

    private static final long NOON = Duration.ofHours(12).toMillis();
    private static final int MOST_KNOWN = 10_000;

    /** Working one out takes a fraction of a millisecond, as it follows the moon; a birthday asks for a month of them. */
    private static final LoadingCache<LocalDate, LunarDay> KNOWN =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build(LunarDay::workOut);

    static LunarDay of(LocalDate date) {
        return KNOWN.get(date);
    }

    private static LunarDay workOut(LocalDate date) {
        ChineseCalendar calendar = new ChineseCalendar(TimeZone.GMT_ZONE, ULocale.CHINA);
        calendar.setTimeInMillis(Duration.ofDays(date.toEpochDay()).toMillis() + NOON);
        int month = calendar.get(Calendar.MONTH) + 1;
        int day = calendar.get(Calendar.DATE);
        boolean leapMonth = calendar.get(Calendar.IS_LEAP_MONTH) == 1;
        boolean last = day == calendar.getActualMaximum(Calendar.DATE);
        calendar.add(Calendar.MONTH, 1);
        boolean leapMonthFollows = calendar.get(Calendar.IS_LEAP_MONTH) == 1;
        return new LunarDay(month, day, leapMonth, last, leapMonthFollows);
    }
}
