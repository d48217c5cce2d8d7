package io.kehu.loyalty.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes that are hard to guess, easy to read and forgiving to type. */
class CodeFormTests {

    private static final String SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private final Random random = new Random(7);

    @Test
    void aCodeIsSixteenOfThirtyOneSymbolsAndChecksItself() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            String code = code();
            assertThat(code).hasSize(16).matches("[" + SYMBOLS + "]+");
            assertThat(CodeForm.isSound(code)).as(code).isTrue();
            code.chars().forEach(seen::add);
        }
        assertThat(seen).hasSize(31);
    }

    @Test
    void eachBitDecides() {
        for (int bit = 0; bit < 39; bit++) {
            assertThat(CodeForm.of(1L << bit, 0)).isNotEqualTo(CodeForm.of(0, 0));
        }
    }

    @Test
    void oneWrongSymbolIsNoticed() {
        for (int i = 0; i < 200; i++) {
            String code = code();
            for (int at = 0; at < code.length(); at++) {
                for (char symbol : SYMBOLS.toCharArray()) {
                    String wrong = code.substring(0, at) + symbol + code.substring(at + 1);
                    assertThat(CodeForm.isSound(wrong)).as(wrong).isEqualTo(wrong.equals(code));
                }
            }
        }
    }

    @Test
    void twoSymbolsThatChangedPlacesAreNoticed() {
        for (int i = 0; i < 200; i++) {
            String code = code();
            for (int a = 0; a < code.length(); a++) {
                for (int b = a + 1; b < code.length(); b++) {
                    char[] symbols = code.toCharArray();
                    symbols[a] = code.charAt(b);
                    symbols[b] = code.charAt(a);
                    String wrong = new String(symbols);
                    assertThat(CodeForm.isSound(wrong)).as(wrong).isEqualTo(wrong.equals(code));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "abcd-efgh-jkmn-pqrs",
        "' ABCD EFGH JKMN PQRS '",
        "ABCDEFGHJKMNPQRS",
        "ＡＢＣＤ－ｅｆｇｈ－ＪＫＭＮ－ＰＱＲＳ",
        "ABCD–EFGH—JKMN　PQRS"
    })
    void whatIsTypedIsForgiven(String typed) {
        assertThat(CodeForm.read(typed)).isEqualTo("ABCDEFGHJKMNPQRS");
    }

    @Test
    void peopleSeeGroupsOfFour() {
        assertThat(CodeForm.grouped("ABCDEFGHJKMNPQRS")).isEqualTo("ABCD-EFGH-JKMN-PQRS");
    }

    private String code() {
        return CodeForm.of(random.nextLong(), random.nextLong());
    }
}
