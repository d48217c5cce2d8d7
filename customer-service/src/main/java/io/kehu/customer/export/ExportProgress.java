package io.kehu.customer.export;

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

/** Tells listeners how exports get on. */
@Component
class ExportProgress {

    private static final double TENTHS = 10.0;

    private final ProgressStreams streams;
    private final Clock clock;

    ExportProgress(ExportJobs jobs, ExportProperties properties, Clock clock) {
        this.clock = clock;
        this.streams = new ProgressStreams(
                properties.progressStreams(),
                ids -> jobs.find(ids).stream().map(this::standing).toList(),
                clock);
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

    /** @throws ProblemException 429 when too many listen already */
    SseEmitter listen(ExportJob job) {
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

    private Standing standing(ExportJob job) {
        Double perSecond = job.perSecond(clock.instant());
        return new Standing(
                job.id(),
                job.isOpen(),
                job.version(),
                job.rows(),
                new Progress(
                        job.state(),
                        job.rows(),
                        job.total(),
                        perSecond == null ? null : Math.round(perSecond * TENTHS) / TENTHS,
                        job.etaSeconds(clock.instant()),
                        job.failure()));
    }
}
