package io.kehu.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A private PostgreSQL 18: initialised once in its data folder, started as a child process on a loopback port. */
public final class PostgresServer {

    /** The version the binaries on the class path hold. */
    public static final String VERSION = "18.6.0";

    private static final Duration START_DEADLINE = Duration.ofSeconds(60);
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    private final Config config;
    private final ServerProcess process;

    private PostgresServer(Config config, ServerProcess process) {
        this.config = config;
        this.process = process;
    }

    /**
     * Where and how the server lives.
     *
     * @param binaries folder the programs are unpacked into, shared by all servers of the machine
     * @param home folder of this server: data, log and process id
     * @param port loopback TCP port
     * @param password of the superuser {@code postgres}
     * @param settings further server settings, such as {@code fsync=off} for tests
     */
    public record Config(Path binaries, Path home, int port, String password, Map<String, String> settings) {

        Path data() {
            return home.resolve("data");
        }

        Path log() {
            return home.resolve("postgres.log");
        }

        Path pidFile() {
            return home.resolve("postgres.pid");
        }
    }

    /** Starts the server, or finds it running. */
    public static PostgresServer start(Config config) {
        Optional<PostgresServer> running = find(config);
        if (running.isPresent()) {
            running.get().awaitReady();
            return running.get();
        }
        PostgresBinaries.installInto(config.binaries());
        initialise(config);
        List<String> command = new ArrayList<>(unprivileged());
        command.add(config.binaries().resolve("bin/postgres").toString());
        command.addAll(List.of("-D", config.data().toString(), "-p", Integer.toString(config.port())));
        settings(config).forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        ServerProcess process = ServerProcess.start(new ServerProcess.Spec(
                "PostgreSQL", command, Map.of("LC_ALL", "C"), config.home(), config.log(), config.pidFile()));
        PostgresServer server = new PostgresServer(config, process);
        server.awaitReady();
        return server;
    }

    /** The server if an earlier program left it running. */
    public static Optional<PostgresServer> find(Config config) {
        return ServerProcess.find("PostgreSQL", config.log(), config.pidFile())
                .map(process -> new PostgresServer(config, process));
    }

    public ServerProcess process() {
        return process;
    }

    public int port() {
        return config.port();
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + config.port() + "/" + database;
    }

    /** Fast shutdown: open transactions roll back, the next start needs no recovery. */
    public void stop() {
        process.stop("INT", STOP_GRACE);
    }

    /** A superuser connection; the caller closes it. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", config.password());
    }

    private void awaitReady() {
        process.awaitReady(this::accepts, START_DEADLINE);
    }

    private boolean accepts() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static Map<String, String> settings(Config config) {
        Map<String, String> settings = new java.util.TreeMap<>(Map.of(
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "max_connections", "200",
                "password_encryption", "scram-sha-256",
                "timezone", "UTC",
                "log_timezone", "UTC"));
        settings.putAll(config.settings());
        return settings;
    }

    private static void initialise(Config config) {
        if (Files.exists(config.data().resolve("PG_VERSION"))) {
            return;
        }
        try {
            Files.createDirectories(config.home());
            // A crash or Ctrl-C during initdb leaves a folder without a usable cluster; the marker above is the atomic
            // move below.
            Path draft = config.home().resolve("data.init");
            PostgresBinaries.deleteTree(draft);
            PostgresBinaries.deleteTree(config.data());
            Path passwordFile = Files.createTempFile(config.home(), ".password", "");
            try {
                Files.writeString(passwordFile, config.password());
                runInitdb(config, draft, passwordFile);
            } finally {
                Files.delete(passwordFile);
            }
            Files.move(draft, config.data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ServerFailedException(
                    "Cannot prepare the data folder " + config.data()
                            + ". Check that the disk has room and is writable.",
                    e);
        }
    }

    private static void runInitdb(Config config, Path data, Path passwordFile) throws IOException {
        List<String> command = new ArrayList<>(unprivileged());
        command.addAll(List.of(
                config.binaries().resolve("bin/initdb").toString(),
                "--pgdata=" + data,
                "--username=postgres",
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C"));
        Process initdb = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(config.log().toFile()))
                .start();
        if (waitFor(initdb) != 0) {
            throw new ServerFailedException("PostgreSQL could not initialise its data folder; see " + config.log()
                    + ". Check that the disk has 200 MB free.");
        }
    }

    /** PostgreSQL refuses to run as root; a user namespace of its own makes it an ordinary user without another account. */
    private static List<String> unprivileged() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        try {
            Process probe = new ProcessBuilder("unshare", "-U", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (waitFor(probe) == 0) {
                return List.of("unshare", "-U");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new ServerFailedException("PostgreSQL does not run as root and this system allows no user namespaces."
                + " Run kehu as an ordinary user, or set KEHU_POSTGRES_URL to an existing server.");
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new ServerFailedException("Interrupted.", e);
        }
    }
}
