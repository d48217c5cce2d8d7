package io.kehu.local.command;

import com.sun.management.OperatingSystemMXBean;
import io.kehu.local.bench.Benchmark;
import io.kehu.local.bench.Benchmarks;
import io.kehu.local.bench.Figure;
import io.kehu.local.bench.Report;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.Settings;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code kehu bench} */
@Command(
        name = "bench",
        description =
                "Measure the running suite; every figure comes with a control of the same run. Without a name, list what can be"
                        + " measured. Ends with 1 when a check is violated; a missed goal is only reported. 性能测量。")
public final class BenchCommand implements Callable<Integer> {

    private static final long MIB = 1024 * 1024;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "What to measure.")
    private @Nullable String name;

    @Option(
            names = "--size",
            defaultValue = "SMALL",
            description = "small: at most three minutes; full: for figures of record. ${DEFAULT-VALUE} when missing.")
    private Benchmark.Size size = Benchmark.Size.SMALL;

    @Option(
            names = "--json",
            description = "For programs: one JSON object on the last line; progress on standard error.")
    private boolean json;

    @Override
    public Integer call() {
        Map<String, Benchmark> all = new TreeMap<>(Benchmarks.all());
        String wanted = name;
        if (wanted == null) {
            all.forEach((known, benchmark) -> System.out.printf("%-12s %s%n", known, benchmark.description()));
            return 0;
        }
        Benchmark benchmark = all.get(wanted);
        if (benchmark == null) {
            throw new KehuException(
                    "There is no benchmark " + wanted + "; there are " + String.join(", ", all.keySet()) + ".");
        }
        Progress.Step step = new Progress(json ? System.err : System.out).begin("bench " + wanted);
        Report report = benchmark.run(Settings.load(), size, step);
        step.done(report.isSound() ? "done" : "a check is violated");
        if (json) {
            System.out.println(JsonMapper.shared().writeValueAsString(asJson(wanted, report)));
        } else {
            System.out.println(benchmark.description());
            print(report);
        }
        return report.isSound() ? 0 : 1;
    }

    private Map<String, Object> asJson(String wanted, Report report) {
        long memory = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize() / MIB
                : 0;
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bench", wanted);
        result.put("size", size.name().toLowerCase(Locale.ROOT));
        result.put(
                "machine",
                Map.of(
                        "cores",
                        Runtime.getRuntime().availableProcessors(),
                        "memoryMiB",
                        memory,
                        "jdk",
                        Runtime.version().toString()));
        result.put("figures", report.figures());
        result.put("checks", report.checks());
        return result;
    }

    private static void print(Report report) {
        System.out.printf(
                "%-16s %15s %9s %9s %9s  %-16s %15s %7s %-15s %s%n",
                "medians", "measured", "p50 ms", "p99 ms", "µs CPU", "control", "", "ratio", "(min–max)", "goal");
        for (Figure figure : report.figures()) {
            System.out.printf(
                    "%-16s %,11.1f %-3s %9s %9s %9s  %-16s %,15.1f %7.3f (%.3f–%.3f)   %s%n",
                    figure.name(),
                    figure.value(),
                    figure.unit(),
                    optional(figure.p50ms()),
                    optional(figure.p99ms()),
                    optional(figure.cpuMicrosPerOp()),
                    figure.control().name(),
                    figure.control().value(),
                    figure.ratio(),
                    figure.min(),
                    figure.max(),
                    figure.goal() == null
                            ? ""
                            : figure.goal() + (Boolean.TRUE.equals(figure.met()) ? " met" : " MISSED"));
        }
        for (Report.Check check : report.checks()) {
            System.out.printf(
                    "%-40s %,d%s%n", check.name(), check.violations(), check.violations() == 0 ? "" : " VIOLATED");
        }
    }

    private static String optional(@Nullable Double value) {
        return value == null ? "" : "%,.2f".formatted(value);
    }
}
