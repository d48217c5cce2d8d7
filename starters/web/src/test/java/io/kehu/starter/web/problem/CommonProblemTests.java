package io.kehu.starter.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommonProblemTests {

    private final ResourceBundle english = ResourceBundle.getBundle("kehu/common-problems", Locale.ROOT);
    private final ResourceBundle chinese = ResourceBundle.getBundle("kehu/common-problems", Locale.CHINESE);

    @ParameterizedTest
    @EnumSource(CommonProblem.class)
    void hasTextsInBothLanguages(CommonProblem problem) {
        for (String part : new String[] {".title", ".detail"}) {
            assertThat(english.getString(problem.slug() + part)).isNotBlank();
            assertThat(chinese.getString(problem.slug() + part))
                    .isNotBlank()
                    .isNotEqualTo(english.getString(problem.slug() + part));
        }
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        assertThat(chinese.getLocale()).isEqualTo(Locale.CHINESE);
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "400, MALFORMED_REQUEST",
        "404, NOT_FOUND",
        "413, BODY_TOO_LARGE",
        "418, MALFORMED_REQUEST",
        "500, INTERNAL_ERROR",
        "503, UNAVAILABLE",
        "507, INTERNAL_ERROR",
        "999, INTERNAL_ERROR"
    })
    void everyStatusHasAProblem(int status, CommonProblem problem) {
        assertThat(CommonProblem.ofStatus(status)).isEqualTo(problem);
    }
}
