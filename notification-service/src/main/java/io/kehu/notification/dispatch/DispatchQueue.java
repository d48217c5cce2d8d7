package io.kehu.notification.dispatch;

import io.kehu.notification.Channel;
import io.kehu.notification.CustomerNumber;
import io.kehu.notification.DatabaseTime;
import io.kehu.notification.Purpose;
import io.kehu.notification.message.DedupeKey;
import io.kehu.notification.message.MessageState;
import io.kehu.notification.template.TemplateKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table {@code message}, as the workers see it. A worker marks messages with its lease before it asks the peers about them, and touches
 * only those that still carry it afterwards.
 */
@Repository
class DispatchQueue {

    private static final TypeReference<Map<String, Object>> PARAMETERS = new TypeReference<>() {};
    private static final Comparator<Waiting> MOST_URGENT =
            Comparator.comparing(Waiting::purpose).thenComparing(Waiting::dueAt).thenComparing(Waiting::id);

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    DispatchQueue(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** A message whose worker never said how the attempt ended. */
    record Orphan(Waiting message, String requestRef) {}

    /**
     * A message that has moved on.
     *
     * @param number the number that stands for its customer now
     * @param fact version of the fact to be told
     */
    record Moved(CustomerNumber number, long fact) {}

    /** Takes the most urgent messages that are due and nobody else has taken. */
    List<Waiting> take(Lane lane, int limit, UUID lease, Instant now, Instant until) {
        return jdbc
                .sql("""
                        WITH due AS (
                            SELECT id FROM message
                            WHERE channel = :channel AND priority = ANY (:priorities) AND due_at <= :now
                                AND state IN ('ACCEPTED', 'DEFERRED', 'READY') AND leased_until <= :now
                            ORDER BY priority, due_at, id
                            LIMIT :limit
                            FOR UPDATE SKIP LOCKED
                        )
                        UPDATE message SET lease = :lease, leased_until = :until
                        FROM due
                        WHERE message.id = due.id
                        RETURNING message.*, living_number(message.customer_number) AS living
                        """)
                .param("channel", lane.channel().name())
                .param(
                        "priorities",
                        IntStream.rangeClosed(0, lane.last().priority()).toArray())
                .param("now", DatabaseTime.of(now))
                .param("limit", limit)
                .param("lease", lease)
                .param("until", DatabaseTime.of(until))
                .query((row, number) -> waiting(row))
                .list()
                .stream()
                .sorted(MOST_URGENT)
                .toList();
    }

    /** Locks those of the messages that still carry the lease, until the end of the transaction. */
    Set<UUID> hold(Collection<Waiting> messages, UUID lease) {
        return new HashSet<>(jdbc.sql("""
                        SELECT id FROM message
                        WHERE id = ANY (:ids) AND lease = :lease AND state IN ('ACCEPTED', 'DEFERRED', 'READY')
                        ORDER BY id
                        FOR UPDATE
                        """)
                .param("ids", ids(messages))
                .param("lease", lease)
                .query(UUID.class)
                .list());
    }

    /** Gives messages back as they were, to be looked at again at once, or not before some time. */
    void giveBack(Collection<Waiting> messages, UUID lease, @Nullable Instant notBefore) {
        if (!messages.isEmpty()) {
            jdbc.sql("""
                            UPDATE message
                            SET lease = NULL, leased_until = '-infinity', due_at = coalesce(CAST(:notBefore AS timestamptz), due_at)
                            WHERE id = ANY (:ids) AND lease = :lease AND state IN ('ACCEPTED', 'DEFERRED', 'READY')
                            """)
                    .param("ids", ids(messages))
                    .param("lease", lease)
                    .param("notBefore", notBefore == null ? null : DatabaseTime.of(notBefore))
                    .update();
        }
    }

    /**
     * Moves messages on, out of the states they may be in.
     *
     * @return of those that moved, what the fact to be told about each needs
     */
    Map<UUID, Moved> move(List<Move> moves, Set<MessageState> from, Instant now) {
        Map<UUID, Moved> moved = new HashMap<>();
        if (moves.isEmpty()) {
            return moved;
        }
        jdbc.sql("""
                        UPDATE message
                        SET state = new.state, reason = new.reason, due_at = coalesce(new.due_at, message.due_at),
                            attempts = new.attempts, failures = new.failures, lease = NULL, leased_until = '-infinity',
                            version = version + 1, updated_at = :now
                        FROM unnest(:ids, :states, :reasons, :dueAts::timestamptz[], :attempts, :failures)
                            AS new (id, state, reason, due_at, attempts, failures)
                        WHERE message.id = new.id AND message.state = ANY (:from)
                        RETURNING message.id, living_number(message.customer_number) AS living, nextval('message_fact_version') AS fact
                        """)
                .param("ids", ids(moves.stream().map(Move::message).toList()))
                .param("states", moves.stream().map(move -> move.state().name()).toArray(String[]::new))
                .param("reasons", texts(moves.stream().map(Move::reason).toArray()))
                .param(
                        "dueAts",
                        texts(moves.stream()
                                .map(move -> DatabaseTime.text(move.dueAt()))
                                .toArray()))
                .param("attempts", moves.stream().mapToInt(Move::attempts).toArray())
                .param("failures", moves.stream().mapToInt(Move::failures).toArray())
                .param("from", from.stream().map(MessageState::name).toArray(String[]::new))
                .param("now", DatabaseTime.of(now))
                .query(row -> {
                    moved.put(
                            row.getObject("id", UUID.class),
                            new Moved(new CustomerNumber(row.getString("living")), row.getLong("fact")));
                });
        return moved;
    }

    /** Messages whose attempt began before a time and has not ended. */
    List<Orphan> orphans(Instant before, int limit) {
        return jdbc.sql("""
                        SELECT message.*, living_number(message.customer_number) AS living, attempt.request_ref AS ref
                        FROM message JOIN attempt ON attempt.message_id = message.id AND attempt.n = message.attempts
                        WHERE message.state = 'DISPATCHING' AND message.updated_at < :before
                        ORDER BY message.updated_at
                        LIMIT :limit
                        """)
                .param("before", DatabaseTime.of(before))
                .param("limit", limit)
                .query((row, number) -> new Orphan(waiting(row), row.getString("ref")))
                .list();
    }

    /** Gives up on messages that have been UNKNOWN since before a time. */
    List<Purpose> abandon(Instant before, int limit, Instant now) {
        return jdbc.sql("""
                        WITH old AS (
                            SELECT id FROM message
                            WHERE state = 'UNKNOWN' AND updated_at < :before
                            ORDER BY updated_at
                            LIMIT :limit
                            FOR UPDATE SKIP LOCKED
                        )
                        UPDATE message SET state = 'ABANDONED', version = version + 1, updated_at = :now
                        FROM old
                        WHERE message.id = old.id
                        RETURNING message.purpose
                        """)
                .param("before", DatabaseTime.of(before))
                .param("limit", limit)
                .param("now", DatabaseTime.of(now))
                .query((row, number) -> Purpose.valueOf(row.getString("purpose")))
                .list();
    }

    private static UUID[] ids(Collection<Waiting> messages) {
        return messages.stream().map(Waiting::id).toArray(UUID[]::new);
    }

    private static @Nullable String[] texts(@Nullable Object[] values) {
        @Nullable String[] texts = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            texts[i] = value == null ? null : value.toString();
        }
        return texts;
    }

    private Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getObject("id", UUID.class),
                new DedupeKey(row.getString("dedupe_key")),
                new CustomerNumber(row.getString("living")),
                Purpose.valueOf(row.getString("purpose")),
                Channel.valueOf(row.getString("channel")),
                new TemplateKey(row.getString("template")),
                mapper.readValue(row.getString("parameters"), PARAMETERS),
                DatabaseTime.read(row, "expires_at"),
                MessageState.valueOf(row.getString("state")),
                DatabaseTime.read(row, "due_at"),
                row.getInt("attempts"),
                row.getInt("failures"),
                row.getString("traceparent"));
    }
}
