package io.kehu.local.bench.identity;

import io.kehu.local.bench.Instances;
import io.kehu.local.bench.Report.Check;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.ServiceInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Two instances on one database are killed in turns while callers allocate; every third time the other one is stopped for a second as
 * well, as a pause of its machine would.
 */
public final class CrashCycles {

    private static final int CALLERS = 4;
    private static final int NUMBERS_A_CYCLE = 100_000;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int PAUSE_EVERY = 3;

    private final Scratch scratch;
    private final Progress.Step step;

    public CrashCycles(Scratch scratch, Progress.Step step) {
        this.scratch = scratch;
        this.step = step;
    }

    /** What must be 0 afterwards. */
    public List<Check> run(int cycles) {
        try (Instances instances = new Instances(place -> scratch.shortLived("crash-" + place));
                ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            List<RestlessCaller> callers = new ArrayList<>();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                RestlessCaller caller = new RestlessCaller(i, instances, scratch.token());
                callers.add(caller);
                running.add(threads.submit(caller));
            }
            try {
                for (int cycle = 0; cycle < cycles; cycle++) {
                    cycle(cycle, cycles, instances, callers, running);
                }
            } finally {
                callers.forEach(RestlessCaller::stop);
            }
            for (Future<?> caller : running) {
                caller.get();
            }
            return new Reconciler(scratch).reconcile(instances, callers, cycles);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KehuException("Interrupted.", e);
        } catch (ExecutionException e) {
            throw new KehuException("A caller gave up: " + e.getMessage(), e);
        }
    }

    private void cycle(
            int cycle, int cycles, Instances instances, List<RestlessCaller> callers, List<Future<?>> running) {
        step.doing("crash cycle %,d of %,d, %,d numbers".formatted(cycle + 1, cycles, told(callers)));
        String token = scratch.token();
        callers.forEach(caller -> caller.use(token));
        await(callers, running, told(callers) + NUMBERS_A_CYCLE);
        int victim = cycle % Instances.COUNT;
        if (cycle % PAUSE_EVERY == PAUSE_EVERY - 1) {
            ServiceInstance other = instances.required((victim + 1) % Instances.COUNT);
            other.signal("STOP");
            instances.kill(victim);
            LockSupport.parkNanos(PAUSE_NANOS);
            other.signal("CONT");
        } else {
            instances.kill(victim);
        }
        instances.start(victim);
    }

    private static void await(List<RestlessCaller> callers, List<Future<?>> running, long wanted) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (told(callers) < wanted && running.stream().noneMatch(Future::isDone)) {
            if (System.nanoTime() > deadline) {
                throw new KehuException("Callers got no numbers for two minutes; see the logs of identity-service.");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static long told(List<RestlessCaller> callers) {
        return callers.stream().mapToLong(RestlessCaller::numbers).sum();
    }
}
