package io.kehu.notification.dispatch;

import io.kehu.notification.DatabaseTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code attempt}. */
@Repository
class Attempts {

    private final JdbcClient jdbc;

    Attempts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How an attempt ended.
     *
     * @param state SENT, FAILED, NOT_SENT or UNKNOWN
     */
    record Ending(
            UUID message,
            int n,
            String state,
            @Nullable String providerId,
            @Nullable String errorClass,
            @Nullable String errorCode) {}

    /** Before the provider hears of them; all in one statement. */
    void begin(List<Attempt> attempts, String provider, UUID lease, Instant now) {
        if (attempts.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO attempt
                            (message_id, n, provider, request_ref, lease, template_locale, template_version, started_at)
                        SELECT message, n, :provider, ref, :lease, locale, version, :now
                        FROM unnest(:messages, :ns, :refs, :locales, :versions) AS new (message, n, ref, locale, version)
                        """)
                .param("provider", provider)
                .param("lease", lease)
                .param("now", DatabaseTime.of(now))
                .param(
                        "messages",
                        attempts.stream().map(one -> one.message().id()).toArray(UUID[]::new))
                .param("ns", attempts.stream().mapToInt(Attempt::n).toArray())
                .param("refs", attempts.stream().map(Attempt::requestRef).toArray(String[]::new))
                .param(
                        "locales",
                        attempts.stream()
                                .map(one -> one.words().language().tag())
                                .toArray(String[]::new))
                .param(
                        "versions",
                        attempts.stream().mapToInt(one -> one.words().version()).toArray())
                .update();
    }

    /**
     * Writes down how attempts ended. Those that have ended for good already, or that another worker has begun, stay as they are.
     *
     * @param lease of the worker that began them; null for whoever did
     * @return the messages whose attempts have ended now
     */
    Set<UUID> end(List<Ending> endings, @Nullable UUID lease, Instant now) {
        if (endings.isEmpty()) {
            return Set.of();
        }
        int size = endings.size();
        UUID[] messages = new UUID[size];
        int[] ns = new int[size];
        String[] states = new String[size];
        @Nullable String[] providerIds = new String[size];
        @Nullable String[] errorClasses = new String[size];
        @Nullable String[] errorCodes = new String[size];
        for (int i = 0; i < size; i++) {
            Ending ending = endings.get(i);
            messages[i] = ending.message();
            ns[i] = ending.n();
            states[i] = ending.state();
            providerIds[i] = ending.providerId();
            errorClasses[i] = ending.errorClass();
            errorCodes[i] = ending.errorCode();
        }
        return new HashSet<>(jdbc.sql("""
                        UPDATE attempt
                        SET state = new.state, provider_id = new.provider_id, error_class = new.error_class,
                            error_code = new.error_code, ended_at = :now
                        FROM unnest(:messages, :ns, :states, :providerIds, :errorClasses, :errorCodes)
                            AS new (message, n, state, provider_id, error_class, error_code)
                        WHERE attempt.message_id = new.message AND attempt.n = new.n
                            AND attempt.state IN ('DISPATCHING', 'UNKNOWN') AND attempt.state <> new.state
                            AND (CAST(:lease AS uuid) IS NULL OR attempt.lease = :lease)
                        RETURNING attempt.message_id
                        """)
                .param("lease", lease)
                .param("now", DatabaseTime.of(now))
                .param("messages", messages)
                .param("ns", ns)
                .param("states", states)
                .param("providerIds", providerIds)
                .param("errorClasses", errorClasses)
                .param("errorCodes", errorCodes)
                .query(UUID.class)
                .list());
    }
}
