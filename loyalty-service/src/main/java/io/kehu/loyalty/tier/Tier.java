package io.kehu.loyalty.tier;

import java.util.List;

/**
 * A tier of a scheme.
 *
 * @param rank 0 for the one everybody is in, then upwards
 * @param threshold what has to qualify, at least; points, or spend in minor units
 * @param multiplierPercent what purchases earn in it, in percent
 * @param benefits in words, for people
 */
public record Tier(String code, int rank, String name, long threshold, int multiplierPercent, List<String> benefits) {

    /** What purchases earn outside of any tier. */
    public static final int PLAIN_PERCENT = 100;
}
