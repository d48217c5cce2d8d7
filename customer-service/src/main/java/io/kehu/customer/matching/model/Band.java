package io.kehu.customer.matching.model;

/** How sure a score is. */
public enum Band {
    /** The same; a person need not look. */
    CERTAIN,
    /** Very likely the same; a person should look. */
    PROBABLE,
    /** Something agrees; shown where somebody asks, never kept. */
    POSSIBLE,
    /** Not the same. */
    UNLIKELY
}
