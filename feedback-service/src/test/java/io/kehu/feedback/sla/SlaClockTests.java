package io.kehu.feedback.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.feedback.calendar.BusinessCalendar;
import io.kehu.feedback.calendar.CalendarRef;
import io.kehu.feedback.calendar.OpenHours;
import io.kehu.feedback.calendar.WorkingDays;
import io.kehu.feedback.sla.SlaClock.CalendarLookup;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A clock by example, 9 to 17 each day. */
class SlaClockTests {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final CalendarRef REF = new CalendarRef("NINE_TO_FIVE", 1);
    private static final CalendarLookup CALENDARS = ref -> new BusinessCalendar(
            ZONE,
            new WorkingDays(
                    Arrays.stream(DayOfWeek.values())
                            .collect(Collectors.toMap(
                                    Function.identity(), day -> List.of(new OpenHours(9 * 3600, 17 * 3600)))),
                    Map.of()));

    private final SlaClock clock = SlaClock.start(target(4 * 3600), 1, at("2026-11-20T10:00"), CALENDARS);

    @Test
    void isDueWhenItsTargetIsUsedUpInBusinessTime() {
        assertThat(clock.dueAt()).isEqualTo(at("2026-11-20T14:00"));
        assertThat(SlaClock.start(target(4 * 3600), 1, at("2026-11-20T15:00"), CALENDARS)
                        .dueAt())
                .isEqualTo(at("2026-11-21T11:00"));
    }

    @Test
    void countsNothingWhileItWaits() {
        SlaClock paused = clock.pause(at("2026-11-20T11:00"), CALENDARS);

        assertThat(paused.state()).isEqualTo(ClockState.PAUSED);
        assertThat(paused.consumedSeconds()).isEqualTo(3600);
        assertThat(paused.dueAt()).isNull();
        assertThat(paused.consumedAt(at("2026-11-25T11:00"), CALENDARS)).isEqualTo(3600);
        assertThat(paused.resume(at("2026-11-23T09:30"), CALENDARS).dueAt()).isEqualTo(at("2026-11-23T12:30"));
    }

    @Test
    void aReplyInTimeIsInTimeHoweverLateWeHearOfIt() {
        SlaClock breached = clock.breach();
        assertThat(breached.state()).isEqualTo(ClockState.BREACHED);
        assertThat(breached.breachedAt()).isEqualTo(at("2026-11-20T14:00"));

        SlaClock met = breached.finish(at("2026-11-20T13:30"), CALENDARS);
        assertThat(met.state()).isEqualTo(ClockState.MET);
        assertThat(met.consumedSeconds()).isEqualTo(3 * 3600 + 1800);
        assertThat(met.breachedAt()).isNull();
        assertThat(breached.finish(at("2026-11-20T14:00:01"), CALENDARS)).isEqualTo(breached);
    }

    @Test
    void theLastSecondIsInTimeTheNextIsNot() {
        assertThat(clock.finish(at("2026-11-20T14:00:00"), CALENDARS).state()).isEqualTo(ClockState.MET);
        assertThat(clock.finish(at("2026-11-20T14:00:01"), CALENDARS).state()).isEqualTo(ClockState.BREACHED);
        assertThat(clock.isOverdue(at("2026-11-20T14:00:00"))).isFalse();
        assertThat(clock.isOverdue(at("2026-11-20T14:00:01"))).isTrue();
    }

    @Test
    void aPausedClockDoesNotBreach() {
        SlaClock paused = clock.pause(at("2026-11-20T11:00"), CALENDARS);

        assertThat(paused.isOverdue(at("2027-11-20T11:00"))).isFalse();
        assertThat(paused.breach()).isEqualTo(paused);
        assertThat(paused.finish(at("2027-11-20T11:00"), CALENDARS).state()).isEqualTo(ClockState.MET);
    }

    @Test
    void anotherTargetKeepsWhatWasUsedUpAndThePauses() {
        SlaClock resumed = clock.pause(at("2026-11-20T11:00"), CALENDARS).resume(at("2026-11-20T12:00"), CALENDARS);
        SlaClock urgent = resumed.retarget(target(2 * 3600), at("2026-11-20T12:30"), CALENDARS);

        assertThat(urgent.consumedSeconds()).isEqualTo(5400);
        assertThat(urgent.dueAt()).isEqualTo(at("2026-11-20T13:00"));
        SlaClock tooLate = resumed.retarget(target(1800), at("2026-11-20T12:30"), CALENDARS);
        assertThat(tooLate.dueAt()).isEqualTo(at("2026-11-20T12:30"));
        assertThat(tooLate.isOverdue(at("2026-11-20T12:30:01"))).isTrue();
        SlaClock paused = clock.pause(at("2026-11-20T11:00"), CALENDARS);
        assertThat(paused.retarget(target(7200), at("2026-11-20T12:00"), CALENDARS)
                        .resume(at("2026-11-20T13:00"), CALENDARS)
                        .dueAt())
                .isEqualTo(at("2026-11-20T14:00"));
    }

    @Test
    void anotherTargetKeepsTheCalendarItWasCountedBy() {
        SlaTarget otherCalendar =
                new SlaTarget("STANDARD", 2, new CalendarRef("ALWAYS", 9), Metric.RESOLUTION, 2 * 3600);

        SlaClock changed = clock.retarget(otherCalendar, at("2026-11-20T11:00"), CALENDARS);

        assertThat(changed.target().calendar()).isEqualTo(REF);
        assertThat(changed.target().policyVersion()).isEqualTo(2);
    }

    @Test
    void whatHasEndedStaysEnded() {
        Instant later = at("2026-11-20T16:00");
        for (SlaClock ended : List.of(
                clock.finish(at("2026-11-20T12:00"), CALENDARS),
                clock.breach(),
                clock.cancel(at("2026-11-20T12:00"), CALENDARS))) {
            assertThat(ended.pause(later, CALENDARS)).isEqualTo(ended);
            assertThat(ended.resume(later, CALENDARS)).isEqualTo(ended);
            assertThat(ended.breach()).isEqualTo(ended);
            assertThat(ended.cancel(later, CALENDARS)).isEqualTo(ended);
            assertThat(ended.finish(later, CALENDARS)).isEqualTo(ended);
            assertThat(ended.retarget(target(1), later, CALENDARS)).isEqualTo(ended);
        }
    }

    private static SlaTarget target(long seconds) {
        return new SlaTarget("STANDARD", 1, REF, Metric.RESOLUTION, seconds);
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(ZONE).toInstant();
    }
}
