package io.kehu.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL for all tests of a module run, started when first asked for, gone with the program that started it. */
public final class ThrowawayPostgres {

    private static final String PASSWORD = "test";

    private static @Nullable PostgresServer server;

    private ThrowawayPostgres() {}

    /** Safe to lose with the machine, so it does not wait for the disk. */
    public static synchronized PostgresServer server() {
        PostgresServer running = server;
        if (running == null) {
            Path home = temporaryFolder();
            running = PostgresServer.start(new PostgresServer.Config(
                    Path.of(System.getProperty("java.io.tmpdir"), "kehu-postgres-" + PostgresServer.VERSION),
                    home,
                    Ports.findFree(),
                    PASSWORD,
                    Map.of(
                            "fsync",
                            "off",
                            "full_page_writes",
                            "off",
                            "shared_buffers",
                            "128MB",
                            "max_wal_size",
                            "2GB")));
            stopAtExit(running, home);
            server = running;
        }
        return running;
    }

    /** A database of its own with the two roles every service has, as production makes them. */
    public static ServiceDatabase create(String name) {
        PostgresServer running = server();
        ServiceDatabase database = ServiceDatabase.of(name, "owner-secret", "app-secret");
        try {
            try (Connection admin = running.connect("postgres")) {
                database.create(admin);
            }
            try (Connection inside = running.connect(name)) {
                database.grant(inside);
            }
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a service names it in its configuration. */
    public static Map<String, String> properties(ServiceDatabase database) {
        return Map.of(
                "spring.datasource.url", server().url(database.name()),
                "spring.datasource.username", database.app(),
                "spring.datasource.password", database.appPassword(),
                "spring.flyway.user", database.owner(),
                "spring.flyway.password", database.ownerPassword());
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("kehu-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stopAtExit(PostgresServer running, Path home) {
        Thread stop = new Thread(
                () -> {
                    // Its data goes away: no need for an orderly end.
                    running.process().kill();
                    try {
                        PostgresBinaries.deleteTree(home);
                    } catch (IOException e) {
                        System.err.println("Left behind: " + home);
                    }
                },
                "stop-postgres");
        Runtime.getRuntime().addShutdownHook(stop);
    }
}
