package io.kehu.loyalty.merge;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A row that a test holds, so that work stops exactly there until the row is let go, or the work is killed. */
final class HeldRow implements AutoCloseable {

    private final JdbcClient jdbc;
    private final Connection connection;

    private HeldRow(JdbcClient jdbc, Connection connection) {
        this.jdbc = jdbc;
        this.connection = connection;
    }

    /** @param table {@code points_account} or {@code member} */
    static HeldRow of(ApplicationContext context, String table, String number) throws SQLException {
        Connection connection = context.getBean(DataSource.class).getConnection();
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 1 FROM " + table + " WHERE number = ? FOR UPDATE")) {
            statement.setString(1, number);
            if (!statement.executeQuery().next()) {
                throw new AssertionError("There is no such row to hold");
            }
        }
        return new HeldRow(context.getBean(JdbcClient.class), connection);
    }

    void awaitWaiting(int count) {
        await().until(() -> waiting().size() == count);
    }

    /** Ends the database sessions of all who wait. */
    void killWaiting() {
        for (int pid : waiting()) {
            jdbc.sql("SELECT pg_terminate_backend(:pid)")
                    .param("pid", pid)
                    .query(Boolean.class)
                    .single();
        }
    }

    private List<Integer> waiting() {
        return jdbc.sql("""
                        SELECT pid FROM pg_stat_activity
                        WHERE datname = current_database() AND usename = current_user AND cardinality(pg_blocking_pids(pid)) > 0
                        """).query(Integer.class).list();
    }

    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.close();
        }
    }
}
