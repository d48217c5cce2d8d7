package io.kehu.identity.scheme;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Check characters against the detection classes that ISO/IEC 7064 promises. */
class CheckAlgorithmTests {

    private static final CheckAlgorithm CHECK = CheckAlgorithm.MOD_97_10;

    @Provide
    Arbitrary<String> payloads() {
        return Arbitraries.strings()
                .withCharRange('0', '9')
                .ofMinLength(4)
                .ofMaxLength(20)
                .map(digits -> "C" + digits);
    }

    @Test
    void matchesThePublishedExample() {
        // ISO/IEC 7064, MOD 97-10: 794 has the check characters 44.
        assertThat(CHECK.compute("794")).isEqualTo("44");
    }

    @Property
    void everyWrongCharacterIsFound(
            @ForAll("payloads") String payload,
            @ForAll @IntRange(max = 19) int position,
            @ForAll @IntRange(min = 1, max = 9) int change) {
        int place = 1 + position % (payload.length() - 1);
        char wrong = (char) ('0' + (payload.charAt(place) - '0' + change) % 10);
        String typo = payload.substring(0, place) + wrong + payload.substring(place + 1);

        assertThat(CHECK.isValid(typo, CHECK.compute(payload))).isFalse();
        assertThat(CHECK.isValid(payload, CHECK.compute(payload))).isTrue();
    }

    @Property
    void everySwapOfNeighboursIsFound(@ForAll("payloads") String payload, @ForAll @IntRange(max = 18) int position) {
        int place = 1 + position % (payload.length() - 2);
        if (payload.charAt(place) == payload.charAt(place + 1)) {
            return;
        }
        String swapped = payload.substring(0, place)
                + payload.charAt(place + 1)
                + payload.charAt(place)
                + payload.substring(place + 2);

        assertThat(CHECK.isValid(swapped, CHECK.compute(payload))).isFalse();
    }
}
