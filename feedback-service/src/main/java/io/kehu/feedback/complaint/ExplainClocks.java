package io.kehu.feedback.complaint;

import io.kehu.feedback.Texts;
import io.kehu.feedback.calendar.BusinessCalendar;
import io.kehu.feedback.calendar.CalendarRef;
import io.kehu.feedback.calendar.Calendars;
import io.kehu.feedback.calendar.Segment;
import io.kehu.feedback.complaint.ClockExplanation.ExplainedClock;
import io.kehu.feedback.complaint.ClockExplanation.ExplainedSegment;
import io.kehu.feedback.sla.ClockState;
import io.kehu.feedback.sla.SlaClock;
import io.kehu.feedback.sla.SlaTarget;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Proves a clock: from the history of its case and the calendar it ran by, not from what was stored of it. */
@Component
class ExplainClocks {

    private final CaseHistory history;
    private final Calendars calendars;
    private final Texts texts;
    private final Clock clock;

    ExplainClocks(CaseHistory history, Calendars calendars, Texts texts, Clock clock) {
        this.history = history;
        this.calendars = calendars;
        this.texts = texts;
        this.clock = clock;
    }

    ClockExplanation explain(Complaint complaint, Locale locale) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<List<ClockPhases.Phase>> phases = ClockPhases.of(history.of(complaint.caseNo()), now);
        List<ExplainedClock> explained = new ArrayList<>();
        for (int i = 0; i < phases.size(); i++) {
            explained.add(explain(complaint.clocks().get(i), phases.get(i), now, locale));
        }
        return new ClockExplanation(complaint.caseNo().value(), now, explained);
    }

    private ExplainedClock explain(SlaClock of, List<ClockPhases.Phase> phases, Instant now, Locale locale) {
        SlaTarget target = of.target();
        CalendarRef ref = target.calendar();
        BusinessCalendar calendar = calendars.of(ref);
        Reasons reasons = new Reasons(calendars.dayNames(ref), calendar, locale);
        List<ExplainedSegment> segments = new ArrayList<>();
        for (ClockPhases.Phase phase : phases) {
            WaitFor waitFor = phase.waitFor();
            if (waitFor == null) {
                calendar.segments(phase.from(), phase.to()).forEach(segment -> segments.add(reasons.explain(segment)));
            } else {
                segments.add(reasons.waiting(phase.from(), phase.to(), waitFor));
            }
        }
        List<ExplainedSegment> ahead = of.state() == ClockState.RUNNING && of.dueAt() != null
                ? calendar.segments(now, of.dueAt()).stream()
                        .map(reasons::explain)
                        .toList()
                : List.of();
        Instant running = of.runningSince();
        return new ExplainedClock(
                target.metric(),
                of.cycle(),
                of.state(),
                target.seconds(),
                running == null || now.isBefore(running) ? of.consumedSeconds() : of.consumedAt(now, calendars::of),
                of.dueAt(),
                target.policy() + " v" + target.policyVersion(),
                ref.code() + " v" + ref.version(),
                calendar.zone().getId(),
                segments,
                ahead);
    }

    /** Words for segments. */
    private final class Reasons {

        private final Map<LocalDate, String> dayNames;
        private final BusinessCalendar calendar;
        private final Locale locale;

        Reasons(Map<LocalDate, String> dayNames, BusinessCalendar calendar, Locale locale) {
            this.dayNames = dayNames;
            this.calendar = calendar;
            this.locale = locale;
        }

        ExplainedSegment explain(Segment segment) {
            String name = dayNames.get(LocalDate.ofInstant(segment.from(), calendar.zone()));
            String text = texts.of("clock." + segment.reason().name(), locale);
            return new ExplainedSegment(
                    segment.from(),
                    segment.to(),
                    segment.countedSeconds(),
                    segment.reason().name(),
                    name == null ? text : texts.of("clock.named", locale, text, name));
        }

        ExplainedSegment waiting(Instant from, Instant to, WaitFor waitFor) {
            String why = waitFor.state().name();
            return new ExplainedSegment(from, to, 0, why, texts.of("clock." + why, locale));
        }
    }
}
