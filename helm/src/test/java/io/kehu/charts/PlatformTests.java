package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.kehu.servers.RabbitManagement;
import io.kehu.servers.ServiceBroker;
import io.kehu.servers.ServiceDatabase;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the platform chart sets up is what the local suite and the tests of the services run on. */
class PlatformTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Rendering PLATFORM = Charts.render(
            Charts.PLATFORM,
            Values.none().with("postgres.enabled", true).with("rabbitmq.topologyOperator.enabled", true));

    @Test
    void theRealmIsTheOneInTheRepository() {
        String realm = Charts.read(Charts.REPOSITORY.resolve("gateway/realm/kehu-realm.json"));
        Generated.check(Charts.HELM.resolve("kehu-platform/files/kehu-realm.json"), realm);
        String rendered =
                PLATFORM.get("ConfigMap", "kehu-realm").root().strings("data").get("kehu-realm.json");
        assertThat(JSON.readTree(rendered)).isEqualTo(JSON.readTree(realm));
    }

    @Test
    void theNamespaceEnforcesRestrictedPods() {
        KubeObject namespace = PLATFORM.only("Namespace");
        for (String mode : List.of("enforce", "audit", "warn")) {
            assertThat(namespace.labels()).containsEntry("pod-security.kubernetes.io/" + mode, "restricted");
        }
        assertThat(PLATFORM.objects())
                .filteredOn(object -> !object.is("Namespace"))
                .allMatch(object -> object.root().text("metadata.namespace").equals(namespace.name()));
    }

    @Test
    void whateverIsNotAllowedIsDenied() {
        Node deny = PLATFORM.get("NetworkPolicy", "kehu-deny").root().node("spec");
        assertThat(deny.texts("policyTypes")).containsExactlyInAnyOrder("Egress", "Ingress");
        assertThat(deny.node("podSelector").fields()).isEmpty();
        assertThat(deny.has("egress") || deny.has("ingress")).isFalse();
    }

    /** All services at their most pods, one more each during a roll-out, every migration and test at once. */
    @Test
    void theQuotaHasRoomForEverything() {
        Rendering suite = Charts.render(Charts.SUITE, Values.required(Charts.SUITE));
        int pods = 0;
        int memory = 0;
        int cpu = 0;
        for (PodTemplate pod : suite.pods()) {
            int count = pod.component().equals("service")
                    ? suite.get("HorizontalPodAutoscaler", name(pod)).root().number("spec.maxReplicas") + 1
                    : 1;
            pods += count;
            memory += count * Memory.mebibytes(pod.container().text("resources.requests.memory"));
            cpu += count
                    * Integer.parseInt(
                            pod.container().text("resources.requests.cpu").replace("m", ""));
        }
        Node hard = Node.of(
                PLATFORM.only("ResourceQuota").root().node("spec").fields().get("hard"));
        assertThat(hard.number("pods")).isGreaterThanOrEqualTo(pods);
        assertThat(Integer.parseInt(String.valueOf(hard.fields().get("requests.cpu"))) * 1000)
                .isGreaterThanOrEqualTo(cpu);
        for (String kind : List.of("requests.memory", "limits.memory")) {
            assertThat(Memory.mebibytes(String.valueOf(hard.fields().get(kind))))
                    .isGreaterThanOrEqualTo(memory);
        }
    }

    /** One PostgreSQL for all services keeps some connections for people and for its own work. */
    @Test
    void allPodsTogetherLeaveConnectionsOfTheDatabaseFree() {
        int needed = 20;
        Rendering suite = Charts.render(Charts.SUITE, Values.required(Charts.SUITE));
        for (PodTemplate pod : suite.pods("service")) {
            if (ServiceMap.load().get(name(pod)).uses("database")) {
                int most =
                        suite.get("HorizontalPodAutoscaler", name(pod)).root().number("spec.maxReplicas");
                int pool = Integer.parseInt(pod.environment().get("SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE"));
                Node values = Node.of(new Yaml().load(Charts.read(Charts.HELM.resolve(name(pod) + "/values.yaml"))));
                assertThat((most + 1) * pool).isLessThanOrEqualTo(values.number("database.connectionLimit"));
                needed += values.number("database.connectionLimit");
            }
        }
        assertThat(PLATFORM.only("Cluster").root().number("spec.postgresql.parameters.max_connections"))
                .isGreaterThanOrEqualTo(needed);
    }

    @Test
    void postgresKnowsTheLoginsTheServicesMount() {
        Map<String, String> roles = new LinkedHashMap<>();
        PLATFORM.only("Cluster")
                .root()
                .nodes("spec.managed.roles")
                .forEach(role -> roles.put(role.text("name"), role.text("passwordSecret.name")));
        Map<String, String> mounted = new LinkedHashMap<>();
        ServiceMap.load().forEach((service, facts) -> {
            if (facts.uses("database")) {
                Map<String, String> files = Charts.render(service, Values.required(service))
                        .pods("migration")
                        .getFirst()
                        .secretFiles();
                ServiceDatabase database = ServiceDatabase.of(service.replace("-service", ""), "", "");
                mounted.put(database.app(), files.get("spring.datasource.username"));
                mounted.put(database.owner(), files.get("spring.flyway.user"));
            }
        });
        assertThat(roles).isEqualTo(mounted);
    }

    @Test
    void theDefinitionsFileAllowsWhatTheLocalBrokerAllows() throws IOException {
        JsonNode definitions = JSON.readTree(PLATFORM.get("ConfigMap", "kehu-rabbitmq-definitions")
                .root()
                .strings("data")
                .get("definitions.json"));
        assertThat(definitions.has("users")).isFalse();
        assertThat(definitions.get("vhosts").get(0).get("name").asString()).isEqualTo("kehu");
        Map<String, JsonNode> set = new LinkedHashMap<>();
        definitions.get("permissions").forEach(one -> {
            ObjectNode copy = ((ObjectNode) one.deepCopy());
            set.put(key("permissions", copy), copy.remove(List.of("user", "vhost")));
        });
        definitions.get("topic_permissions").forEach(one -> {
            ObjectNode copy = ((ObjectNode) one.deepCopy());
            set.put(
                    key("topic-permissions", copy) + " " + copy.get("exchange").asString(),
                    copy.remove(List.of("user", "vhost")));
        });
        assertThat(set).containsExactlyInAnyOrderEntriesOf(localPermissions());
    }

    @Test
    void theTopologyOperatorAllowsTheSame() throws IOException {
        Map<String, JsonNode> set = new LinkedHashMap<>();
        PLATFORM.all("Permission")
                .forEach(one -> set.put(
                        "permissions " + one.root().text("spec.vhost") + " "
                                + one.root().text("spec.user"),
                        JSON.valueToTree(one.root().node("spec.permissions").fields())));
        PLATFORM.all("TopicPermission")
                .forEach(one -> set.put(
                        "topic-permissions " + one.root().text("spec.vhost") + " "
                                + one.root().text("spec.user") + " "
                                + one.root().text("spec.permissions.exchange"),
                        JSON.valueToTree(one.root().node("spec.permissions").fields())));
        assertThat(set).containsExactlyInAnyOrderEntriesOf(localPermissions());
        for (KubeObject user : PLATFORM.all("User")) {
            PodTemplate pod =
                    Charts.render(user.name(), Values.required(user.name())).service();
            assertThat(user.root().text("spec.importCredentialsSecret.name"))
                    .isEqualTo(pod.secretFiles().get("spring.rabbitmq.username"));
        }
        assertThat(PLATFORM.all("Exchange"))
                .extracting(exchange -> exchange.root().text("spec.name"))
                .containsExactlyInAnyOrder("kehu.events", "kehu.dead");
    }

    /** What {@link ServiceBroker} really asks of a broker's management, for every service with a broker. */
    private static Map<String, JsonNode> localPermissions() throws IOException {
        Map<String, JsonNode> asked = new LinkedHashMap<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String[] path = exchange.getRequestURI().getPath().split("/");
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            if (path[2].endsWith("permissions")) {
                String topic = body.has("exchange") ? " " + body.get("exchange").asString() : "";
                asked.put(path[2] + " " + path[3] + " " + path[4] + topic, body);
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            ServiceMap.load().forEach((service, facts) -> {
                if (facts.uses("broker")) {
                    new ServiceBroker("kehu", service.replace("-service", ""), service, "x")
                            .create(new RabbitManagement(address, "admin", "x"));
                }
            });
        } finally {
            server.stop(0);
        }
        return asked;
    }

    private static String key(String kind, JsonNode permission) {
        return kind + " " + permission.get("vhost").asString() + " "
                + permission.get("user").asString();
    }

    /** {@code database.sql} says in psql what {@link ServiceDatabase} says over JDBC. */
    @Test
    void theDatabaseScriptGrantsWhatTheLocalSuiteGrants() throws SQLException {
        List<String> asked = new ArrayList<>();
        ServiceDatabase database = ServiceDatabase.of("identity", "x", "x");
        database.create(recorder(asked));
        database.grant(recorder(asked));
        asked.removeIf(sql -> sql.startsWith("ALTER ROLE"));
        String script = Charts.read(Charts.HELM.resolve("database.sql"))
                .replaceAll("(?m)^--.*$", "")
                .replaceAll("\\\\(set|connect).*", "")
                .replaceAll("SELECT format\\('(.*?)', .*\\)\\s+WHERE NOT EXISTS .*\\s*\\\\gexec", "$1;")
                .replace(
                        "CREATE ROLE %I LOGIN;\nCREATE ROLE %I",
                        "CREATE ROLE identity_owner LOGIN;\nCREATE ROLE identity_app")
                .replace("CREATE DATABASE %I OWNER %I", "CREATE DATABASE identity OWNER identity_owner")
                .replace(":\"domain\"", "identity")
                .replace(":\"owner\"", "identity_owner")
                .replace(":\"app\"", "identity_app");
        List<String> written = script.lines()
                .map(line -> line.strip().replace(";", ""))
                .filter(line -> !line.isEmpty())
                .toList();
        assertThat(new TreeSet<>(written)).isEqualTo(new TreeSet<>(asked));
    }

    /** A connection on which nothing exists yet and every statement is written down. */
    private static Connection recorder(List<String> statements) {
        return proxy(Connection.class, (method, arguments) -> switch (method) {
            case "createStatement" ->
                proxy(Statement.class, (name, sql) -> name.equals("execute") ? statements.add((String) sql[0]) : null);
            case "prepareStatement" ->
                proxy(
                        PreparedStatement.class,
                        (name, none) -> name.equals("executeQuery")
                                ? proxy(ResultSet.class, (next, nothing) -> next.equals("next") ? false : null)
                                : null);
            default -> null;
        });
    }

    private interface Answer {
        Object answer(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.answer(method.getName(), arguments)));
    }

    private static String name(PodTemplate pod) {
        return String.valueOf(pod.labels().get("app.kubernetes.io/name"));
    }
}
