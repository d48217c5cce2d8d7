package io.kehu.identity.number;

import io.kehu.identity.number.NumberRuns.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What became of sequences that were taken from a counter, wherever it is written down: runs, blocks of leases, skipped ranges. */
@Repository
class Standings {

    private final JdbcClient jdbc;

    Standings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What became of a sequence. */
    sealed interface Standing {

        /**
         * It is in a run.
         *
         * @param madeAt decides about year and month of its number
         * @param branch of its number
         * @param adoptedParts year, month and branch of an adopted one; null for our own
         */
        record Issued(
                Instant madeAt, String branch, @Nullable String adoptedParts) implements Standing {}

        /**
         * A lease has it, or lost it.
         *
         * @param reason why nobody gets it any more; null while the holder may give it out
         * @param at since when
         */
        record Leased(Lease lease, @Nullable String reason, Instant at) implements Standing {}

        /** The counter passed it by. */
        record Skipped(String reason, Instant at, String by) implements Standing {}
    }

    /**
     * As much of a lease as its numbers tell.
     *
     * @param at when it was made, which decides about year and month of its numbers
     */
    record Lease(
            UUID id, String state, String holder, @Nullable String branch, Instant at) {}

    /** In one query; what nobody ever got, or came back from its lease, is not in it. */
    Map<Position, Standing> of(Collection<Position> positions) {
        Map<Position, Standing> found = new HashMap<>();
        if (positions.isEmpty()) {
            return found;
        }
        List<Position> wanted = List.copyOf(positions);
        jdbc.sql("""
                        SELECT wanted.place, run.made_at, run.branch AS run_branch, run.adopted_parts,
                            block.id, block.state, block.holder, block.branch, block.created_at,
                            coalesce(block.reason, skipped.reason) AS reason, coalesce(block.at, skipped.at) AS at, skipped.by
                        FROM unnest(:schemes, :partitions, :sequences)
                            WITH ORDINALITY AS wanted (scheme, partition, sequence, place)
                        LEFT JOIN LATERAL (
                            SELECT r.to_seq, coalesce(r.made_at, r.issued_at) AS made_at, r.branch,
                                CASE r.origin WHEN 'ADOPTED' THEN r.adopted_parts END AS adopted_parts
                            FROM number_run r
                            WHERE r.scheme = wanted.scheme AND r.partition = wanted.partition AND r.from_seq <= wanted.sequence
                            ORDER BY r.from_seq DESC LIMIT 1
                        ) AS run ON run.to_seq >= wanted.sequence
                        LEFT JOIN LATERAL (
                            SELECT nearest.reason, nearest.at, l.id, l.state, l.holder, l.branch, l.created_at
                            FROM (
                                SELECT b.to_seq, b.lease_id, b.state, b.reason, b.at FROM lease_block b
                                WHERE b.scheme = wanted.scheme AND b.partition = wanted.partition
                                    AND b.from_seq <= wanted.sequence
                                ORDER BY b.from_seq DESC LIMIT 1
                            ) AS nearest JOIN lease l ON l.id = nearest.lease_id
                            WHERE nearest.to_seq >= wanted.sequence AND nearest.state <> 'RETURNED'
                        ) AS block ON run.to_seq IS NULL
                        LEFT JOIN LATERAL (
                            SELECT v.to_seq, v.reason, v.at, v.by FROM number_void v
                            WHERE v.scheme = wanted.scheme AND v.partition = wanted.partition AND v.from_seq <= wanted.sequence
                            ORDER BY v.from_seq DESC LIMIT 1
                        ) AS skipped ON run.to_seq IS NULL AND skipped.to_seq >= wanted.sequence
                        WHERE run.to_seq IS NOT NULL OR block.id IS NOT NULL OR skipped.to_seq IS NOT NULL
                        """)
                .param(
                        "schemes",
                        wanted.stream()
                                .map(position -> position.scheme().value())
                                .toArray(String[]::new))
                .param("partitions", wanted.stream().map(Position::partition).toArray(String[]::new))
                .param(
                        "sequences",
                        wanted.stream().mapToLong(Position::sequence).toArray())
                .query(row -> {
                    found.put(wanted.get(row.getInt("place") - 1), standing(row));
                });
        return found;
    }

    private static Standing standing(ResultSet row) throws SQLException {
        OffsetDateTime madeAt = row.getObject("made_at", OffsetDateTime.class);
        if (madeAt != null) {
            return new Standing.Issued(madeAt.toInstant(), row.getString("run_branch"), row.getString("adopted_parts"));
        }
        Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
        UUID lease = row.getObject("id", UUID.class);
        if (lease == null) {
            return new Standing.Skipped(row.getString("reason"), at, row.getString("by"));
        }
        return new Standing.Leased(
                new Lease(
                        lease,
                        row.getString("state"),
                        row.getString("holder"),
                        row.getString("branch"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()),
                row.getString("reason"),
                at);
    }
}
