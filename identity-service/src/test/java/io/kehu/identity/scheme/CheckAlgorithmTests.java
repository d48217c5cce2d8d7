package io.kehu.identity.scheme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Check characters against published examples and the detection classes of each algorithm. */
class CheckAlgorithmTests {

    /** Those that find every swap of neighbouring digits; the others miss some, in numbers the tests below hold them to. */
    private static final Set<CheckAlgorithm> ALL_SWAPS =
            EnumSet.of(CheckAlgorithm.MOD_97_10, CheckAlgorithm.DAMM, CheckAlgorithm.VERHOEFF);

    @Provide
    Arbitrary<String> payloads() {
        return Arbitraries.strings()
                .withCharRange('0', '9')
                .ofMinLength(4)
                .ofMaxLength(20)
                .map(digits -> "C" + digits);
    }

    @ParameterizedTest
    @CsvSource({
        // ISO/IEC 7064, and values that are in wide use elsewhere.
        "MOD_97_10, 794, 44",
        "MOD_97_10, 99991234567890121414, 90",
        "MOD_11_10, 0794, 5",
        "MOD_11_10, 00200667308, 5",
        "MOD_37_36, A12425GABC1234002, M",
        "LUHN, 7992739871, 3",
        "LUHN, 411111111111111, 1",
        "DAMM, 572, 4",
        "VERHOEFF, 236, 3",
        "VERHOEFF, 12345, 1"
    })
    void publishedExamples(CheckAlgorithm algorithm, String payload, String check) {
        assertThat(algorithm.compute(payload)).isEqualTo(check);
    }

    @Property
    void everyWrongDigitIsFound(
            @ForAll CheckAlgorithm algorithm,
            @ForAll("payloads") String payload,
            @ForAll @IntRange(max = 19) int position,
            @ForAll @IntRange(min = 1, max = 9) int change) {
        int place = 1 + position % (payload.length() - 1);
        char wrong = (char) ('0' + (payload.charAt(place) - '0' + change) % 10);
        String typo = payload.substring(0, place) + wrong + payload.substring(place + 1);
        String check = algorithm.compute(payload);

        assertThat(check).hasSize(algorithm.length());
        assertThat(algorithm.isValid(typo, check)).isFalse();
        assertThat(algorithm.isValid(payload, check)).isTrue();
    }

    @Property
    void everyWrongCheckDigitIsFound(
            @ForAll CheckAlgorithm algorithm,
            @ForAll("payloads") String payload,
            @ForAll @IntRange(min = 1, max = 9) int change) {
        String check = algorithm.compute(payload);
        if (!Character.isDigit(check.charAt(0))) {
            return;
        }
        char wrong = (char) ('0' + (check.charAt(0) - '0' + change) % 10);

        assertThat(algorithm.isValid(payload, wrong + check.substring(1))).isFalse();
    }

    @Property
    void everySwapOfNeighboursIsFoundByThoseThatPromiseIt(
            @ForAll CheckAlgorithm algorithm,
            @ForAll("payloads") String payload,
            @ForAll @IntRange(max = 18) int position) {
        int place = 1 + position % (payload.length() - 2);
        String swapped = swapped(payload, place);
        boolean excused = algorithm == CheckAlgorithm.LUHN && isZeroNine(payload, place);
        if (swapped.equals(payload)
                || excused
                || !(ALL_SWAPS.contains(algorithm) || algorithm == CheckAlgorithm.LUHN)) {
            return;
        }

        assertThat(algorithm.isValid(swapped, algorithm.compute(payload))).isFalse();
    }

    @Test
    void luhnMissesOnlyZeroNine() {
        assertThat(CheckAlgorithm.LUHN.compute("C1090")).isEqualTo(CheckAlgorithm.LUHN.compute("C1900"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MOD_11_10", "MOD_37_36"})
    void theHybridSystemsFindNearlyAllSwaps(CheckAlgorithm algorithm) {
        int swaps = 0;
        int found = 0;
        for (int number = 0; number < 100_000; number++) {
            String payload = "%05d".formatted(number);
            for (int place = 0; place < payload.length() - 1; place++) {
                String swapped = swapped(payload, place);
                if (!swapped.equals(payload)) {
                    swaps++;
                    found += algorithm.isValid(swapped, algorithm.compute(payload)) ? 0 : 1;
                }
            }
        }

        assertThat((double) found / swaps).isGreaterThan(0.97);
    }

    private static String swapped(String text, int place) {
        return text.substring(0, place) + text.charAt(place + 1) + text.charAt(place) + text.substring(place + 2);
    }

    private static boolean isZeroNine(String text, int place) {
        return Set.of("09", "90").contains(text.substring(place, place + 2));
    }
}
