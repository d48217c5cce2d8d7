package io.kehu.customer.matching.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Groups of records that are one person. */
class ClustersTests {

    @Test
    void aChainIsNoGroupWhenItsEndsContradict() {
        List<MatchedPair> pairs = List.of(pair(0, 1, 20), pair(1, 2, 10), pair(3, 4, 15));

        Clusters joined = Clusters.of(pairs, (one, other) -> false);
        Clusters torn = Clusters.of(pairs, (one, other) -> Math.abs(one - other) == 2);

        assertThat(joined.groups()).containsExactly(List.of(0, 1, 2), List.of(3, 4));
        assertThat(torn.groups()).containsExactly(List.of(0, 1), List.of(3, 4));
        assertThat(torn.groupOf(pairs.get(0))).isZero();
        assertThat(torn.groupOf(pairs.get(1))).isEqualTo(-1);
    }

    @Test
    void probablePairsJoinNothing() {
        MatchedPair probable = new MatchedPair(0, 1, new Score(3, 0.8, Band.PROBABLE, 0));

        assertThat(Clusters.of(List.of(probable), (one, other) -> false).groups())
                .isEmpty();
    }

    @Property(tries = 200)
    void noGroupHoldsTwoThatContradict(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 399) Integer> drawn,
            @ForAll @IntRange(min = 2, max = 9) int apart) {
        List<MatchedPair> pairs = drawn.stream()
                .filter(one -> one / 20 != one % 20)
                .map(one -> pair(Math.min(one / 20, one % 20), Math.max(one / 20, one % 20), one))
                .toList();

        Clusters clusters = Clusters.of(pairs, (one, other) -> Math.abs(one - other) >= apart);

        for (List<Integer> group : clusters.groups()) {
            assertThat(group.getLast() - group.getFirst()).isLessThan(apart);
            assertThat(group).hasSizeGreaterThan(1).doesNotHaveDuplicates();
        }
    }

    private static MatchedPair pair(int one, int other, double bits) {
        return new MatchedPair(one, other, new Score(bits, 0.999, Band.CERTAIN, 0));
    }
}
