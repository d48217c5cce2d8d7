package io.kehu.feedback.calendar;

import io.kehu.feedback.FeedbackProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A calendar as an administrator writes it.
 *
 * @param code short upper-case name; the same code again makes the next version
 * @param zone IANA time zone of the hours
 * @param weekly open hours by day of the week, in order, any number a day; a missing day is closed
 * @param exceptions days that differ from the week: closed without hours, or with hours of their own, such as make-up working days (调休)
 */
public record CalendarDefinition(
        @NotNull @Pattern(regexp = CalendarRef.CODE_PATTERN) String code,
        @NotNull @Size(max = 50) String zone,
        @NotNull Map<DayOfWeek, @NotNull @Size(max = 20) List<@Valid @NotNull Hours>> weekly,
        @Size(max = 2_000) @Nullable List<@Valid @NotNull ExceptionalDay> exceptions) {

    private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d|24:00";
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;

    /**
     * Open hours.
     *
     * @param from local time as HH:mm
     * @param to local time as HH:mm, later than {@code from}; 24:00 for the end of the day
     */
    @Schema(name = "OpenHours")
    public record Hours(
            @NotNull @Pattern(regexp = TIME) String from,
            @NotNull @Pattern(regexp = TIME) String to) {

        OpenHours toOpenHours() {
            return new OpenHours(seconds(from), seconds(to));
        }

        private static int seconds(String time) {
            int hours = Integer.parseInt(time.substring(0, 2));
            int minutes = Integer.parseInt(time.substring(3));
            return (hours * MINUTES_PER_HOUR + minutes) * SECONDS_PER_MINUTE;
        }
    }

    /**
     * A day that differs from the week.
     *
     * @param date the day
     * @param open its hours; none closes it
     * @param name why, for people, such as 国庆节
     */
    public record ExceptionalDay(
            @NotNull LocalDate date,
            @Size(max = 20) @Nullable List<@Valid @NotNull Hours> open,

            @Size(max = 100) @Pattern(regexp = "[^\\p{Cntrl}]*") @Nullable
            String name) {}

    /** @throws ProblemException 422 when it makes no calendar */
    public BusinessCalendar toCalendar() {
        List<FieldProblem> problems = new ArrayList<>();
        Map<DayOfWeek, List<OpenHours>> week = new EnumMap<>(DayOfWeek.class);
        weekly.forEach((day, hours) -> week.put(day, openHours(hours, "/weekly/" + day, problems)));
        if (week.values().stream().allMatch(List::isEmpty)) {
            problems.add(new FieldProblem("/weekly", "never-open"));
        }
        Map<LocalDate, List<OpenHours>> days = new HashMap<>();
        List<ExceptionalDay> all = exceptions == null ? List.of() : exceptions;
        for (int i = 0; i < all.size(); i++) {
            ExceptionalDay day = all.get(i);
            List<Hours> open = day.open() == null ? List.of() : day.open();
            if (days.put(day.date(), openHours(open, "/exceptions/" + i + "/open", problems)) != null) {
                problems.add(new FieldProblem("/exceptions/" + i + "/date", "day-twice"));
            }
        }
        ZoneId where = zone(problems);
        if (!problems.isEmpty()) {
            throw new ProblemException(FeedbackProblem.CALENDAR_INVALID, problems);
        }
        return new BusinessCalendar(where, new WorkingDays(week, days));
    }

    private ZoneId zone(List<FieldProblem> problems) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            problems.add(new FieldProblem("/zone", "zone"));
            return java.time.ZoneOffset.UTC;
        }
    }

    private static List<OpenHours> openHours(List<Hours> hours, String pointer, List<FieldProblem> problems) {
        List<OpenHours> open = new ArrayList<>();
        for (int i = 0; i < hours.size(); i++) {
            Hours one = hours.get(i);
            boolean ordered = i == 0 || hours.get(i - 1).to().compareTo(one.from()) <= 0;
            if (one.from().compareTo(one.to()) >= 0 || !ordered) {
                problems.add(new FieldProblem(pointer + "/" + i, "hours"));
                return List.of();
            }
            open.add(one.toOpenHours());
        }
        return open;
    }
}
