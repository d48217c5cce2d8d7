package io.kehu.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTests {

    @TempDir
    private Path home;

    @Test
    void startsKeepsItsDataOverAKillAndIsFoundAgain() throws Exception {
        PostgresServer.Config config = new PostgresServer.Config(
                Path.of(System.getProperty("java.io.tmpdir"), "kehu-postgres-" + PostgresServer.VERSION),
                home,
                Ports.findFree(),
                "secret",
                Map.of());
        // What a Ctrl-C during the first initialisation leaves behind.
        Files.createDirectories(home.resolve("data.init/base"));
        Files.createDirectories(home.resolve("data"));

        PostgresServer first = PostgresServer.start(config);
        run(first, "CREATE TABLE kept AS SELECT 1 AS value");
        assertThat(PostgresServer.start(config).process().pid())
                .isEqualTo(first.process().pid());

        first.process().kill();
        PostgresServer second = PostgresServer.start(config);
        try {
            assertThat(second.process().pid()).isNotEqualTo(first.process().pid());
            assertThat(query(second, "SELECT value FROM kept")).isEqualTo("1");
            assertThat(query(second, "SHOW server_version")).startsWith("18.");
        } finally {
            second.stop();
        }
        assertThat(PostgresServer.find(config)).isEmpty();
        assertThat(Ports.isFree(config.port())).isTrue();
    }

    private static void run(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
