package io.kehu.identity.adopt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A counter that goes beyond adopted numbers.
 *
 * @param fromSequence the next free sequence before
 * @param toSequence the largest adopted one
 * @param leavesGaps whether some between them were skipped
 */
record Jump(String partition, long fromSequence, long toSequence, boolean leavesGaps) {

    /**
     * Where counters have to go so that they never meet one of the runs.
     *
     * @param runs ordered by partition and sequence
     * @param next free sequence of each partition
     */
    static List<Jump> over(List<AdoptedRun> runs, Map<String, Long> next) {
        Map<String, Long> largest = new LinkedHashMap<>();
        Map<String, Long> adopted = new LinkedHashMap<>();
        for (AdoptedRun run : runs) {
            largest.put(run.partition(), run.toSequence());
            long from = Math.max(run.fromSequence(), next.getOrDefault(run.partition(), 1L));
            adopted.merge(run.partition(), Math.max(0, run.toSequence() - from + 1), Long::sum);
        }
        List<Jump> jumps = new ArrayList<>();
        largest.forEach((partition, to) -> {
            long from = next.getOrDefault(partition, 1L);
            if (to >= from) {
                jumps.add(new Jump(partition, from, to, adopted.getOrDefault(partition, 0L) < to - from + 1));
            }
        });
        return jumps;
    }
}
