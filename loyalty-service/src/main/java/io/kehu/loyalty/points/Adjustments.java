package io.kehu.loyalty.points;

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

/** The table {@code points_adjustment}. */
@Repository
class Adjustments {

    private static final String COLUMNS =
            "id, program, number, points, reason, state, needs_second, requested_by, requested_at,"
                    + " decided_by, decided_at, tx";

    private final JdbcClient jdbc;

    Adjustments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What somebody adjusted alone since then, up and down added together; nobody's sum grows meanwhile, until the transaction ends. */
    long aloneSince(String program, String requestedBy, Instant since) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('kehu.loyalty.adjustment.' || :by, 0))::text")
                .param("by", requestedBy)
                .query(String.class)
                .single();
        return jdbc.sql("""
                        SELECT coalesce(sum(abs(points)), 0) FROM points_adjustment
                        WHERE requested_by = :by AND requested_at > :since::timestamptz AND NOT needs_second AND program = :program
                        """)
                .param("by", requestedBy)
                .param("since", since.toString())
                .param("program", program)
                .query(Long.class)
                .single();
    }

    void insert(Adjustment adjustment) {
        jdbc.sql("""
                        INSERT INTO points_adjustment (id, program, number, points, reason, state, needs_second, requested_by, requested_at, tx)
                        VALUES (:id, :program, :number, :points, :reason, :state, :needsSecond, :by, :at::timestamptz, :tx::uuid)
                        """)
                .param("id", adjustment.id())
                .param("program", adjustment.program())
                .param("number", adjustment.number())
                .param("points", adjustment.points())
                .param("reason", adjustment.reason())
                .param("state", adjustment.state().name())
                .param("needsSecond", adjustment.needsSecond())
                .param("by", adjustment.requestedBy())
                .param("at", adjustment.requestedAt().toString())
                .param("tx", text(adjustment.transactionId()))
                .update();
    }

    /** One conditional statement decides; the database refuses who asked for it. @return false when it is decided already */
    boolean decide(UUID id, Adjustment.State state, String decidedBy, Instant at, @Nullable UUID tx) {
        return jdbc.sql("""
                        UPDATE points_adjustment SET state = :state, decided_by = :by, decided_at = :at::timestamptz, tx = :tx::uuid
                        WHERE id = :id AND state = 'REQUESTED'
                        """)
                        .param("id", id)
                        .param("state", state.name())
                        .param("by", decidedBy)
                        .param("at", at.toString())
                        .param("tx", text(tx))
                        .update()
                == 1;
    }

    Optional<Adjustment> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM points_adjustment WHERE id = :id")
                .param("id", id)
                .query((row, index) -> adjustment(row))
                .optional();
    }

    /** Those that wait for a second person, oldest first. */
    List<Adjustment> waiting(@Nullable UUID after, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM points_adjustment
                        WHERE state = 'REQUESTED' AND (:after::uuid IS NULL OR id > :after::uuid)
                        ORDER BY id LIMIT :limit
                        """)
                .param("after", text(after))
                .param("limit", limit)
                .query((row, index) -> adjustment(row))
                .list();
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    private static Adjustment adjustment(ResultSet row) throws SQLException {
        Timestamp decidedAt = row.getTimestamp("decided_at");
        return new Adjustment(
                row.getObject("id", UUID.class),
                row.getString("program"),
                row.getString("number"),
                row.getLong("points"),
                row.getString("reason"),
                Adjustment.State.valueOf(row.getString("state")),
                row.getBoolean("needs_second"),
                row.getString("requested_by"),
                row.getTimestamp("requested_at").toInstant(),
                row.getString("decided_by"),
                decidedAt == null ? null : decidedAt.toInstant(),
                row.getObject("tx", UUID.class));
    }
}
