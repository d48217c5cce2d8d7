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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;

/**
 * A match run over an imported stock, and how many of the doubles that are known to be in it were found: those the import left, which are
 * the harder ones, and all there are among the rows, which the import or the run may have found.
 */
final class Doubles {

    private static final double NANOS = 1e9;
    private static final String RUNS = "/customer/v1/match-runs";

    private final ScratchData data;
    private final StockFile file;

    Doubles(ScratchData data, StockFile file) {
        this.data = data;
        this.file = file;
    }

    /** Counts of pairs. */
    private record Pairs(long there, long found, long right) {

        List<Figure> figures(String of) {
            return List.of(
                    Figure.of("pairs of " + of + " found that are one person", one(right), "found", one(found), "pairs")
                            .ratioAtLeast(0.98),
                    Figure.of(
                                    "pairs of " + of + " that are one person, found",
                                    one(right),
                                    "there are",
                                    one(there),
                                    "pairs")
                            .ratioAtLeast(0.95));
        }
    }

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
            List<Figure> figures = new ArrayList<>();
            figures.add(Figure.of(
                            "matching",
                            one(records / seconds),
                            "COPY of the records to a file",
                            one(records / readAll(connection)),
                            "records/s")
                    .valueAtLeast(1_667));
            judge(connection);
            figures.addAll(customers(connection).figures("customers"));
            figures.addAll(rows(connection).figures("rows"));
            return figures;
        } catch (SQLException | IOException e) {
            throw new KehuException("The doubles cannot be judged: " + e.getMessage(), e);
        }
    }

    private static Samples one(double value) {
        Samples samples = new Samples();
        samples.add(value);
        return samples;
    }

    private void judge(Connection connection) throws SQLException, IOException {
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
                    SELECT r.number, t.person, count(*) AS rows, min(r.row_no) AS first
                    FROM import_row r JOIN truth t USING (row_no)
                    WHERE r.applied AND r.number IS NOT NULL GROUP BY r.number, t.person
                    """);
            statement.execute("CREATE INDEX ON customer_truth (number)");
            statement.execute("ANALYZE customer_truth");
        }
    }

    /** Whoever came first counts where the import put two persons into one record. */
    private static Pairs customers(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TEMP TABLE one_truth AS
                    SELECT DISTINCT ON (number) number, person FROM customer_truth ORDER BY number, first
                    """);
            statement.execute("CREATE INDEX ON one_truth (number)");
            statement.execute("ANALYZE one_truth");
            long there = count(statement, pairs("SELECT count(*) AS n FROM one_truth GROUP BY person"));
            long found = count(statement, "SELECT count(*) FROM match_pair");
            long right = count(statement, """
                    SELECT count(*) FROM match_pair p
                    JOIN one_truth a ON a.number = p.number_a JOIN one_truth b ON b.number = p.number_b
                    WHERE a.person = b.person
                    """);
            return new Pairs(there, found, right);
        }
    }

    /** Two rows are found to be one person where they went into one record, or into two that the run found. */
    private static Pairs rows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long there = count(statement, pairs("SELECT sum(rows) AS n FROM customer_truth GROUP BY person"));
            long together = count(statement, pairs("SELECT sum(rows) AS n FROM customer_truth GROUP BY number"));
            long rightly = count(statement, pairs("SELECT rows AS n FROM customer_truth"));
            String across = """
                    SELECT coalesce(sum(a.rows * b.rows), 0) FROM match_pair p
                    JOIN customer_truth a ON a.number = p.number_a JOIN customer_truth b ON b.number = p.number_b
                    """;
            long matched = count(statement, across);
            long rightlyMatched = count(statement, across + " WHERE a.person = b.person");
            return new Pairs(there, together + matched, rightly + rightlyMatched);
        }
    }

    private static String pairs(String groups) {
        return "SELECT coalesce(sum(n * (n - 1) / 2), 0)::bigint FROM (" + groups + ") AS p";
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
