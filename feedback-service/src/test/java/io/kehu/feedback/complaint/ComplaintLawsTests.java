package io.kehu.feedback.complaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.feedback.calendar.BusinessCalendar;
import io.kehu.feedback.calendar.CalendarRef;
import io.kehu.feedback.calendar.OpenHours;
import io.kehu.feedback.calendar.WorkingDays;
import io.kehu.feedback.sla.ClockState;
import io.kehu.feedback.sla.Metric;
import io.kehu.feedback.sla.Severity;
import io.kehu.feedback.sla.SlaClock;
import io.kehu.feedback.sla.SlaClock.CalendarLookup;
import io.kehu.feedback.sla.SlaTarget;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every course a case can take: it can be rebuilt, and its clocks can be proved. */
class ComplaintLawsTests {

    private static final CalendarRef OFFICE = new CalendarRef("OFFICE", 1);
    private static final BusinessCalendar CALENDAR = new BusinessCalendar(
            ZoneId.of("Asia/Shanghai"),
            new WorkingDays(
                    Arrays.stream(DayOfWeek.values())
                            .filter(day -> day.getValue() <= 5)
                            .collect(Collectors.toMap(
                                    Function.identity(),
                                    day -> List.of(
                                            new OpenHours(9 * 3600, 12 * 3600),
                                            new OpenHours(13 * 3600 + 1800, 18 * 3600)))),
                    Map.of()));
    private static final CalendarLookup CALENDARS = ref -> CALENDAR;
    private static final Instant BEGIN = Instant.parse("2026-11-20T02:00:00Z");

    @Property(tries = 1_000)
    void everyCourseCanBeRebuiltAndProved(@ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Course course = Course.opening(
                new CaseNo("K20261120-00001"),
                new CaseChange.Opened(UUID.randomUUID(), null, Severity.MEDIUM, "DELIVERY", target(random)),
                null,
                "agent",
                BEGIN,
                CALENDARS);
        Instant now = BEGIN;
        for (int i = 0; i < steps; i++) {
            now = now.plusSeconds(random.nextInt(40_000));
            CaseChange change = random(random, course.complaint());
            if (change != null) {
                if (random.nextInt(3) == 0) {
                    course.breachedBefore(now, "scan");
                }
                Instant at = at(random, course.complaint(), change, now);
                course.breachedBefore(at, "agent").then(change, "agent", at);
            }
        }
        course.breachedBefore(now, "scan");
        List<CaseEvent> history =
                course.entries().stream().map(CaseHistory.Entry::event).toList();

        assertThat(Complaint.rebuild(course.complaint().caseNo(), history, CALENDARS))
                .isEqualTo(course.complaint());
        prove(course.complaint(), history, now);
        assertThat(breaches(history)).as("each breach once").doesNotHaveDuplicates();
    }

    /** Sums the running phases of the history, which knows nothing of how the clock was kept. */
    private static void prove(Complaint complaint, List<CaseEvent> history, Instant now) {
        List<List<ClockPhases.Phase>> cycles = ClockPhases.of(history, now);
        assertThat(cycles).hasSameSizeAs(complaint.clocks());
        for (int i = 0; i < cycles.size(); i++) {
            SlaClock clock = complaint.clocks().get(i);
            long counted = cycles.get(i).stream()
                    .filter(phase -> phase.waitFor() == null)
                    .mapToLong(phase -> CALENDAR.businessSecondsBetween(phase.from(), phase.to()))
                    .sum();
            assertThat(counted).as("%s", clock).isEqualTo(clock.consumedAt(now, CALENDARS));
            if (clock.state() == ClockState.MET) {
                assertThat(counted).isLessThanOrEqualTo(clock.target().seconds());
            }
            if (clock.state() == ClockState.BREACHED) {
                assertThat(counted).isGreaterThanOrEqualTo(clock.target().seconds());
            }
            if (clock.state() == ClockState.RUNNING) {
                assertThat(clock.dueAt()).isAfterOrEqualTo(now);
            }
        }
        assertThat(complaint.clock().state() == ClockState.PAUSED)
                .isEqualTo(complaint.state().isWaiting() && complaint.clock().breachedAt() == null);
    }

    private static List<Integer> breaches(List<CaseEvent> history) {
        List<Integer> cycles = new ArrayList<>();
        history.forEach(event -> {
            if (event.change() instanceof CaseChange.Breached breached) {
                cycles.add(breached.cycle());
            }
        });
        return cycles;
    }

    /** Mostly now; a resolution is sometimes heard of late. */
    private static Instant at(Random random, Complaint complaint, CaseChange change, Instant now) {
        long span = now.getEpochSecond() - complaint.changedAt().getEpochSecond();
        return change instanceof CaseChange.Resolved && random.nextBoolean()
                ? complaint.changedAt().plusSeconds((long) (span * random.nextDouble()))
                : now;
    }

    private static CaseChange random(Random random, Complaint complaint) {
        List<CaseOperation> possible = Arrays.stream(CaseOperation.values())
                .filter(complaint::allows)
                // Long lives are more telling than early ends.
                .filter(operation -> operation != CaseOperation.WITHDRAW || random.nextInt(20) == 0)
                .toList();
        if (possible.isEmpty()) {
            return null;
        }
        return switch (possible.get(random.nextInt(possible.size()))) {
            case TRIAGE -> new CaseChange.Triaged(severity(random), "PRICE", target(random));
            case ASSIGN -> new CaseChange.Assigned("agent-" + random.nextInt(3));
            case REPLY -> new CaseChange.Replied();
            case WAIT -> new CaseChange.Waiting(random.nextBoolean() ? WaitFor.CUSTOMER : WaitFor.THIRD_PARTY);
            case RESUME -> new CaseChange.Resumed();
            case RESOLVE -> new CaseChange.Resolved();
            case CONFIRM -> new CaseChange.Confirmed(random.nextBoolean());
            case AUTO_CONFIRM -> new CaseChange.AutoConfirmed();
            case REOPEN -> new CaseChange.Reopened(random.nextBoolean(), target(random));
            case WITHDRAW -> new CaseChange.Withdrawn(random.nextBoolean());
            case CLOSE -> new CaseChange.Closed();
        };
    }

    private static Severity severity(Random random) {
        return Severity.values()[random.nextInt(4)];
    }

    private static SlaTarget target(Random random) {
        return new SlaTarget("STANDARD", 1 + random.nextInt(5), OFFICE, Metric.RESOLUTION, 1 + random.nextInt(100_000));
    }
}
