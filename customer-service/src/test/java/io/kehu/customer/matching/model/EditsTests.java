package io.kehu.customer.matching.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Distances between words, against published values and their laws. */
class EditsTests {

    @ParameterizedTest
    @CsvSource({"ca, ac, 1", "kitten, sitting, 3", "smith, smyth, 1", "'', abc, 3", "abcd, acbd, 1", "张伟明, 张明伟, 1"})
    void distancesAreThoseOfTheBook(String one, String other, int expected) {
        assertThat(Edits.distance(one, other, 5)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "martha, marhta, 0.961",
        "dwayne, duane, 0.840",
        "dixon, dicksonx, 0.813",
        "jones, johnson, 0.832",
        "abc, xyz, 0",
        "same, same, 1"
    })
    void similaritiesAreThoseWinklerPublished(String one, String other, double expected) {
        assertThat(Edits.jaroWinkler(one, other)).isCloseTo(expected, within(0.001));
    }

    @Property
    void bothAreTheSameFromEitherSide(
            @ForAll @AlphaChars @StringLength(max = 12) String one,
            @ForAll @AlphaChars @StringLength(max = 12) String other,
            @ForAll @IntRange(max = 12) int limit) {
        assertThat(Edits.distance(one, other, limit)).isEqualTo(Edits.distance(other, one, limit));
        assertThat(Edits.jaroWinkler(one, other)).isEqualTo(Edits.jaroWinkler(other, one));
    }

    @Property
    void aLimitOnlyCutsOff(
            @ForAll @AlphaChars @StringLength(max = 8) String one,
            @ForAll @AlphaChars @StringLength(max = 8) String other,
            @ForAll @IntRange(max = 8) int limit) {
        int whole = Edits.distance(one, other, 20);

        assertThat(Edits.distance(one, other, limit)).isEqualTo(Math.min(whole, limit + 1));
    }
}
