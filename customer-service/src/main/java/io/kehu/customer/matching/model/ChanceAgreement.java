package io.kehu.customer.matching.model;

import java.util.SplittableRandom;

/** Estimates u, how often fields agree by chance, from pairs drawn at random: nearly none of those match. */
final class ChanceAgreement {

    private static final int PAIRS = 500_000;

    private ChanceAgreement() {}

    /** By field and level. */
    static double[][] estimate(RecordStore records, long seed, Watch watch) {
        int fields = records.fields().size();
        long[][] seen = new long[fields][Agreement.LEVELS];
        SplittableRandom random = new SplittableRandom(seed);
        int size = records.size();
        long pairs = Math.min(PAIRS, (long) size * (size - 1));
        for (long i = 0; i < pairs; i++) {
            int one = random.nextInt(size);
            int other = (one + 1 + random.nextInt(size - 1)) % size;
            long pattern = records.compare(one, other);
            for (int field = 0; field < fields; field++) {
                Agreement level = LevelPattern.level(pattern, field);
                if (level != Agreement.MISSING) {
                    seen[field][level.ordinal()]++;
                }
            }
            if ((i & 0xFFFF) == 0) {
                watch.check();
            }
        }
        double[][] u = new double[fields][];
        for (int field = 0; field < fields; field++) {
            double[] world = records.fields().get(field).comparison().chance().shares();
            u[field] = shares(seen[field], world, records, field);
        }
        return u;
    }

    /** Exact agreement is counted over the whole stock; of the others none is taken for rarer than a single record would show. */
    private static double[] shares(long[] seen, double[] world, RecordStore records, int field) {
        double total = ChanceLevels.WORLD_PAIRS;
        for (long count : seen) {
            total += count;
        }
        double least = 1.0 / records.size();
        double[] shares = new double[Agreement.LEVELS];
        double sum = 0;
        for (int level = 0; level < shares.length; level++) {
            double share = level == 0
                    ? records.chanceAgreement(field, ChanceLevels.WORLD_PAIRS, world[0])
                    : (seen[level] + ChanceLevels.WORLD_PAIRS * world[level]) / total;
            shares[level] = Math.max(Math.min(least, world[level]), share);
            sum += shares[level];
        }
        for (int level = 0; level < shares.length; level++) {
            shares[level] /= sum;
        }
        return shares;
    }
}
