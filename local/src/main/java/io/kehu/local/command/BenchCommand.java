package io.kehu.local.command;

import io.kehu.local.bench.Benchmark;
import io.kehu.local.bench.Benchmarks;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Settings;
import java.util.List;
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
                        + " measured. 性能测量。")
public final class BenchCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "What to measure.")
    private @Nullable String name;

    @Option(names = "--json", description = "For programs.")
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
        List<Benchmark.Figure> figures = benchmark.run(Settings.load());
        if (json) {
            System.out.println(JsonMapper.shared().writeValueAsString(Map.of("name", wanted, "figures", figures)));
        } else {
            System.out.println(benchmark.description());
            System.out.printf("%-14s %14s %14s %8s%n", "medians", "measured", "control", "ratio");
            figures.forEach(figure -> System.out.printf(
                    "%-14s %,11.1f %s %,11.1f %s %8.3f%n",
                    figure.name(), figure.subject(), figure.unit(), figure.control(), figure.unit(), figure.ratio()));
        }
        return 0;
    }
}
