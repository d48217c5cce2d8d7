package io.kehu.local.bench.loyalty;

import io.kehu.local.bench.Benchmark;
import io.kehu.local.bench.Instances;
import io.kehu.local.bench.Report;
import io.kehu.local.bench.ScratchData;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.ServiceInstance;
import io.kehu.local.suite.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Two instances of loyalty-service on one database are killed in turns while callers earn and spend; every third time the other one is
 * stopped for a second as well, as a pause of its machine would. The ledger is checked again and again, and in the end what callers were
 * told against what is booked.
 */
public final class LoyaltyCrashes implements Benchmark {

    private static final int CALLERS = 4;
    private static final int FULL_CYCLES = 100;
    private static final int SMALL_CYCLES = 3;
    private static final int FULL_BOOKINGS_A_CYCLE = 5_200;
    private static final int SMALL_BOOKINGS_A_CYCLE = 1_000;
    private static final int PAUSE_EVERY = 3;
    private static final int CHECK_EVERY = 10;
    private static final int SMALL_HEAP_MIB = 160;
    private static final int MEMBERS = 1_200;
    private static final int YEAR = 365;
    private static final int POINTS = 1_000_000;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    @Override
    public String description() {
        return "POST /loyalty/v1/points:batch by " + CALLERS
                + " callers while two instances of loyalty-service are killed in turns.";
    }

    /** A run. */
    private record Run(Settings settings, Stock stock, Instances instances, Size size, Progress.Step step) {

        Calls calls() {
            return new Calls(settings, instances.required(0));
        }

        int cycles() {
            return size == Size.FULL ? FULL_CYCLES : SMALL_CYCLES;
        }

        int bookingsACycle() {
            return size == Size.FULL ? FULL_BOOKINGS_A_CYCLE : SMALL_BOOKINGS_A_CYCLE;
        }
    }

    @Override
    public Report run(Settings settings, Size size, Progress.Step step) {
        try (ScratchData data = new ScratchData(settings, "loyalty");
                Instances instances = new Instances(place -> start(settings, data, place))) {
            Stock stock = new Stock(data);
            stock.fill(new Stock.Wish("B", MEMBERS, 1, POINTS, YEAR));
            stock.fill(new Stock.Wish("H", 1, 1, POINTS, YEAR));
            Run run = new Run(settings, stock, instances, size, step);
            run.calls().post("manager", "/loyalty/v1/activities", """
                    {"code":"CRASH","terms":{"name":"Crash","mostPoints":1}}""");
            return new Report(List.of(), checks(run));
        }
    }

    private static ServiceInstance start(Settings settings, ScratchData data, int place) {
        return ServiceInstance.start(
                settings,
                new ServiceInstance.Wish(
                        "loyalty-service",
                        "crash-" + place,
                        SMALL_HEAP_MIB,
                        data.variables(),
                        "/actuator/health/readiness",
                        true,
                        false));
    }

    private static List<Report.Check> checks(Run run) {
        List<BookingCaller> callers = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        String token = run.calls().token("integrator");
        long broken = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                BookingCaller caller = new BookingCaller(i, run.instances(), token);
                callers.add(caller);
                running.add(threads.submit(caller));
            }
            try {
                for (int cycle = 0; cycle < run.cycles(); cycle++) {
                    cycle(run, cycle, callers, running);
                    if (cycle % CHECK_EVERY == 0) {
                        broken += run.calls().violations();
                    }
                }
            } finally {
                callers.forEach(BookingCaller::stop);
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KehuException("Interrupted.", e);
        } catch (ExecutionException e) {
            throw new KehuException("A caller gave up: " + e.getMessage(), e);
        }
        return reconcile(run, told(callers), broken);
    }

    private static void cycle(Run run, int cycle, List<BookingCaller> callers, List<Future<?>> running) {
        run.step().doing("crash cycle %,d of %,d, %,d bookings".formatted(cycle + 1, run.cycles(), told(callers)));
        String token = run.calls().token("integrator");
        callers.forEach(caller -> caller.use(token));
        await(callers, running, told(callers) + run.bookingsACycle());
        int victim = cycle % Instances.COUNT;
        if (cycle % PAUSE_EVERY == PAUSE_EVERY - 1) {
            ServiceInstance other = run.instances().required((victim + 1) % Instances.COUNT);
            other.signal("STOP");
            run.instances().kill(victim);
            LockSupport.parkNanos(PAUSE_NANOS);
            other.signal("CONT");
        } else {
            run.instances().kill(victim);
        }
        run.instances().start(victim);
    }

    private static void await(List<BookingCaller> callers, List<Future<?>> running, long wanted) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (told(callers) < wanted && running.stream().noneMatch(Future::isDone)) {
            if (System.nanoTime() > deadline) {
                throw new KehuException("Nothing was booked for two minutes; see the logs of loyalty-service.");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static long told(List<BookingCaller> callers) {
        return callers.stream().mapToLong(BookingCaller::booked).sum();
    }

    private static List<Report.Check> reconcile(Run run, long told, long broken) {
        run.step().doing("checking the ledger");
        String bookings = " FROM points_tx WHERE business_ref LIKE 'CR%.%' OR business_ref LIKE 'CRASH/CR%.%'";
        long rows = run.stock().count("SELECT count(*)" + bookings);
        long distinct = run.stock().count("SELECT count(DISTINCT business_ref)" + bookings);
        long postings =
                run.stock().count("SELECT count(*) FROM points_posting WHERE booked_at > now() - interval '2 days'");
        return List.of(
                new Report.Check(
                        "told and not booked, of %,d bookings with %,d postings over %,d crashes"
                                .formatted(told, postings, run.cycles()),
                        Math.max(0, told - distinct)),
                new Report.Check("booked and told to nobody", Math.max(0, distinct - told)),
                new Report.Check("booked twice", rows - distinct),
                new Report.Check("broken in the ledger", broken + run.calls().violations()));
    }
}
