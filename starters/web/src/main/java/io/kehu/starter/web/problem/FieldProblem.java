package io.kehu.starter.web.problem;

/**
 * What is wrong with one value of the request.
 *
 * @param pointer JSON pointer into the body, or the name of a parameter or header
 * @param code stable, for programs
 * @param detail for people
 */
public record FieldProblem(String pointer, String code, String detail) {}
