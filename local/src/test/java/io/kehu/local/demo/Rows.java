package io.kehu.local.demo;

import io.kehu.local.suite.Suite;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks into the services' databases from outside. */
final class Rows {

    static final List<String> DATABASES = List.of("identity", "customer", "loyalty", "feedback", "notification");

    private final Suite suite;

    Rows(Suite suite) {
        this.suite = suite;
    }

    long count(String database, String sql) {
        List<String> found = new ArrayList<>();
        query(database, sql, found::add);
        return Long.parseLong(found.getFirst());
    }

    /** Every row of every table, as text. */
    void dump(String database, Consumer<String> row) {
        List<String> tables = new ArrayList<>();
        query(
                database,
                "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
                        + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
                tables::add);
        for (String table : tables) {
            query(database, "SELECT t::text FROM " + table + " AS t", row);
        }
    }

    private void query(String database, String sql, Consumer<String> row) {
        try (Connection connection = suite.postgres().connect(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(1_000);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    row.accept(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(database + ": " + sql, e);
        }
    }
}
