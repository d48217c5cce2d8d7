package io.kehu.starter.messaging.inbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code inbox_event} and {@code inbox_retry}. */
final class InboxTable {

    private final JdbcClient jdbc;

    InboxTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    record Parked(String consumer, UUID eventId, byte[] body, int attempts) {}

    /** Marks events as handled and says which of them are new. */
    Set<UUID> markHandled(String consumer, Collection<UUID> ids) {
        return jdbc.sql("""
                        INSERT INTO inbox_event (consumer, event_id)
                        SELECT :consumer, id FROM unnest(:ids) AS id
                        ON CONFLICT DO NOTHING
                        RETURNING event_id
                        """)
                .param("consumer", consumer)
                .param("ids", ids.toArray(UUID[]::new))
                .query(UUID.class)
                .set();
    }

    /** Parks a failed event. A second delivery of an event that is parked already changes nothing. */
    void park(String consumer, UUID eventId, byte[] body, String reason, Duration pause) {
        jdbc.sql("""
                        INSERT INTO inbox_retry (consumer, event_id, body, attempts, reason, next_attempt_at)
                        VALUES (:consumer, :eventId, :body, 1, :reason, now() + make_interval(secs => :pause))
                        ON CONFLICT DO NOTHING
                        """)
                .param("consumer", consumer)
                .param("eventId", eventId)
                .param("body", body)
                .param("reason", reason)
                .param("pause", pause.toMillis() / 1000.0)
                .update();
    }

    /** What is due, locked for this transaction. */
    List<Parked> due(int limit) {
        return jdbc.sql("""
                        SELECT consumer, event_id, body, attempts
                        FROM inbox_retry
                        WHERE next_attempt_at <= now()
                        ORDER BY next_attempt_at
                        LIMIT :limit
                        FOR UPDATE SKIP LOCKED
                        """)
                .param("limit", limit)
                .query((row, number) -> new Parked(
                        row.getString("consumer"),
                        row.getObject("event_id", UUID.class),
                        row.getBytes("body"),
                        row.getInt("attempts")))
                .list();
    }

    void postpone(Parked parked, String reason, Duration pause) {
        jdbc.sql("""
                        UPDATE inbox_retry
                        SET attempts = attempts + 1, reason = :reason, next_attempt_at = now() + make_interval(secs => :pause)
                        WHERE consumer = :consumer AND event_id = :eventId
                        """)
                .param("consumer", parked.consumer())
                .param("eventId", parked.eventId())
                .param("reason", reason)
                .param("pause", pause.toMillis() / 1000.0)
                .update();
    }

    void unpark(String consumer, UUID eventId) {
        jdbc.sql("DELETE FROM inbox_retry WHERE consumer = :consumer AND event_id = :eventId")
                .param("consumer", consumer)
                .param("eventId", eventId)
                .update();
    }

    /** Sends the raw message to the dead exchange, by way of the outbox: the consumer has given up. */
    void bury(String queue, String subject, byte[] body, String headersJson) {
        jdbc.sql("""
                        INSERT INTO outbox_event (exchange, topic, subject, subject_version, raw, headers)
                        VALUES ('kehu.dead', :queue, :subject, 0, :body, :headers::jsonb)
                        """)
                .param("queue", queue)
                .param("subject", subject)
                .param("body", body)
                .param("headers", headersJson)
                .update();
    }

    int forgetOlderThan(Duration age) {
        return jdbc.sql("DELETE FROM inbox_event WHERE received_at < now() - make_interval(secs => :age)")
                .param("age", (double) age.toSeconds())
                .update();
    }

    long parkedCount() {
        return jdbc.sql("SELECT count(*) FROM inbox_retry").query(Long.class).single();
    }
}
