package io.kehu.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The arithmetic behind every figure. */
class SamplesTests {

    @Test
    void quantilesAreValuesThatWereMeasured() {
        Samples samples = new Samples();
        IntStream.rangeClosed(1, 2_000).map(i -> 2_001 - i).forEach(samples::add);

        assertThat(samples.median()).isEqualTo(1_000);
        assertThat(samples.quantile(0.99)).isEqualTo(1_980);
        assertThat(samples.quantile(1)).isEqualTo(2_000);
        assertThat(samples.quantile(0)).isEqualTo(1);
    }

    @Test
    void nothingMeasuredIsNoFigure() {
        assertThatThrownBy(() -> new Samples().median()).isInstanceOf(IllegalStateException.class);
    }
}
