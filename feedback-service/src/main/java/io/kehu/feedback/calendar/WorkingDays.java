package io.kehu.feedback.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which hours are open on which day: a week that repeats, and days that differ from it. */
public final class WorkingDays {

    private final Map<DayOfWeek, List<OpenHours>> week = new EnumMap<>(DayOfWeek.class);
    private final Map<LocalDate, List<OpenHours>> exceptions = new HashMap<>();

    /**
     * @param week open hours by day of the week, in order; a missing day is closed
     * @param exceptions open hours of single days, in order, instead of the week's; none closes the day
     */
    public WorkingDays(Map<DayOfWeek, List<OpenHours>> week, Map<LocalDate, List<OpenHours>> exceptions) {
        week.forEach((day, hours) -> this.week.put(day, inOrder(hours)));
        exceptions.forEach((day, hours) -> this.exceptions.put(day, inOrder(hours)));
        if (this.week.values().stream().allMatch(List::isEmpty)) {
            throw new IllegalArgumentException("A week without an open hour never ends.");
        }
    }

    List<OpenHours> on(LocalDate day) {
        List<OpenHours> exception = exceptions.get(day);
        return exception == null ? inWeek(day) : exception;
    }

    /** Why the day is as it is, seen from its open or closed hours. */
    SegmentReason reason(LocalDate day, boolean open) {
        boolean exceptional = exceptions.containsKey(day);
        if (on(day).isEmpty()) {
            return exceptional ? SegmentReason.HOLIDAY : SegmentReason.DAY_OFF;
        }
        if (!open) {
            return SegmentReason.OUTSIDE_HOURS;
        }
        return exceptional && inWeek(day).isEmpty() ? SegmentReason.MAKE_UP_DAY : SegmentReason.WORKING_HOURS;
    }

    private List<OpenHours> inWeek(LocalDate day) {
        return week.getOrDefault(day.getDayOfWeek(), List.of());
    }

    private static List<OpenHours> inOrder(List<OpenHours> hours) {
        for (int i = 1; i < hours.size(); i++) {
            if (hours.get(i).from() < hours.get(i - 1).to()) {
                throw new IllegalArgumentException("Hours of a day stand in order and do not overlap.");
            }
        }
        return List.copyOf(hours);
    }
}
