package io.kehu.customer.transfer;

import io.kehu.customer.progress.JobProgress;
import io.kehu.customer.progress.Standing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells listeners how imports get on. */
@Component
class ImportProgress extends JobProgress<ImportJob> {

    ImportProgress(ImportJobs jobs, ImportProperties properties, Clock clock) {
        super(properties.progressStreams(), jobs::find, ImportProgress::standing, clock);
    }

    /**
     * What listeners are told.
     *
     * @param done of {@code total}: rows, or customers of an undo
     * @param perSecond speed of the running phase so far
     * @param etaSeconds until it ends
     */
    @Schema(name = "ImportProgress")
    record Progress(
            ImportState state,
            @Schema(example = "500") int done,
            @Schema(example = "1200") int total,
            @Schema(example = "48.5") @Nullable Double perSecond,
            @Schema(example = "14") @Nullable Long etaSeconds,
            @Schema(example = "internal-error") @Nullable String failure) {}

    private static Standing standing(ImportJob job, Instant now) {
        return new Standing(
                job.id(),
                job.state().isRunning(),
                job.version(),
                job.done(),
                new Progress(
                        job.state(),
                        job.done(),
                        job.toDo(),
                        rounded(job.perSecond(now)),
                        job.etaSeconds(now),
                        job.failure()));
    }
}
