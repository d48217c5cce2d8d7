package io.kehu.identity.scheme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two templates overlap whenever a text can be a number of both. */
class NumberShapeTests {

    private static final int LENGTH = 14;
    private static final List<CheckAlgorithm> CHECKS =
            List.of(CheckAlgorithm.MOD_97_10, CheckAlgorithm.MOD_37_36, CheckAlgorithm.LUHN, CheckAlgorithm.DAMM);

    @Property(tries = 30_000)
    void aNumberOfBothMeansThatTheyOverlap(
            @ForAll long seed, @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long any) {
        Random random = new Random(seed);
        CheckAlgorithm check = CHECKS.get(random.nextInt(CHECKS.size()));
        Template first = random(random, check);
        Template second = random(random, random.nextInt(3) > 0 ? check : CHECKS.get(random.nextInt(CHECKS.size())));
        Template.Context context =
                new Template.Context(2026, 1 + random.nextInt(12), "10110010".substring(0, first.branchWidth()));

        String number = first.format(1 + any % first.capacity(), context).canonical();
        Optional<Template.Parsed> read = second.read(number).filter(Template.Parsed::checkValid);

        boolean overlaps = first.shape().overlaps(second.shape());
        Statistics.label("numbers of both")
                .collect(read.isPresent())
                .coverage(coverage -> coverage.check(true).count(count -> count > 100));
        Statistics.label("overlaps")
                .collect(overlaps)
                .coverage(coverage -> coverage.check(false).percentage(percent -> percent > 20));
        assertThat(second.shape().overlaps(first.shape())).isEqualTo(overlaps);
        assertThat(first.shape().overlaps(first.shape())).isTrue();
        if (read.isPresent()) {
            assertThat(overlaps)
                    .as("%s and %s: %s", first.text(), second.text(), number)
                    .isTrue();
        }
    }

    /** Of a length that most others have, and of few literals. */
    private static Template random(Random random, CheckAlgorithm check) {
        List<String> parts = new ArrayList<>();
        int left = LENGTH - check.length() - 4;
        for (String part : List.of("{yyyy}", "{MM}", "A", "O", "1", "20", "A0")) {
            int width = part.startsWith("{") ? part.length() - 2 : part.length();
            if (random.nextInt(3) == 0 && width <= left) {
                parts.add(part);
                left -= width;
            }
        }
        if (random.nextInt(3) == 0 && left > 1) {
            int width = 1 + random.nextInt(Math.min(8, left));
            parts.add("{branch:" + width + "}");
            left -= width;
        }
        boolean letters = check.coversLetters() && random.nextBoolean();
        int width = Math.min(letters ? 12 : 18, 4 + left);
        parts.add((letters ? "{seq32:" : "{seq:") + width + "}");
        Collections.shuffle(parts, random);
        parts.add(random.nextInt(4) == 0 ? 0 : parts.size(), "{check}");
        return Template.parse(String.join("", parts), check);
    }

    @ParameterizedTest
    @CsvSource({
        "C-{seq:9}-{check}, MOD_97_10, C-{seq:9}-{check}, MOD_97_10, true",
        "C-{seq:9}-{check}, MOD_97_10, C.{seq:9}.{check}, MOD_97_10, true",
        "C-{seq:9}-{check}, MOD_97_10, D-{seq:9}-{check}, MOD_97_10, false",
        "C-{seq:9}-{check}, MOD_97_10, C-{seq:8}-{check}, MOD_97_10, false",
        "C-{seq:9}-{check}, MOD_97_10, C-{seq:10}-{check}, LUHN, true",
        "C-{seq:9}-{check}, MOD_97_10, C{branch:3}{seq:6}{check}, MOD_97_10, true",
        "C-{seq:9}-{check}, MOD_97_10, {seq:10}{check}, MOD_97_10, false",
        "C-{seq:9}-{check}, MOD_97_10, {seq32:10}{check}, MOD_97_10, true",
        "12{seq:8}{check}, LUHN, 1{seq:9}{check}, LUHN, true",
        "12{seq:8}{check}, LUHN, 13{seq:8}{check}, LUHN, false",
        "O{seq:9}{check}, MOD_37_36, {seq32:10}{check}, MOD_37_36, true",
        "U{seq:9}{check}, MOD_37_36, {seq32:10}{check}, MOD_37_36, false",
        "{MM}{seq:8}{check}, LUHN, 2{seq:9}{check}, LUHN, false",
        "{MM}{seq:8}{check}, LUHN, 1{seq:9}{check}, LUHN, true",
        "{check}{seq:8}, LUHN, A{seq:7}{check}, LUHN, false",
        "{check}{seq:8}, MOD_37_36, A{seq:7}{check}, LUHN, true"
    })
    void templatesOverlapOrNot(
            String first, CheckAlgorithm firstCheck, String second, CheckAlgorithm secondCheck, boolean expected) {
        NumberShape one = Template.parse(first, firstCheck).shape();
        NumberShape other = Template.parse(second, secondCheck).shape();

        assertThat(one.overlaps(other)).isEqualTo(expected);
        assertThat(other.overlaps(one)).isEqualTo(expected);
    }
}
