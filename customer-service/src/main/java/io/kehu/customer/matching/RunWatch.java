package io.kehu.customer.matching;

import io.kehu.customer.job.StoppedException;
import io.kehu.customer.matching.model.Watch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Writes down every second how far a run has come, and ends it when nobody wants it any more. */
final class RunWatch implements Watch {

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    private final AtomicLong records = new AtomicLong();
    private final AtomicLong candidates = new AtomicLong();
    private final AtomicLong compared = new AtomicLong();
    private final AtomicLong last = new AtomicLong(System.nanoTime() - INTERVAL);
    private final Writer writer;
    private final BooleanSupplier goOn;
    private final int total;
    private volatile MatchPhase phase = MatchPhase.READING;

    /** Puts progress where everybody sees it. */
    @FunctionalInterface
    interface Writer {

        /** @return false when the run is no longer to be worked on */
        boolean write(MatchRun.Progress progress);
    }

    /** @param goOn whether this instance may go on */
    RunWatch(int total, Writer writer, BooleanSupplier goOn) {
        this.total = total;
        this.writer = writer;
        this.goOn = goOn;
    }

    void enter(MatchPhase next) {
        phase = next;
        tell();
    }

    void read(int more) {
        records.addAndGet(more);
        check();
    }

    @Override
    public void candidates(long pairs) {
        candidates.addAndGet(pairs);
    }

    @Override
    public void compared(long pairs) {
        compared.addAndGet(pairs);
    }

    @Override
    public void check() {
        long now = System.nanoTime();
        long before = last.get();
        if (now - before >= INTERVAL && last.compareAndSet(before, now)) {
            tell();
        }
    }

    MatchRun.Progress progress(int certain, int probable) {
        return new MatchRun.Progress(
                phase, total, (int) records.get(), candidates.get(), compared.get(), certain, probable);
    }

    private void tell() {
        if (!goOn.getAsBoolean() || !writer.write(progress(0, 0))) {
            throw new StoppedException();
        }
    }
}
