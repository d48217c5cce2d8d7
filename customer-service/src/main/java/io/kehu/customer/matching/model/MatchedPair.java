package io.kehu.customer.matching.model;

/**
 * Two records that are the same, certainly or probably.
 *
 * @param one place of a record in the store, lower than the other
 * @param other place of the other record
 */
public record MatchedPair(int one, int other, Score score) {}
