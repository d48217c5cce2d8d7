package io.kehu.local.suite;

import io.kehu.servers.PostgresServer;
import io.kehu.servers.ServerProcess;
import io.kehu.servers.ServiceDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 18 with a database and two roles for each service: our own server, or the one {@code KEHU_POSTGRES_URL} names. */
public final class PostgresPart implements Part {

    /** Databases of the suite; Keycloak's has one role for all. */
    public static final List<String> DATABASES =
            List.of("identity", "customer", "loyalty", "feedback", "notification", "keycloak");

    private final Settings settings;

    public PostgresPart(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void start(Progress.Step step) {
        if (external().isEmpty()) {
            PostgresServer.start(config());
        }
        try {
            for (String name : DATABASES) {
                ServiceDatabase database = database(name);
                try (Connection admin = connect("postgres")) {
                    database.create(admin);
                }
                try (Connection inside = connect(name)) {
                    database.grant(inside);
                }
            }
        } catch (SQLException e) {
            throw new KehuException(
                    "PostgreSQL at " + address() + " refused to create the databases: " + e.getMessage(), e);
        }
    }

    public ServiceDatabase database(String name) {
        return ServiceDatabase.of(
                name,
                settings.secrets().password("db-" + name + "-owner"),
                settings.secrets().password("db-" + name));
    }

    public String url(String database) {
        return external()
                .map(uri -> "jdbc:postgresql://" + uri.getHost() + ":" + port(uri) + "/" + database)
                .orElse("jdbc:postgresql://127.0.0.1:" + settings.ports().port("postgres") + "/" + database);
    }

    /** A superuser connection. */
    public Connection connect(String database) throws SQLException {
        Optional<URI> external = external();
        if (external.isEmpty()) {
            return DriverManager.getConnection(
                    url(database), "postgres", settings.secrets().password("postgres"));
        }
        String[] user = String.valueOf(external.get().getUserInfo()).split(":", 2);
        return DriverManager.getConnection(url(database), user[0], user.length > 1 ? user[1] : "");
    }

    @Override
    public void stop() {
        if (external().isEmpty()) {
            PostgresServer.find(config()).ifPresent(PostgresServer::stop);
        }
    }

    @Override
    public Optional<ServerProcess> process() {
        return external().isPresent()
                ? Optional.empty()
                : PostgresServer.find(config()).map(PostgresServer::process);
    }

    @Override
    public boolean isReady() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public @Nullable String address() {
        return url("");
    }

    PostgresServer.Config config() {
        return new PostgresServer.Config(
                settings.layout().postgresBinaries(),
                settings.layout().postgres(),
                settings.ports().port("postgres"),
                settings.secrets().password("postgres"),
                Map.of(
                        "shared_buffers", "512MB",
                        // As on the disks of today: a page anywhere costs about as much as the next one.
                        "random_page_cost", "1.1",
                        "max_wal_size", "4GB",
                        "checkpoint_timeout", "15min",
                        "log_min_messages", "warning"));
    }

    private Optional<URI> external() {
        return settings.environment().text("KEHU_POSTGRES_URL").map(url -> URI.create(url.replaceFirst("^jdbc:", "")));
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? 5432 : uri.getPort();
    }
}
