package io.kehu.customer.matching;

import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.matching.model.MatchParameters;
import io.kehu.customer.matching.model.OversizedBlocks;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A search of the stock for doubles, as it stands.
 *
 * @param stage customers it was limited to; all when missing
 * @param total active customers when it began
 * @param records customers read
 * @param candidates pairs worth comparing
 * @param compared pairs compared
 * @param certain pairs found that are certainly one customer
 * @param probable pairs found that a person should look at
 * @param parameters learned, by kind of customer; values by level EXACT, EQUIVALENT, CLOSE, WEAK, DIFFERENT
 * @param oversized blocks that were too large to compare all with all
 * @param failure problem that stopped it
 */
record MatchRunView(
        UUID id,
        MatchRunState state,
        MatchPhase phase,
        CustomerDraft.@Nullable Stage stage,
        @Schema(example = "20000") int total,
        @Schema(example = "20000") int records,
        @Schema(example = "84211") long candidates,
        @Schema(example = "80530") long compared,
        @Schema(example = "112") int certain,
        @Schema(example = "341") int probable,
        Map<CustomerDraft.Kind, MatchParameters> parameters,
        List<OversizedBlocks> oversized,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Schema(example = "internal-error") @Nullable String failure) {

    static MatchRunView of(MatchRun run) {
        MatchRun.Progress progress = run.progress();
        return new MatchRunView(
                run.id(),
                run.state(),
                progress.phase(),
                run.stage(),
                progress.total(),
                progress.records(),
                progress.candidates(),
                progress.compared(),
                progress.certain(),
                progress.probable(),
                run.parameters(),
                run.oversized(),
                run.createdAt(),
                run.finishedAt(),
                run.failure());
    }
}
