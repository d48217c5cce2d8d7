package io.kehu.customer.transfer;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells listeners how imports get on, by one query a second for all of them. No stream holds a thread: one is borrowed for each thing that
 * is said, and whoever does not take it in is let go.
 */
@Component
class ImportProgress {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Clients connect again by themselves, with a token that is still good. */
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final long RECONNECT_MILLIS = 2_000;
    private static final double TENTHS = 10.0;

    private final ImportJobs jobs;
    private final Clock clock;
    private final Semaphore places;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

    ImportProgress(ImportJobs jobs, ImportProperties properties, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
        this.places = new Semaphore(properties.progressStreams());
    }

    /**
     * What listeners are told.
     *
     * @param done of {@code total}: rows, or customers of an undo
     * @param perSecond speed of the running phase so far
     * @param etaSeconds until it ends
     */
    record Progress(
            ImportState state,
            int done,
            int total,
            @Nullable Double perSecond,
            @Nullable Long etaSeconds,
            @Nullable String failure) {

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
        if (!places.tryAcquire()) {
            throw new ProblemException(CommonProblem.TOO_MANY_REQUESTS).retryAfter(RETRY);
        }
        Stream stream = new Stream(job.id());
        streams.add(stream);
        stream.emitter.onCompletion(() -> letGo(stream));
        stream.emitter.onTimeout(() -> letGo(stream));
        stream.emitter.onError(failure -> letGo(stream));
        // Whoever connects, or connects again, hears at once how things stand.
        stream.say(job, clock.instant());
        return stream.emitter;
    }

    @Scheduled(fixedDelayString = "PT1S")
    void tellAll() {
        if (streams.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Map<UUID, ImportJob> found =
                jobs.find(streams.stream().map(stream -> stream.importId).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(ImportJob::id, Function.identity()));
        for (Stream stream : List.copyOf(streams)) {
            ImportJob job = found.get(stream.importId);
            Instant busySince = stream.busySince.get();
            if (job == null || (busySince != null && busySince.plus(PATIENCE).isBefore(now))) {
                letGo(stream);
                stream.emitter.complete();
            } else if (busySince == null) {
                Thread.startVirtualThread(() -> stream.say(job, now));
            }
        }
    }

    /** A service that stops does not wait for its listeners; they find the next instance. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        for (Stream stream : List.copyOf(streams)) {
            letGo(stream);
            stream.emitter.complete();
        }
    }

    int listeners() {
        return streams.size();
    }

    private void letGo(Stream stream) {
        if (streams.remove(stream)) {
            places.release();
        }
    }

    /** One listener. */
    private final class Stream {

        private final UUID importId;
        private final SseEmitter emitter = new SseEmitter(LIFETIME.toMillis());
        private final AtomicReference<@Nullable Instant> busySince = new AtomicReference<>();
        private @Nullable String last;
        private Instant lastAt = Instant.EPOCH;

        Stream(UUID importId) {
            this.importId = importId;
        }

        /** Says what is new, or that we are still there; at the end of the job, says so and goodbye. */
        void say(ImportJob job, Instant now) {
            if (!busySince.compareAndSet(null, now)) {
                return;
            }
            try {
                String id = job.version() + "-" + job.done();
                if (!job.state().isRunning()) {
                    emitter.send(event(job, now, id, "end"));
                    letGo(this);
                    emitter.complete();
                } else if (!id.equals(last)) {
                    emitter.send(event(job, now, id, "progress"));
                    last = id;
                    lastAt = now;
                } else if (lastAt.plus(HEARTBEAT).isBefore(now)) {
                    emitter.send(SseEmitter.event().comment("still here"));
                    lastAt = now;
                }
            } catch (IOException | IllegalStateException e) {
                // The listener has gone; the container closes what is left of the connection.
                letGo(this);
            } finally {
                busySince.set(null);
            }
        }

        private SseEmitter.SseEventBuilder event(ImportJob job, Instant now, String id, String name) {
            return SseEmitter.event()
                    .id(id)
                    .name(name)
                    .reconnectTime(RECONNECT_MILLIS)
                    .data(Progress.of(job, now), MediaType.APPLICATION_JSON);
        }
    }
}
