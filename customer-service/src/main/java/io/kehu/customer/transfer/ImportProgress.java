package io.kehu.customer.transfer;

import io.kehu.customer.progress.ProgressStreams;
import io.kehu.customer.progress.Standing;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells listeners how imports get on. */
@Component
class ImportProgress {

    private static final double TENTHS = 10.0;

    private final ProgressStreams streams;
    private final Clock clock;

    ImportProgress(ImportJobs jobs, ImportProperties properties, Clock clock) {
        this.clock = clock;
        this.streams = new ProgressStreams(
                properties.progressStreams(),
                ids -> jobs.find(ids).stream().map(this::standing).toList(),
                clock);
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
            @Schema(example = "internal-error") @Nullable String failure) {

        static Progress of(ImportJob job, Instant now) {
            Double perSecond = job.perSecond(now);
            return new Progress(
                    job.state(),
                    job.done(),
                    job.toDo(),
                    perSecond == null ? null : Math.round(perSecond * TENTHS) / TENTHS,
                    job.etaSeconds(now),
                    job.failure());
        }
    }

    /** @throws ProblemException 429 when too many listen already */
    SseEmitter listen(ImportJob job) {
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

    int listeners() {
        return streams.listeners();
    }

    private Standing standing(ImportJob job) {
        return new Standing(
                job.id(), job.state().isRunning(), job.version(), job.done(), Progress.of(job, clock.instant()));
    }
}
