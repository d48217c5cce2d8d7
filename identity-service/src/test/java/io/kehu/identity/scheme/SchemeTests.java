package io.kehu.identity.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scheme makes of sequences, and back. */
class SchemeTests {

    private static final Instant NOW = Instant.parse("2026-12-31T17:00:00Z");

    @Property(tries = 300)
    void scrambledNumbersReadBackToTheirSequence(@ForAll @LongRange(min = 1, max = 99_999_999) long sequence) {
        Scheme scheme = scheme("S{branch:3}-{seq:8}-{check}", Scheme.Partitioning.BRANCH);

        Template.Formatted number = scheme.format(sequence, scheme.context(NOW, "042"));

        Template.Parsed read = scheme.read(number.canonical()).orElseThrow();
        assertThat(read.sequence()).isEqualTo(sequence);
        assertThat(read.checkValid()).isTrue();
        assertThat(scheme.partition(read)).isEqualTo("042");
    }

    @Test
    void aRunIsFormattedAsItsSequencesOneByOne() {
        Scheme scheme = scheme("S{yyyy}{seq32:5}{check}", Scheme.Partitioning.YEAR);
        Template.Context context = scheme.context(NOW, null);

        List<Template.Formatted> run = scheme.formatter(context).format(5, 2_004);

        Set<String> distinct = new HashSet<>();
        for (int i = 0; i < run.size(); i++) {
            assertThat(run.get(i)).isEqualTo(scheme.format(5 + i, context));
            distinct.add(run.get(i).canonical());
        }
        assertThat(distinct).hasSize(2_000);
    }

    @Test
    void theSequenceNoNumberHasIsNotFoundBehindAnother() {
        Scheme scheme = scheme("S{seq:4}{check}", Scheme.Partitioning.NONE);

        assertThat(scheme.read("S000000").orElseThrow().sequence()).isZero();
    }

    @Test
    void theYearIsThatOfTheSchemesZone() {
        Scheme scheme = scheme("S{yyyy}{MM}{seq:4}{check}", Scheme.Partitioning.YEAR);

        Template.Context context = scheme.context(NOW, null);

        assertThat(scheme.partition(context)).isEqualTo("2027");
        assertThat(scheme.format(1, context).canonical()).startsWith("S202701");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0001", "00a", "００1", "-01"})
    void aBranchHasItsDigits(String branch) {
        Scheme scheme = scheme("S{branch:3}{seq:8}{check}", Scheme.Partitioning.BRANCH);

        assertThatThrownBy(() -> scheme.context(NOW, branch)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> scheme.context(NOW, null)).isInstanceOf(ProblemException.class);
    }

    private static Scheme scheme(String template, Scheme.Partitioning partitioning) {
        Template parsed = Template.parse(template, CheckAlgorithm.MOD_97_10);
        byte[] key = new byte[ScrambledOrder.KEY_BYTES];
        key[0] = 1;
        return new Scheme(
                new SchemeCode("SAMPLE"),
                "sample",
                parsed,
                CheckAlgorithm.MOD_97_10,
                new ScrambledOrder(parsed.capacity(), key),
                partitioning,
                ZoneId.of("Asia/Shanghai"),
                Scheme.State.ACTIVE);
    }
}
