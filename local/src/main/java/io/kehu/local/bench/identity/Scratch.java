package io.kehu.local.bench.identity;

import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.ServiceEnvironment;
import io.kehu.local.suite.ServiceInstance;
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

/** A database and a virtual host that nobody else uses, on the suite's servers, and instances of identity-service on them. */
public final class Scratch implements AutoCloseable {

    public static final String SCHEME = "BENCH";

    private static final String NAME = "identity_bench";
    private static final int HEAP_MIB = 512;

    /** As the suite's own instance, whose recorded classes it uses. */
    private static final int SMALL_HEAP_MIB = 128;

    private final Settings settings;
    private final Suite suite;
    private final ServiceDatabase database;
    private final ServiceBroker broker;

    public Scratch(Settings settings) {
        this.settings = settings;
        this.suite = new Suite(settings);
        this.database = ServiceDatabase.of(
                NAME,
                settings.secrets().password("db-" + NAME + "-owner"),
                settings.secrets().password("db-" + NAME));
        this.broker = new ServiceBroker(
                "kehu-bench", "identity", NAME, settings.secrets().password("broker-" + NAME));
        create();
    }

    private void create() {
        try (Connection admin = suite.postgres().connect("postgres")) {
            drop(admin);
            database.create(admin);
        } catch (SQLException e) {
            throw new KehuException("PostgreSQL does not answer. Run ./kehu up.", e);
        }
        try (Connection inside = suite.postgres().connect(NAME)) {
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
        return suite.postgres().connect(NAME);
    }

    public Suite suite() {
        return suite;
    }

    /** With a fresh access token of the demo shop, which is good for some minutes. */
    public String token() {
        return new SignIn(settings).as("integrator").value();
    }

    /** For figures. */
    public ServiceInstance identity() {
        return identity("0", HEAP_MIB, true);
    }

    /** That starts soon, to be killed soon. */
    public ServiceInstance shortLived(String label) {
        return identity(label, SMALL_HEAP_MIB, false);
    }

    private ServiceInstance identity(String label, int heapMiB, boolean lasting) {
        Map<String, String> variables = new LinkedHashMap<>(
                new ServiceEnvironment(settings, suite.postgres(), suite.rabbit()).of("identity-service"));
        variables.put("SPRING_DATASOURCE_URL", suite.postgres().url(NAME));
        variables.put("SPRING_DATASOURCE_USERNAME", database.app());
        variables.put("SPRING_DATASOURCE_PASSWORD", database.appPassword());
        variables.put("SPRING_FLYWAY_USER", database.owner());
        variables.put("SPRING_FLYWAY_PASSWORD", database.ownerPassword());
        variables.put("SPRING_RABBITMQ_VIRTUALHOST", broker.virtualHost());
        variables.put("SPRING_RABBITMQ_USERNAME", broker.user());
        variables.put("SPRING_RABBITMQ_PASSWORD", broker.password());
        variables.put("KEHU_IDENTITY_SCHEMES_0_CODE", SCHEME);
        variables.put("KEHU_IDENTITY_SCHEMES_0_NAME", "benchmark");
        variables.put("KEHU_IDENTITY_SCHEMES_0_TEMPLATE", "B-{seq:12}-{check}");
        variables.put("KEHU_IDENTITY_SCHEMES_0_CHECK", "MOD_97_10");
        return ServiceInstance.start(
                settings,
                new ServiceInstance.Wish(
                        "identity-service",
                        "bench-" + label,
                        heapMiB,
                        variables,
                        "/actuator/health/readiness",
                        true,
                        lasting));
    }

    /** The control: the same web server and JSON, and nothing else. */
    public ServiceInstance echo() {
        return ServiceInstance.start(
                settings, new ServiceInstance.Wish("echo", "bench", HEAP_MIB, Map.of(), "/ready", false, true));
    }

    @Override
    public void close() {
        suite.rabbit().management().deleteVirtualHost(broker.virtualHost());
        suite.rabbit().management().deleteUser(broker.user());
        try (Connection admin = suite.postgres().connect("postgres")) {
            drop(admin);
        } catch (SQLException e) {
            throw new KehuException("The benchmark's database " + NAME + " stays; drop it by hand.", e);
        }
    }

    private void drop(Connection admin) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + NAME + " WITH (FORCE)");
            statement.execute("DROP ROLE IF EXISTS " + database.app());
            statement.execute("DROP ROLE IF EXISTS " + database.owner());
        }
    }
}
