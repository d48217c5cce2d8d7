package io.kehu.feedback.metric;

import org.jspecify.annotations.Nullable;

/**
 * A Net Promoter Score: 100 · (p − d) / n. An answer counts +1, 0 or −1, so the variance of an answer is (p + d)/n − ((p − d)/n)², and
 * that of the score 1/n of it.
 *
 * @param promoters p
 * @param passives the others
 * @param detractors d
 */
record NetPromoterScore(long promoters, long passives, long detractors) {

    /** Two-sided, of the normal distribution. */
    private static final double Z_95 = 1.959964;

    private static final double HUNDRED = 100.0;

    /** Where the score of all customers lies with 95 % confidence. */
    record Interval(double low, double high) {}

    long n() {
        return promoters + passives + detractors;
    }

    /** From −100 to 100; null when nobody answered. */
    @Nullable
    Double score() {
        return n() == 0 ? null : HUNDRED * mean();
    }

    /** Null when nobody answered. */
    @Nullable
    Interval interval() {
        if (n() == 0) {
            return null;
        }
        double variance = Math.max(0, (double) (promoters + detractors) / n() - mean() * mean());
        double margin = HUNDRED * Z_95 * Math.sqrt(variance / n());
        double score = HUNDRED * mean();
        return new Interval(Math.max(-HUNDRED, score - margin), Math.min(HUNDRED, score + margin));
    }

    private double mean() {
        return (double) (promoters - detractors) / n();
    }
}
