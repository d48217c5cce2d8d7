package io.kehu.customer.matching.model;

/**
 * One field's part in a score.
 *
 * @param field name of the field
 * @param level how well the values agree
 * @param weight bits for a match; negative against it
 */
public record FieldEvidence(String field, Agreement level, double weight) {}
