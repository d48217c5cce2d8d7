package io.kehu.starter.web.problem;

import org.springframework.http.HttpStatus;

/**
 * One entry of a problem catalogue, usually an enum constant. Title and detail come from the resource bundle {@code problems} of the
 * service under {@code <slug>.title} and {@code <slug>.detail}, in English and Chinese; docs/problems.md says what the caller can do.
 */
public interface ProblemType {

    /** Stable name, the end of the problem's {@code type} address. */
    String slug();

    HttpStatus status();
}
