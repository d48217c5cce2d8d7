package io.kehu.customer.matching.model;

/**
 * What the comparison of two records came to.
 *
 * @param bits evidence in all, as log2 of the odds that they match
 * @param probability that they match
 */
public record Score(double bits, double probability, Band band, long pattern) {}
