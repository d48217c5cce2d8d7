package io.kehu.customer.transfer;

import io.kehu.customer.job.StoppedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Works on a few batches at once, so that the database and the processors need not wait for each other, and hands on what came of them in
 * the order they were given. For one thread that gives.
 */
final class BatchLine<T, R> implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Future<R>> underWay = new ArrayDeque<>();
    private final int width;
    private final Function<T, R> work;
    private final Consumer<R> then;

    /** @param then called by the thread that gives */
    BatchLine(int width, Function<T, R> work, Consumer<R> then) {
        this.width = width;
        this.work = work;
        this.then = then;
    }

    /** Waits for the oldest batch when there are enough; throws what its work threw. */
    void give(T batch) {
        if (underWay.size() == width) {
            handOn();
        }
        underWay.add(threads.submit(() -> work.apply(batch)));
    }

    /** Waits for all batches; throws what the work of the first one that failed threw. */
    void finish() {
        while (!underWay.isEmpty()) {
            handOn();
        }
    }

    private void handOn() {
        try {
            then.accept(underWay.removeFirst().get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    /** Waits until nothing is being done any more. */
    @Override
    public void close() {
        threads.close();
    }
}
