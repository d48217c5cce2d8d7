package io.kehu.starter.web.problem;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one value of the request.
 *
 * @param pointer JSON pointer into the body, or the name of a parameter or header
 * @param code stable, for programs
 * @param detail for people; when missing, the text {@code field.<code>} in the caller's language
 */
public record FieldProblem(
        String pointer, String code, @Nullable String detail) {

    public FieldProblem(String pointer, String code) {
        this(pointer, code, null);
    }
}
