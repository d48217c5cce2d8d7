package io.kehu.customer.progress;

import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells listeners how jobs of one kind get on.
 *
 * @param <J> the jobs
 */
public abstract class JobProgress<J> {

    private static final double TENTHS = 10.0;

    private final ProgressStreams streams;
    private final BiFunction<J, Instant, Standing> standing;
    private final Clock clock;

    /**
     * @param places streams open at the same time
     * @param find jobs by id
     * @param standing how a job stands at a time
     */
    protected JobProgress(
            int places,
            Function<Collection<UUID>, List<J>> find,
            BiFunction<J, Instant, Standing> standing,
            Clock clock) {
        this.standing = standing;
        this.clock = clock;
        this.streams = new ProgressStreams(
                places,
                ids -> find.apply(ids).stream()
                        .map(job -> standing.apply(job, clock.instant()))
                        .toList(),
                clock);
    }

    /** @throws ProblemException 429 when too many listen already */
    public final ResponseEntity<SseEmitter> listen(J job) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .body(streams.listen(standing.apply(job, clock.instant())));
    }

    @Scheduled(fixedDelayString = "PT1S")
    public final void tellAll() {
        streams.tellAll();
    }

    @EventListener(ContextClosedEvent.class)
    public final void close() {
        streams.close();
    }

    public final int listeners() {
        return streams.listeners();
    }

    /** A speed as people read it. */
    protected static @Nullable Double rounded(@Nullable Double perSecond) {
        return perSecond == null ? null : Math.round(perSecond * TENTHS) / TENTHS;
    }
}
