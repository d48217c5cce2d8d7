package io.kehu.starter.erasing;

import io.kehu.starter.protection.key.ErasedSubjectException;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.problem.Problems;
import io.kehu.starter.web.problem.RequestLanguage;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says what is the matter where something personal was to be kept under the number of somebody who was erased. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ErasedAdvice {

    private final Problems problems;

    /** @param problems which know the texts of this starter */
    ErasedAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<Object> erased(ErasedSubjectException e, HttpServletRequest request) {
        return problems.response(
                new ProblemException(ErasureProblem.CUSTOMER_ERASED),
                request.getRequestURI(),
                RequestLanguage.of(request));
    }
}
