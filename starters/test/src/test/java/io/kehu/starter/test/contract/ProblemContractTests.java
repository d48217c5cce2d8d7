package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;

class ProblemContractTests {

    @Test
    void textsInBothLanguagesAndARowInTheDocumentPass() {
        assertThatNoException().isThrownBy(() -> ProblemContract.verify("whole", CommonProblem.NOT_FOUND));
        assertThatNoException()
                .isThrownBy(() -> ProblemContract.verify("kehu/common-problems", CommonProblem.values()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"half", "copied", "single"})
    void aLanguageThatIsMissingOrOnlyCopiedIsFound(String bundle) {
        assertThatThrownBy(() -> ProblemContract.verify(bundle, CommonProblem.NOT_FOUND))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aProblemWithAnotherStatusThanTheDocumentSaysIsFound() {
        ProblemType other = new ProblemType() {
            @Override
            public String slug() {
                return "not-found";
            }

            @Override
            public HttpStatus status() {
                return HttpStatus.GONE;
            }
        };

        assertThatThrownBy(() -> ProblemContract.verify("whole", other))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("docs/problems.md");
    }
}
