package io.kehu.starter.web.idempotency;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** An answer to be stored. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    record Row(
            RequestKey key,
            byte[] requestHash,
            int status,
            @Nullable String location,
            @Nullable String etag,
            @Nullable String body) {

        static Row of(KeyedRequest<?> request, ResponseEntity<?> response, JsonMapper mapper) {
            Object body = response.getBody();
            return new Row(
                    request.key(),
                    request.digest(),
                    response.getStatusCode().value(),
                    response.getHeaders().getFirst("Location"),
                    response.getHeaders().getFirst("ETag"),
                    body == null ? null : mapper.writeValueAsString(body));
        }
    }

    /**
     * Has the database keep the plans of the transaction's statements. For few requests at once it would plan each statement anew, because
     * it takes their number to be ten without a look at them: a third of its time for the same plans.
     */
    void planOnce() {
        jdbc.sql("SELECT set_config('plan_cache_mode', 'force_generic_plan', true)")
                .query(String.class)
                .single();
    }

    /** Until the end of the transaction; false when another request with this key is running. */
    boolean tryLock(RequestKey key) {
        return !tryLock(List.of(key)).isEmpty();
    }

    /** @return those of which no other request is running */
    Set<RequestKey> tryLock(List<RequestKey> keys) {
        Set<RequestKey> locked = new HashSet<>();
        jdbc.sql("""
                        SELECT caller, key, pg_try_advisory_xact_lock(hashtextextended(caller || chr(31) || key, 0)) AS locked
                        FROM unnest(:callers, :keys) AS wanted (caller, key)
                        """).param("callers", callers(keys)).param("keys", texts(keys)).query(row -> {
            if (row.getBoolean("locked")) {
                locked.add(key(row));
            }
        });
        return locked;
    }

    Optional<StoredAnswer> find(RequestKey key) {
        return Optional.ofNullable(find(List.of(key)).get(key));
    }

    Map<RequestKey, StoredAnswer> find(List<RequestKey> keys) {
        Map<RequestKey, StoredAnswer> found = new HashMap<>();
        jdbc.sql("""
                        SELECT k.caller, k.key, k.request_hash, k.status, k.location, k.etag, k.body::text AS body
                        FROM unnest(:callers, :keys) AS wanted (caller, key) JOIN idempotency_key k USING (caller, key)
                        """).param("callers", callers(keys)).param("keys", texts(keys)).query(row -> {
            found.put(
                    key(row),
                    new StoredAnswer(
                            row.getBytes("request_hash"),
                            row.getInt("status"),
                            row.getString("location"),
                            row.getString("etag"),
                            row.getString("body")));
        });
        return found;
    }

    void store(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO idempotency_key (caller, key, request_hash, status, location, etag, body)
                        SELECT caller, key, request_hash, status, location, etag, body::jsonb
                        FROM unnest(:callers, :keys, :hashes, :statuses, :locations, :etags, :bodies)
                            AS new (caller, key, request_hash, status, location, etag, body)
                        """)
                .param("callers", rows.stream().map(row -> row.key().caller()).toArray(String[]::new))
                .param("keys", rows.stream().map(row -> row.key().key()).toArray(String[]::new))
                .param("hashes", rows.stream().map(Row::requestHash).toArray(byte[][]::new))
                .param("statuses", rows.stream().map(Row::status).toArray(Integer[]::new))
                .param("locations", rows.stream().map(Row::location).toArray(String[]::new))
                .param("etags", rows.stream().map(Row::etag).toArray(String[]::new))
                .param("bodies", rows.stream().map(Row::body).toArray(String[]::new))
                .update();
    }

    /** @return how many were forgotten */
    int forgetOlderThan(long days) {
        return jdbc.sql("DELETE FROM idempotency_key WHERE created_at < now() - make_interval(days => :days)")
                .param("days", (int) days)
                .update();
    }

    private static RequestKey key(ResultSet row) throws SQLException {
        return new RequestKey(row.getString("caller"), row.getString("key"));
    }

    private static String[] callers(List<RequestKey> keys) {
        return keys.stream().map(RequestKey::caller).toArray(String[]::new);
    }

    private static String[] texts(List<RequestKey> keys) {
        return keys.stream().map(RequestKey::key).toArray(String[]::new);
    }
}
