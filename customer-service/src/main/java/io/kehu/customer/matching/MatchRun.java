package io.kehu.customer.matching;

import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.matching.model.MatchParameters;
import io.kehu.customer.matching.model.OversizedBlocks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A search of the stock for doubles.
 *
 * @param stage customers it was limited to
 * @param progress how far it came
 * @param parameters learned, by kind of customer
 * @param oversized blocks that had to be split
 * @param version moves with the state, not with the progress
 */
record MatchRun(
        UUID id,
        MatchRunState state,
        CustomerDraft.@Nullable Stage stage,
        Progress progress,
        Map<CustomerDraft.Kind, MatchParameters> parameters,
        List<OversizedBlocks> oversized,
        @Nullable String failure,
        long version,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /**
     * Counts of a run.
     *
     * @param total customers in the stock when it began
     * @param records customers read
     * @param candidates pairs worth comparing
     * @param compared pairs compared
     */
    record Progress(
            MatchPhase phase, int total, int records, long candidates, long compared, int certain, int probable) {

        static Progress none(int total) {
            return new Progress(MatchPhase.READING, total, 0, 0, 0, 0, 0);
        }
    }

    /** What a finished run leaves behind. */
    record Findings(Map<CustomerDraft.Kind, MatchParameters> parameters, List<OversizedBlocks> oversized) {}
}
