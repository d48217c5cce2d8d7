package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** What a chart sets, its service reads; and what differs from one machine to many, its chart sets. */
class EnvironmentTests {

    static Stream<String> services() {
        return Charts.SERVICES.stream();
    }

    /** Everything a chart can set. */
    private static Values everything(String service) {
        Values values = Values.required(service)
                .with("config", Map.of("a", "b"))
                .with("keycloak.internalIssuer", "http://keycloak.sso.svc:8080/realms/kehu")
                .with("tracing.endpoint", "http://collector.tracing.svc:4318/v1/traces");
        return values;
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyVariableIsASettingTheServiceKnows(String service) {
        Settings settings = Settings.of(service);
        for (PodTemplate pod : Charts.render(service, everything(service)).pods()) {
            if (!pod.component().equals("test")) {
                Set<String> unknown = new TreeSet<>(pod.environment().keySet());
                unknown.remove("JAVA_TOOL_OPTIONS");
                unknown.removeIf(settings::knows);
                assertThat(unknown).as(pod.toString()).isEmpty();
            }
        }
    }

    /** A Secret's files are named as the properties they set. */
    @ParameterizedTest
    @MethodSource("services")
    void everySecretFileIsASettingTheServiceKnows(String service) {
        Settings settings = Settings.of(service);
        for (PodTemplate pod : Charts.render(service, everything(service)).pods()) {
            assertThat(pod.secretFiles().keySet()).allMatch(file -> settings.knows(Settings.variable(file)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SPRING_DATASOURCE_URI",
                "SPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_KEHU_TOKEN",
                "KEHU_NOTIFICATION_MAIL_SENDERNAME",
                "KEHU_PEERS_BILLING"
            })
    void aMisspeltSettingIsNotKnown(String variable) {
        assertThat(Settings.of("notification-service").knows(variable)).isFalse();
    }

    /** Whatever points to this very machine in application.yaml would not work in a pod. */
    @ParameterizedTest
    @MethodSource("services")
    void nothingPointsToTheLocalMachineAnyMore(String service) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        Path file = Charts.REPOSITORY.resolve(service).resolve("src/main/resources/application.yaml");
        flatten("", new Yaml().load(Charts.read(file)), defaults);
        PodTemplate pod = Charts.render(service, everything(service)).service();
        Set<String> set = new TreeSet<>(pod.environment().keySet());
        pod.secretFiles().keySet().forEach(property -> set.add(Settings.variable(property)));
        defaults.forEach((property, value) -> {
            if (String.valueOf(value).matches(".*(127\\.0\\.0\\.1|localhost).*") || "unset".equals(value)) {
                assertThat(set).as(service + ": " + property).contains(Settings.variable(property));
            }
        });
    }

    /** The machine itself refuses an option it does not know. */
    @ParameterizedTest
    @ValueSource(strings = {"Serial", "G1"})
    void theJavaMachineTakesItsOptions(String collector) throws IOException, InterruptedException {
        Values values = Values.required("gateway").with("jvm.collector", collector);
        PodTemplate pod = Charts.render("gateway", values).service();
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+PrintFlagsFinal",
                        "-version")
                .redirectErrorStream(true);
        java.environment().put("JAVA_TOOL_OPTIONS", pod.environment().get("JAVA_TOOL_OPTIONS"));
        Process process = java.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).containsPattern("Use" + collector + "GC +(:?=) true");
    }

    @Test
    void anEnvironmentVariableMayBeATemplateOrAReference() {
        Values values = Values.required("gateway")
                .with(
                        "env",
                        Map.of(
                                "A",
                                "{{ .Release.Name }}-x",
                                "B",
                                Map.of("valueFrom", Map.of("secretKeyRef", Map.of("name", "s", "key", "k"))),
                                "SERVER_PORT",
                                "8888"));
        PodTemplate pod = Charts.render("gateway", values).service();
        assertThat(pod.environment()).containsEntry("A", "kehu-x").containsEntry("SERVER_PORT", "8888");
        List<Node> references = pod.container().nodes("env").stream()
                .filter(variable -> variable.has("valueFrom"))
                .toList();
        assertThat(references).singleElement().satisfies(reference -> {
            assertThat(reference.text("name")).isEqualTo("B");
            assertThat(reference.text("valueFrom.secretKeyRef.key")).isEqualTo("k");
        });
    }

