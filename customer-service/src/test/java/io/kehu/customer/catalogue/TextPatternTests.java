package io.kehu.customer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns administrators write. */
class TextPatternTests {

    @Test
    void aPatternMatchesTheWholeText() {
        assertThat(TextPattern.matches("[A-Z]{2}\\d+", "SZ01")).isTrue();
        assertThat(TextPattern.matches("[A-Z]{2}\\d+", "SZ01 ")).isFalse();
        assertThat(TextPattern.matches("\\p{Han}+", "深圳")).isTrue();
    }

    @Test
    void aContrivedTextTakesNoLongerThanAnyOther() {
        String contrived = "a".repeat(ValueForm.LONGEST_TEXT - 1) + "!";

        Assertions.assertTimeout(
                Duration.ofSeconds(2),
                () -> assertThat(TextPattern.matches("(a+)+b", contrived)).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "(?=a)", "(a)\\1", "((a{100}){100}){100}", "a{2000}", "(a{32}){32,}b{2}"})
    void whatTheEngineDoesNotKnowOrWouldBlowUpIsRefused(String pattern) {
        assertThat(TextPattern.valid(pattern)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\d{4}-\\d{2}", "(a|b){1,20}", "[^@]+@[^@]+", "(a{10}){100}"})
    void ordinaryPatternsAreTaken(String pattern) {
        assertThat(TextPattern.valid(pattern)).isTrue();
    }
}
