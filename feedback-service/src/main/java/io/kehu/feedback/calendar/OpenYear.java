package io.kehu.feedback.calendar;

import java.util.Arrays;

/**
 * The open stretches of one local year as seconds of the epoch, with running totals, so that a question about business time is two
 * binary searches. Never changes.
 */
final class OpenYear {

    private final long begin;
    private final long end;
    private final long[] starts;
    private final long[] totals;

    /**
     * @param begin first second of the year
     * @param end first second of the next year
     * @param starts where each stretch begins, ascending
     * @param totals business seconds of the year before each stretch, and at last of the whole year
     */
    OpenYear(long begin, long end, long[] starts, long[] totals) {
        this.begin = begin;
        this.end = end;
        this.starts = starts;
        this.totals = totals;
    }

    boolean isBefore(long second) {
        return second >= end;
    }

    boolean isAfter(long second) {
        return second < begin;
    }

    /** Business seconds of the whole year. */
    long total() {
        return totals[starts.length];
    }

    /** Business seconds of this year before the given second. */
    long elapsed(long second) {
        int found = Arrays.binarySearch(starts, second);
        int stretch = found >= 0 ? found : -found - 2;
        if (stretch < 0) {
            return 0;
        }
        return Math.min(totals[stretch] + (second - starts[stretch]), totals[stretch + 1]);
    }

    /** The first second before which {@code elapsed} business seconds of this year lie; between 1 and {@link #total()}. */
    long secondAt(long elapsed) {
        int found = Arrays.binarySearch(totals, elapsed);
        // The total before a stretch is reached at the end of the stretch before it.
        int stretch = (found >= 0 ? found : -found - 1) - 1;
        return starts[stretch] + (elapsed - totals[stretch]);
    }
}
