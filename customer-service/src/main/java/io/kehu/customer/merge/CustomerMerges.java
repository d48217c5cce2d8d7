package io.kehu.customer.merge;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code customer_merge}. */
@Repository
class CustomerMerges {

    private static final RowMapper<CustomerMerge> MERGE = (row, index) -> merge(row);
    private static final String COLUMNS = """
            m.id, m.survivor, m.losers, m.state, m.reason, m.asked_by, m.merged_at, m.undone_by, m.undo_reason, \
            m.refused_because, m.kept, m.finished_at
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    CustomerMerges(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** In the caller's transaction. @param image what an undo needs, sealed */
    void insert(CustomerMerge merge, byte[] image) {
        jdbc.sql("""
                        INSERT INTO customer_merge (id, survivor, losers, state, reason, asked_by, merged_at, image)
                        VALUES (:id, :survivor, :losers, :state, :reason, :askedBy, :mergedAt, :image)
                        """)
                .param("id", merge.id())
                .param("survivor", merge.survivor().value())
                .param("losers", texts(merge.losers()))
                .param("state", merge.state().name())
                .param("reason", merge.reason())
                .param("askedBy", merge.askedBy())
                .param("mergedAt", OffsetDateTime.ofInstant(merge.mergedAt(), ZoneOffset.UTC))
                .param("image", image)
                .update();
    }

    Optional<CustomerMerge> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM customer_merge m WHERE m.id = :id")
                .param("id", id)
                .query(MERGE)
                .optional();
    }

    /** Locked until the end of the transaction. */
    Optional<CustomerMerge> lock(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM customer_merge m WHERE m.id = :id FOR UPDATE")
                .param("id", id)
                .query(MERGE)
                .optional();
    }

    /** What an undo needs, sealed; null once it is forgotten. */
    byte @Nullable [] image(UUID id) {
        return jdbc.sql("SELECT image FROM customer_merge WHERE id = :id AND image IS NOT NULL")
                .param("id", id)
                .query((row, index) -> row.getBytes("image"))
                .optional()
                .orElse(null);
    }

    /** Newest first, of survivors in the scope. */
    List<CustomerMerge> page(
            Scope scope,
            @Nullable CustomerNumber member,
            @Nullable MergeState state,
            @Nullable UUID before,
            int limit) {
        return jdbc.sql("""
                        SELECT %s FROM customer_merge m JOIN customer c ON c.number = m.survivor
                        WHERE %s
                            AND (:member::text IS NULL OR m.survivor = :member OR m.losers @> ARRAY[:member::text])
                            AND (:state::text IS NULL OR m.state = :state)
                            AND (:before::uuid IS NULL OR m.id < :before)
                        ORDER BY m.id DESC LIMIT :limit
                        """.formatted(COLUMNS, scope.condition()))
                .params(scope.parameters())
                .param("member", member == null ? null : member.value())
                .param("state", state == null ? null : state.name())
                .param("before", before)
                .param("limit", limit)
                .query(MERGE)
                .list();
    }

    /** Whether one of these numbers took part in a merge since, that was not taken back. */
    boolean mergedAfter(CustomerMerge merge) {
        return jdbc.sql("""
                        SELECT EXISTS (
                            SELECT FROM customer_merge
                            WHERE (survivor = :survivor OR losers @> ARRAY[:survivor::text]) AND id <> :id
                                AND merged_at >= :at AND state NOT IN ('UNDONE', 'REFUSED'))
                        """)
                .param("survivor", merge.survivor().value())
                .param("id", merge.id())
                .param("at", OffsetDateTime.ofInstant(merge.mergedAt(), ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    /** Whether a merge of one of these is under way, forth or back. */
    boolean underWay(Collection<CustomerNumber> members) {
        return jdbc.sql("""
                        SELECT EXISTS (
                            SELECT FROM customer_merge
                            WHERE (survivor = ANY (:members) OR losers && :members::text[])
                                AND state IN ('MERGING', 'REVERTING', 'UNDOING'))
                        """)
                .param("members", texts(members))
                .query(Boolean.class)
                .single();
    }

    List<UUID> inState(MergeState... states) {
        return jdbc.sql("""
                        SELECT id FROM customer_merge
                        WHERE state IN ('MERGING', 'REVERTING', 'UNDOING') AND state = ANY (:states)
                        """)
                .param("states", Arrays.stream(states).map(MergeState::name).toArray(String[]::new))
                .query(UUID.class)
                .list();
    }

    /** In the caller's transaction, on a merge the caller has locked. */
    void finish(UUID id, MergeState state, Collection<String> kept) {
        jdbc.sql("""
                        UPDATE customer_merge SET state = :state, kept = :kept, finished_at = :now,
                            image = CASE WHEN :state = 'MERGED' THEN image END
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("state", state.name())
                .param("kept", kept.toArray(String[]::new))
                .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .update();
    }

    /** In the caller's transaction, on a merge the caller has locked. */
    void refuse(UUID id, String because) {
        jdbc.sql("UPDATE customer_merge SET state = 'REVERTING', refused_because = :because WHERE id = :id")
                .param("id", id)
                .param("because", because)
                .update();
    }

    /** In the caller's transaction, on a merge the caller has locked. */
    void undo(UUID id, String by, String reason) {
        jdbc.sql("""
                        UPDATE customer_merge SET state = 'UNDOING', undone_by = :by, undo_reason = :reason,
                            finished_at = NULL
                        WHERE id = :id
                        """).param("id", id).param("by", by).param("reason", reason).update();
    }

    /** What an undo would need of merges that cannot be undone any more is personal, and goes. */
    int forget(Instant mergedBefore) {
        return jdbc.sql("""
                        UPDATE customer_merge SET image = NULL
                        WHERE state = 'MERGED' AND image IS NOT NULL AND merged_at < :before
                        """)
                .param("before", OffsetDateTime.ofInstant(mergedBefore, ZoneOffset.UTC))
                .update();
    }

    /** In the caller's transaction: as {@link #forget(Instant)}, for all in which one of these took part. */
    void forget(Collection<CustomerNumber> members) {
        jdbc.sql("""
                        UPDATE customer_merge SET image = NULL
                        WHERE (survivor = ANY (:members) OR losers && :members::text[]) AND state = 'MERGED'
                        """).param("members", texts(members)).update();
    }

    private static CustomerMerge merge(ResultSet row) throws SQLException {
        Timestamp finished = row.getTimestamp("finished_at");
        return new CustomerMerge(
                row.getObject("id", UUID.class),
                new CustomerNumber(row.getString("survivor")),
                Arrays.stream((String[]) row.getArray("losers").getArray())
                        .map(CustomerNumber::new)
                        .toList(),
                MergeState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("asked_by"),
                row.getTimestamp("merged_at").toInstant(),
                row.getString("undone_by"),
                row.getString("undo_reason"),
                row.getString("refused_because"),
                List.of((String[]) row.getArray("kept").getArray()),
                finished == null ? null : finished.toInstant());
    }

    private static String[] texts(Collection<CustomerNumber> numbers) {
        return numbers.stream().map(CustomerNumber::value).toArray(String[]::new);
    }
}
