package io.kehu.loyalty.ledger;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code points_hold} and {@code points_hold_lot}. */
@Repository
public class HoldTable {

    private final JdbcClient jdbc;

    HoldTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Points of a lot that are held. */
    record Part(UUID lot, long points) {}

    void insert(Hold hold, String actor, List<OpenAccount.Part> parts) {
        jdbc.sql("""
                        INSERT INTO points_hold (id, program, number, points, business_ref, actor, created_at, expires_at)
                        VALUES (:id, :program, :number, :points, :ref, :actor, :createdAt::timestamptz, :expiresAt::timestamptz)
                        """)
                .param("id", hold.id())
                .param("program", hold.program())
                .param("number", hold.number())
                .param("points", hold.points())
                .param("ref", hold.businessRef())
                .param("actor", actor)
                .param("createdAt", hold.createdAt().toString())
                .param("expiresAt", hold.expiresAt().toString())
                .update();
        jdbc.sql("""
                        INSERT INTO points_hold_lot (hold, lot, points)
                        SELECT :hold, lot, points FROM unnest(:lots, :points) AS new (lot, points)
                        """)
                .param("hold", hold.id())
                .param("lots", parts.stream().map(part -> part.lot().id()).toArray(UUID[]::new))
                .param(
                        "points",
                        parts.stream().mapToLong(OpenAccount.Part::points).toArray())
                .update();
    }

    public Optional<Hold> find(UUID id) {
        return jdbc.sql("""
                        SELECT id, program, number, points, captured, state, business_ref, created_at, expires_at, ended_at
                        FROM points_hold WHERE id = :id
                        """)
                .param("id", id)
                .query((row, index) -> {
                    Timestamp endedAt = row.getTimestamp("ended_at");
                    return new Hold(
                            row.getObject("id", UUID.class),
                            row.getString("program"),
                            row.getString("number"),
                            row.getLong("points"),
                            row.getLong("captured"),
                            Hold.State.valueOf(row.getString("state")),
                            row.getString("business_ref"),
                            row.getTimestamp("created_at").toInstant(),
                            row.getTimestamp("expires_at").toInstant(),
                            endedAt == null ? null : endedAt.toInstant());
                })
                .optional();
    }

    /** The numbers that the lots of holds are filed under. */
    List<String> numbers(String program, Collection<UUID> ids) {
        return jdbc.sql("""
                        SELECT DISTINCT l.number
                        FROM points_hold h JOIN points_hold_lot p ON p.hold = h.id JOIN points_lot l ON l.id = p.lot
                        WHERE h.id = ANY (:ids) AND h.program = :program
                        """)
                .param("ids", ids.toArray(UUID[]::new))
                .param("program", program)
                .query(String.class)
                .list();
    }

    List<Part> parts(Collection<UUID> ids) {
        return jdbc.sql("SELECT lot, points FROM points_hold_lot WHERE hold = ANY (:ids) ORDER BY hold, lot")
                .param("ids", ids.toArray(UUID[]::new))
                .query((row, index) -> new Part(row.getObject("lot", UUID.class), row.getLong("points")))
                .list();
    }

    /** One conditional statement decides how a hold ends. @return false when it has ended, or its time is over */
    boolean end(UUID id, Hold.State state, long captured, Instant now) {
        return jdbc.sql("""
                        UPDATE points_hold SET state = :state, captured = least(:captured, points), ended_at = :now::timestamptz
                        WHERE id = :id AND state = 'HELD' AND expires_at > :now::timestamptz
                        """)
                        .param("id", id)
                        .param("state", state.name())
                        .param("captured", captured)
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    /** @return those that were still held */
    List<UUID> timeOut(Collection<UUID> ids, Instant now) {
        return jdbc.sql("""
                        UPDATE points_hold SET state = 'TIMED_OUT', ended_at = :now::timestamptz
                        WHERE id = ANY (:ids) AND state = 'HELD' AND expires_at <= :now::timestamptz
                        RETURNING id
                        """)
                .param("ids", ids.toArray(UUID[]::new))
                .param("now", now.toString())
                .query(UUID.class)
                .list();
    }

    List<UUID> due(String program, Instant now, int limit) {
        return jdbc.sql("""
                        SELECT id FROM points_hold
                        WHERE state = 'HELD' AND expires_at <= :now::timestamptz AND program = :program
                        ORDER BY expires_at, id LIMIT :limit
                        """)
                .param("program", program)
                .param("now", now.toString())
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }
}
