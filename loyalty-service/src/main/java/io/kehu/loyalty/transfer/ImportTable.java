package io.kehu.loyalty.transfer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code points_import}. */
@Repository
class ImportTable {

    private static final String COLUMNS =
            "id, program, state, total, good, points, booked, refused, booked_points, uploaded_by, uploaded_at, decided_by,"
                    + " decided_at, ended_at, reversed, partly_reversed, reversed_points, reversed_by, reversed_at, reversal_reason, reversal_ended_at";

    private final JdbcClient jdbc;

    ImportTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Nobody else writes rows into the programme meanwhile, until the transaction ends: two files with the same references are told apart. */
    void lockUploads(String program) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('kehu.loyalty.import.' || :program, 0))::text")
                .param("program", program)
                .query(String.class)
                .single();
    }

    void insert(PointsImport one) {
        jdbc.sql("""
                        INSERT INTO points_import (id, program, total, good, points, uploaded_by, uploaded_at)
                        VALUES (:id, :program, :total, :good, :points, :by, :at::timestamptz)
                        """)
                .param("id", one.id())
                .param("program", one.program())
                .param("total", one.total())
                .param("good", one.good())
                .param("points", one.points())
                .param("by", one.uploadedBy())
                .param("at", one.uploadedAt().toString())
                .update();
    }

    Optional<PointsImport> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM points_import WHERE id = :id")
                .param("id", id)
                .query((row, index) -> read(row))
                .optional();
    }

    /** Newest first. */
    List<PointsImport> list(String program, @Nullable UUID before, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM points_import
                        WHERE program = :program AND (:before::uuid IS NULL OR id < :before::uuid)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .param("program", program)
                .param("before", before == null ? null : before.toString())
                .param("limit", limit)
                .query((row, index) -> read(row))
                .list();
    }

    /** One conditional statement decides; the database refuses who brought the file. @return false when it is decided already */
    boolean decide(UUID id, PointsImport.State state, String by, Instant at) {
        return jdbc.sql("""
                        UPDATE points_import SET state = :state, decided_by = :by, decided_at = :at::timestamptz,
                            ended_at = CASE :state WHEN 'REJECTED' THEN :at::timestamptz END
                        WHERE id = :id AND state = 'WAITING'
                        """)
                        .param("id", id)
                        .param("state", state.name())
                        .param("by", by)
                        .param("at", at.toString())
                        .update()
                == 1;
    }

    /** Whether it is booked or being booked; what is booked of it stays as it is then. @return false when it stands elsewhere */
    boolean reverse(UUID id, String by, String reason, Instant at) {
        return jdbc.sql("""
                        UPDATE points_import SET state = 'REVERSING', ended_at = coalesce(ended_at, :at::timestamptz), reversed_by = :by,
                            reversed_at = :at::timestamptz, reversal_reason = :reason
                        WHERE id = :id AND state IN ('BOOKING', 'DONE')
                        """)
                        .param("id", id)
                        .param("by", by)
                        .param("reason", reason)
                        .param("at", at.toString())
                        .update()
                == 1;
    }

    /** The oldest that somebody has to be at and that nobody is at, locked until the end of the transaction. */
    Optional<PointsImport> claim(PointsImport.State state) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM points_import WHERE state = :state ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
                        """)
                .param("state", state.name())
                .query((row, index) -> read(row))
                .optional();
    }

    /** Of a claimed one. @param endedAt missing while there are rows left */
    void progress(UUID id, int booked, int refused, long points, @Nullable Instant endedAt) {
        jdbc.sql("""
                        UPDATE points_import SET booked = booked + :booked, refused = refused + :refused,
                            booked_points = booked_points + :points, ended_at = :endedAt::timestamptz,
                            state = CASE WHEN :endedAt::timestamptz IS NULL THEN state ELSE 'DONE' END
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("booked", booked)
                .param("refused", refused)
                .param("points", points)
                .param("endedAt", endedAt == null ? null : endedAt.toString())
                .update();
    }

    /** Of a claimed one. @param endedAt missing while there are rows left */
    void reversalProgress(UUID id, int rows, int partly, long points, @Nullable Instant endedAt) {
        jdbc.sql("""
                        UPDATE points_import SET reversed = reversed + :rows, partly_reversed = partly_reversed + :partly,
                            reversed_points = reversed_points + :points, reversal_ended_at = :endedAt::timestamptz,
                            state = CASE WHEN :endedAt::timestamptz IS NULL THEN state ELSE 'REVERSED' END
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("rows", rows)
                .param("partly", partly)
                .param("points", points)
                .param("endedAt", endedAt == null ? null : endedAt.toString())
                .update();
    }

    private static PointsImport read(ResultSet row) throws SQLException {
        return new PointsImport(
                row.getObject("id", UUID.class),
                row.getString("program"),
                PointsImport.State.valueOf(row.getString("state")),
                row.getInt("total"),
                row.getInt("good"),
                row.getLong("points"),
                row.getInt("booked"),
                row.getInt("refused"),
                row.getLong("booked_points"),
                row.getString("uploaded_by"),
                row.getTimestamp("uploaded_at").toInstant(),
                row.getString("decided_by"),
                instant(row.getTimestamp("decided_at")),
                instant(row.getTimestamp("ended_at")),
                row.getString("reversed_by") == null ? null : reversal(row));
    }

    private static PointsImport.Reversal reversal(ResultSet row) throws SQLException {
        return new PointsImport.Reversal(
                row.getString("reversed_by"),
                row.getTimestamp("reversed_at").toInstant(),
                row.getString("reversal_reason"),
                row.getInt("reversed"),
                row.getInt("partly_reversed"),
                row.getLong("reversed_points"),
                instant(row.getTimestamp("reversal_ended_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
