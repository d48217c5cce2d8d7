package io.kehu.identity.adopt;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.adopt.LegacyNumber.Position;
import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The adopted rows of {@code number_run}, the table {@code number_void}, and the counters that go beyond them. */
@Repository
class AdoptedNumbers {

    private final JdbcClient jdbc;

    AdoptedNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What holds a sequence below the counter that we did not issue. @param adoptedParts missing when it was skipped */
    record Standing(@Nullable String adoptedParts) {}

    /**
     * Keeps counters where they are until the transaction ends.
     *
     * @return the next free sequence of each partition
     * @throws ProblemException 409 when the scheme is frozen
     */
    Map<String, Long> lock(SchemeCode scheme, Collection<String> partitions) {
        String[] sorted = partitions.stream().sorted().distinct().toArray(String[]::new);
        jdbc.sql("""
                        WITH found AS MATERIALIZED (SELECT code, state FROM scheme WHERE code = :scheme FOR SHARE)
                        INSERT INTO number_partition (scheme, partition, frozen)
                        SELECT code, partition, state <> 'ACTIVE' FROM found, unnest(:partitions) AS wanted (partition)
                        ORDER BY partition
                        ON CONFLICT DO NOTHING
                        """)
                .param("scheme", scheme.value())
                .param("partitions", sorted)
                .update();
        Map<String, Long> next = new HashMap<>();
        // In one order everywhere, so that two files never wait for each other.
        jdbc.sql("""
                        SELECT partition, next_seq, frozen FROM number_partition
                        WHERE scheme = :scheme AND partition = ANY (:partitions)
                        ORDER BY partition FOR NO KEY UPDATE
                        """)
                .param("scheme", scheme.value())
                .param("partitions", sorted)
                .query(row -> {
                    if (row.getBoolean("frozen")) {
                        throw new ProblemException(IdentityProblem.SCHEME_NOT_ACTIVE, Scheme.State.FROZEN);
                    }
                    next.put(row.getString("partition"), row.getLong("next_seq"));
                });
        return next;
    }

    /** Those of the positions that were adopted or skipped; a sequence below the counter that is missing here is ours. */
    Map<Position, Standing> standings(SchemeCode scheme, List<Position> positions) {
        Map<Position, Standing> found = new HashMap<>();
        if (positions.isEmpty()) {
            return found;
        }
        // The nearest run is mostly near: an index scan without a lower end reads half a page before it gives its first
        // row.
        jdbc.sql("""
                        SELECT wanted.partition, wanted.sequence, run.adopted_parts
                        FROM unnest(:partitions, :sequences) AS wanted (partition, sequence)
                        LEFT JOIN LATERAL (
                            (SELECT to_seq, origin, adopted_parts FROM number_run
                            WHERE number_run.scheme = :scheme AND number_run.partition = wanted.partition
                                AND from_seq BETWEEN wanted.sequence - 32 AND wanted.sequence
                            ORDER BY from_seq DESC LIMIT 1)
                            UNION ALL
                            (SELECT to_seq, origin, adopted_parts FROM number_run
                            WHERE number_run.scheme = :scheme AND number_run.partition = wanted.partition
                                AND from_seq <= wanted.sequence
                            ORDER BY from_seq DESC LIMIT 1)
                            LIMIT 1
                        ) AS run ON run.to_seq >= wanted.sequence
                        LEFT JOIN LATERAL (
                            SELECT to_seq FROM number_void
                            WHERE number_void.scheme = :scheme AND number_void.partition = wanted.partition
                                AND from_seq <= wanted.sequence
                            ORDER BY from_seq DESC LIMIT 1
                        ) AS skipped ON skipped.to_seq >= wanted.sequence
                        WHERE run.origin = 'ADOPTED' OR (run.origin IS NULL AND skipped.to_seq IS NOT NULL)
                        """)
                .param("scheme", scheme.value())
                .param("partitions", positions.stream().map(Position::partition).toArray(String[]::new))
                .param(
                        "sequences",
                        positions.stream().mapToLong(Position::sequence).toArray())
                .query(row -> {
                    found.put(
                            new Position(row.getString("partition"), row.getLong("sequence")),
                            new Standing(row.getString("adopted_parts")));
                });
        return found;
    }

    void insert(SchemeCode scheme, List<AdoptedRun> runs, String adoptedBy) {
        if (runs.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO number_run
                            (scheme, partition, from_seq, to_seq, issued_at, issued_by, origin, adopted_parts)
                        SELECT :scheme, partition, from_seq, to_seq, issued_at::timestamptz, :adoptedBy, 'ADOPTED', parts
                        FROM unnest(:partitions, :froms, :tos, :issuedAts, :parts)
                            AS new (partition, from_seq, to_seq, issued_at, parts)
                        """)
                .param("scheme", scheme.value())
                .param("adoptedBy", adoptedBy)
                .param("partitions", runs.stream().map(AdoptedRun::partition).toArray(String[]::new))
                .param(
                        "froms",
                        runs.stream().mapToLong(AdoptedRun::fromSequence).toArray())
                .param("tos", runs.stream().mapToLong(AdoptedRun::toSequence).toArray())
                .param(
                        "issuedAts",
                        runs.stream().map(run -> run.issuedAt().toString()).toArray(String[]::new))
                .param("parts", runs.stream().map(AdoptedRun::parts).toArray(String[]::new))
                .update();
    }

    /** Moves counters, and writes down what they skip. */
    void jump(SchemeCode scheme, List<Jump> jumps, Instant at, String adoptedBy) {
        if (jumps.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        WITH jump AS (
                            SELECT partition, from_seq, to_seq, gaps
                            FROM unnest(:partitions, :froms, :tos, :gaps) AS new (partition, from_seq, to_seq, gaps)
                        ), moved AS (
                            UPDATE number_partition SET next_seq = jump.to_seq + 1 FROM jump
                            WHERE number_partition.scheme = :scheme AND number_partition.partition = jump.partition
                        )
                        INSERT INTO number_void (scheme, partition, from_seq, to_seq, reason, at, by)
                        SELECT :scheme, partition, from_seq, to_seq, 'ADOPTION', :at::timestamptz, :adoptedBy
                        FROM jump WHERE gaps
                        """)
                .param("scheme", scheme.value())
                .param("at", at.toString())
                .param("adoptedBy", adoptedBy)
                .param("partitions", jumps.stream().map(Jump::partition).toArray(String[]::new))
                .param("froms", jumps.stream().mapToLong(Jump::fromSequence).toArray())
                .param("tos", jumps.stream().mapToLong(Jump::toSequence).toArray())
                .param("gaps", jumps.stream().map(Jump::leavesGaps).toArray(Boolean[]::new))
                .update();
    }
}
