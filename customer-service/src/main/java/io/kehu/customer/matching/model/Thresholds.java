package io.kehu.customer.matching.model;

/** From which probability on a pair belongs to a band. */
public record Thresholds(double certain, double probable, double possible) {

    public Thresholds {
        if (!(0 < possible && possible < probable && probable < certain && certain < 1)) {
            throw new IllegalArgumentException("Thresholds rise from possible to certain, between 0 and 1.");
        }
    }

    public static Thresholds usual() {
        return new Thresholds(0.99, 0.7, 0.01);
    }

    Band band(double probability) {
        if (probability >= certain) {
            return Band.CERTAIN;
        }
        if (probability >= probable) {
            return Band.PROBABLE;
        }
        return probability >= possible ? Band.POSSIBLE : Band.UNLIKELY;
    }
}
