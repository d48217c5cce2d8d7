package io.kehu.local.bench.customer;

import io.kehu.local.bench.ScratchData;
import io.kehu.local.suite.KehuException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** The control of an import: COPY of the very rows it wrote, into tables of the same shape with the same indexes. */
final class BareCopy {

    private static final double NANOS = 1e9;

    /** What an import of customers fills, one row or more for each. */
    private static final List<String> TABLES =
            List.of("customer", "contact_point", "customer_key", "data_key", "import_row", "import_row_before");

    private final ScratchData data;

    BareCopy(ScratchData data) {
        this.data = data;
    }

    /** Seconds that it takes, by one connection in one transaction. */
    double seconds() {
        List<Path> files = new ArrayList<>();
        try (Connection connection = data.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA bare");
            for (String table : TABLES) {
                statement.execute("CREATE TABLE bare." + table + " (LIKE public." + table
                        + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)");
                files.add(export(connection, table));
            }
            connection.setAutoCommit(false);
            long start = System.nanoTime();
            for (int i = 0; i < TABLES.size(); i++) {
                load(connection, TABLES.get(i), files.get(i));
            }
            connection.commit();
            double seconds = (System.nanoTime() - start) / NANOS;
            connection.setAutoCommit(true);
            statement.execute("DROP SCHEMA bare CASCADE");
            return seconds;
        } catch (SQLException | IOException e) {
            throw new KehuException("The control of the import failed: " + e.getMessage(), e);
        } finally {
            delete(files);
        }
    }

    /** How many customers there are. */
    long customers() {
        try (Connection connection = data.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM customer")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new KehuException("The benchmark's database does not answer.", e);
        }
    }

    private static Path export(Connection connection, String table) throws SQLException, IOException {
        Path file = Files.createTempFile("kehu-bare-" + table, ".copy");
        try (OutputStream out = Files.newOutputStream(file)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY public." + table + " TO STDOUT (FORMAT binary)", out);
        }
        return file;
    }

    private static void load(Connection connection, String table, Path file) throws SQLException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY bare." + table + " FROM STDIN (FORMAT binary)", in);
        }
    }

    private static void delete(List<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new KehuException("The file " + file + " stays; delete it by hand.", e);
            }
        }
    }
}
