package io.kehu.identity.number;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code number_partition} and {@code number_run}. */
@Repository
class NumberRuns {

    private final JdbcClient jdbc;

    NumberRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Numbers issued together. */
    record Run(long fromSequence, long toSequence, Instant issuedAt) {}

    /**
     * Takes the next sequences of a partition and writes down who got them, all in the caller's transaction.
     *
     * @throws ProblemException 409 when fewer are left than asked for
     */
    Run issue(SchemeCode scheme, String partition, int count, long capacity, String issuedBy) {
        jdbc.sql("""
                        INSERT INTO number_partition (scheme, partition) VALUES (:scheme, :partition)
                        ON CONFLICT DO NOTHING
                        """)
                .param("scheme", scheme.value())
                .param("partition", partition)
                .update();
        long next = jdbc.sql("""
                        UPDATE number_partition SET next_seq = next_seq + :count
                        WHERE scheme = :scheme AND partition = :partition
                        RETURNING next_seq
                        """)
                .param("scheme", scheme.value())
                .param("partition", partition)
                .param("count", count)
                .query(Long.class)
                .single();
        long from = next - count;
        if (next - 1 > capacity) {
            throw new ProblemException(IdentityProblem.SCHEME_EXHAUSTED, Math.max(0, capacity - from + 1));
        }
        Instant issuedAt = jdbc.sql("""
                        INSERT INTO number_run (scheme, partition, from_seq, to_seq, issued_by)
                        VALUES (:scheme, :partition, :from, :to, :issuedBy)
                        RETURNING issued_at
                        """)
                .param("scheme", scheme.value())
                .param("partition", partition)
                .param("from", from)
                .param("to", next - 1)
                .param("issuedBy", issuedBy)
                .query((row, number) -> row.getTimestamp("issued_at").toInstant())
                .single();
        return new Run(from, next - 1, issuedAt);
    }

    /** Where a number stands. */
    record Position(SchemeCode scheme, String partition, long sequence) {}

    /** Those of the positions that were issued, in one query. */
    Set<Position> issued(Collection<Position> positions) {
        if (positions.isEmpty()) {
            return Set.of();
        }
        List<Position> wanted = List.copyOf(positions);
        return new HashSet<>(jdbc.sql("""
                        SELECT wanted.scheme, wanted.partition, wanted.sequence
                        FROM unnest(:schemes, :partitions, :sequences) AS wanted (scheme, partition, sequence)
                        CROSS JOIN LATERAL (
                            SELECT to_seq FROM number_run
                            WHERE number_run.scheme = wanted.scheme AND number_run.partition = wanted.partition
                                AND from_seq <= wanted.sequence
                            ORDER BY from_seq DESC LIMIT 1
                        ) AS nearest
                        WHERE nearest.to_seq >= wanted.sequence
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
                .query((row, number) -> new Position(
                        new SchemeCode(row.getString("scheme")), row.getString("partition"), row.getLong("sequence")))
                .list());
    }

    /** The run that holds a sequence; empty when it was never issued. */
    Optional<Run> holding(SchemeCode scheme, String partition, long sequence) {
        return jdbc.sql("""
                        SELECT from_seq, to_seq, issued_at FROM (
                            SELECT from_seq, to_seq, issued_at FROM number_run
                            WHERE scheme = :scheme AND partition = :partition AND from_seq <= :sequence
                            ORDER BY from_seq DESC LIMIT 1
                        ) AS nearest WHERE to_seq >= :sequence
                        """)
                .param("scheme", scheme.value())
                .param("partition", partition)
                .param("sequence", sequence)
                .query((row, number) -> new Run(
                        row.getLong("from_seq"),
                        row.getLong("to_seq"),
                        row.getTimestamp("issued_at").toInstant()))
                .optional();
    }
}
