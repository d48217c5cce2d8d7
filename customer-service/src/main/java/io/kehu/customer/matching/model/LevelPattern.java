package io.kehu.customer.matching.model;

/** The levels of all fields of a pair in one long, three bits each. */
public final class LevelPattern {

    static final int MOST_FIELDS = 21;

    private static final int BITS = 3;
    private static final long MASK = (1 << BITS) - 1;

    private LevelPattern() {}

    public static long with(long pattern, int field, Agreement level) {
        return pattern | (long) level.ordinal() << field * BITS;
    }

    public static Agreement level(long pattern, int field) {
        return Agreement.of((int) (pattern >>> field * BITS & MASK));
    }
}
