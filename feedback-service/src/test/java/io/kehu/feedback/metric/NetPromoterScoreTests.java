package io.kehu.feedback.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The score and how sure one can be of it. */
class NetPromoterScoreTests {

    @Test
    void isPromotersLessDetractorsInPercent() {
        NetPromoterScore score = new NetPromoterScore(50, 30, 20);

        assertThat(score.n()).isEqualTo(100);
        assertThat(score.score()).isEqualTo(30.0);
        // sqrt((0.7 - 0.09) / 100) = 0.0781; times 1.96 = 15.31.
        assertThat(score.interval().low()).isCloseTo(14.69, within(0.01));
        assertThat(score.interval().high()).isCloseTo(45.31, within(0.01));
    }

    @Test
    void nobodyIsNoScore() {
        NetPromoterScore nobody = new NetPromoterScore(0, 0, 0);

        assertThat(nobody.score()).isNull();
        assertThat(nobody.interval()).isNull();
    }

    @Property
    void staysWithinItsScaleAndItsInterval(
            @ForAll @LongRange(max = 10_000_000) long promoters,
            @ForAll @LongRange(max = 10_000_000) long passives,
            @ForAll @LongRange(min = 1, max = 10_000_000) long detractors) {
        NetPromoterScore score = new NetPromoterScore(promoters, passives, detractors);

        assertThat(score.score()).isBetween(-100.0, 100.0);
        assertThat(score.interval().low()).isBetween(-100.0, score.score());
        assertThat(score.interval().high()).isBetween(score.score(), 100.0);
        assertThat(new NetPromoterScore(detractors, passives, promoters).score())
                .isEqualTo(-score.score());
    }

    @Property
    void moreOfTheSameMakesItSurerNotOther(
            @ForAll @LongRange(max = 1_000) long promoters,
            @ForAll @LongRange(max = 1_000) long passives,
            @ForAll @LongRange(min = 1, max = 1_000) long detractors) {
        NetPromoterScore few = new NetPromoterScore(promoters, passives, detractors);
        NetPromoterScore many = new NetPromoterScore(promoters * 4, passives * 4, detractors * 4);

        assertThat(many.score()).isCloseTo(few.score(), within(1e-9));
        double width = few.interval().high() - few.interval().low();
        assertThat(many.interval().high() - many.interval().low()).isLessThanOrEqualTo(width + 1e-9);
    }
}
