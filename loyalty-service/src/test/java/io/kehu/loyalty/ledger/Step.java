package io.kehu.loyalty.ledger;

import java.util.Collection;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Something that happens in a {@link World}.
 *
 * @param who chooses to which of the people
 * @param which chooses with which of what there is, or how long
 * @param amount points, or hours
 */
record Step(Kind kind, int who, int which, int amount) {

    /** What may happen, and how often of all. */
    enum Kind {
        EARN(12),
        EARN_LATER(4),
        ACTIVATE(2),
        SPEND(7),
        GIVE_BACK(6),
        HOLD(8),
        CAPTURE(6),
        RELEASE(1),
        TIME_OUT(1),
        REVERSE(4),
        ADJUST(2),
        EXPIRE(3),
        JUMP(3),
        CRASH(1),
        MERGE(11),
        UNDO(5);

        private final int often;

        Kind(int often) {
            this.often = often;
        }
    }

    /** Any of these kinds in any order. */
    static Arbitrary<List<Step>> listsOf(Collection<Kind> kinds, int most) {
        return Combinators.combine(
                        Arbitraries.frequency(kinds.stream()
                                .map(kind -> Tuple.of(kind.often, kind))
                                .toList()),
                        evenly(0, 99),
                        evenly(0, 999),
                        evenly(1, 200))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(most)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    /** Left to itself, jqwik prefers small numbers and short lists, in which nearly nothing meets. */
    private static Arbitrary<Integer> evenly(int least, int most) {
        return Arbitraries.integers().between(least, most).withDistribution(RandomDistribution.uniform());
    }
}
