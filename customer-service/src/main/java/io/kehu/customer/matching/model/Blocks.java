package io.kehu.customer.matching.model;

/** The records of a pass sorted by key: 40 bits of the key's hash and 24 of the record's number in each long. */
final class Blocks {

    private static final long RECORD_MASK = RecordStore.MOST_RECORDS - 1;

    private final LongList entries = new LongList();

    private Blocks() {}

    /** What is done with the records of a block, each there once. */
    @FunctionalInterface
    interface Visitor {
        void block(int[] records);
    }

    /** @param step every how many-th record is looked at */
    static Blocks of(RecordStore records, BlockingPass pass, int step) {
        Blocks blocks = new Blocks();
        for (int record = 0; record < records.size(); record += step) {
            blocks.add(records, pass, record);
        }
        blocks.entries.sortDistinct();
        return blocks;
    }

    static Blocks of(RecordStore records, BlockingPass pass, int[] some) {
        Blocks blocks = new Blocks();
        for (int record : some) {
            blocks.add(records, pass, record);
        }
        blocks.entries.sortDistinct();
        return blocks;
    }

    private void add(RecordStore records, BlockingPass pass, int record) {
        pass.keys(records, record, hash -> entries.add(hash & ~RECORD_MASK | record));
    }

    /** Blocks of two records and more. */
    void forEach(Visitor visitor) {
        int from = 0;
        while (from < entries.size()) {
            int to = from + 1;
            while (to < entries.size() && (entries.get(to) & ~RECORD_MASK) == (entries.get(from) & ~RECORD_MASK)) {
                to++;
            }
            if (to - from > 1) {
                int[] block = new int[to - from];
                for (int i = from; i < to; i++) {
                    block[i - from] = (int) (entries.get(i) & RECORD_MASK);
                }
                visitor.block(block);
            }
            from = to;
        }
    }

    int size() {
        return entries.size();
    }
}
