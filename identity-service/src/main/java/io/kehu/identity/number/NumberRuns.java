package io.kehu.identity.number;

import io.kehu.identity.scheme.SchemeCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code number_run}: what was issued together. */
@Repository
class NumberRuns {

    private final JdbcClient jdbc;

    NumberRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What the numbers of a run were when they were issued. */
    enum Mode {
        ACTIVE,
        RESERVED
    }

    /** Numbers issued together. */
    record Run(
            SchemeCode scheme,
            String partition,
            String branch,
            long fromSequence,
            long toSequence,
            Instant issuedAt,
            String issuedBy,
            Mode mode,
            @Nullable UUID request) {

        long size() {
            return toSequence - fromSequence + 1;
        }
    }

    /** Where a number stands. */
    record Position(SchemeCode scheme, String partition, long sequence) {}

    /** Writes runs in one statement; the database refuses a sequence that has a run already. */
    void add(List<Run> runs) {
        jdbc.sql("""
                        INSERT INTO number_run
                            (scheme, partition, branch, from_seq, to_seq, issued_at, issued_by, mode, request)
                        SELECT scheme, partition, branch, from_seq, to_seq, issued_at::timestamptz, issued_by, mode, request
                        FROM unnest(:schemes, :partitions, :branches, :froms, :tos, :ats, :bys, :modes, :requests)
                            AS new (scheme, partition, branch, from_seq, to_seq, issued_at, issued_by, mode, request)
                        """)
                .param("schemes", texts(runs, run -> run.scheme().value()))
                .param("partitions", texts(runs, Run::partition))
                .param("branches", texts(runs, Run::branch))
                .param("froms", runs.stream().mapToLong(Run::fromSequence).toArray())
                .param("tos", runs.stream().mapToLong(Run::toSequence).toArray())
                .param("ats", texts(runs, run -> run.issuedAt().toString()))
                .param("bys", texts(runs, Run::issuedBy))
                .param("modes", texts(runs, run -> run.mode().name()))
                .param("requests", runs.stream().map(Run::request).toArray(UUID[]::new))
                .update();
    }

    /** What was issued for requests before. */
    Map<UUID, Run> answering(Collection<UUID> requests) {
        Map<UUID, Run> answers = new HashMap<>();
        if (!requests.isEmpty()) {
            jdbc.sql("SELECT * FROM number_run WHERE request = ANY (:requests)")
                    .param("requests", requests.toArray(UUID[]::new))
                    .query((row, index) -> run(row))
                    .list()
                    .forEach(run -> answers.put(run.request(), run));
        }
        return answers;
    }

    /** The run that holds a sequence; empty when it was never issued. */
    Optional<Run> holding(Position position) {
        return jdbc.sql("""
                        SELECT * FROM (
                            SELECT * FROM number_run
                            WHERE scheme = :scheme AND partition = :partition AND from_seq <= :sequence
                            ORDER BY from_seq DESC LIMIT 1
                        ) AS nearest WHERE to_seq >= :sequence
                        """)
                .param("scheme", position.scheme().value())
                .param("partition", position.partition())
                .param("sequence", position.sequence())
                .query((row, number) -> run(row))
                .optional();
    }

    private static String[] texts(List<Run> runs, java.util.function.Function<Run, String> part) {
        return runs.stream().map(part).toArray(String[]::new);
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                new SchemeCode(row.getString("scheme")),
                row.getString("partition"),
                row.getString("branch"),
                row.getLong("from_seq"),
                row.getLong("to_seq"),
                row.getTimestamp("issued_at").toInstant(),
                row.getString("issued_by"),
                Mode.valueOf(row.getString("mode")),
                row.getObject("request", UUID.class));
    }
}
