package io.kehu.identity.lease;

import java.util.ArrayList;
import java.util.List;

/**
 * Blocks cut along what was used of them.
 *
 * @param issued used sequences, none across the border of a block
 * @param rest what is left of the blocks
 */
record Carving(List<SequenceRange> issued, List<LeaseBlock> rest) {

    Carving {
        issued = List.copyOf(issued);
        rest = List.copyOf(rest);
    }

    /**
     * @param blocks in order, sharing no sequence
     * @param used in order, sharing no sequence; what lies outside of the blocks is passed over
     */
    static Carving of(List<LeaseBlock> blocks, List<SequenceRange> used) {
        List<SequenceRange> issued = new ArrayList<>();
        List<LeaseBlock> rest = new ArrayList<>();
        int first = 0;
        for (LeaseBlock block : blocks) {
            SequenceRange whole = block.range();
            while (first < used.size() && used.get(first).to() < whole.from()) {
                first++;
            }
            long next = whole.from();
            for (int i = first; i < used.size() && used.get(i).from() <= whole.to(); i++) {
                SequenceRange cut = new SequenceRange(
                        Math.max(used.get(i).from(), whole.from()),
                        Math.min(used.get(i).to(), whole.to()));
                if (next < cut.from()) {
                    rest.add(block.part(next, cut.from() - 1));
                }
                issued.add(cut);
                next = cut.to() + 1;
            }
            if (next <= whole.to()) {
                rest.add(block.part(next, whole.to()));
            }
        }
        return new Carving(issued, rest);
    }

    /** How many numbers were used. */
    int size() {
        return Math.toIntExact(issued.stream().mapToLong(SequenceRange::size).sum());
    }
}
