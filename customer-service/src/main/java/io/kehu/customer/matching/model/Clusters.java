package io.kehu.customer.matching.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Groups of records that are one person by certain pairs. A chain A–B–C does not make A and C one: groups whose members contradict each
 * other are not joined, and their pairs stay what they are.
 */
public final class Clusters {

    private static final int LARGEST = 30;

    private final Map<Integer, List<Integer>> members = new HashMap<>();
    private final Map<Integer, Integer> roots = new HashMap<>();

    private Clusters() {}

    /** @param contradict whether two records can certainly not be one */
    public static Clusters of(List<MatchedPair> pairs, BiPredicate<Integer, Integer> contradict) {
        Clusters clusters = new Clusters();
        pairs.stream()
                .filter(pair -> pair.score().band() == Band.CERTAIN)
                .sorted(Comparator.comparingDouble(
                                (MatchedPair pair) -> -pair.score().bits())
                        .thenComparingInt(MatchedPair::one)
                        .thenComparingInt(MatchedPair::other))
                .forEach(pair -> clusters.join(pair.one(), pair.other(), contradict));
        return clusters;
    }

    /** Lowest record of the group a pair lies in; -1 when its records are not in one group. */
    public int groupOf(MatchedPair pair) {
        int root = root(pair.one());
        return root >= 0 && root == root(pair.other()) ? root : -1;
    }

    /** Groups of two and more, each in ascending order. */
    public List<List<Integer>> groups() {
        return members.values().stream()
                .map(group -> group.stream().sorted().toList())
                .sorted(Comparator.comparingInt(List::getFirst))
                .toList();
    }

    private int root(int record) {
        return roots.getOrDefault(record, -1);
    }

    private void join(int one, int other, BiPredicate<Integer, Integer> contradict) {
        List<Integer> left = group(one);
        List<Integer> right = group(other);
        if (left.contains(other) || left.size() + right.size() > LARGEST) {
            return;
        }
        for (Integer first : left) {
            for (Integer second : right) {
                if (contradict.test(first, second)) {
                    return;
                }
            }
        }
        List<Integer> joined = new ArrayList<>(left);
        joined.addAll(right);
        int root = joined.stream().mapToInt(Integer::intValue).min().orElseThrow();
        members.remove(root(one));
        members.remove(root(other));
        members.put(root, joined);
        joined.forEach(record -> roots.put(record, root));
    }

    private List<Integer> group(int record) {
        int root = root(record);
        return root < 0 ? List.of(record) : members.getOrDefault(root, List.of(record));
    }
}
