package io.kehu.customer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SeveralValuesTests {

    @Test
    void peopleSeparateThemAsTheyLike() {
        assertThat(SeveralValues.split(" a / b、c；；d  e f，g| ")).containsExactly("a", "b", "c", "d", "e f", "g");
        assertThat(SeveralValues.split(" ; ")).isEmpty();
    }

    @Test
    void separatorsBetweenQuotationMarksSeparateNothing() {
        assertThat(SeveralValues.split("\"in/ann\"; \"x, \"\"y\"\"\" ;z")).containsExactly("in/ann", "x, \"y\"", "z");
    }

    @Test
    void quotationMarksThatQuoteNothingStay() {
        assertThat(SeveralValues.split("\"Lucky\" Lee;6\" tall;\"torn"))
                .containsExactly("\"Lucky\" Lee", "6\" tall", "\"torn");
    }

    @Property
    void whatIsJoinedComesApartAgain(@ForAll("values") List<String> values) {
        assertThat(SeveralValues.split(SeveralValues.joined(values))).isEqualTo(values);
    }

    @Property
    void aCellOfSeveralIsReadAsItIs(@ForAll("values") List<String> values) {
        String cell = HarmlessText.of(SeveralValues.joined(values));
        assertThat(HarmlessText.isTorn(cell)).isFalse();
        assertThat(SeveralValues.split(HarmlessText.back(cell))).isEqualTo(values);
    }

    @Provide
    Arbitrary<List<String>> values() {
        return Arbitraries.strings()
                .withChars("ab /;,、|／\"'=\n")
                .ofMinLength(1)
                .ofMaxLength(8)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .list()
                .ofMaxSize(4);
    }
}
