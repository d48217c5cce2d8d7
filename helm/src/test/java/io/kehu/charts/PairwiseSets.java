package io.kehu.charts;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Few combinations of switches in which any two switches are seen in all four ways: off and off, on and off, off and on, on and on. */
final class PairwiseSets {

    private static final int CANDIDATES = 40;

    private PairwiseSets() {}

    /** One bit per switch; the same for the same number every time. */
    static List<BitSet> of(int switches) {
        Random random = new Random(switches);
        Set<Integer> missing = new HashSet<>();
        for (int i = 0; i < switches; i++) {
            for (int j = i + 1; j < switches; j++) {
                for (int way = 0; way < 4; way++) {
                    missing.add(((i * switches) + j) * 4 + way);
                }
            }
        }
        List<BitSet> rows = new ArrayList<>();
        while (!missing.isEmpty()) {
            BitSet best = new BitSet();
            Set<Integer> bestSeen = Set.of();
            for (int candidate = 0; candidate < CANDIDATES; candidate++) {
                BitSet row = random(switches, random);
                Set<Integer> seen = seen(row, switches);
                seen.retainAll(missing);
                if (seen.size() > bestSeen.size()) {
                    best = row;
                    bestSeen = seen;
                }
            }
            if (!bestSeen.isEmpty()) {
                rows.add(best);
                missing.removeAll(bestSeen);
            }
        }
        return rows;
    }

    private static BitSet random(int switches, Random random) {
        BitSet row = new BitSet(switches);
        for (int i = 0; i < switches; i++) {
            row.set(i, random.nextBoolean());
        }
        return row;
    }

    static Set<Integer> seen(BitSet row, int switches) {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < switches; i++) {
            for (int j = i + 1; j < switches; j++) {
                int way = (row.get(i) ? 1 : 0) + (row.get(j) ? 2 : 0);
                seen.add(((i * switches) + j) * 4 + way);
            }
        }
        return seen;
    }
}
