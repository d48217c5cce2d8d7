package io.kehu.customer.matching.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Learns m and the prior by expectation maximisation over candidate pairs, with u held fixed. Pairs that are no candidates, and those the
 * guard forbids, count as pairs that do not match.
 */
final class LearnParameters {

    /** Weight of what is usual against what is seen, in pairs: keeps levels nobody has seen from becoming impossible. */
    private static final double USUAL_PAIRS = 10;

    /** Records of one bearer mostly agree: a class of pairs that contradict each other more often is another one than the matches. */
    private static final double MOST_DIFFERENT = 0.35;

    private static final int MOST_ROUNDS = 200;
    private static final double ENOUGH = 1e-7;

    private final List<FieldModel> fields;
    private final double[][] u;
    private final double allPairs;
    private final long[] patterns;
    private final double[] counts;
    private final List<Double> likelihoods = new ArrayList<>();
    private double[][] m;
    private double prior;

    /**
     * @param seen how often each pattern was seen among candidates
     * @param allPairs pairs there are in all
     */
    LearnParameters(List<FieldModel> fields, double[][] u, Map<Long, Double> seen, double allPairs, double prior) {
        this.fields = fields;
        this.u = u;
        this.allPairs = Math.max(1, allPairs);
        this.prior = prior;
        this.m = new double[fields.size()][];
        for (int field = 0; field < m.length; field++) {
            m[field] = MatchParameters.usualMatches();
        }
        IdentityGuard guard = new IdentityGuard(fields);
        List<Map.Entry<Long, Double>> open = seen.entrySet().stream()
                .filter(entry -> !guard.forbids(entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .toList();
        this.patterns =
                open.stream().mapToLong(entry -> guard.counted(entry.getKey())).toArray();
        this.counts = open.stream().mapToDouble(Map.Entry::getValue).toArray();
    }

    MatchParameters learn() {
        double before = Double.NEGATIVE_INFINITY;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double now = round();
            likelihoods.add(now);
            if (now - before < ENOUGH * Math.abs(now)) {
                break;
            }
            before = now;
        }
        return MatchParameters.of(fields, m, u, prior);
    }

    /** What each round found before it improved on it: log likelihood, and how usual the parameters are. Never falls. */
    List<Double> likelihoods() {
        return likelihoods;
    }

    private double round() {
        double[] usual = MatchParameters.usualMatches();
        double[][] sums = new double[m.length][usual.length];
        double likelihood = 0;
        for (int field = 0; field < m.length; field++) {
            for (int level = 0; level < usual.length; level++) {
                sums[field][level] = USUAL_PAIRS * usual[level];
                likelihood += USUAL_PAIRS * usual[level] * Math.log(m[field][level]);
            }
        }
        double matches = 1;
        double candidates = 0;
        likelihood += Math.log(prior);
        for (int i = 0; i < patterns.length; i++) {
            double ifMatch = prior * likelihood(patterns[i], m);
            double ifNot = (1 - prior) * likelihood(patterns[i], u);
            double posterior = ifMatch / (ifMatch + ifNot);
            likelihood += counts[i] * Math.log(ifMatch + ifNot);
            matches += counts[i] * posterior;
            candidates += counts[i];
            addTo(sums, patterns[i], counts[i] * posterior);
        }
        double others = Math.max(0, allPairs - candidates) + 1;
        likelihood += others * Math.log1p(-prior);
        m = normalised(sums);
        prior = matches / (1 + candidates + others);
        return likelihood;
    }

    private static void addTo(double[][] sums, long pattern, double weight) {
        for (int field = 0; field < sums.length; field++) {
            Agreement level = LevelPattern.level(pattern, field);
            if (level != Agreement.MISSING) {
                sums[field][level.ordinal()] += weight;
            }
        }
    }

    private static double[][] normalised(double[][] sums) {
        double[][] shares = new double[sums.length][];
        for (int field = 0; field < sums.length; field++) {
            double total = 0;
            for (double sum : sums[field]) {
                total += sum;
            }
            shares[field] = new double[sums[field].length];
            int different = Agreement.DIFFERENT.ordinal();
            double contradicting = Math.min(MOST_DIFFERENT, sums[field][different] / total);
            double scale = (1 - contradicting) / (total - sums[field][different]);
            for (int level = 0; level < different; level++) {
                shares[field][level] = sums[field][level] * scale;
            }
            shares[field][different] = contradicting;
        }
        return shares;
    }

    private static double likelihood(long pattern, double[][] shares) {
        double likelihood = 1;
        for (int field = 0; field < shares.length; field++) {
            Agreement level = LevelPattern.level(pattern, field);
            if (level != Agreement.MISSING) {
                likelihood *= shares[field][level.ordinal()];
            }
        }
        return likelihood;
    }
}
