package io.kehu.feedback.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds for all calendars: zones with and without daylight saving, lunch breaks, night shifts, holidays, make-up days. */
class BusinessCalendarLawsTests {

    private static final long BEGIN = Instant.parse("2010-06-01T00:00:00Z").getEpochSecond();
    private static final int SIXTEEN_YEARS = 16 * 366 * 86_400;
    private static final int TWO_MONTHS = 60 * 86_400;

    @Property(tries = 2_000)
    void partsAddUpToTheWhole(
            @ForAll("calendars") BusinessCalendar calendar,
            @ForAll @IntRange(max = SIXTEEN_YEARS) int start,
            @ForAll @IntRange(max = TWO_MONTHS) int first,
            @ForAll @IntRange(max = TWO_MONTHS) int second) {
        Instant a = at(start);
        Instant b = a.plusSeconds(first);
        Instant c = b.plusSeconds(second);

        assertThat(calendar.businessSecondsBetween(a, b) + calendar.businessSecondsBetween(b, c))
                .isEqualTo(calendar.businessSecondsBetween(a, c));
    }

    @Property(tries = 2_000)
    void addingUndoesMeasuring(
            @ForAll("calendars") BusinessCalendar calendar,
            @ForAll @IntRange(max = SIXTEEN_YEARS) int start,
            @ForAll @LongRange(min = 1, max = 3_000_000) long seconds) {
        Instant from = at(start);
        Instant due = calendar.addBusinessSeconds(from, seconds);

        assertThat(calendar.businessSecondsBetween(from, due)).isEqualTo(seconds);
        assertThat(calendar.businessSecondsBetween(from, due.minusSeconds(1))).isEqualTo(seconds - 1);
    }

    @Property(tries = 2_000)
    void addingTwiceIsAddingTheSum(
            @ForAll("calendars") BusinessCalendar calendar,
            @ForAll @IntRange(max = SIXTEEN_YEARS) int start,
            @ForAll @LongRange(min = 1, max = 1_000_000) long first,
            @ForAll @LongRange(min = 1, max = 1_000_000) long second) {
        Instant from = at(start);

        assertThat(calendar.addBusinessSeconds(calendar.addBusinessSeconds(from, first), second))
                .isEqualTo(calendar.addBusinessSeconds(from, first + second));
    }

    @Property(tries = 2_000)
    void segmentsCoverTheTimeAndSumToTheAnswer(
            @ForAll("calendars") BusinessCalendar calendar,
            @ForAll @IntRange(max = SIXTEEN_YEARS) int start,
            @ForAll @IntRange(max = TWO_MONTHS) int length) {
        Instant from = at(start);
        Instant to = from.plusSeconds(length);
        List<Segment> segments = calendar.segments(from, to);

        Instant reached = from;
        for (Segment segment : segments) {
            assertThat(segment.from()).isEqualTo(reached);
            assertThat(segment.to()).isAfter(segment.from());
            reached = segment.to();
        }
        assertThat(reached).isEqualTo(to);
        assertThat(segments.stream().mapToLong(Segment::countedSeconds).sum())
                .isEqualTo(calendar.businessSecondsBetween(from, to));
    }

    /** Minute by minute, by asking the local clock: slow, and too simple to be wrong in the same way. */
    @Property(tries = 300)
    void countingMinutesGivesTheSame(
            @ForAll("plans") Plan plan,
            @ForAll @IntRange(max = SIXTEEN_YEARS / 60) int startMinute,
            @ForAll @IntRange(max = 3 * 24 * 60) int minutes) {
        Instant from = Instant.ofEpochSecond(BEGIN).plusSeconds(startMinute * 60L);
        long counted = 0;
        for (int i = 0; i < minutes; i++) {
            if (plan.isOpen(from.plusSeconds(i * 60L))) {
                counted += 60;
            }
        }

        assertThat(plan.calendar().businessSecondsBetween(from, from.plusSeconds(minutes * 60L)))
                .isEqualTo(counted);
    }

    /** A calendar and what it was made of. */
    record Plan(ZoneId zone, Map<DayOfWeek, List<OpenHours>> week, Map<LocalDate, List<OpenHours>> exceptions) {

        BusinessCalendar calendar() {
            return new BusinessCalendar(zone, new WorkingDays(week, exceptions));
        }

        boolean isOpen(Instant time) {
            LocalDateTime local = LocalDateTime.ofInstant(time, zone);
            List<OpenHours> hours =
                    exceptions.getOrDefault(local.toLocalDate(), week.getOrDefault(local.getDayOfWeek(), List.of()));
            int second = local.toLocalTime().toSecondOfDay();
            return hours.stream().anyMatch(open -> open.from() <= second && second < open.to());
        }
    }

    @Provide
    Arbitrary<BusinessCalendar> calendars() {
        return plans().map(Plan::calendar);
    }

    @Provide
    Arbitrary<Plan> plans() {
        Arbitrary<ZoneId> zones = Arbitraries.of(
                        "Asia/Shanghai",
                        "America/New_York",
                        "Europe/London",
                        "America/Sao_Paulo",
                        "Asia/Kathmandu",
                        "Africa/Casablanca",
                        "UTC")
                .map(ZoneId::of);
        Arbitrary<Map<DayOfWeek, List<OpenHours>>> weeks = Arbitraries.maps(
                        Arbitraries.of(DayOfWeek.class), openHours(4))
                .ofMinSize(1)
                .filter(week -> week.values().stream().anyMatch(hours -> !hours.isEmpty()));
        Arbitrary<LocalDate> dates = Arbitraries.integers()
                .between(0, 16 * 365)
                .map(day -> LocalDate.of(2010, 6, 1).plusDays(day));
        Arbitrary<Map<LocalDate, List<OpenHours>>> exceptions =
                Arbitraries.maps(dates, openHours(2)).ofMaxSize(200);
        return Combinators.combine(zones, weeks, exceptions).as(Plan::new);
    }

    /** In whole minutes that no change of clocks of these zones falls into, except where hours touch it on purpose. */
    private static Arbitrary<List<OpenHours>> openHours(int most) {
        return Arbitraries.of(0, 1, 2, 3, 8, 9, 12, 13, 14, 18, 22, 23, 24)
                .map(hour -> hour * 3600)
                .set()
                .ofMaxSize(most * 2)
                .map(TreeSet::new)
                .map(edges -> {
                    List<Integer> sorted = new ArrayList<>(edges);
                    List<OpenHours> hours = new ArrayList<>();
                    for (int i = 0; i + 1 < sorted.size(); i += 2) {
                        hours.add(new OpenHours(sorted.get(i), sorted.get(i + 1)));
                    }
                    return hours;
                });
    }

    private static Instant at(int offset) {
        return Instant.ofEpochSecond(BEGIN).plus(Duration.ofSeconds(offset));
    }

    static {
        // Fails early where the JVM lacks the zones this is about.
        assertThat(LocalTime.MIN
                        .atDate(LocalDate.of(2018, 11, 4))
                        .atZone(ZoneId.of("America/Sao_Paulo"))
                        .getHour())
                .isEqualTo(1);
    }
}
