package io.kehu.local.bench;

import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.ServiceEnvironment;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import io.kehu.servers.RabbitManagement;
import io.kehu.servers.ServiceBroker;
import io.kehu.servers.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** A database and a virtual host of the suite's servers that nobody else uses, for instances of one service. Gone when closed. */
public final class ScratchData implements AutoCloseable {

    private final Settings settings;
    private final Suite suite;
    private final String domain;
    private final String name;
    private final ServiceDatabase database;
    private final ServiceBroker broker;

    /** @param domain of the service, such as {@code identity} */
    public ScratchData(Settings settings, String domain) {
        this.settings = settings;
        this.suite = new Suite(settings);
        this.domain = domain;
        this.name = domain + "_bench";
        this.database = ServiceDatabase.of(
                name,
                settings.secrets().password("db-" + name + "-owner"),
                settings.secrets().password("db-" + name));
        this.broker = new ServiceBroker(
                "kehu-bench-" + domain, domain, name, settings.secrets().password("broker-" + name));
        create();
    }

    private void create() {
        try (Connection admin = suite.postgres().connect("postgres")) {
            drop(admin);
            database.create(admin);
        } catch (SQLException e) {
            throw new KehuException("PostgreSQL does not answer. Run ./kehu up.", e);
        }
        try (Connection inside = suite.postgres().connect(name)) {
            database.grant(inside);
        } catch (SQLException e) {
            throw new KehuException("The benchmark's database cannot be prepared: " + e.getMessage(), e);
        }
        RabbitManagement management = suite.rabbit().management();
        management.createVirtualHost(broker.virtualHost());
        broker.create(management);
        management.permit(broker.virtualHost(), suite.rabbit().administrator(), ".*", ".*", ".*");
        management.createSink(broker.virtualHost(), "kehu.events", "sink");
    }

    /** A superuser connection to the benchmark's database. */
    public Connection connect() throws SQLException {
        return suite.postgres().connect(name);
    }

    public Suite suite() {
        return suite;
    }

    /** What an instance of the service needs to work on this database and virtual host. */
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(
                new ServiceEnvironment(settings, suite.postgres(), suite.rabbit()).of(domain + "-service"));
        variables.put("SPRING_DATASOURCE_URL", suite.postgres().url(name));
        variables.put("SPRING_DATASOURCE_USERNAME", database.app());
        variables.put("SPRING_DATASOURCE_PASSWORD", database.appPassword());
        variables.put("SPRING_FLYWAY_USER", database.owner());
        variables.put("SPRING_FLYWAY_PASSWORD", database.ownerPassword());
        variables.put("SPRING_RABBITMQ_VIRTUALHOST", broker.virtualHost());
        variables.put("SPRING_RABBITMQ_USERNAME", broker.user());
        variables.put("SPRING_RABBITMQ_PASSWORD", broker.password());
        return variables;
    }

    @Override
    public void close() {
        suite.rabbit().management().deleteVirtualHost(broker.virtualHost());
        suite.rabbit().management().deleteUser(broker.user());
        try (Connection admin = suite.postgres().connect("postgres")) {
            drop(admin);
        } catch (SQLException e) {
            throw new KehuException("The benchmark's database " + name + " stays; drop it by hand.", e);
        }
    }

    private void drop(Connection admin) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            statement.execute("DROP ROLE IF EXISTS " + database.app());
            statement.execute("DROP ROLE IF EXISTS " + database.owner());
        }
    }
}
