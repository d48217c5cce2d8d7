package io.kehu.customer.export;

import io.kehu.customer.progress.JobProgress;
import io.kehu.customer.progress.Standing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells listeners how exports get on. */
@Component
class ExportProgress extends JobProgress<ExportJob> {

    ExportProgress(ExportJobs jobs, ExportProperties properties, Clock clock) {
        super(properties.progressStreams(), jobs::find, ExportProgress::standing, clock);
    }

    /**
     * What listeners are told.
     *
     * @param done rows of {@code total}
     * @param perSecond speed so far
     * @param etaSeconds until the file is there
     */
    @Schema(name = "ExportProgress")
    record Progress(
            ExportState state,
            @Schema(example = "500") int done,
            @Schema(example = "1200") int total,
            @Schema(example = "48.5") @Nullable Double perSecond,
            @Schema(example = "14") @Nullable Long etaSeconds,
            @Schema(example = "internal-error") @Nullable String failure) {}

    private static Standing standing(ExportJob job, Instant now) {
        return new Standing(
                job.id(),
                job.isOpen(),
                job.version(),
                job.rows(),
                new Progress(
                        job.state(),
                        job.rows(),
                        job.total(),
                        rounded(job.perSecond(now)),
                        job.etaSeconds(now),
                        job.failure()));
    }
}
