package io.kehu.local.bench;

import io.kehu.local.suite.KehuException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/**
 * Callers who each wait for the answer before they call again.
 *
 * @param callers each with a connection of its own
 * @param time after which none begins another call
 */
public record Load(int callers, Duration time) {

    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int FIRST_ERROR = 300;

    /** How many calls were answered well, in what time, and how long each took. */
    public record Result(long calls, double seconds, Samples latencies) {

        public double perSecond() {
            return calls / seconds;
        }
    }

    /** @throws KehuException when a call fails or is answered with an error */
    public Result run(int port, byte[] request) {
        return run(port, List.of(request));
    }

    /** With requests in turns; each caller begins at another one. */
    public Result run(int port, List<byte[]> requests) {
        return runEach(
                port,
                caller -> call ->
                        requests.get((int) ((call + (long) caller * requests.size() / callers) % requests.size())));
    }

    /** Each with a request of its own, made from its number: none is sent twice. */
    public Result run(int port, LongFunction<byte[]> requests) {
        return runEach(port, caller -> call -> requests.apply(call * callers + caller));
    }

    private Result runEach(int port, IntFunction<LongFunction<byte[]>> requests) {
        Samples latencies = new Samples();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long calls = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Future<Samples>> running = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                LongFunction<byte[]> own = requests.apply(caller);
                running.add(threads.submit(() -> call(port, own, end)));
            }
            for (Future<Samples> caller : running) {
                Samples own = caller.get();
                calls += own.size();
                latencies.addAll(own);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KehuException("Interrupted.", e);
        } catch (ExecutionException e) {
            throw new KehuException("A call failed: " + e.getMessage(), e);
        }
        return new Result(calls, (System.nanoTime() - start) / NANOS, latencies);
    }

    private static Samples call(int port, LongFunction<byte[]> requests, long end) throws IOException {
        Samples latencies = new Samples();
        try (HttpConnection connection = new HttpConnection(port)) {
            long next = 0;
            for (long begun = System.nanoTime(); begun < end; begun = System.nanoTime()) {
                int status = connection.send(requests.apply(next++));
                if (status >= FIRST_ERROR) {
                    throw new IOException("status " + status + ": " + connection.body());
                }
                latencies.add((System.nanoTime() - begun) / NANOS_PER_MILLI);
            }
        }
        return latencies;
    }
}
