package io.kehu.customer.matching.model;

import io.kehu.customer.matching.model.BlockingPass.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which passes find the candidates of a stock. Nothing about the fields is taken for granted: each pass is tried on a sample, and those
 * that cost least are taken until enough pairs are found.
 */
final class BlockingPlan {

    private static final int SAMPLE = 40_000;

    /** No single pass may use up more than this part of what may be compared. */
    private static final double LARGEST_PART = 0.25;

    private static final double MOST_OVERSIZED = 0.5;

    private final RecordStore records;
    private final int largestBlock;
    private final double budget;
    private final int step;

    private record Costed(BlockingPass pass, double pairs) {}

    private BlockingPlan(RecordStore records, int largestBlock, int pairsPerRecord) {
        this.records = records;
        this.largestBlock = largestBlock;
        this.budget = (double) pairsPerRecord * records.size();
        this.step = Math.max(1, records.size() / SAMPLE);
    }

    /** @param largestBlock records of a block that are all compared with each other */
    static List<BlockingPass> suggest(RecordStore records, int largestBlock, int pairsPerRecord, Watch watch) {
        return new BlockingPlan(records, largestBlock, pairsPerRecord).suggest(watch);
    }

    private List<BlockingPass> suggest(Watch watch) {
        List<Costed> singles = new ArrayList<>();
        List<Costed> pairs = new ArrayList<>();
        int fields = records.fields().size();
        for (int field = 0; field < fields; field++) {
            addIfCheap(singles, BlockingPass.of(new Code(field, true)));
            for (int other = field + 1; other < fields; other++) {
                watch.check();
                addCoarsest(pairs, field, other);
            }
        }
        singles.sort(Comparator.comparingDouble(Costed::pairs));
        pairs.sort(Comparator.comparingDouble(Costed::pairs));
        List<BlockingPass> chosen = new ArrayList<>();
        double spent = 0;
        for (List<Costed> kind : List.of(singles, pairs)) {
            for (Costed costed : kind) {
                if (spent + costed.pairs() <= budget) {
                    chosen.add(costed.pass());
                    spent += costed.pairs();
                }
            }
        }
        return chosen;
    }

    /** The form of a pair of fields that allows for most errors and is not too dear. */
    private void addCoarsest(List<Costed> pairs, int field, int other) {
        if (addIfCheap(pairs, pass(field, false, other, false))) {
            return;
        }
        boolean one = addIfCheap(pairs, pass(field, true, other, false));
        boolean two = addIfCheap(pairs, pass(field, false, other, true));
        if (!one && !two) {
            addIfCheap(pairs, pass(field, true, other, true));
        }
    }

    private static BlockingPass pass(int field, boolean strong, int other, boolean otherStrong) {
        return BlockingPass.of(new Code(field, strong), new Code(other, otherStrong));
    }

    private boolean addIfCheap(List<Costed> into, BlockingPass pass) {
        Blocks blocks = Blocks.of(records, pass, step);
        double[] found = new double[2];
        int cap = Math.max(2, largestBlock / step);
        blocks.forEach(block -> {
            if (block.length <= cap) {
                found[0] += block.length * (block.length - 1.0) / 2;
            } else {
                found[1] += block.length;
            }
        });
        double pairs = found[0] * step * step;
        if (pairs > budget * LARGEST_PART || found[1] > MOST_OVERSIZED * blocks.size()) {
            return false;
        }
        into.add(new Costed(pass, pairs));
        return true;
    }
}
