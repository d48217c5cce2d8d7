package io.kehu.local.bench;

import java.util.Arrays;

/** Numbers of one kind, and what is in their middle and at their end. */
final class Samples {

    private static final int INITIAL = 1_024;
    private static final double HALF = 0.5;

    private double[] values = new double[INITIAL];
    private int size;

    synchronized void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    double median() {
        return quantile(HALF);
    }

    /** The smallest value that at least this share of all values does not exceed. */
    synchronized double quantile(double share) {
        if (size == 0) {
            throw new IllegalStateException("Nothing was measured.");
        }
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted[Math.clamp((int) Math.ceil(share * size) - 1, 0, size - 1)];
    }
}
