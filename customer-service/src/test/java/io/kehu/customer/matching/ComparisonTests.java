package io.kehu.customer.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.matching.model.Agreement;
import io.kehu.customer.matching.model.CheckedNumberComparison;
import io.kehu.customer.matching.model.Comparison;
import io.kehu.customer.matching.model.DateComparison;
import io.kehu.customer.matching.model.FullNameComparison;
import io.kehu.customer.matching.model.IdentifierComparison;
import io.kehu.customer.matching.model.MailComparison;
import io.kehu.customer.matching.model.PhoneComparison;
import io.kehu.customer.matching.model.PostcodeComparison;
import io.kehu.customer.matching.model.TextComparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two values of a field have in common, by kind of field. */
class ComparisonTests {

    private static final List<Comparison> ALL = List.of(
            new FullNameComparison(new NameSyllables()),
            new TextComparison(),
            new DateComparison(),
            new IdentifierComparison(),
            new PhoneComparison(),
            new MailComparison(),
            new PostcodeComparison(),
            new CheckedNumberComparison());

    @ParameterizedTest
    @CsvSource({
        "张伟, 張偉, EXACT",
        "张 伟, 张伟, EXACT",
        "张伟, 章伟, EQUIVALENT",
        "张伟, zhang wei, EQUIVALENT",
        "张伟, Wei Zhang, EQUIVALENT",
        "zhangwei, Wei Zhang, EQUIVALENT",
        "单雄信, Shan Xiongxin, EQUIVALENT",
        "李小明, 小明李, EQUIVALENT",
        "张伟明, 张伟亮, CLOSE",
        "张小明, Zhang Xiaomin, CLOSE",
        "张伟, 张亮, WEAK",
        "张伟, 李明, DIFFERENT",
        "欧阳锋, 歐陽鋒, EXACT",
        "Mary-Jane O'Connor, OConnor Mary Jane, EQUIVALENT",
        "José García, Jose Garcia, EXACT",
        "Bill Smith, William Smith, EQUIVALENT",
        "Jonathan Smith, Jonathon Smith, CLOSE",
        "Anna Smith, John Smith, WEAK",
        "Anna Smith, Bob Miller, DIFFERENT"
    })
    void fullNames(String one, String other, Agreement expected) {
        assertThat(compare(ALL.get(0), one, other)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'12 High Street', '12, high street', EXACT",
        "'high street 12', '12 high street', EQUIVALENT",
        "'12 high street', '12 high stret', CLOSE",
        "'12 high street flat 3', '12 high street flat 4', CLOSE",
        "'12 high street', '7 low road', DIFFERENT",
        "the art of war, art of war the, EQUIVALENT"
    })
    void texts(String one, String other, Agreement expected) {
        assertThat(compare(ALL.get(1), one, other)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1988-05-12, 19880512, EXACT",
        "1988-05-12, 1988-12-05, EQUIVALENT",
        "1988-05-12, 1989-05-12, CLOSE",
        "1988-05-12, 1988-05-21, CLOSE",
        "1988-05-31, 1988-06-01, CLOSE",
        "1988-05-12, 1988-05-28, WEAK",
        "1988-05-12, 1954-05-12, WEAK",
        "1988-05-12, 1961-11-03, DIFFERENT",
        "1988-13-45, 1988-13-45, EXACT",
        "1988-05, 1988-05, MISSING"
    })
    void dates(String one, String other, Agreement expected) {
        assertThat(compare(ALL.get(2), one, other)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "110101199003070134, 110101199003070134, EXACT",
        "110101199003070134, 110101199003070143, CLOSE",
        "110101199003070134, 110101199003071234, WEAK",
        "110101199003070134, 440301198512124455, DIFFERENT"
    })
    void identifiers(String one, String other, Agreement expected) {
        assertThat(compare(ALL.get(3), one, other)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "+8613800138000, 138 0013 8000, EQUIVALENT",
        "+8613800138000, +8613800138001, CLOSE",
        "+8613800138000, +8613800183000, CLOSE",
        "+8613800138000, +8615912348000, WEAK",
        "+8613800138000, +8615912345678, DIFFERENT"
    })
    void phones(String one, String other, Agreement expected) {
        assertThat(compare(ALL.get(4), one, other)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Zhang.Wei@x.cn, zhang.wei@x.cn, EXACT",
        "zhang.wei+shop@x.cn, zhangwei@x.cn, EQUIVALENT",
        "zhangwei@x.cn, zhangwei@y.com, CLOSE",
        "zhangwei@x.cn, zhangwie@x.cn, CLOSE",
        "zhangwei88@x.cn, zhangwei89@x.cn, DIFFERENT",
        "li@x.cn, li@y.com, DIFFERENT",
        "zhangwei@x.cn, info@x.cn, DIFFERENT"
    })
    void mails(String one, String other, Agreement expected) {
        assertThat(compare(ALL.get(5), one, other)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"518000, 518000, EXACT", "518000, 518001, CLOSE", "518000, 518111, WEAK", "518000, 100020, DIFFERENT"})
    void postcodes(String one, String other, Agreement expected) {
        assertThat(compare(ALL.get(6), one, other)).isEqualTo(expected);
    }

