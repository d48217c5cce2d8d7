package io.kehu.starter.web.idempotency;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code idempotency_key}. */
final class StoredAnswers {

    private final JdbcClient jdbc;

    StoredAnswers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Until the end of the transaction; false when another request with this key is running. */
    boolean tryLock(RequestKey key) {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtextextended(:caller || chr(31) || :key, 0))")
                .param("caller", key.caller())
                .param("key", key.key())
                .query(Boolean.class)
                .single();
    }

    Optional<StoredAnswer> find(RequestKey key) {
        return jdbc.sql("""
                        SELECT request_hash, status, location, etag, body::text AS body
                        FROM idempotency_key
                        WHERE caller = :caller AND key = :key
                        """)
                .param("caller", key.caller())
                .param("key", key.key())
                .query((row, number) -> new StoredAnswer(
                        row.getBytes("request_hash"),
                        row.getInt("status"),
                        row.getString("location"),
                        row.getString("etag"),
                        row.getString("body")))
                .optional();
    }

    void store(RequestKey key, byte[] requestHash, ResponseEntity<?> response, JsonMapper mapper) {
        Object body = response.getBody();
        jdbc.sql("""
                        INSERT INTO idempotency_key (caller, key, request_hash, status, location, etag, body)
                        VALUES (:caller, :key, :requestHash, :status, :location, :etag, :body::jsonb)
                        """)
                .param("caller", key.caller())
                .param("key", key.key())
                .param("requestHash", requestHash)
                .param("status", response.getStatusCode().value())
                .param("location", header(response, "Location"))
                .param("etag", header(response, "ETag"))
                .param("body", body == null ? null : mapper.writeValueAsString(body))
                .update();
    }

    /** @return how many were forgotten */
    int forgetOlderThan(long days) {
        return jdbc.sql("DELETE FROM idempotency_key WHERE created_at < now() - make_interval(days => :days)")
                .param("days", (int) days)
                .update();
    }

    private static @Nullable String header(ResponseEntity<?> response, String name) {
        return response.getHeaders().getFirst(name);
    }
}
