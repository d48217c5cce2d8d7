package io.kehu.identity.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Neighbouring sequences, both ends included. */
record SequenceRange(long from, long to) {

    SequenceRange {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException("No range: " + from + " to " + to);
        }
    }

    long size() {
        return to - from + 1;
    }

    /** As few ranges as hold these sequences and no others, in order. */
    static List<SequenceRange> of(SortedSet<Long> sequences) {
        List<SequenceRange> ranges = new ArrayList<>();
        for (long sequence : sequences) {
            if (!ranges.isEmpty() && ranges.getLast().to() == sequence - 1) {
                ranges.addLast(new SequenceRange(ranges.removeLast().from(), sequence));
            } else {
                ranges.add(new SequenceRange(sequence, sequence));
            }
        }
        return ranges;
    }
}
