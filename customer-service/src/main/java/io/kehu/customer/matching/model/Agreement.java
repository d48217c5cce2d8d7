package io.kehu.customer.matching.model;

/** How well two values of a field agree, best first; the same few levels for every kind of field, so that one estimator serves all. */
public enum Agreement {
    /** The same after folding. */
    EXACT,
    /** The same in another form: other order, other script, day and month swapped, country code missing. */
    EQUIVALENT,
    /** One slip of the pen apart. */
    CLOSE,
    /** A part agrees, such as the surname, the tail of a phone or the year. */
    WEAK,
    /** Nothing agrees. */
    DIFFERENT,
    /** At least one of them is not known; says nothing for or against. */
    MISSING;

    /** Levels that count as an observation. */
    static final int LEVELS = 5;

    private static final Agreement[] ALL = values();

    static Agreement of(int code) {
        return ALL[code];
    }

    boolean isBetterThan(Agreement other) {
        return ordinal() < other.ordinal();
    }
}
