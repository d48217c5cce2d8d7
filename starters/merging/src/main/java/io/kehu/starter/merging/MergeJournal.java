package io.kehu.starter.merging;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code merge} and {@code merged_number}. */
final class MergeJournal {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    MergeJournal(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    Optional<Merge> find(UUID id) {
        return jdbc.sql("""
                        SELECT id, survivor, losers, state, items, kept, merged_at, undone_at
                        FROM merge
                        WHERE id = :id
                        """).param("id", id).query((row, n) -> read(row)).optional();
    }

    void add(Merge merge, String askedBy) {
        jdbc.sql("""
                        INSERT INTO merge (id, survivor, losers, state, items, kept, asked_by, merged_at, undone_at)
                        VALUES (:id, :survivor, :losers, :state, CAST(:items AS jsonb), CAST(:kept AS jsonb), :askedBy,
                            :mergedAt, :undoneAt)
                        """)
                .param("id", merge.id())
                .param("survivor", merge.survivor())
                .param("losers", merge.losers().toArray(String[]::new))
                .param("state", merge.state().name())
                .param("items", mapper.writeValueAsString(merge.items()))
                .param("kept", mapper.writeValueAsString(merge.kept()))
                .param("askedBy", askedBy)
                .param("mergedAt", time(merge.mergedAt()))
                .param("undoneAt", time(merge.undoneAt()))
                .update();
    }

    /** What may change: the state, and what it was about. */
    void update(Merge merge) {
        jdbc.sql("""
                        UPDATE merge
                        SET state = :state, items = CAST(:items AS jsonb), kept = CAST(:kept AS jsonb), undone_at = :undoneAt
                        WHERE id = :id
                        """)
                .param("id", merge.id())
                .param("state", merge.state().name())
                .param("items", mapper.writeValueAsString(merge.items()))
                .param("kept", mapper.writeValueAsString(merge.kept()))
                .param("undoneAt", time(merge.undoneAt()))
                .update();
    }

    void point(MergeOrder order, Instant now) {
        jdbc.sql("""
                        INSERT INTO merged_number (number, living_into, merge_id, merged_at)
                        SELECT number, :survivor, :id, :now
                        FROM unnest(:losers) AS loser (number)
                        """)
                .param("survivor", order.survivor())
                .param("id", order.id())
                .param("now", time(now))
                .param("losers", order.losers().toArray(String[]::new))
                .update();
    }

    void release(UUID id) {
        jdbc.sql("DELETE FROM merged_number WHERE merge_id = :id")
                .param("id", id)
                .update();
    }

    private Merge read(ResultSet row) throws SQLException {
        Array losers = row.getArray("losers");
        return new Merge(
                row.getObject("id", UUID.class),
                row.getString("survivor"),
                List.of((String[]) losers.getArray()),
                Merge.State.valueOf(row.getString("state")),
                mapper.readValue(row.getString("items"), new TypeReference<List<MergeItem>>() {}),
                mapper.readValue(row.getString("kept"), new TypeReference<List<MergeKept>>() {}),
                instant(row.getObject("merged_at", OffsetDateTime.class)),
                instant(row.getObject("undone_at", OffsetDateTime.class)));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