    /** Otherwise a changed ConfigMap would wait for the next accident to be read. */
    @Test
    void aChangedConfigurationReplacesThePods() {
        Values before = Values.required("gateway").with("config", Map.of("a", "b"));
        Values after = Values.required("gateway").with("config", Map.of("a", "c"));
        assertThat(checksum(before)).isEqualTo(checksum(before)).isNotEqualTo(checksum(after));
    }

    @Test
    void schemesOfCustomerNumbersReachIdentityService() {
        List<Map<String, String>> schemes = List.of(
                Map.of(
                        "code", "CUSTOMER",
                        "name", "客户号 / customer number",
                        "template", "C-{seq:9}-{check}",
                        "check", "MOD_97_10"),
                Map.of(
                        "code", "SHOP",
                        "name", "门店 / shops",
                        "template", "S{branch:4}-{seq32:7}-{check}",
                        "check", "MOD_37_36",
                        "order", "SCRAMBLED",
                        "partitioning", "BRANCH",
                        "zone", "Asia/Shanghai"));
        Values values = Values.required("identity-service")
                .with("config", Map.of("logging", Map.of("level", Map.of("root", "warn"))))
                .with("schemes", schemes);
        Rendering rendering = Charts.render("identity-service", values);
        Node config = Node.of(new Yaml()
                .load(rendering.only("ConfigMap").root().strings("data").get("application.yaml")));
        assertThat(config.nodes("kehu.identity.schemes")).hasSize(2);
        for (int i = 0; i < schemes.size(); i++) {
            assertThat(config.node("kehu.identity.schemes." + i).fields()).isEqualTo(schemes.get(i));
        }
        Settings settings = Settings.of("identity-service");
        assertThat(settings.knows("KEHU_IDENTITY_SCHEMES")).isTrue();
        assertThat(config.text("logging.level.root")).isEqualTo("warn");
        assertThat(rendering.service().environment())
                .containsEntry("SPRING_CONFIG_ADDITIONALLOCATION", "file:/config/");
    }

    @Test
    void withoutSchemesTheServiceDefinesItsOwn() {
        Rendering rendering = Charts.render("identity-service", Values.required("identity-service"));

        assertThat(rendering.find("ConfigMap", "identity-service")).isEmpty();
        Path file = Charts.REPOSITORY.resolve("identity-service/src/main/resources/application.yaml");
        assertThat(Node.of(new Yaml().load(Charts.read(file)))
                        .nodes("kehu.identity.schemes")
                        .getFirst()
                        .text("code"))
                .isEqualTo("CUSTOMER");
    }

    /** The chart takes every kind of scheme the service takes, and no other. */
    @ParameterizedTest
    @CsvSource({
        "check, scheme/CheckAlgorithm.java, '^    ([A-Z][A-Z0-9_]+)\\('",
        "order, scheme/NumberOrder.java, '^        ([A-Z]+)[,;]?$'",
        "partitioning, scheme/Scheme.java, '^        (NONE|YEAR|BRANCH)[,;]?$'"
    })
    void schemesOfEveryKindAreTaken(String field, String source, String constant) {
        String java = Charts.read(Charts.REPOSITORY
                .resolve("identity-service/src/main/java/io/kehu/identity")
                .resolve(source));
        Set<String> known = Pattern.compile(constant, Pattern.MULTILINE)
                .matcher(java)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> taken = new TreeSet<>();
        JsonMapper.shared()
                .readTree(Charts.read(Charts.HELM.resolve("identity-service/values.schema.json")))
                .at("/properties/schemes/items/properties/" + field + "/enum")
                .forEach(value -> taken.add(value.asString()));
        assertThat(taken).isNotEmpty().isEqualTo(known);
    }

    private static String checksum(Values values) {
        return Charts.render("gateway", values)
                .only("Deployment")
                .root()
                .node("spec.template.metadata")
                .strings("annotations")
                .get("checksum/config");
    }

    private static void flatten(String prefix, Object value, Map<String, Object> flat) {
        if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (key, inner) -> flatten(prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key, inner, flat));
        } else {
            flat.put(prefix, value);
        }
    }
}
