package io.kehu.local.bench.loyalty;

import io.kehu.local.bench.Benchmark;
import io.kehu.local.bench.Figure;
import io.kehu.local.bench.Report;
import io.kehu.local.bench.ScratchData;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.ServiceInstance;
import io.kehu.local.suite.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Points spent over HTTP, by many members, by one, and in batches; one coupon for many callers; a long statement; a million lots that
 * expire; and a ledger that adds up.
 */
public final class LoyaltyBenchmark implements Benchmark {

    private static final int HEAP_MIB = 512;
    private static final int LOTS = 10;
    private static final int YEAR = 365;
    private static final long MANY_POINTS = 1_000_000_000L;
    private static final double NANOS = 1e9;

    @Override
    public String description() {
        return "POST /loyalty/v1/points:redeem by 16 callers on a database of its own, by " + Bench.MEMBERS
                + " members and with nine of ten calls for one of them; batches of 100; control: transactions like pgbench's TPC-B on the"
                + " same server. Then one coupon for 1,000 callers, a long statement read page by page beside its rows, and lots that expire.";
    }

    @Override
    public Report run(Settings settings, Size size, Progress.Step step) {
        boolean full = size == Size.FULL;
        List<Figure> figures = new ArrayList<>();
        List<Report.Check> checks = new ArrayList<>();
        try (ScratchData data = new ScratchData(settings, "loyalty")) {
            step.doing("starting loyalty-service");
            try (ServiceInstance instance = start(settings, data)) {
                Stock stock = new Stock(data);
                step.doing("writing members and their points");
                stock.fill(new Stock.Wish("B", Bench.MEMBERS, LOTS, MANY_POINTS, YEAR));
                stock.fill(new Stock.Wish("H", 1, 1, MANY_POINTS, YEAR));
                Bench bench =
                        new Bench(new Calls(settings, instance), stock, new TpcB(data, full ? 50 : 5), full, step);
                Spending spending = new Spending(bench);
                figures.addAll(spending.measure());
                checks.add(new Report.Check(
                        "answered and not booked once, of %,d".formatted(spending.booked()),
                        Math.abs(spending.booked()
                                - stock.count("SELECT count(*) FROM points_tx WHERE type = 'REDEEM'"))));
                checks.add(new CouponRace(bench).run());
                figures.add(LongBooks.statement(bench, full ? 100_000 : 10_000));
                figures.add(LongBooks.expiry(bench, full ? 1_000_000 : 50_000));
                checks.add(audit(bench));
            }
        }
        return new Report(List.copyOf(figures), List.copyOf(checks));
    }

    private static ServiceInstance start(Settings settings, ScratchData data) {
        return ServiceInstance.start(
                settings,
                new ServiceInstance.Wish(
                        "loyalty-service",
                        "bench",
                        HEAP_MIB,
                        data.variables(),
                        "/actuator/health/readiness",
                        true,
                        true));
    }

    private static Report.Check audit(Bench bench) {
        bench.step().doing("checking the ledger");
        long start = System.nanoTime();
        long violations = bench.calls().violations();
        return new Report.Check(
                "broken in the ledger, checked in %.1f s".formatted((System.nanoTime() - start) / NANOS), violations);
    }
}
