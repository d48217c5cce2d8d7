package io.kehu.identity.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;

/** What the counters in use have left, as metrics: an alarm compares the two. */
@Component
class FreeNumbers {

    /** Each counter is two time series; thousands of branches would be a burden to whoever keeps them. */
    private static final int MOST_SHOWN = 100;

    private final MultiGauge free;
    private final MultiGauge alert;

    FreeNumbers(MeterRegistry meters) {
        this.free = MultiGauge.builder("identity.scheme.free")
                .description("Numbers a counter has left; of the 100 counters nearest to their alert")
                .register(meters);
        this.alert = MultiGauge.builder("identity.scheme.alert.free")
                .description("With at most so many numbers left the counter is low")
                .register(meters);
    }

    /**
     * A counter in use.
     *
     * @param alertFree with at most so many left it is low
     */
    record Counter(String scheme, String partition, long free, long alertFree) {

        /** The smaller, the nearer to its alert. */
        double distance() {
            return (double) free / Math.max(1, alertFree);
        }
    }

    void show(List<Counter> counters) {
        List<Counter> nearest = counters.stream()
                .sorted(Comparator.comparingDouble(Counter::distance)
                        .thenComparing(Counter::scheme)
                        .thenComparing(Counter::partition))
                .limit(MOST_SHOWN)
                .toList();
        free.register(rows(nearest, Counter::free), true);
        alert.register(rows(nearest, Counter::alertFree), true);
    }

    private static List<MultiGauge.Row<?>> rows(List<Counter> counters, ToLongFunction<Counter> value) {
        return counters.stream()
                .<MultiGauge.Row<?>>map(counter -> MultiGauge.Row.of(
                        Tags.of("scheme", counter.scheme(), "partition", counter.partition()),
                        value.applyAsLong(counter)))
                .toList();
    }
}
