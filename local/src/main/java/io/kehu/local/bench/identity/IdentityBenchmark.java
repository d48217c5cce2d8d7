package io.kehu.local.bench.identity;

import io.kehu.local.bench.Benchmark;
import io.kehu.local.bench.Figure;
import io.kehu.local.bench.HttpConnection;
import io.kehu.local.bench.Load;
import io.kehu.local.bench.Report;
import io.kehu.local.bench.Samples;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.ServiceInstance;
import io.kehu.local.suite.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Numbers a second, singly and in batches, and what is left of them after many crashes. */
public final class IdentityBenchmark implements Benchmark {

    private static final int CALLERS = 64;
    private static final int BATCH_CALLERS = 32;
    private static final int BATCH = 1_000;
    private static final int MICROS_PER_MILLI = 1_000;

    /** Rounds until the compiler has seen enough. */
    private static final int WARM_UP = 8;

    @Override
    public String description() {
        return "Allocations at identity-service, on a database of its own: single ones beside a bare echo of the same stack, batches of "
                + BATCH
                + " beside the same runs inserted straight into the database; then kill -9 under load, again and again.";
    }

    @Override
    public Report run(Settings settings, Size size, Progress.Step step) {
        boolean full = size == Size.FULL;
        List<Figure> figures = new ArrayList<>();
        List<Report.Check> checks = new ArrayList<>();
        try (Scratch scratch = new Scratch(settings)) {
            step.doing("starting identity-service and its control");
            try (ServiceInstance identity = scratch.identity();
                    ServiceInstance echo = scratch.echo()) {
                Duration time = Duration.ofSeconds(full ? 10 : 3);
                figures.addAll(single(scratch, identity, echo, time, full ? 5 : 3, step));
                figures.add(batches(scratch, identity, time, full ? 5 : 3, step));
            }
            checks.addAll(new CrashCycles(scratch, step).run(full ? 100 : 3));
        }
        return new Report(List.copyOf(figures), List.copyOf(checks));
    }

    private static List<Figure> single(
            Scratch scratch,
            ServiceInstance identity,
            ServiceInstance echo,
            Duration time,
            int rounds,
            Progress.Step step) {
        Side ours = new Side(identity, new Load(CALLERS, time));
        Side theirs = new Side(echo, new Load(CALLERS, time));
        String body = "{\"scheme\":\"" + Scratch.SCHEME + "\"}";
        for (int round = -WARM_UP; round < rounds; round++) {
            String token = scratch.token();
            double rate = ours.round(HttpConnection.post("/identity/v1/numbers", token, "", body), round >= 0);
            double control = theirs.round(HttpConnection.post("/echo", token, "", body), round >= 0);
            tell(step, "single", round, rate, control);
        }
        Figure rate = Figure.of("single.http", ours.rates, "echo.http", theirs.rates, "1/s")
                .withCalls(ours.latencies, ours.cpuMicros.median())
                .ratioAtLeast(0.45);
        Figure tail = Figure.of("single.http.p99", ours.tails, "echo.http.p99", theirs.tails, "ms")
                .valueAtMost(10);
        return List.of(rate, tail);
    }

    private static Figure batches(
            Scratch scratch, ServiceInstance identity, Duration time, int rounds, Progress.Step step) {
        Side ours = new Side(identity, new Load(BATCH_CALLERS, time));
        Samples theirs = new Samples();
        BareRuns bare = new BareRuns(scratch, BATCH_CALLERS);
        String body = "{\"scheme\":\"" + Scratch.SCHEME + "\",\"count\":" + BATCH + "}";
        for (int round = -WARM_UP / 2; round < rounds; round++) {
            double rate =
                    ours.round(HttpConnection.post("/identity/v1/numbers", scratch.token(), "", body), round >= 0);
            double inserted = bare.perSecond(time);
            tell(step, "batches", round, rate, inserted);
            if (round >= 0) {
                theirs.add(inserted * BATCH);
            }
        }
        Samples numbers = ours.rates.times(BATCH);
        return Figure.of("batch.http", numbers, "inserts", theirs, "1/s")
                .withCalls(ours.latencies, ours.cpuMicros.median())
                .valueAtLeast(4_000_000);
    }

    private static void tell(Progress.Step step, String what, int round, double rate, double control) {
        step.doing("%s, %s %,.0f/s, control %,.0f/s"
                .formatted(what, round < 0 ? "warming up" : "round " + (round + 1), rate, control));
    }

    /** One service under load, and what was measured there. */
    private static final class Side {

        private final ServiceInstance instance;
        private final Load load;
        private final Samples rates = new Samples();
        private final Samples tails = new Samples();
        private final Samples latencies = new Samples();
        private final Samples cpuMicros = new Samples();

        Side(ServiceInstance instance, Load load) {
            this.instance = instance;
            this.load = load;
        }

        double round(byte[] request, boolean counts) {
            Duration before = instance.processorTime();
            Load.Result result = load.run(instance.port(), request);
            Duration used = instance.processorTime().minus(before);
            if (counts) {
                rates.add(result.perSecond());
                tails.add(result.latencies().quantile(0.99));
                latencies.addAll(result.latencies());
                cpuMicros.add((double) used.toMillis() * MICROS_PER_MILLI / result.calls());
            }
            return result.perSecond();
        }
    }
}
