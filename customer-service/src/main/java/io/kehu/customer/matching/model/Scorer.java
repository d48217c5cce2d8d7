package io.kehu.customer.matching.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns levels into probabilities: Fellegi and Sunter's log likelihood ratios, with exact agreement weighed by how common the value is, and
 * what households share counted once where the person's own values do not convince.
 */
public final class Scorer {

    /** A pair the guard forbids is shown as possible at most. */
    private static final double HOUSEHOLD_CEILING = 0.3;

    private static final double SHARED_DISCOUNT = 0.25;

    private final List<FieldModel> fields;
    private final IdentityGuard guard;
    private final Thresholds thresholds;
    private final double[][] weights;
    private final double[] exactM;
    private final double priorBits;

    public Scorer(List<FieldModel> fields, MatchParameters parameters, Thresholds thresholds) {
        if (parameters.fields().size() != fields.size()) {
            throw new IllegalArgumentException("The parameters were learned of other fields.");
        }
        this.fields = fields;
        this.guard = new IdentityGuard(fields);
        this.thresholds = thresholds;
        this.weights = new double[fields.size()][];
        this.exactM = new double[fields.size()];
        for (int field = 0; field < weights.length; field++) {
            weights[field] = parameters.weights(field);
            exactM[field] = parameters.fields().get(field).m().getFirst();
        }
        this.priorBits = parameters.priorBits();
    }

    /** How common the value is that both have. */
    @FunctionalInterface
    public interface ValueFrequency {

        /** Share of the records that hold it; 0 when not known. */
        double of(int field);
    }

    public Score score(long pattern, ValueFrequency frequency) {
        long counting = guard.counted(pattern);
        double own = priorBits;
        double largestShared = 0;
        double shared = 0;
        for (int field = 0; field < weights.length; field++) {
            double weight = weight(counting, field, frequency);
            if (weight > 0 && guard.isShared(field)) {
                shared += weight;
                largestShared = Math.max(largestShared, weight);
            } else {
                own += weight;
            }
        }
        double counted =
                guard.isConvinced(pattern) ? shared : largestShared + SHARED_DISCOUNT * (shared - largestShared);
        double bits = own + counted;
        double probability = 1 / (1 + Math.pow(2, -bits));
        if (guard.forbids(pattern)) {
            probability = Math.min(probability, HOUSEHOLD_CEILING);
        }
        return new Score(bits, probability, thresholds.band(probability), pattern);
    }

    Score score(RecordStore records, int one, int other) {
        long pattern = records.compare(one, other);
        return score(pattern, field -> records.sharedFrequency(field, one, other));
    }

    /** Each field's level and weight, in the order of the fields. */
    public List<FieldEvidence> explain(long pattern, ValueFrequency frequency) {
        long counting = guard.counted(pattern);
        List<FieldEvidence> evidence = new ArrayList<>();
        for (int field = 0; field < weights.length; field++) {
            evidence.add(new FieldEvidence(
                    fields.get(field).name(), LevelPattern.level(pattern, field), weight(counting, field, frequency)));
        }
        return evidence;
    }

    boolean forbids(long pattern) {
        return guard.forbids(pattern);
    }

    private double weight(long pattern, int field, ValueFrequency frequency) {
        Agreement level = LevelPattern.level(pattern, field);
        if (level == Agreement.MISSING) {
            return 0;
        }
        if (level == Agreement.EXACT) {
            double share = frequency.of(field);
            return share > 0 ? MatchParameters.log2(exactM[field] / share) : weights[field][0];
        }
        return weights[field][level.ordinal()];
    }
}
