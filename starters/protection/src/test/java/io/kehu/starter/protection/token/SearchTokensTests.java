package io.kehu.starter.protection.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchTokensTests {

    private static final long GOLDEN = 7_477_267_308_708_352_455L;

    private final SearchTokens tokens = new SearchTokens(new byte[32]);

    @Test
    void equalValuesHaveEqualTokensAlsoAfterARestart() {
        assertThat(new SearchTokens(new byte[32]).token("customer.phone", "+8613812345678"))
                .isEqualTo(tokens.token("customer.phone", "+8613812345678"));
    }

    /** A change of these would make every stored token unfindable. */
    @Test
    void theyStayWhatTheyAre() {
        assertThat(tokens.token("customer.phone", "+8613812345678")).isEqualTo(GOLDEN);
    }

    @Test
    void eachIndexHasAKeyOfItsOwn() {
        assertThat(tokens.token("customer.phone", "x")).isNotEqualTo(tokens.token("customer.email", "x"));
    }

    @Test
    void eachServiceHasItsOwn() {
        byte[] other = new byte[32];
        other[31] = 1;

        assertThat(new SearchTokens(other).token("customer.phone", "x"))
                .isNotEqualTo(tokens.token("customer.phone", "x"));
    }

    @Test
    void valuesAreTakenAsTheyAre() {
        assertThat(tokens.token("i", "a")).isNotEqualTo(tokens.token("i", "A")).isNotEqualTo(tokens.token("i", "a "));
    }

    @Test
    void severalAreDistinctAndSorted() {
        long[] several = tokens.tokens("i", List.of("张三", "李四", "张三", "王五"));

        assertThat(several).hasSize(3).isSorted().doesNotHaveDuplicates();
        assertThat(several).contains(tokens.token("i", "张三"));
        assertThat(tokens.tokens("i", List.of())).isEmpty();
    }

    @Test
    void manyThreadsAtOnceGetTheSame() {
        long expected = tokens.token("i", "same");

        assertThat(IntStream.range(0, 20_000)
                        .parallel()
                        .mapToLong(n -> tokens.token("i", "same"))
                        .distinct())
                .containsExactly(expected);
    }

    @Test
    void tokensOfSeveralIndexesAreKeptOnceAndInOrder() {
        assertThat(SearchTokens.distinct(List.of(new long[] {3, 1}, new long[0], new long[] {1, -2, 3})))
                .containsExactly(-2, 1, 3);
        assertThat(SearchTokens.distinct(List.of())).isEmpty();
    }
}
