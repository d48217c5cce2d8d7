package io.kehu.customer.bulk;

import io.kehu.customer.progress.JobProgress;
import io.kehu.customer.progress.Standing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells listeners how jobs get on. */
@Component
class BulkProgress extends JobProgress<BulkJob> {

    BulkProgress(BulkJobs jobs, BulkProperties properties, Clock clock) {
        super(properties.progressStreams(), jobs::find, BulkProgress::standing, clock);
    }

    /**
     * What listeners are told.
     *
     * @param done customers of {@code total}
     * @param perSecond speed so far
     * @param etaSeconds until it ends
     */
    @Schema(name = "BulkJobProgress")
    record Progress(
            BulkState state,
            @Schema(example = "500") int done,
            @Schema(example = "1200") int total,
            @Schema(example = "48.5") @Nullable Double perSecond,
            @Schema(example = "14") @Nullable Long etaSeconds,
            @Schema(example = "internal-error") @Nullable String failure) {}

    private static Standing standing(BulkJob job, Instant now) {
        return new Standing(
                job.id(),
                job.state() == BulkState.RUNNING,
                job.version(),
                job.counts().done(),
                new Progress(
                        job.state(),
                        job.counts().done(),
                        job.counts().total(),
                        rounded(job.perSecond(now)),
                        job.etaSeconds(now),
                        job.failure()));
    }
}
