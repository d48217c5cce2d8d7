package io.kehu.customer.bulk;

import io.kehu.customer.progress.ProgressStreams;
import io.kehu.customer.progress.Standing;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells listeners how jobs get on. */
@Component
class BulkProgress {

    private static final double TENTHS = 10.0;

    private final ProgressStreams streams;
    private final Clock clock;

    BulkProgress(BulkJobs jobs, BulkProperties properties, Clock clock) {
        this.clock = clock;
        this.streams = new ProgressStreams(
                properties.progressStreams(),
                ids -> jobs.find(ids).stream().map(this::standing).toList(),
                clock);
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

    /** @throws ProblemException 429 when too many listen already */
    SseEmitter listen(BulkJob job) {
        return streams.listen(standing(job));
    }

    @Scheduled(fixedDelayString = "PT1S")
    void tellAll() {
        streams.tellAll();
    }

    @EventListener(ContextClosedEvent.class)
    void close() {
        streams.close();
    }

    private Standing standing(BulkJob job) {
        Double perSecond = job.perSecond(clock.instant());
        return new Standing(
                job.id(),
                job.state() == BulkState.RUNNING,
                job.version(),
                job.counts().done(),
                new Progress(
                        job.state(),
                        job.counts().done(),
                        job.counts().total(),
                        perSecond == null ? null : Math.round(perSecond * TENTHS) / TENTHS,
                        job.etaSeconds(clock.instant()),
                        job.failure()));
    }
}
