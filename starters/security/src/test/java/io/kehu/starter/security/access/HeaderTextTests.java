package io.kehu.starter.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every character is judged as by the expressions Spring Security uses. */
class HeaderTextTests {

    private static final Pattern NAME = Pattern.compile("[\\p{IsAssigned}&&[^\\p{IsControl}]]*");
    private static final Pattern VALUE = Pattern.compile("[\\p{IsAssigned}&&[[^\\p{IsControl}]||\\t]]*");

    @Test
    void everyCharacterIsJudgedAsTheExpressionsJudgeIt() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                String text = "a" + Character.toString(point) + "z";
                assertThat(HeaderText.isName(text))
                        .as("name with U+%04X", point)
                        .isEqualTo(NAME.matcher(text).matches());
                assertThat(HeaderText.isValue(text))
                        .as("value with U+%04X", point)
                        .isEqualTo(VALUE.matcher(text).matches());
            }
        }
    }

    @Test
    void nothingIsAValueToo() {
        assertThat(HeaderText.isValue("")).isTrue();
    }
}
