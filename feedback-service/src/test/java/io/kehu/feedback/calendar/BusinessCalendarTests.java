package io.kehu.feedback.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Business time by example. */
class BusinessCalendarTests {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final OpenHours MORNING = hours(9, 0, 12, 0);
    private static final OpenHours AFTERNOON = hours(13, 30, 18, 0);
    private static final OpenHours WHOLE_DAY = new OpenHours(0, OpenHours.DAY);

    /** China's national day of 2026: 1 to 7 October off, Sunday 20 September and Saturday 10 October worked instead (调休). */
    private static final Map<LocalDate, List<OpenHours>> NATIONAL_DAY_2026 = Map.of(
            LocalDate.of(2026, 9, 20), List.of(MORNING, AFTERNOON),
            LocalDate.of(2026, 10, 1), List.of(),
            LocalDate.of(2026, 10, 2), List.of(),
            LocalDate.of(2026, 10, 5), List.of(),
            LocalDate.of(2026, 10, 6), List.of(),
            LocalDate.of(2026, 10, 7), List.of(),
            LocalDate.of(2026, 10, 10), List.of(MORNING, AFTERNOON));

    private final BusinessCalendar office =
            new BusinessCalendar(SHANGHAI, new WorkingDays(workingWeek(MORNING, AFTERNOON), NATIONAL_DAY_2026));

    @Test
    void lunchDoesNotCount() {
        assertThat(between("2026-11-20T11:00", "2026-11-20T14:30")).isEqualTo(2 * 3600);
        assertThat(office.addBusinessSeconds(at("2026-11-20T11:30"), 3600)).isEqualTo(at("2026-11-20T14:00"));
    }

    @Test
    void aTargetThatIsUsedUpAtNoonIsDueAtNoon() {
        assertThat(office.addBusinessSeconds(at("2026-11-20T11:00"), 3600)).isEqualTo(at("2026-11-20T12:00"));
        assertThat(office.addBusinessSeconds(at("2026-11-20T11:00"), 3601)).isEqualTo(at("2026-11-20T13:30:01"));
    }

    @Test
    void nightsAndWeekendsDoNotCount() {
        assertThat(between("2026-11-20T17:00", "2026-11-23T10:00")).isEqualTo(2 * 3600);
        assertThat(between("2026-11-21T00:00", "2026-11-23T00:00")).isZero();
        assertThat(office.addBusinessSeconds(at("2026-11-21T15:00"), 1)).isEqualTo(at("2026-11-23T09:00:01"));
    }

    @Test
    void aHolidayCountsNothingAndAMakeUpSaturdayCountsInFull() {
        assertThat(between("2026-09-30T17:00", "2026-10-08T10:00")).isEqualTo(2 * 3600);
        assertThat(between("2026-10-10T00:00", "2026-10-11T00:00")).isEqualTo(27_000);
        assertThat(office.addBusinessSeconds(at("2026-10-09T18:00"), 3600)).isEqualTo(at("2026-10-10T10:00"));
    }

    @Test
    void noneIsNow() {
        Instant sunday = at("2026-11-22T03:00");
        assertThat(office.addBusinessSeconds(sunday, 0)).isEqualTo(sunday);
        assertThat(office.businessSecondsBetween(sunday, sunday)).isZero();
    }

