package io.kehu.local.bench;

import java.util.Arrays;

/** Numbers of one kind, and what is in their middle and at their end. */
public final class Samples {

    private static final int INITIAL = 1_024;
    private static final double HALF = 0.5;

    private double[] values = new double[INITIAL];
    private int size;

    public synchronized void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    public synchronized int size() {
        return size;
    }

    /** What another one holds, which nobody adds to any more. */
    public synchronized void addAll(Samples others) {
        for (int i = 0; i < others.size; i++) {
            add(others.values[i]);
        }
    }

    /** Value by value, of as many as both have. */
    Samples dividedBy(Samples others) {
        Samples ratios = new Samples();
        for (int i = 0; i < Math.min(size, others.size); i++) {
            ratios.add(values[i] / others.values[i]);
        }
        return ratios;
    }

    /** Each value as often. */
    public synchronized Samples times(double factor) {
        Samples products = new Samples();
        for (int i = 0; i < size; i++) {
            products.add(values[i] * factor);
        }
        return products;
    }

    public double median() {
        return quantile(HALF);
    }

    /** The smallest value that at least this share of all values does not exceed. */
    public synchronized double quantile(double share) {
        if (size == 0) {
            throw new IllegalStateException("Nothing was measured.");
        }
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted[Math.clamp((int) Math.ceil(share * size) - 1, 0, size - 1)];
    }
}
