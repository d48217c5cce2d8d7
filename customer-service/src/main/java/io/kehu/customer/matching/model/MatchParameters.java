package io.kehu.customer.matching.model;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * What was learned of a stock: how often each level of agreement is seen among pairs that match (m) and among pairs drawn at random (u).
 *
 * @param prior how probable it is that two records drawn at random match
 */
public record MatchParameters(
        List<FieldParameters> fields,
        @Schema(example = "0.0000021") double prior) {

    /**
     * Of one field; by level from EXACT to DIFFERENT, each adding up to 1.
     *
     * @param name the field
     * @param m among matches
     * @param u among all pairs
     */
    public record FieldParameters(
            @Schema(example = "phone") String name,
            @Schema(example = "[0.94, 0.05, 0.01]") List<Double> m,
            @Schema(example = "[0.0004, 0.0011, 0.9985]") List<Double> u) {

        public FieldParameters {
            if (m.size() != Agreement.LEVELS || u.size() != Agreement.LEVELS) {
                throw new IllegalArgumentException("Each level needs a value.");
            }
            m = List.copyOf(m);
            u = List.copyOf(u);
        }
    }

    private static final double USUAL_DOUBLES = 0.2;
    private static final double[] USUAL_M = {0.80, 0.06, 0.07, 0.03, 0.04};

    public MatchParameters {
        fields = List.copyOf(fields);
        if (!(prior > 0 && prior < 1)) {
            throw new IllegalArgumentException("A prior lies between 0 and 1.");
        }
    }

    /** What may be assumed of matches before anything was learned: mostly right, now and then a slip. */
    static double[] usualMatches() {
        return USUAL_M.clone();
    }

    /**
     * What is assumed before a run has learned anything: matches agree as they usually do, strangers as in the wide world, and one record
     * in five has a double.
     *
     * @param stock records there are
     */
    public static MatchParameters usual(List<FieldModel> fields, long stock) {
        double[][] m = new double[fields.size()][];
        double[][] u = new double[fields.size()][];
        for (int field = 0; field < m.length; field++) {
            m[field] = usualMatches();
            u[field] = fields.get(field).comparison().chance().shares();
        }
        return of(fields, m, u, USUAL_DOUBLES / (stock + ChanceLevels.WORLD_RECORDS));
    }

    static MatchParameters of(List<FieldModel> fields, double[][] m, double[][] u, double prior) {
        List<FieldParameters> learned = new ArrayList<>();
        for (int field = 0; field < fields.size(); field++) {
            learned.add(new FieldParameters(fields.get(field).name(), list(m[field]), list(u[field])));
        }
        return new MatchParameters(learned, prior);
    }

    /**
     * Bits of evidence per level. A worse level never weighs more than a better one, whatever a small sample says.
     */
    double[] weights(int field) {
        FieldParameters learned = fields.get(field);
        double[] weights = new double[Agreement.LEVELS];
        for (int level = 0; level < weights.length; level++) {
            double weight = log2(learned.m().get(level) / learned.u().get(level));
            weights[level] = level == 0 ? weight : Math.min(weight, weights[level - 1]);
        }
        return weights;
    }

    double priorBits() {
        return log2(prior / (1 - prior));
    }

    static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private static List<Double> list(double[] values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(value);
        }
        return list;
    }
}
