package io.kehu.loyalty.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What part of a sale is for the points that came with it. */
class StandAlonePriceTests {

    private static final StandAlonePrice PRICE = new StandAlonePrice(new BigDecimal("1.2"), new BigDecimal("0.8"));

    /** Sale 800.00, 2,000 points of 0.012 each, 80 % expected to be redeemed: worth 19.20, so 800 × 19.20 / 819.20 = 18.75. */
    @Test
    void theWorkedExampleOfTheDesign() {
        assertThat(PRICE.deferred(80_000, 2_000)).isEqualTo(1_875);
    }

    @ParameterizedTest
    @CsvSource({
        "1875, 2000, 0, 2000, 1875",
        "1875, 2000, 800, 1200, 938",
        "1875, 2000, 1600, 400, 0",
        "1875, 2000, 1900, 100, 0",
        "1875, 2000, 400, 0, 0",
        "0, 0, 0, 0, 0",
    })
    void itIsEarnedAsPointsAreRedeemedOfThoseExpectedToBe(
            long deferred, long points, long redeemed, long left, long liability) {
        assertThat(PRICE.liability(deferred, points, redeemed, left)).isEqualTo(liability);
    }

    @ParameterizedTest
    @CsvSource({"0, 2000, 0", "80000, 0, 0", "0, 0, 0", "9000000000000000, 1000000000000, 959897610922"})
    void theEdges(long sales, long points, long deferred) {
        assertThat(PRICE.deferred(sales, points)).isEqualTo(deferred);
    }
}