    @Property
    void everyComparisonIsTheSameFromEitherSide(
            @ForAll("kinds") int kind, @ForAll("values") String one, @ForAll("values") String other) {
        assertThat(compare(ALL.get(kind), one, other)).isEqualTo(compare(ALL.get(kind), other, one));
    }

    @Property
    void everyValueAgreesWithItselfExactly(@ForAll("kinds") int kind, @ForAll("values") String value) {
        Comparison comparison = ALL.get(kind);
        String folded = comparison.fold(value);
        Assume.that(!folded.isEmpty());

        assertThat(comparison.compare(folded, folded)).isEqualTo(Agreement.EXACT);
        assertThat(comparison.fold(folded)).as("folded twice").isEqualTo(folded);
    }

    @ParameterizedTest
    @CsvSource({
        "0086 138 0013 8000, 8613800138000",
        "+86 138 0013 8000, 8613800138000",
        "0000, ''",
        "010 6552 9988, 01065529988"
    })
    void phonesAreFoldedToTheirDigits(String raw, String folded) {
        assertThat(ALL.get(4).fold(raw)).isEqualTo(folded);
    }

    @Property
    void equivalentNamesAreFoundByACommonCode(
            @ForAll("names") String one, @ForAll @IntRange(max = 3) int turn, @ForAll boolean spoken) {
        Comparison names = ALL.get(0);
        String left = names.fold(one);
        String right = names.fold(turned(left, turn, spoken));

        assertThat(names.compare(left, right)).isLessThanOrEqualTo(Agreement.EQUIVALENT);
        assertThat(Collections.disjoint(names.strongCodes(left), names.strongCodes(right)))
                .isFalse();
    }

    /** The name with another part first, and in pinyin where it is in hanzi and so wanted. */
    private static String turned(String name, int turn, boolean spoken) {
        boolean words = name.contains(" ") || Character.isLowerCase(name.charAt(0));
        List<String> parts = new ArrayList<>(List.of(name.split(words ? " " : "", -1)));
        parts.removeIf(String::isEmpty);
        Collections.rotate(parts, turn);
        if (!words && spoken) {
            parts.replaceAll(part -> new NameSyllables().of(part.codePointAt(0)).getFirst());
        }
        return String.join(words || spoken ? " " : "", parts);
    }

    @ParameterizedTest
    @CsvSource({
        "11010519491231002X, 11010519491231002x, EXACT",
        "11010519491231002X, 110105 19491231 002X, EXACT",
        "110105194912310011, 110105194912310038, DIFFERENT",
        "110105194912310011, 110105194912310012, DIFFERENT"
    })
    void checkedNumbers(String one, String other, Agreement expected) {
        assertThat(compare(new CheckedNumberComparison(), one, other)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<Integer> kinds() {
        return Arbitraries.integers().between(0, ALL.size() - 1);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                names(),
                Arbitraries.strings().withChars("01289-").ofMinLength(1).ofMaxLength(12),
                Arbitraries.strings().withChars("ab@.+ ").ofMinLength(1).ofMaxLength(10),
                Arbitraries.strings().ofMinLength(1).ofMaxLength(8));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("张章伟威明小").ofMinLength(1).ofMaxLength(4),
                Arbitraries.of("zhang", "wei", "xiao", "ming", "smith", "smyth")
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .map(words -> String.join(" ", words)));
    }

    private static Agreement compare(Comparison comparison, String one, String other) {
        String left = comparison.fold(one);
        String right = comparison.fold(other);
        return left.isEmpty() || right.isEmpty() ? Agreement.MISSING : comparison.compare(left, right);
    }
}
