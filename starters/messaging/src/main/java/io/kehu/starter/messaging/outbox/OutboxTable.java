package io.kehu.starter.messaging.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the relay reads and empties {@code outbox_event}. */
final class OutboxTable {

    private final JdbcClient jdbc;

    OutboxTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    record Row(
            UUID id,
            String exchange,
            String topic,
            String subject,
            long subjectVersion,
            @Nullable String payload,
            byte @Nullable [] raw,
            String headers,
            @Nullable String traceparent,
            Instant createdAt) {}

    /** Only one relay per database publishes at a time, so that events leave in order. Held to the end of the transaction. */
    boolean tryLock() {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtextextended('kehu outbox relay', 0))")
                .query(Boolean.class)
                .single();
    }

    List<Row> next(int limit) {
        return jdbc.sql("""
                        SELECT id, exchange, topic, subject, subject_version, payload::text AS payload, raw,
                            headers::text AS headers, traceparent, created_at
                        FROM outbox_event
                        WHERE next_attempt_at <= now()
                        ORDER BY id
                        LIMIT :limit
                        FOR UPDATE SKIP LOCKED
                        """)
                .param("limit", limit)
                .query((row, number) -> new Row(
                        row.getObject("id", UUID.class),
                        row.getString("exchange"),
                        row.getString("topic"),
                        row.getString("subject"),
                        row.getLong("subject_version"),
                        row.getString("payload"),
                        row.getBytes("raw"),
                        row.getString("headers"),
                        row.getString("traceparent"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    void delete(List<UUID> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql("DELETE FROM outbox_event WHERE id = ANY (:ids)")
                    .param("ids", ids.toArray(UUID[]::new))
                    .update();
        }
    }

    /** Leaves rows for later, each at its own growing distance, so that they do not stand in the way of others. */
    void postpone(List<UUID> ids, Duration step, Duration limit) {
        if (!ids.isEmpty()) {
            jdbc.sql("""
                            UPDATE outbox_event
                            SET attempts = attempts + 1,
                                next_attempt_at = now() + least(
                                    make_interval(secs => :step * power(2, least(attempts, 20))),
                                    make_interval(secs => :limit))
                            WHERE id = ANY (:ids)
                            """)
                    .param("ids", ids.toArray(UUID[]::new))
                    .param("step", step.toMillis() / 1000.0)
                    .param("limit", limit.toMillis() / 1000.0)
                    .update();
        }
    }

    long count() {
        return jdbc.sql("SELECT count(*) FROM outbox_event").query(Long.class).single();
    }

    /** Seconds the oldest event has been waiting; 0 when none waits. */
    double oldestAge() {
        return jdbc.sql("SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0) FROM outbox_event")
                .query(Double.class)
                .single();
    }
}
