package io.kehu.customer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.customer.job.StoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches that are worked on at the same time. */
class BatchLineTests {

    private final List<Integer> handedOn = new ArrayList<>();

    @Test
    void whatComesOfBatchesIsHandedOnInTheirOrder() {
        CountDownLatch second = new CountDownLatch(1);
        List<Integer> done = new ArrayList<>();
        Function<Integer, Integer> firstIsSlow = batch -> {
            if (batch == 0) {
                await(second);
            }
            synchronized (done) {
                done.add(batch);
            }
            if (batch == 1) {
                second.countDown();
            }
            return batch;
        };

        try (BatchLine<Integer, Integer> line = new BatchLine<>(2, firstIsSlow, handedOn::add)) {
            IntStream.range(0, 5).forEach(line::give);
            line.finish();
        }

        assertThat(done.getFirst()).isEqualTo(1);
        assertThat(handedOn).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void asManyAsAllowedAreWorkedOnAtOnceAndNoMore() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier three = new CyclicBarrier(3);
        Function<Integer, Integer> work = batch -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            meet(three);
            now.decrementAndGet();
            return batch;
        };

        try (BatchLine<Integer, Integer> line = new BatchLine<>(3, work, handedOn::add)) {
            IntStream.range(0, 9).forEach(line::give);
            line.finish();
        }

        assertThat(most).hasValue(3);
        assertThat(handedOn).hasSize(9);
    }

    @Test
    void aFailureIsThrownToTheGiverOnceNothingIsBeingDoneAnyMore() {
        CountDownLatch failed = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        Function<Integer, Integer> work = batch -> {
            if (batch == 0) {
                failed.countDown();
                throw new StoppedException();
            }
            await(failed);
            return done.incrementAndGet();
        };

        assertThatThrownBy(() -> {
                    try (BatchLine<Integer, Integer> line = new BatchLine<>(2, work, handedOn::add)) {
                        IntStream.range(0, 5).forEach(line::give);
                        line.finish();
                    }
                })
                .isInstanceOf(StoppedException.class);

        assertThat(done).as("the one that was under way").hasValue(1);
        assertThat(handedOn).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
