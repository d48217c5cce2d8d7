package io.kehu.identity.number;

import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code number_run}. */
@Repository
class NumberRuns {

    private final JdbcClient jdbc;
    private final Partitions partitions;

    NumberRuns(JdbcClient jdbc, Partitions partitions) {
        this.jdbc = jdbc;
        this.partitions = partitions;
    }

    /** Numbers issued together. */
    record Run(long fromSequence, long toSequence, Instant issuedAt) {}

    /** Takes the next sequences of a partition and writes down who got them, all in the caller's transaction. */
    Run issue(Scheme scheme, String partition, int count, String issuedBy) {
        long from = partitions.take(scheme, partition, count);
        long to = from + count - 1;
        Instant issuedAt = jdbc.sql("""
                        INSERT INTO number_run (scheme, partition, from_seq, to_seq, issued_by)
                        VALUES (:scheme, :partition, :from, :to, :issuedBy)
                        RETURNING issued_at
                        """)
                .param("scheme", scheme.code().value())
                .param("partition", partition)
                .param("from", from)
                .param("to", to)
                .param("issuedBy", issuedBy)
                .query((row, number) -> row.getTimestamp("issued_at").toInstant())
                .single();
        return new Run(from, to, issuedAt);
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
