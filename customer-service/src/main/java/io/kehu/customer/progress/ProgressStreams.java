package io.kehu.customer.progress;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells listeners how jobs of one kind get on, by one query a second for all of them. No stream holds a thread: one is borrowed for each
 * thing that is said, and whoever does not take it in is let go.
 */
public final class ProgressStreams {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Clients connect again by themselves, with a token that is still good. */
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final long RECONNECT_MILLIS = 2_000;

    private final Function<Collection<UUID>, List<Standing>> find;
    private final Clock clock;
    private final Semaphore places;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

    /**
     * @param places streams open at the same time
     * @param find how jobs stand, by id
     */
    public ProgressStreams(int places, Function<Collection<UUID>, List<Standing>> find, Clock clock) {
        this.places = new Semaphore(places);
        this.find = find;
        this.clock = clock;
    }

    /** @throws ProblemException 429 when too many listen already */
    public SseEmitter listen(Standing standing) {
        if (!places.tryAcquire()) {
            throw new ProblemException(CommonProblem.TOO_MANY_REQUESTS).retryAfter(RETRY);
        }
        Stream stream = new Stream(standing.id());
        streams.add(stream);
        stream.emitter.onCompletion(() -> letGo(stream));
        stream.emitter.onTimeout(() -> letGo(stream));
        stream.emitter.onError(failure -> letGo(stream));
        // Whoever connects, or connects again, hears at once how things stand.
        stream.say(standing, clock.instant());
        return stream.emitter;
    }

    /** To be called every second. */
    public void tellAll() {
        if (streams.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Map<UUID, Standing> found =
                find.apply(streams.stream().map(stream -> stream.id).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Standing::id, Function.identity()));
        for (Stream stream : List.copyOf(streams)) {
            Standing standing = found.get(stream.id);
            Instant busySince = stream.busySince.get();
            if (standing == null
                    || (busySince != null && busySince.plus(PATIENCE).isBefore(now))) {
                letGo(stream);
                stream.emitter.complete();
            } else if (busySince == null) {
                Thread.startVirtualThread(() -> stream.say(standing, now));
            }
        }
    }

    /** A service that stops does not wait for its listeners; they find the next instance. */
    public void close() {
        for (Stream stream : List.copyOf(streams)) {
            letGo(stream);
            stream.emitter.complete();
        }
    }

    public int listeners() {
        return streams.size();
    }

    private void letGo(Stream stream) {
        if (streams.remove(stream)) {
            places.release();
        }
    }

    /** One listener. */
    private final class Stream {

        private final UUID id;
        private final SseEmitter emitter = new SseEmitter(LIFETIME.toMillis());
        private final AtomicReference<@Nullable Instant> busySince = new AtomicReference<>();
        private @Nullable String last;
        private Instant lastAt = Instant.EPOCH;

        Stream(UUID id) {
            this.id = id;
        }

        /** Says what is new, or that we are still there; at the end of the job, says so and goodbye. */
        void say(Standing standing, Instant now) {
            if (!busySince.compareAndSet(null, now)) {
                return;
            }
            try {
                String event = standing.version() + "-" + standing.done();
                if (!standing.running()) {
                    emitter.send(event(standing, event, "end"));
                    letGo(this);
                    emitter.complete();
                } else if (!event.equals(last)) {
                    emitter.send(event(standing, event, "progress"));
                    last = event;
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

        private static SseEmitter.SseEventBuilder event(Standing standing, String id, String name) {
            return SseEmitter.event()
                    .id(id)
                    .name(name)
                    .reconnectTime(RECONNECT_MILLIS)
                    .data(standing.told(), MediaType.APPLICATION_JSON);
        }
    }
}
