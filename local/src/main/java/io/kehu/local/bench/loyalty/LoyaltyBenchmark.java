package io.kehu.local.bench.loyalty;

import io.kehu.local.bench.Benchmark;
import io.kehu.local.bench.Figure;
import io.kehu.local.bench.HttpConnection;
import io.kehu.local.bench.Load;
import io.kehu.local.bench.Report;
import io.kehu.local.bench.Samples;
import io.kehu.local.bench.ScratchData;
import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.Http;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.ServiceInstance;
import io.kehu.local.suite.Settings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Points spent one by one over HTTP, by many members and by one; a long statement; a million lots that expire; and a ledger that adds up. */
public final class LoyaltyBenchmark implements Benchmark {

    private static final int CALLERS = 16;
    private static final int WARM_UP = 3;
    private static final int HEAP_MIB = 512;
    private static final int MEMBERS = 10_000;
    private static final int LOTS = 10;
    private static final int YEAR = 365;
    private static final long MANY_POINTS = 1_000_000_000L;
    private static final int TEN = 10;
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;
    private static final int PAGE = 200;
    private static final int SUCCESS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    @Override
    public String description() {
        return "POST /loyalty/v1/points:redeem by " + CALLERS + " callers on a database of its own, by " + MEMBERS
                + " members and with nine of ten calls for one of them; control: transactions like pgbench's TPC-B on the same server."
                + " Then a long statement read page by page beside its rows, and lots that expire.";
    }

    /** Everything a run works with. */
    private record Bench(
            Settings settings, ServiceInstance instance, Stock stock, TpcB control, boolean full, Progress.Step step) {

        String token(String role) {
            return new SignIn(settings).as(role).value();
        }

        JsonNode get(String role, String path) {
            try {
                HttpResponse<String> response = Http.send(Http.request("http://127.0.0.1:" + instance.port() + path)
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token(role)));
                if (response.statusCode() != SUCCESS) {
                    throw new KehuException(path + " answered " + response.statusCode() + ": " + response.body());
                }
                return JsonMapper.shared().readTree(response.body());
            } catch (IOException e) {
                throw new KehuException("loyalty-service does not answer.", e);
            }
        }
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
                stock.fill(new Stock.Wish("B", MEMBERS, LOTS, MANY_POINTS, YEAR));
                stock.fill(new Stock.Wish("H", 1, 1, MANY_POINTS, YEAR));
                Bench bench = new Bench(settings, instance, stock, new TpcB(data, full ? 50 : 5), full, step);
                long answered = spend(bench, figures);
                checks.add(new Report.Check(
                        "answered and not booked once, of %,d".formatted(answered),
                        Math.abs(answered - stock.count("SELECT count(*) FROM points_tx WHERE type = 'REDEEM'"))));
                figures.add(statement(bench, full ? 100_000 : 10_000));
                figures.add(expiry(bench, full ? 1_000_000 : 50_000));
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

    /** @return how many calls were answered */
    private static long spend(Bench bench, List<Figure> figures) {
        Load load = new Load(CALLERS, Duration.ofSeconds(bench.full() ? 10 : 3));
        Samples uniform = new Samples();
        Samples hot = new Samples();
        Samples bare = new Samples();
        Samples latencies = new Samples();
        Samples processor = new Samples();
        long answered = 0;
        for (int round = -WARM_UP; round < (bench.full() ? 5 : 3); round++) {
            String token = bench.token("integrator");
            Duration before = bench.instance().processorTime();
            Load.Result many = load.run(bench.instance().port(), requests(token, "u" + round, false));
            Duration used = bench.instance().processorTime().minus(before);
            Load.Result one = load.run(bench.instance().port(), requests(token, "h" + round, true));
            double control = bench.control().perSecond(CALLERS, load.time());
            answered += many.calls() + one.calls();
            bench.step()
                    .doing("%s: %,.0f/s by many, %,.0f/s with a hot member, control %,.0f/s"
                            .formatted(
                                    round < 0 ? "warming up" : "round " + (round + 1),
                                    many.perSecond(),
                                    one.perSecond(),
                                    control));
            if (round >= 0) {
                uniform.add(many.perSecond());
                hot.add(one.perSecond());
                bare.add(control);
                latencies.addAll(many.latencies());
                processor.add(used.toNanos() / NANOS * MICROS / many.calls());
            }
        }
        figures.add(Figure.of("redeem, " + CALLERS + " callers", uniform, "TPC-B-like", bare, "1/s")
                .withCalls(latencies, processor.median())
                .ratioAtLeast(0.5));
        figures.add(Figure.of("redeem, 90 % by one member", hot, "by all members alike", uniform, "1/s")
                .ratioAtLeast(0.7));
        return answered;
    }

