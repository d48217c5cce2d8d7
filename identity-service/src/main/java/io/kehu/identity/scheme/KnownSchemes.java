package io.kehu.identity.scheme;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The schemes this instance has read, and when. Schemes are few and never deleted, so none is ever dropped. */
final class KnownSchemes {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Map<SchemeCode, Reading> readings = new ConcurrentHashMap<>();

    private record Reading(Scheme scheme, Instant readAt) {

        boolean isFresh(Instant now) {
            return !now.isBefore(readAt) && now.isBefore(readAt.plus(FRESH));
        }
    }

    /** With the name, state and alert of less than a second ago. */
    Optional<Scheme> fresh(SchemeCode code, Instant now) {
        Reading reading = readings.get(code);
        return reading != null && reading.isFresh(now) ? Optional.of(reading.scheme()) : Optional.empty();
    }

    /** With name, state and alert of whenever; all else never changes. */
    Optional<Scheme> definition(SchemeCode code) {
        return Optional.ofNullable(readings.get(code)).map(Reading::scheme);
    }

    /**
     * What a transaction reads it may have written itself, and what is rolled back was never so; hence it counts from the commit on.
     *
     * @param readAt before the reading, so that age is never underrated
     */
    void remember(List<Scheme> schemes, Instant readAt) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            put(schemes, readAt);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                put(schemes, readAt);
            }
        });
    }

    /** The latest reading counts, whichever arrives last. */
    private void put(List<Scheme> schemes, Instant readAt) {
        for (Scheme scheme : schemes) {
            Reading reading = new Reading(scheme, readAt);
            readings.merge(
                    scheme.code(),
                    reading,
                    (before, after) -> after.readAt().isBefore(before.readAt()) ? before : after);
        }
    }
}
