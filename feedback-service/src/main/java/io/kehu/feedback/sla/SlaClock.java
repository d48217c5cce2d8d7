package io.kehu.feedback.sla;

import io.kehu.feedback.calendar.BusinessCalendar;
import io.kehu.feedback.calendar.CalendarRef;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A clock of a case. It counts business seconds while it runs and nothing while it is paused, and it keeps its calendar for life, so that
 * what it counted can be explained.
 *
 * @param target how fast, by which rules
 * @param cycle 1 for the first run of a case, one more for each reopening
 * @param state what it does
 * @param consumedSeconds business seconds used up before {@code runningSince}
 * @param startedAt when it started
 * @param runningSince when it was last set going; only while it runs
 * @param dueAt when the target will be used up, or was
 * @param breachedAt when it was used up; only if nothing happened until then
 * @param endedAt when it stopped for good
 */
public record SlaClock(
        SlaTarget target,
        int cycle,
        ClockState state,
        long consumedSeconds,
        Instant startedAt,
        @Nullable Instant runningSince,
        @Nullable Instant dueAt,
        @Nullable Instant breachedAt,
        @Nullable Instant endedAt) {

    /** The calendar of a version; never changes for one. */
    public interface CalendarLookup extends Function<CalendarRef, BusinessCalendar> {}

    public static SlaClock start(SlaTarget target, int cycle, Instant at, CalendarLookup calendars) {
        Instant due = calendars.apply(target.calendar()).addBusinessSeconds(at, target.seconds());
        return new SlaClock(target, cycle, ClockState.RUNNING, 0, at, at, due, null, null);
    }

    /** What waits costs nothing; a clock that has ended stays as it is. */
    public SlaClock pause(Instant at, CalendarLookup calendars) {
        return state == ClockState.RUNNING
                ? with(ClockState.PAUSED, consumedAt(at, calendars), null, null, null, null)
                : this;
    }

    public SlaClock resume(Instant at, CalendarLookup calendars) {
        return state == ClockState.PAUSED ? running(target, consumedSeconds, at, calendars) : this;
    }

    /** Another target keeps what was used up, and the calendar it was counted by. */
    public SlaClock retarget(SlaTarget next, Instant at, CalendarLookup calendars) {
        SlaTarget kept =
                new SlaTarget(next.policy(), next.policyVersion(), target.calendar(), next.metric(), next.seconds());
        return switch (state) {
            case RUNNING -> running(kept, consumedAt(at, calendars), at, calendars);
            case PAUSED ->
                new SlaClock(kept, cycle, state, consumedSeconds, startedAt, null, null, breachedAt, endedAt);
            case MET, BREACHED, CANCELLED -> this;
        };
    }

    /**
     * What it measures happened. The time it happened decides, not the time we hear of it: a clock that was found breached in between is
     * met after all when it happened before.
     */
    public SlaClock finish(Instant at, CalendarLookup calendars) {
        return switch (state) {
            case RUNNING ->
                isOverdue(at) ? breach() : with(ClockState.MET, consumedAt(at, calendars), null, null, null, at);
            case PAUSED -> with(ClockState.MET, consumedSeconds, null, null, null, at);
            case BREACHED -> {
                Instant breach = Objects.requireNonNull(breachedAt);
                yield at.isAfter(breach)
                        ? this
                        : with(ClockState.MET, consumedSeconds - seconds(at, breach, calendars), null, null, null, at);
            }
            case MET, CANCELLED -> this;
        };
    }

    /** The target went by while it ran. */
    public SlaClock breach() {
        if (state != ClockState.RUNNING) {
            return this;
        }
        return with(ClockState.BREACHED, Math.max(consumedSeconds, target.seconds()), null, dueAt, dueAt, dueAt);
    }

    /** What it measures will not happen. */
    public SlaClock cancel(Instant at, CalendarLookup calendars) {
        return switch (state) {
            case RUNNING -> with(ClockState.CANCELLED, consumedAt(at, calendars), null, null, null, at);
            case PAUSED -> with(ClockState.CANCELLED, consumedSeconds, null, null, null, at);
            case MET, BREACHED, CANCELLED -> this;
        };
    }

    /** Whether the target had gone by at that time, with the clock still running. */
    public boolean isOverdue(Instant at) {
        return state == ClockState.RUNNING && dueAt != null && at.isAfter(dueAt);
    }

    /** Business seconds used up until then. */
    public long consumedAt(Instant at, CalendarLookup calendars) {
        return runningSince == null ? consumedSeconds : consumedSeconds + seconds(runningSince, at, calendars);
    }

    private SlaClock running(SlaTarget by, long consumed, Instant at, CalendarLookup calendars) {
        long left = Math.max(0, by.seconds() - consumed);
        Instant due = calendars.apply(by.calendar()).addBusinessSeconds(at, left);
        return new SlaClock(by, cycle, ClockState.RUNNING, consumed, startedAt, at, due, null, null);
    }

    private SlaClock with(
            ClockState next,
            long consumed,
            @Nullable Instant running,
            @Nullable Instant due,
            @Nullable Instant breached,
            @Nullable Instant ended) {
        return new SlaClock(target, cycle, next, consumed, startedAt, running, due, breached, ended);
    }

    private long seconds(Instant from, Instant to, CalendarLookup calendars) {
        return calendars.apply(target.calendar()).businessSecondsBetween(from, to);
    }
}