    private static LongFunction<byte[]> requests(String token, String round, boolean hot) {
        return call -> {
            String number =
                    hot && call % TEN != 0 ? Stock.number("H", 1) : Stock.number("B", 1 + (call * 7_919) % MEMBERS);
            return HttpConnection.post(
                    "/loyalty/v1/points:redeem",
                    token,
                    "Idempotency-Key: " + RUN + "-" + round + "-" + call + "\r\n",
                    "{\"number\":\"" + number + "\",\"points\":1,\"businessRef\":\"BENCH\"}");
        };
    }

    /** Every line of a long statement, newest first; the control reads the same rows in one go. */
    private static Figure statement(Bench bench, int lines) {
        bench.step().doing("writing a statement of %,d lines".formatted(lines));
        bench.stock().fill(new Stock.Wish("S", 1, lines, 1, YEAR));
        Samples paged = new Samples();
        Samples bare = new Samples();
        for (int round = -1; round < (bench.full() ? 3 : 2); round++) {
            long start = System.nanoTime();
            long read = readAll(bench);
            double rate = read / ((System.nanoTime() - start) / NANOS);
            start = System.nanoTime();
            long rows = bench.stock()
                    .count("SELECT count(t.id || t.business_ref || p.amount || p.balance_after) FROM points_posting p"
                            + " JOIN points_account a ON a.id = p.account JOIN points_tx t ON t.id = p.tx AND t.booked_at = p.booked_at"
                            + " WHERE a.number = '" + Stock.number("S", 1) + "'");
            double control = rows / ((System.nanoTime() - start) / NANOS);
            if (read != lines || rows != lines) {
                throw new KehuException("The statement has " + read + " lines and " + rows + " rows, not " + lines);
            }
            bench.step().doing("statement read at %,.0f lines/s".formatted(rate));
            if (round >= 0) {
                paged.add(rate);
                bare.add(control);
            }
        }
        return Figure.of(
                "statement of %,d lines, page by page".formatted(lines),
                paged,
                "its rows in one query",
                bare,
                "lines/s");
    }

    private static long readAll(Bench bench) {
        long read = 0;
        String cursor = "";
        String token = bench.token("manager");
        try (HttpConnection connection = new HttpConnection(bench.instance().port())) {
            while (true) {
                String path = "/loyalty/v1/members/" + Stock.number("S", 1) + "/statement?limit=" + PAGE + cursor;
                int status = connection.send(HttpConnection.get(path, token));
                if (status != SUCCESS) {
                    throw new KehuException(path + " answered " + status + ": " + connection.body());
                }
                JsonNode page = JsonMapper.shared().readTree(connection.body());
                read += page.path("items").size();
                String next = page.path("nextCursor").asString("");
                if (next.isEmpty()) {
                    return read;
                }
                cursor = "&cursor=" + next;
            }
        } catch (IOException e) {
            throw new KehuException("loyalty-service does not answer.", e);
        }
    }

    /** From the first booking of the job to the last; the control writes as many rows of the same width and no more. */
    private static Figure expiry(Bench bench, int lots) {
        bench.step().doing("writing %,d lots that have expired".formatted(lots));
        bench.stock().fill(new Stock.Wish("E", lots / LOTS, LOTS, 1, -1));
        String left = "SELECT count(*) FROM points_lot WHERE number LIKE 'E%' AND state = 'ACTIVE'";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (long open = lots; open > 0; open = bench.stock().count(left)) {
            if (System.nanoTime() > deadline) {
                throw new KehuException("%,d lots have not expired; see the logs of loyalty-service.".formatted(open));
            }
            bench.step().doing("%,d of %,d lots have not expired yet".formatted(open, lots));
            LockSupport.parkNanos(POLL_NANOS);
        }
        long millis = bench.stock()
                .count("SELECT (extract(epoch FROM max(booked_at) - min(booked_at)) * 1000)::bigint FROM points_tx"
                        + " WHERE type = 'EXPIRE'");
        Samples rate = new Samples();
        rate.add(lots * 1_000.0 / Math.max(1, millis));
        Samples control = new Samples();
        control.add(bench.control().perSecond(1, Duration.ofSeconds(3)));
        return Figure.of("%,d lots expired".formatted(lots), rate, "TPC-B-like, one connection", control, "lots/s")
                .valueAtLeast(1_000_000 / 300.0);
    }

    private static Report.Check audit(Bench bench) {
        bench.step().doing("checking the ledger");
        long start = System.nanoTime();
        long violations = 0;
        for (JsonNode check :
                bench.get("auditor", "/loyalty/v1/audit/invariants").path("checks")) {
            violations += check.path("violations").asLong();
        }
        return new Report.Check(
                "broken in the ledger, checked in %.1f s".formatted((System.nanoTime() - start) / NANOS), violations);
    }
}
