package io.kehu.feedback.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Arithmetic over business hours, in whole seconds of real time: a local hour that daylight saving drops does not exist, one that it
 * repeats counts twice. Nothing here knows cases or databases. Years are laid out once and kept.
 */
public final class BusinessCalendar {

    /** Longest look ahead; who would have to wait longer has a calendar that hardly ever opens. */
    private static final int MOST_YEARS = 100;

    private final ZoneId zone;
    private final WorkingDays days;
    private final Map<Integer, OpenYear> years = new ConcurrentHashMap<>();

    public BusinessCalendar(ZoneId zone, WorkingDays days) {
        this.zone = zone;
        this.days = days;
    }

    public ZoneId zone() {
        return zone;
    }

    /** @throws IllegalArgumentException when {@code to} is before {@code from} */
    public long businessSecondsBetween(Instant from, Instant to) {
        long first = from.getEpochSecond();
        long last = to.getEpochSecond();
        if (last < first) {
            throw new IllegalArgumentException("Time goes forward.");
        }
        int year = yearOf(first);
        int lastYear = yearOf(last);
        long seconds = -year(year).elapsed(first);
        for (; year < lastYear; year++) {
            seconds += year(year).total();
        }
        return seconds + year(lastYear).elapsed(last);
    }

    /**
     * The earliest instant by which that many business seconds have gone by; {@code from} itself for none.
     *
     * @throws IllegalArgumentException for less than none
     * @throws ArithmeticException when it would take more than a hundred years
     */
    public Instant addBusinessSeconds(Instant from, long seconds) {
        if (seconds < 0) {
            throw new IllegalArgumentException("Time goes forward.");
        }
        if (seconds == 0) {
            return from;
        }
        long start = from.getEpochSecond();
        int first = yearOf(start);
        long wanted = Math.addExact(seconds, year(first).elapsed(start));
        for (int year = first; year < first + MOST_YEARS; year++) {
            OpenYear open = year(year);
            if (wanted <= open.total()) {
                return Instant.ofEpochSecond(open.secondAt(wanted));
            }
            wanted -= open.total();
        }
        throw new ArithmeticException("The calendar opens too rarely.");
    }

    /** The time between two instants without gaps, and why each part of it counts or does not; neighbours differ in reason or day. */
    public List<Segment> segments(Instant from, Instant to) {
        List<Segment> segments = new ArrayList<>();
        long last = to.getEpochSecond();
        long at = from.getEpochSecond();
        LocalDate day = LocalDate.ofInstant(from, zone);
        while (at < last) {
            long dayEnd = Math.min(last, instantOf(day.plusDays(1).atStartOfDay()));
            for (OpenHours hours : days.on(day)) {
                long start = Math.clamp(instantOf(hours.start(day)), at, Math.max(at, dayEnd));
                long end = Math.clamp(instantOf(hours.end(day)), start, Math.max(start, dayEnd));
                add(segments, at, start, days.reason(day, false));
                add(segments, start, end, days.reason(day, true));
                at = end;
            }
            add(segments, at, dayEnd, days.reason(day, false));
            at = Math.max(at, dayEnd);
            day = day.plusDays(1);
        }
        return segments;
    }

    private static void add(List<Segment> segments, long from, long to, SegmentReason reason) {
        if (from < to) {
            segments.add(new Segment(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to), reason));
        }
    }

    private int yearOf(long second) {
        int year = LocalDateTime.ofInstant(Instant.ofEpochSecond(second), zone).getYear();
        // A clock that is set back at New Year shows the old year again; the year that has begun stays begun.
        OpenYear open = year(year);
        if (open.isAfter(second)) {
            return year - 1;
        }
        return open.isBefore(second) ? year + 1 : year;
    }

    private OpenYear year(int year) {
        OpenYear known = years.get(year);
        return known == null ? years.computeIfAbsent(year, this::layOut) : known;
    }

    private OpenYear layOut(int year) {
        int most = 0;
        LocalDate first = LocalDate.of(year, 1, 1);
        LocalDate next = first.plusYears(1);
        for (LocalDate day = first; day.isBefore(next); day = day.plusDays(1)) {
            most += days.on(day).size();
        }
        long[] starts = new long[most];
        long[] totals = new long[most + 1];
        int count = 0;
        for (LocalDate day = first; day.isBefore(next); day = day.plusDays(1)) {
            for (OpenHours hours : days.on(day)) {
                long start = instantOf(hours.start(day));
                long end = instantOf(hours.end(day));
                if (start < end) {
                    starts[count] = start;
                    totals[count + 1] = totals[count] + (end - start);
                    count++;
                }
            }
        }
        return new OpenYear(
                instantOf(first.atStartOfDay()),
                instantOf(next.atStartOfDay()),
                Arrays.copyOf(starts, count),
                Arrays.copyOf(totals, count + 1));
    }

    /**
     * The first instant at which the local clock shows the given time or a later one, in seconds of the epoch. Later local times never
     * come out earlier, so neighbouring hours neither overlap nor leave a gap when clocks change.
     */
    private long instantOf(LocalDateTime local) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        if (transition == null) {
            ZoneOffset offset = zone.getRules().getOffset(local);
            return local.toEpochSecond(offset);
        }
        return transition.isGap() ? transition.toEpochSecond() : local.toEpochSecond(transition.getOffsetBefore());
    }
}
