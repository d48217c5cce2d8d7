package io.kehu.local.bench.customer;

import io.kehu.local.bench.Figure;
import io.kehu.local.bench.Samples;
import io.kehu.local.bench.ScratchData;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;

/** A match run over an imported stock, and how many of the doubles that are known to be in it were found. */
final class Doubles {

    private static final double NANOS = 1e9;
    private static final String RUNS = "/customer/v1/match-runs";

    private final ScratchData data;
    private final StockFile file;

    Doubles(ScratchData data, StockFile file) {
        this.data = data;
        this.file = file;
    }

    /** Counts of pairs of customers. */
    private record Pairs(long there, long found, long right) {}

    List<Figure> find(Service service, Progress.Step step) {
        step.doing("looking for doubles");
        long start = System.nanoTime();
        String path =
                RUNS + "/" + service.post("manager", RUNS, Map.of()).path("id").asString();
        JsonNode run = service.await("manager", path, "RUNNING", "FINISHED");
        double seconds = (System.nanoTime() - start) / NANOS;
        long records = run.path("records").asLong();
        step.doing("%,d records matched in %,.0f s, %,d pairs compared; judging them"
                .formatted(records, seconds, run.path("compared").asLong()));
        try (Connection connection = data.connect()) {
            Pairs pairs = judge(connection);
            return List.of(
                    Figure.of(
                                    "matching",
                                    one(records / seconds),
                                    "COPY of the records to a file",
                                    one(records / readAll(connection)),
                                    "records/s")
                            .valueAtLeast(1_667),
                    Figure.of(
                                    "pairs found that are one person",
                                    one(pairs.right()),
                                    "pairs found",
                                    one(pairs.found()),
                                    "pairs")
                            .ratioAtLeast(0.98),
                    Figure.of(
                                    "pairs of one person found",
                                    one(pairs.right()),
                                    "pairs there are",
                                    one(pairs.there()),
                                    "pairs")
                            .ratioAtLeast(0.95));
        } catch (SQLException | IOException e) {
            throw new KehuException("The doubles cannot be judged: " + e.getMessage(), e);
        }
    }

    private static Samples one(double value) {
        Samples samples = new Samples();
        samples.add(value);
        return samples;
    }

    private Pairs judge(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE truth (row_no integer, person integer)");
            StringBuilder rows = new StringBuilder();
            int[] truths = file.truths();
            for (int i = 0; i < truths.length; i++) {
                rows.append(i + 1).append('\t').append(truths[i]).append('\n');
            }
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY truth FROM STDIN", new StringReader(rows.toString()));
            statement.execute("""
                    CREATE TEMP TABLE customer_truth AS
                    SELECT r.number, min(t.person) AS person FROM import_row r JOIN truth t USING (row_no)
                    WHERE r.applied AND r.number IS NOT NULL GROUP BY r.number
                    """);
            statement.execute("ANALYZE customer_truth");
            long there = count(
                    statement,
                    "SELECT coalesce(sum(n * (n - 1) / 2), 0) FROM (SELECT count(*) AS n FROM customer_truth GROUP BY person) AS p");
            long found = count(statement, "SELECT count(*) FROM match_pair");
            long right = count(statement, """
                    SELECT count(*) FROM match_pair p
                    JOIN customer_truth a ON a.number = p.number_a JOIN customer_truth b ON b.number = p.number_b
                    WHERE a.person = b.person
                    """);
            return new Pairs(there, found, right);
        }
    }

    private static long count(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static double readAll(Connection connection) throws SQLException, IOException {
        long start = System.nanoTime();
        for (String table : List.of("customer", "contact_point", "data_key")) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY " + table + " TO STDOUT (FORMAT binary)", OutputStream.nullOutputStream());
        }
        return (System.nanoTime() - start) / NANOS;
    }
}
