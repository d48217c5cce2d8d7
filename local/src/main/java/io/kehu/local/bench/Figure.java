package io.kehu.local.bench;

import org.jspecify.annotations.Nullable;

/**
 * One thing measured in several rounds, beside its control.
 *
 * @param value median over the rounds
 * @param p50ms median time of a call
 * @param p99ms time that 99 of 100 calls do not exceed
 * @param cpuMicrosPerOp processor time of the measured process for one operation
 * @param ratio median of the rounds' ratios of value to control
 * @param min smallest ratio of a round
 * @param max largest ratio of a round
 * @param goal what is wanted, such as {@code ratio>=0.45}
 * @param met whether it is reached
 */
public record Figure(
        String name,
        double value,
        String unit,
        @Nullable Double p50ms,
        @Nullable Double p99ms,
        @Nullable Double cpuMicrosPerOp,
        Control control,
        double ratio,
        double min,
        double max,
        @Nullable String goal,
        @Nullable Boolean met) {

    /** The other thing measured in the same rounds. */
    public record Control(String name, double value) {}

    /** @param subject and control, each with a value for each round, in the same order */
    public static Figure of(String name, Samples subject, String controlName, Samples control, String unit) {
        Samples ratios = subject.dividedBy(control);
        return new Figure(
                name,
                subject.median(),
                unit,
                null,
                null,
                null,
                new Control(controlName, control.median()),
                ratios.median(),
                ratios.quantile(0),
                ratios.quantile(1),
                null,
                null);
    }

    public Figure withCalls(Samples latencies, double cpuMicros) {
        return new Figure(
                name,
                value,
                unit,
                latencies.median(),
                latencies.quantile(0.99),
                cpuMicros,
                control,
                ratio,
                min,
                max,
                goal,
                met);
    }

    public Figure ratioAtLeast(double wanted) {
        return withGoal("ratio>=" + wanted, ratio >= wanted);
    }

    public Figure valueAtLeast(double wanted) {
        return withGoal("value>=%.0f".formatted(wanted), value >= wanted);
    }

    public Figure valueAtMost(double wanted) {
        return withGoal("value<=%.0f".formatted(wanted), value <= wanted);
    }

    private Figure withGoal(String text, boolean reached) {
        return new Figure(name, value, unit, p50ms, p99ms, cpuMicrosPerOp, control, ratio, min, max, text, reached);
    }
}
