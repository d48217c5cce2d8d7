package io.kehu.starter.test;

import io.kehu.servers.Ports;
import io.kehu.servers.PostgresServer;
import io.kehu.servers.RabbitServer;
import io.kehu.servers.ThrowawayPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL and one RabbitMQ for all tests of a module run, started when first asked for and gone with the run. */
public final class TestServers {

    private static final String PASSWORD = "test";

    private static @Nullable RabbitServer rabbit;
    private static @Nullable Path home;

    private TestServers() {}

    public static PostgresServer postgres() {
        return ThrowawayPostgres.server();
    }

    public static synchronized RabbitServer rabbit() {
        RabbitServer server = rabbit;
        if (server == null) {
            server = RabbitServer.start(new RabbitServer.Config(
                    home().resolve("rabbitmq"),
                    Ports.findFree(),
                    Ports.findFree(),
                    Ports.findFree(),
                    Ports.findFree(),
                    PASSWORD));
            rabbit = server;
        }
        return server;
    }

    /** A folder that goes away with the run. */
    public static synchronized Path home() {
        Path folder = home;
        if (folder == null) {
            try {
                folder = Files.createTempDirectory("kehu-test-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            home = folder;
            Runtime.getRuntime().addShutdownHook(new Thread(TestServers::stopAll, "stop-test-servers"));
        }
        return folder;
    }

    private static void stopAll() {
        // Its data goes away: no need for an orderly end.
        if (rabbit != null) {
            rabbit.kill();
            rabbit.stop();
        }
        if (home != null) {
            deleteTree(home);
        }
    }

    private static void deleteTree(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Left behind: " + root);
        }
    }
}
