package io.kehu.customer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a spreadsheet takes for text. */
class HarmlessTextTests {

    @Provide
    Arbitrary<String> cells() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("='+-@\"0129eE \t＝＠张𠮷").ofMaxLength(20),
                Arbitraries.strings().ofMaxLength(20));
    }

    @Property
    void whatIsPutInFrontIsTakenOffAgain(@ForAll("cells") String value) {
        assertThat(HarmlessText.back(HarmlessText.of(value))).isEqualTo(value);
        assertThat(HarmlessText.back(HarmlessText.ofTextCell(value))).isEqualTo(value);
    }

    @Property
    void nothingBeginsLikeAFormula(@ForAll("cells") String value) {
        assertThat(HarmlessText.of(value)).doesNotContainPattern("^[=+\\-@\t\r\n＝＋－＠]");
    }

    @Property
    void nothingLooksTorn(@ForAll("cells") String value) {
        assertThat(HarmlessText.isTorn(HarmlessText.of(value))).isFalse();
        assertThat(HarmlessText.isTorn(HarmlessText.ofTextCell(value))).isFalse();
    }

    @Example
    void numbersThatWouldLoseDigitsAreText() {
        assertThat(HarmlessText.of("007")).isEqualTo("'007");
        assertThat(HarmlessText.of("123456789012345678")).isEqualTo("'123456789012345678");
        assertThat(HarmlessText.of("12E5")).isEqualTo("'12E5");
        assertThat(HarmlessText.of("13800138000")).isEqualTo("13800138000");
        assertThat(HarmlessText.of("0")).isEqualTo("0");
    }

    @Example
    void cellsOfAnUploadKeepTheirMeaning() {
        assertThat(HarmlessText.ofCellAsItCame("'=1")).isEqualTo("'=1");
        assertThat(HarmlessText.ofCellAsItCame("=1")).isEqualTo("'=1");
        assertThat(HarmlessText.ofCellAsItCame("007")).isEqualTo("007");
    }
}
