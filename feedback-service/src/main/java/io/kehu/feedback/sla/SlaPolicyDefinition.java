package io.kehu.feedback.sla;

import io.kehu.feedback.calendar.CalendarRef;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A policy as an administrator writes it.
 *
 * @param code short upper-case name; the same code again makes the next version
 * @param calendar code of the calendar whose seconds count
 * @param targets one per severity and metric
 */
public record SlaPolicyDefinition(
        @NotNull @Pattern(regexp = CalendarRef.CODE_PATTERN) String code,
        @NotNull @Pattern(regexp = CalendarRef.CODE_PATTERN) String calendar,
        @NotEmpty @Size(max = 20) List<@Valid @NotNull Target> targets) {

    private static final long MOST_SECONDS = 366L * 24 * 60 * 60;

    /**
     * How fast.
     *
     * @param severity of the complaint
     * @param metric what is measured
     * @param seconds business seconds allowed, up to a year of them
     */
    public record Target(
            @NotNull Severity severity,
            @NotNull Metric metric,
            @NotNull @Min(1) @Max(MOST_SECONDS) Long seconds) {}

    /** Whether each severity has exactly one target of each metric. */
    boolean isComplete() {
        Set<List<Object>> seen = new HashSet<>();
        targets.forEach(target -> seen.add(List.of(target.severity(), target.metric())));
        return seen.size() == targets.size() && seen.size() == Severity.values().length * Metric.values().length;
    }
}
