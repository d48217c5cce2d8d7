package io.kehu.local.bench.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers told to two callers are counted, whatever way their stretches overlap. */
class ReconcilerTests {

    @Test
    void stretchesOneBehindTheOtherShareNothing() {
        assertThat(Reconciler.twice(List.of())).isZero();
        assertThat(Reconciler.twice(List.of(told(1, 5), told(6, 6), told(9, 12))))
                .isZero();
    }

    @Test
    void everySharedNumberCounts() {
        assertThat(Reconciler.twice(List.of(told(1, 5), told(5, 7)))).isEqualTo(1);
        assertThat(Reconciler.twice(List.of(told(1, 10), told(2, 3), told(4, 12))))
                .isEqualTo(2 + 7);
        assertThat(Reconciler.twice(List.of(told(4, 4), told(4, 4)))).isEqualTo(1);
    }

    private static Told told(long from, long to) {
        return new Told("key", from, to);
    }
}
