package io.kehu.customer.matching.model;

/** How often strangers agree at each level, in the wide world: what is assumed where a stock is too small to tell. */
public record ChanceLevels(double exact, double equivalent, double close, double weak) {

    /**
     * Records and pairs of the wide world that are added to those of a stock, so that a small one does not take what is rare there for
     * common.
     */
    static final double WORLD_RECORDS = 1_000;

    static final double WORLD_PAIRS = 5_000;

    public ChanceLevels {
        if (!(exact > 0 && equivalent > 0 && close > 0 && weak > 0 && exact + equivalent + close + weak < 1)) {
            throw new IllegalArgumentException("Chances are positive and leave something for different values.");
        }
    }

    /** By level from EXACT to DIFFERENT. */
    double[] shares() {
        return new double[] {exact, equivalent, close, weak, 1 - exact - equivalent - close - weak};
    }

    /**
     * Share of all records that hold a value.
     *
     * @param holders records of the stock that do
     * @param stock records in all
     */
    public double frequency(long holders, long stock) {
        return (holders + WORLD_RECORDS * exact) / (stock + WORLD_RECORDS);
    }
}
