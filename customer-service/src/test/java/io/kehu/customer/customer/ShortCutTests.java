package io.kehu.customer.customer;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Short cuts for the usual text give what the long way gives for every text: tokens that are stored already depend on it. */
class ShortCutTests {

    private static final Transliterator ALL_RULES = Transliterator.getInstance("Traditional-Simplified");

    @Property(tries = 20_000)
    void simplifyingIsWhatTheRulesSay(@ForAll("names") String name) {
        assertThat(PersonName.Simplified.of(name)).isEqualTo(ALL_RULES.transliterate(name));
    }

    @Property(tries = 20_000)
    void foldingIsTheLongWay(@ForAll("names") String name) {
        String plain = ALL_RULES.transliterate(PlainText.plain(name).toLowerCase(Locale.ROOT));

        assertThat(new PersonName(name).folded()).isEqualTo(plain.replaceAll("[\\p{Z}\\p{P}]", ""));
    }

    @Property(tries = 20_000)
    void plainTextIsComposedAndHasSingleSpaces(@ForAll("names") String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);

        assertThat(PlainText.plain(name))
                .isEqualTo(composed.replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}&&[^\\t\\n\\r]]", "")
                        .replaceAll("[\\s\\p{Z}]+", " ")
                        .strip());
    }

    @Example
    void charactersThatChangeOnlyInWordsAreNotOverlooked() {
        assertThat(PersonName.Simplified.of("鮮于")).isEqualTo("鲜于");
        assertThat(PersonName.Simplified.of("餘慶")).isEqualTo("余庆");
        assertThat(PersonName.Simplified.of("于思")).isEqualTo("于思");
    }

    /** Ideographs of both scripts, Latin letters, and what people and spreadsheets put between them. */
    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> ideograph =
                Arbitraries.integers().between(0x4E00, 0x9FFF).map(Character::toString);
        Arbitrary<String> word = Arbitraries.of("鮮于", "餘慶", "于飛", "瞭解", "歐陽", "單于");
        Arbitrary<String> letter = Arbitraries.strings().ascii().ofLength(1);
        Arbitrary<String> other = Arbitraries.of(
                " ", "\u3000", "\u200B", "·", "é", "e\u0301", "Ａ", "㈱", "豈", "𠮷", "ß", "İ", "\t", "👨‍👩‍👧");
        return Arbitraries.frequencyOf(
                        Tuple.of(6, ideograph), Tuple.of(1, word), Tuple.of(3, letter), Tuple.of(2, other))
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }
}
