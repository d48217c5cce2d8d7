package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The demo's own arithmetic, against which it holds the service's. */
class ExpectedPointsTests {

    private final Map<Deal, TradeStep.Result> results = new LinkedHashMap<>();

    @Test
    void pointsAreCountedPerOrderAndTakenBackInProportion() {
        sale("1", 19_999, "RECORDED", "C1");
        sale("2", 150, "DUPLICATE", "C1");
        sale("3", 50_000, "PARKED", null);
        refund("r1", "1", 6_666, "RECORDED", "C1");

        ExpectedPoints expected = new ExpectedPoints(results, 1, 100);

        assertThat(expected.byCustomer()).isEqualTo(Map.of("C1", 199L - 66 + 1));
        assertThat(expected.references("C1")).containsExactlyInAnyOrder("POS/1", "POS/2", "POS/r1");
        assertThat(expected.total()).isEqualTo(134);
    }

    @Test
    void aRefundThatWasNotTakenTakesNothingBack() {
        sale("1", 10_000, "RECORDED", "C1");
        refund("r1", "1", 10_000, "REJECTED", null);

        assertThat(new ExpectedPoints(results, 2, 100).byCustomer()).isEqualTo(Map.of("C1", 200L));
    }

    @Test
    void aFreeOrderEarnsNothingAndCanBeGivenBack() {
        sale("1", 0, "RECORDED", "C1");
        refund("r1", "1", 0, "RECORDED", "C1");

        assertThat(new ExpectedPoints(results, 1, 100).byCustomer()).isEqualTo(Map.of("C1", 0L));
    }

    private void sale(String no, long amount, String outcome, @Nullable String number) {
        results.put(
                new Deal.Sale("POS", no, null, "K1", Instant.EPOCH, "CNY", lines(amount)),
                new TradeStep.Result(outcome, number, null));
    }

    private void refund(String no, String order, long amount, String outcome, @Nullable String number) {
        results.put(
                new Deal.Return("POS", no, order, Instant.EPOCH, lines(amount)),
                new TradeStep.Result(outcome, number, null));
    }

    private static List<Deal.Line> lines(long amount) {
        return List.of(new Deal.Line(1, "A", null, BigDecimal.ONE, amount, List.of(1)));
    }
}
