package io.kehu.customer.matching.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.matching.model.FieldModel.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Learning without labels. */
class LearnParametersTests {

    private static final List<FieldModel> FIELDS = List.of(
            new FieldModel("name", new TextComparison(), Role.OTHER),
            new FieldModel("date", new DateComparison(), Role.OTHER),
            new FieldModel("phone", new PhoneComparison(), Role.OTHER));

    private static final double[][] U = {
        {0.01, 0.005, 0.02, 0.1, 0.865}, {0.001, 0.001, 0.01, 0.05, 0.938}, {0.0001, 0.0001, 0.001, 0.01, 0.9888}
    };

    @Property(tries = 100)
    void noRoundMakesThePatternsLessLikely(
            @ForAll @IntRange(max = 100_000) int seed, @ForAll @IntRange(min = 1, max = 300) int perMille) {
        Random random = new Random(seed);
        Map<Long, Double> seen = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            long pattern = 0;
            for (int field = 0; field < FIELDS.size(); field++) {
                pattern = LevelPattern.with(pattern, field, Agreement.of(random.nextInt(6)));
            }
            seen.merge(pattern, 1.0 + random.nextInt(500), Double::sum);
        }
        LearnParameters learn = new LearnParameters(FIELDS, U, seen, 1_000_000, perMille / 1000.0);

        MatchParameters parameters = learn.learn();

        List<Double> likelihoods = learn.likelihoods();
        for (int i = 1; i < likelihoods.size(); i++) {
            assertThat(likelihoods.get(i))
                    .isGreaterThanOrEqualTo(likelihoods.get(i - 1) - 1e-6 * Math.abs(likelihoods.get(i)));
        }
        for (int field = 0; field < FIELDS.size(); field++) {
            assertThat(parameters.fields().get(field).m().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isBetween(0.999999, 1.000001);
            double[] weights = parameters.weights(field);
            for (int level = 1; level < weights.length; level++) {
                assertThat(weights[level]).isLessThanOrEqualTo(weights[level - 1]);
            }
        }
    }

    @Test
    void whatMadeThePairsIsFoundAgain() {
        double[][] m = {{0.7, 0.1, 0.1, 0.05, 0.05}, {0.8, 0.02, 0.1, 0.03, 0.05}, {0.6, 0.05, 0.1, 0.05, 0.2}};
        Random random = new Random(7);
        Map<Long, Double> seen = new HashMap<>();
        int matches = 3_000;
        int others = 60_000;
        for (int i = 0; i < matches + others; i++) {
            long pattern = 0;
            for (int field = 0; field < FIELDS.size(); field++) {
                pattern = LevelPattern.with(pattern, field, draw(i < matches ? m[field] : U[field], random));
            }
            seen.merge(pattern, 1.0, Double::sum);
        }

        MatchParameters learned = new LearnParameters(FIELDS, U, seen, matches + others, 0.001).learn();

        assertThat(learned.prior()).isBetween(0.043, 0.053);
        for (int field = 0; field < FIELDS.size(); field++) {
            assertThat(learned.fields().get(field).m().getFirst()).isBetween(m[field][0] - 0.03, m[field][0] + 0.03);
        }
    }

    @Test
    void aStockWithoutDoublesLearnsThatTheyAreRare() {
        Map<Long, Double> seen = new HashMap<>();
        long nothing = 0;
        for (int field = 0; field < FIELDS.size(); field++) {
            nothing = LevelPattern.with(nothing, field, Agreement.DIFFERENT);
        }
        seen.put(nothing, 5_000.0);

        assertThat(new LearnParameters(FIELDS, U, seen, 1e6, 1e-3).learn().prior())
                .isLessThan(1e-5);
        assertThat(new LearnParameters(FIELDS, U, Map.of(), 0, 1e-3).learn().prior())
                .isBetween(0.0, 1.0);
    }

    private static Agreement draw(double[] shares, Random random) {
        double at = random.nextDouble();
        int level = 0;
        while (level < shares.length - 1 && at >= shares[level]) {
            at -= shares[level++];
        }
        return Agreement.of(level);
    }
}
