package io.kehu.customer.matching.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kehu.customer.matching.model.FieldModel.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From levels to probabilities. */
class ScorerTests {

    private static final int NAME = 0;
    private static final int BIRTH = 1;
    private static final int PHONE = 2;
    private static final int ADDRESS = 3;

    private static final List<FieldModel> PERSON = List.of(
            new FieldModel("name", new TextComparison(), Role.PERSON),
            new FieldModel("birth", new DateComparison(), Role.PERSON),
            new FieldModel("phone", new PhoneComparison(), Role.SHARED),
            new FieldModel("address", new TextComparison(), Role.SHARED));

    private final Scorer scorer = new Scorer(PERSON, MatchParameters.usual(PERSON, 10_000), Thresholds.usual());

    @Test
    void aFamilyIsNotOnePersonHoweverMuchItShares() {
        Score family = score(Agreement.DIFFERENT, Agreement.DIFFERENT, Agreement.EXACT, Agreement.EXACT);
        Score sibling = score(Agreement.CLOSE, Agreement.DIFFERENT, Agreement.EXACT, Agreement.EXACT);
        Score unknownBirth = score(Agreement.WEAK, Agreement.MISSING, Agreement.EXACT, Agreement.EXACT);

        assertThat(List.of(family, sibling, unknownBirth))
                .allSatisfy(score -> assertThat(score.band()).isIn(Band.POSSIBLE, Band.UNLIKELY));
    }

    @Test
    void thePersonsOwnValuesLetTheSharedOnesCount() {
        assertThat(score(Agreement.EXACT, Agreement.EXACT, Agreement.EXACT, Agreement.EXACT)
                        .band())
                .isEqualTo(Band.CERTAIN);
        assertThat(score(Agreement.EXACT, Agreement.MISSING, Agreement.EXACT, Agreement.MISSING)
                        .band())
                .isEqualTo(Band.CERTAIN);
        assertThat(score(Agreement.CLOSE, Agreement.MISSING, Agreement.EXACT, Agreement.EXACT)
                        .band())
                .isEqualTo(Band.PROBABLE);
        assertThat(score(Agreement.EXACT, Agreement.DIFFERENT, Agreement.DIFFERENT, Agreement.DIFFERENT)
                        .band())
                .isEqualTo(Band.UNLIKELY);
    }

    @Test
    void aPlaceSaysNothingOfWhomItsHouseholdExplains() {
        List<FieldModel> fields = List.of(
                new FieldModel("name", new TextComparison(), Role.PERSON),
                new FieldModel("birth", new DateComparison(), Role.PERSON),
                new FieldModel("phone", new PhoneComparison(), Role.SHARED),
                new FieldModel("address", new TextComparison(), Role.PLACE));
        Scorer placed = new Scorer(fields, MatchParameters.usual(fields, 10_000), Thresholds.usual());
        long sibling = pattern(Agreement.CLOSE, Agreement.MISSING, Agreement.EXACT, Agreement.EXACT);
        long same = pattern(Agreement.EXACT, Agreement.MISSING, Agreement.MISSING, Agreement.EXACT);

        assertThat(placed.explain(sibling, field -> 0).get(ADDRESS))
                .isEqualTo(new FieldEvidence("address", Agreement.EXACT, 0));
        assertThat(placed.score(sibling, field -> 0).bits())
                .isEqualTo(placed.score(
                                pattern(Agreement.CLOSE, Agreement.MISSING, Agreement.EXACT, Agreement.MISSING),
                                field -> 0)
                        .bits());
        assertThat(placed.score(same, field -> 0).bits())
                .isGreaterThan(placed.score(
                                pattern(Agreement.EXACT, Agreement.MISSING, Agreement.MISSING, Agreement.MISSING),
                                field -> 0)
                        .bits());
    }

    @Test
    void whatIsMissingSaysNothing() {
        long nothing = pattern(Agreement.MISSING, Agreement.MISSING, Agreement.MISSING, Agreement.MISSING);

        assertThat(scorer.explain(nothing, field -> 0))
                .extracting(FieldEvidence::weight)
                .containsOnly(0.0);
        assertThat(scorer.score(nothing, field -> 0).probability()).isCloseTo(0.2 / 11_000, within(1e-6));
    }

    @Test
    void aCommonValueWeighsLessThanARareOne() {
        long exact = pattern(Agreement.EXACT, Agreement.MISSING, Agreement.MISSING, Agreement.MISSING);

        double common = scorer.explain(exact, field -> 0.02).get(NAME).weight();
        double rare = scorer.explain(exact, field -> 0.0002).get(NAME).weight();

        assertThat(rare - common).isCloseTo(MatchParameters.log2(100), within(1e-9));
    }

    @Test
    void recordsThatAreNoPersonsHaveNoHouseholds() {
        List<FieldModel> work = List.of(
                new FieldModel("title", new TextComparison(), Role.OTHER),
                new FieldModel("author", new TextComparison(), Role.OTHER));
        Scorer works = new Scorer(work, MatchParameters.usual(work, 1_000), Thresholds.usual());
        long pattern = LevelPattern.with(LevelPattern.with(0, 0, Agreement.EXACT), 1, Agreement.EXACT);

        assertThat(works.score(pattern, field -> 1e-4).band()).isEqualTo(Band.CERTAIN);
    }

    private Score score(Agreement name, Agreement birth, Agreement phone, Agreement address) {
        return scorer.score(pattern(name, birth, phone, address), field -> 0);
    }

    private static long pattern(Agreement name, Agreement birth, Agreement phone, Agreement address) {
        long pattern = LevelPattern.with(0, NAME, name);
        pattern = LevelPattern.with(pattern, BIRTH, birth);
        pattern = LevelPattern.with(pattern, PHONE, phone);
        return LevelPattern.with(pattern, ADDRESS, address);
    }
}