    @Test
    void timeGoesForward() {
        assertThatThrownBy(() -> office.addBusinessSeconds(at("2026-11-20T11:00"), -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> between("2026-11-20T11:00", "2026-11-20T10:00"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anHourThatDaylightSavingDropsDoesNotExistAndOneItRepeatsCountsTwice() {
        BusinessCalendar newYork = always("America/New_York");
        LocalDateTime spring = LocalDateTime.parse("2026-03-08T00:00");
        LocalDateTime autumn = LocalDateTime.parse("2026-11-01T00:00");

        assertThat(day(newYork, spring)).isEqualTo(Duration.ofHours(23).toSeconds());
        assertThat(day(newYork, autumn)).isEqualTo(Duration.ofHours(25).toSeconds());
    }

    @Test
    void hoursThatBeginOrEndWhereTheClockJumpsStayInOrder() {
        BusinessCalendar newYork = new BusinessCalendar(
                ZoneId.of("America/New_York"),
                new WorkingDays(everyDay(hours(1, 0, 2, 15), hours(2, 15, 2, 45), hours(2, 45, 4, 0)), Map.of()));

        // 02:00 to 03:00 is missing: one hour before it and one after it are left.
        assertThat(day(newYork, LocalDateTime.parse("2026-03-08T00:00"))).isEqualTo(7_200);
        // 01:00 to 02:00 comes twice.
        assertThat(day(newYork, LocalDateTime.parse("2026-11-01T00:00"))).isEqualTo(4 * 3600);
    }

    @Test
    void aDayThatACountrySkippedHasNoHours() {
        // Samoa went over the date line: 30 December 2011 did not happen there.
        BusinessCalendar apia = always("Pacific/Apia");
        LocalDateTime before = LocalDateTime.parse("2011-12-29T00:00");
        Instant from = before.atZone(ZoneId.of("Pacific/Apia")).toInstant();
        Instant to = before.plusDays(2).atZone(ZoneId.of("Pacific/Apia")).toInstant();

        assertThat(apia.businessSecondsBetween(from, to))
                .isEqualTo(Duration.ofDays(1).toSeconds());
    }

    @Test
    void midnightThatDoesNotExistIsNoTrouble() {
        // In Sao Paulo summer time began at midnight: 4 November 2018 started at 01:00.
        BusinessCalendar saoPaulo = always("America/Sao_Paulo");

        assertThat(day(saoPaulo, LocalDateTime.parse("2018-11-03T00:00")))
                .isEqualTo(Duration.ofDays(1).toSeconds());
        assertThat(saoPaulo.segments(instant(saoPaulo, "2018-11-03T12:00"), instant(saoPaulo, "2018-11-05T12:00")))
                .extracting(Segment::countedSeconds)
                .containsExactly(12 * 3600L, 23 * 3600L, 12 * 3600L);
    }

    @Test
    void aYearBoundaryIsNoBoundary() {
        assertThat(between("2026-12-31T17:00", "2027-01-01T10:00")).isEqualTo(2 * 3600);
        long weekdays = LocalDate.of(2027, 1, 1)
                .datesUntil(LocalDate.of(2029, 1, 1))
                .filter(day -> day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
                .count();
        assertThat(between("2026-12-31T18:00", "2029-01-01T09:00")).isEqualTo(27_000L * weekdays);
    }

    @Test
    void aCalendarThatHardlyOpensSaysSo() {
        BusinessCalendar minute = new BusinessCalendar(
                SHANGHAI, new WorkingDays(Map.of(DayOfWeek.MONDAY, List.of(hours(9, 0, 9, 1))), Map.of()));

        assertThatThrownBy(() -> minute.addBusinessSeconds(at("2026-11-20T11:00"), 31_536_000))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void whatIsNoCalendarIsRefused() {
        assertThatThrownBy(() -> new WorkingDays(Map.of(), Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OpenHours(10, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OpenHours(0, OpenHours.DAY + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WorkingDays(Map.of(DayOfWeek.MONDAY, List.of(AFTERNOON, MORNING)), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void segmentsSayWhy() {
        assertThat(office.segments(at("2026-10-09T17:00"), at("2026-10-12T09:30")))
                .extracting(Segment::reason, Segment::countedSeconds)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(SegmentReason.WORKING_HOURS, 3600L),
                        org.assertj.core.groups.Tuple.tuple(SegmentReason.OUTSIDE_HOURS, 0L),
                        org.assertj.core.groups.Tuple.tuple(SegmentReason.OUTSIDE_HOURS, 0L),
                        org.assertj.core.groups.Tuple.tuple(SegmentReason.MAKE_UP_DAY, 3 * 3600L),
                        org.assertj.core.groups.Tuple.tuple(SegmentReason.OUTSIDE_HOURS, 0L),
                        org.assertj.core.groups.Tuple.tuple(SegmentReason.MAKE_UP_DAY, 4 * 3600L + 1800),
                        org.assertj.core.groups.Tuple.tuple(SegmentReason.OUTSIDE_HOURS, 0L),
                        org.assertj.core.groups.Tuple.tuple(SegmentReason.DAY_OFF, 0L),
                        org.assertj.core.groups.Tuple.tuple(SegmentReason.OUTSIDE_HOURS, 0L),
                        org.assertj.core.groups.Tuple.tuple(SegmentReason.WORKING_HOURS, 1800L));
        assertThat(office.segments(at("2026-10-01T00:00"), at("2026-10-02T00:00")))
                .extracting(Segment::reason)
                .containsExactly(SegmentReason.HOLIDAY);
    }

    @Test
    void thirtyDaysTakeMicroseconds() {
        Instant from = at("2026-09-14T10:17:23");
        Instant to = at("2026-10-14T16:41:07");
        long sum = 0;
        int tries = 200_000;
        for (int warmUp = 0; warmUp < tries; warmUp++) {
            sum += office.businessSecondsBetween(from, to.plusSeconds(warmUp % 60));
        }
        long begin = System.nanoTime();
        for (int i = 0; i < tries; i++) {
            sum += office.businessSecondsBetween(from, to.plusSeconds(i % 60));
            sum += office.addBusinessSeconds(from, 500_000 + i % 60).getEpochSecond();
        }
        double microseconds = (System.nanoTime() - begin) / 1_000.0 / tries / 2;

        assertThat(sum).isPositive();
        assertThat(microseconds).isLessThan(20);
    }

    private static long day(BusinessCalendar calendar, LocalDateTime start) {
        return calendar.businessSecondsBetween(
                start.atZone(calendar.zone()).toInstant(),
                start.plusDays(1).atZone(calendar.zone()).toInstant());
    }

    private static BusinessCalendar always(String zone) {
        return new BusinessCalendar(ZoneId.of(zone), new WorkingDays(everyDay(WHOLE_DAY), Map.of()));
    }

    private static Map<DayOfWeek, List<OpenHours>> everyDay(OpenHours... hours) {
        return Arrays.stream(DayOfWeek.values()).collect(Collectors.toMap(Function.identity(), day -> List.of(hours)));
    }

    private static Map<DayOfWeek, List<OpenHours>> workingWeek(OpenHours... hours) {
        Map<DayOfWeek, List<OpenHours>> week = new EnumMap<>(everyDay(hours));
        week.remove(DayOfWeek.SATURDAY);
        week.remove(DayOfWeek.SUNDAY);
        return week;
    }

    private static OpenHours hours(int fromHour, int fromMinute, int toHour, int toMinute) {
        return new OpenHours((fromHour * 60 + fromMinute) * 60, (toHour * 60 + toMinute) * 60);
    }

    private long between(String from, String to) {
        return office.businessSecondsBetween(at(from), at(to));
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(SHANGHAI).toInstant();
    }

    private static Instant instant(BusinessCalendar calendar, String local) {
        return LocalDateTime.parse(local).atZone(calendar.zone()).toInstant();
    }
}
