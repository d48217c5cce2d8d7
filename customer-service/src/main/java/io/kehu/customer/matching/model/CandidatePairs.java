package io.kehu.customer.matching.model;

import io.kehu.customer.matching.model.BlockingPass.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The pairs worth comparing: found by all passes, each pair once, in partitions that can be worked on side by side. */
final class CandidatePairs {

    private static final int PARTITIONS = 64;
    private static final int REFINEMENTS = 2;
    private static final int FIRST_COMPACTION = 1 << 16;

    private final RecordStore records;
    private final int largestBlock;
    private final LongList[] partitions = new LongList[PARTITIONS];
    private final int[] compactAt = new int[PARTITIONS];
    private final List<OversizedBlocks> oversized = new ArrayList<>();

    private CandidatePairs(RecordStore records, int largestBlock) {
        this.records = records;
        this.largestBlock = largestBlock;
        for (int i = 0; i < PARTITIONS; i++) {
            partitions[i] = new LongList();
            compactAt[i] = FIRST_COMPACTION;
        }
    }

    static CandidatePairs find(RecordStore records, List<BlockingPass> passes, int largestBlock, Watch watch) {
        CandidatePairs pairs = new CandidatePairs(records, largestBlock);
        for (BlockingPass pass : passes) {
            pairs.add(pass, watch);
        }
        for (LongList partition : pairs.partitions) {
            partition.sortDistinct();
        }
        return pairs;
    }

    List<OversizedBlocks> oversized() {
        return oversized;
    }

    int partitions() {
        return PARTITIONS;
    }

    LongList partition(int index) {
        return partitions[index];
    }

    long size() {
        long size = 0;
        for (LongList partition : partitions) {
            size += partition.size();
        }
        return size;
    }

    static int one(long pair) {
        return (int) (pair >>> Integer.SIZE);
    }

    static int other(long pair) {
        return (int) pair;
    }

    private void add(BlockingPass pass, Watch watch) {
        int[] counts = new int[2];
        long[] leftOut = new long[1];
        List<Code> refinements = refinements(pass);
        Blocks.of(records, pass, 1).forEach(block -> {
            watch.check();
            if (block.length <= largestBlock) {
                addAll(block);
            } else {
                counts[0]++;
                counts[1] = Math.max(counts[1], block.length);
                leftOut[0] += refine(pass, block, refinements);
            }
        });
        if (counts[0] > 0) {
            oversized.add(new OversizedBlocks(pass.name(records), counts[0], counts[1], leftOut[0]));
        }
    }

    /** @return records that found no part of the block they could be compared in */
    private long refine(BlockingPass pass, int[] block, List<Code> refinements) {
        Set<Integer> compared = new HashSet<>();
        for (Code code : refinements) {
            Blocks.of(records, pass.and(code), block).forEach(part -> {
                if (part.length <= largestBlock) {
                    addAll(part);
                    for (int record : part) {
                        compared.add(record);
                    }
                }
            });
        }
        return block.length - compared.size();
    }

    /** The fields with most different values, of those the pass does not use. */
    private List<Code> refinements(BlockingPass pass) {
        return IntStream.range(0, records.fields().size())
                .filter(field -> !pass.uses(field))
                .boxed()
                .sorted(Comparator.comparingInt((Integer field) -> -records.distinct(field)))
                .limit(REFINEMENTS)
                .map(field -> new Code(field, false))
                .toList();
    }

    private void addAll(int[] block) {
        for (int i = 0; i < block.length; i++) {
            for (int j = i + 1; j < block.length; j++) {
                add(block[i], block[j]);
            }
        }
    }

    private void add(int one, int other) {
        int low = Math.min(one, other);
        int index = (low * 0x9E3779B9 >>> 16) % PARTITIONS;
        LongList partition = partitions[index];
        partition.add((long) low << Integer.SIZE | Math.max(one, other));
        if (partition.size() >= compactAt[index]) {
            partition.sortDistinct();
            compactAt[index] = Math.max(FIRST_COMPACTION, partition.size() * 2);
        }
    }
}
