package io.kehu.customer.matching.model;

import java.util.ArrayList;
import java.util.List;

/** All records of a run in memory: per field and record the numbers of its values, and each distinct value once. */
public final class RecordStore {

    /** What fits beside a hash in one long. */
    public static final int MOST_RECORDS = 1 << 24;

    private final List<FieldModel> fields;
    private final ValuePool[] pools;
    private final int[][] starts;
    private final int[][] ids;
    private final int size;

    private RecordStore(List<FieldModel> fields, ValuePool[] pools, int[][] starts, int[][] ids, int size) {
        this.fields = fields;
        this.pools = pools;
        this.starts = starts;
        this.ids = ids;
        this.size = size;
    }

    public static Builder of(List<FieldModel> fields) {
        return new Builder(fields);
    }

    public List<FieldModel> fields() {
        return fields;
    }

    public int size() {
        return size;
    }

    /** Levels of agreement of two records, packed. */
    public long compare(int one, int other) {
        long pattern = 0;
        for (int field = 0; field < pools.length; field++) {
            pattern = LevelPattern.with(pattern, field, compare(field, one, other));
        }
        return pattern;
    }

    /** The best agreement of any value of one record with any value of the other. */
    private Agreement compare(int field, int one, int other) {
        int[] values = ids[field];
        int end = starts[field][one + 1];
        int otherStart = starts[field][other];
        int otherEnd = starts[field][other + 1];
        Agreement best = Agreement.MISSING;
        for (int i = starts[field][one]; i < end; i++) {
            for (int j = otherStart; j < otherEnd; j++) {
                if (values[i] == values[j]) {
                    return Agreement.EXACT;
                }
                Agreement found = fields.get(field)
                        .comparison()
                        .compare(pools[field].value(values[i]), pools[field].value(values[j]));
                best = found.isBetterThan(best) ? found : best;
            }
        }
        return best;
    }

    /** Share of the records that hold the rarest value both have; 0 when they have none in common. */
    public double sharedFrequency(int field, int one, int other) {
        int rarest = 0;
        for (int i = starts[field][one]; i < starts[field][one + 1]; i++) {
            for (int j = starts[field][other]; j < starts[field][other + 1]; j++) {
                if (ids[field][i] == ids[field][j]) {
                    int count = pools[field].frequency(ids[field][i]);
                    rarest = rarest == 0 ? count : Math.min(rarest, count);
                }
            }
        }
        return rarest == 0 ? 0 : fields.get(field).comparison().chance().frequency(rarest, size);
    }

    /** Folded values that both records have. */
    public List<String> shared(int field, int one, int other) {
        List<String> others = values(field, other);
        return values(field, one).stream().filter(others::contains).toList();
    }

    /**
     * How probable it is that two records drawn at random share a value exactly.
     *
     * @param worldPairs pairs of the wide world that are added
     * @param worldShare share of those that agree
     */
    double chanceAgreement(int field, double worldPairs, double worldShare) {
        double agreeing = 0;
        for (int id = 0; id < pools[field].size(); id++) {
            double count = pools[field].frequency(id);
            agreeing += count * (count - 1);
        }
        double filled = filled(field);
        double pairs = Math.max(0, filled * (filled - 1));
        return Math.min(1, (agreeing + worldPairs * worldShare) / (pairs + worldPairs));
    }

    /** Distinct values of a field. */
    int distinct(int field) {
        return pools[field].size();
    }

    /** Values of a record, folded. */
    List<String> values(int field, int record) {
        int start = starts[field][record];
        int end = starts[field][record + 1];
        if (end == start) {
            return List.of();
        }
        List<String> values = new ArrayList<>(end - start);
        for (int i = start; i < end; i++) {
            values.add(pools[field].value(ids[field][i]));
        }
        return values;
    }

    private double filled(int field) {
        int filled = 0;
        for (int record = 0; record < size; record++) {
            if (starts[field][record + 1] > starts[field][record]) {
                filled++;
            }
        }
        return filled;
    }

    /** Collects records. */
    public static final class Builder {

        private final List<FieldModel> fields;
        private final ValuePool[] pools;
        private final IntList[] starts;
        private final IntList[] ids;
        private int size;

        private Builder(List<FieldModel> fields) {
            if (fields.isEmpty() || fields.size() > LevelPattern.MOST_FIELDS) {
                throw new IllegalArgumentException("1 to " + LevelPattern.MOST_FIELDS + " fields can be compared.");
            }
            this.fields = List.copyOf(fields);
            this.pools = new ValuePool[fields.size()];
            this.starts = new IntList[fields.size()];
            this.ids = new IntList[fields.size()];
            for (int field = 0; field < fields.size(); field++) {
                pools[field] = new ValuePool();
                starts[field] = new IntList();
                starts[field].add(0);
                ids[field] = new IntList();
            }
        }

        /**
         * @param values per field its values as written; none where nothing is known
         * @return the record's place, from 0
         */
        public int add(List<List<String>> values) {
            if (values.size() != fields.size()) {
                throw new IllegalArgumentException("A record has a list of values for each field.");
            }
            if (size == MOST_RECORDS) {
                throw new IllegalStateException("At most " + MOST_RECORDS + " records can be matched at once.");
            }
            for (int field = 0; field < pools.length; field++) {
                List<Integer> own = new ArrayList<>(values.get(field).size());
                for (String raw : values.get(field)) {
                    String folded = fields.get(field).comparison().fold(raw);
                    if (!folded.isEmpty()) {
                        Integer id = pools[field].intern(folded);
                        if (!own.contains(id)) {
                            own.add(id);
                            pools[field].count(id);
                            ids[field].add(id);
                        }
                    }
                }
                starts[field].add(ids[field].size());
            }
            return size++;
        }

        public int size() {
            return size;
        }

        public RecordStore build() {
            int[][] startArrays = new int[pools.length][];
            int[][] idArrays = new int[pools.length][];
            for (int field = 0; field < pools.length; field++) {
                pools[field].seal();
                startArrays[field] = starts[field].toArray();
                idArrays[field] = ids[field].toArray();
                starts[field] = new IntList();
                ids[field] = new IntList();
            }
            return new RecordStore(fields, pools, startArrays, idArrays, size);
        }
    }
}
