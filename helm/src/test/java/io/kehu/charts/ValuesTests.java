package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values are documented, in order, and closed: a misspelt one is refused, and so is one that cannot work. */
class ValuesTests {

    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z][A-Za-z-]*):.*");

    static Stream<String> charts() {
        return ChartTests.installable();
    }

    private static String values(String chart) {
        return Charts.read(Charts.HELM.resolve(chart + "/values.yaml"));
    }

    private static JsonNode schema(String chart) {
        return JsonMapper.shared().readTree(Charts.read(Charts.HELM.resolve(chart + "/values.schema.json")));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void everyValueIsExplainedAndInOrder(String chart) {
        assertInOrder(chart, Node.of(new Yaml().load(values(chart))).fields(), schema(chart));
        List<String> lines = values(chart).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher key = KEY.matcher(lines.get(i));
            if (key.matches() && isDocumentedPart(lines, i)) {
                assertThat(lines.get(i - 1)).as(chart + ": " + lines.get(i)).startsWith(key.group(1) + "# ");
            }
        }
    }

    /** A key inside a list is content, not a setting. */
    private static boolean isDocumentedPart(List<String> lines, int at) {
        int indent = lines.get(at).indexOf(lines.get(at).strip());
        for (int i = at - 1; i >= 0 && indent > 0; i--) {
            String line = lines.get(i);
            int other = line.length() - line.stripLeading().length();
            if (!line.isBlank() && !line.strip().startsWith("#") && other < indent) {
                if (line.strip().startsWith("- ")) {
                    return false;
                }
                indent = other;
            }
        }
        return true;
    }

    private static void assertInOrder(String where, Map<String, Object> values, JsonNode schema) {
        List<String> keys = new ArrayList<>(values.keySet());
        assertThat(keys).as(where).isSorted();
        if (schema.has("properties")) {
            List<String> known = new ArrayList<>(schema.get("properties").propertyNames());
            known.remove(Charts.LIBRARY);
            assertThat(keys).as(where).isEqualTo(known);
            values.forEach((key, value) -> {
                if (value instanceof Map<?, ?>) {
                    assertInOrder(
                            where + "." + key,
                            Node.of(value).fields(),
                            schema.get("properties").get(key));
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("charts")
    void everyObjectOfTheSchemaIsClosed(String chart) {
        assertClosed(chart, schema(chart));
    }

    private static void assertClosed(String where, JsonNode schema) {
        if (schema.has("properties")) {
            assertThat(schema.path("additionalProperties").asBoolean(true))
                    .as(where)
                    .isFalse();
            schema.get("properties").properties().forEach(property -> {
                assertThat(property.getValue().has("type"))
                        .as(where + "." + property.getKey())
                        .isTrue();
                assertClosed(where + "." + property.getKey(), property.getValue());
            });
        }
        if (schema.has("items")) {
            assertClosed(where + "[]", schema.get("items"));
        }
    }

    /** One name means one thing in all charts, so what an operator learns once is true everywhere. */
    @Test
    void theSameNameIsTheSameSettingInEveryService() {
        Map<String, JsonNode> seen = new LinkedHashMap<>();
        for (String service : Charts.SERVICES) {
            leaves("", schema(service), seen);
        }
        assertThat(seen).isNotEmpty();
    }

    private static void leaves(String path, JsonNode schema, Map<String, JsonNode> seen) {
        if (schema.has("properties")) {
            schema.get("properties")
                    .properties()
                    .forEach(property -> leaves(path + "." + property.getKey(), property.getValue(), seen));
        } else {
            JsonNode rule = ((tools.jackson.databind.node.ObjectNode) schema.deepCopy()).remove(List.of("description"));
            JsonNode before = seen.putIfAbsent(path, rule);
            assertThat(before == null || before.equals(rule)).as(path).isTrue();
        }
    }

    static Stream<Arguments> refused() {
        String identity = "identity-service";
        String notification = "notification-service";
        return Stream.of(
                Arguments.of(identity, "replica", 3, "replica"),
                Arguments.of(identity, "database.pasword", "x", "pasword"),
                Arguments.of(identity, "database.password", "x", "password"),
                Arguments.of(identity, "global.databse", Map.of("host", "x"), "databse"),
                Arguments.of(identity, "image.tag", "latest", "image"),
                Arguments.of(identity, "image.digest", "sha256:abc", "digest"),
                Arguments.of(identity, "replicas", "two", "replicas"),
                Arguments.of(identity, "autoscaling.minReplicas", 1, "minReplicas"),
                Arguments.of(identity, "user", 1000, "user"),
                Arguments.of(identity, "jvm.maxRamPercentage", 90, "maxRamPercentage"),
                Arguments.of(identity, "jvm.collector", "Z", "collector"),
                Arguments.of(identity, "env", Map.of("lower", "x"), "lower"),
                Arguments.of(identity, "env", Map.of("A", Map.of("valuefrom", Map.of())), "env"),
                Arguments.of(identity, "schemes", List.of(Map.of("code", "x")), "schemes"),
                Arguments.of(identity, "schemes", List.of(scheme("check", "CRC")), "check"),
                Arguments.of(identity, "schemes", List.of(scheme("order", "RANDOM")), "order"),
                Arguments.of(identity, "schemes", List.of(scheme("template", "S-{seq:8}")), "template"),
                Arguments.of(identity, "schemes", List.of(scheme("alert", "5")), "alert"),
                Arguments.of(identity, "keycloak.issuer", "sso.example.org", "issuer"),
                Arguments.of(identity, "networkPolicy.database.to", List.of(Map.of("namespace", "x")), "to"),
                Arguments.of("loyalty-service", "broker.addresses", "amqp://user:secret@broker", "addresses"),
                Arguments.of(notification, "mail.sender", "Kehu", "sender"),
                Arguments.of(Charts.PLATFORM, "postgres.maxConnections", "many", "maxConnections"),
                Arguments.of(Charts.PLATFORM, "namespace.name", "Kehu", "name"),
                Arguments.of(Charts.SUITE, "services.billing-service", true, "billing-service"),
                Arguments.of(Charts.SUITE, "identity-service", Map.of("replica", 2), "replica"),
                // Beyond the schema: values that fit each other badly.
                Arguments.of(identity, "shutdown.gracefulSeconds", 30, "graceSeconds"),
                Arguments.of(identity, "database.poolSize", 20, "connectionLimit"),
                Arguments.of(identity, "autoscaling.maxReplicas", 6, "connectionLimit"),
                Arguments.of("gateway", "autoscaling", Map.of("minReplicas", 7), "maxReplicas"),
                Arguments.of(identity, "env", Map.of("SPRING_DATASOURCE_PASSWORD", "x"), "looks like a secret"),
                Arguments.of(
                        identity,
                        "config",
                        Map.of("spring", Map.of("datasource", Map.of("password", "x"))),
                        "looks like a secret"),
                Arguments.of("gateway", "httpRoute.enabled", true, "parentRefs"),
                Arguments.of("gateway", "ingress.enabled", true, "ingress.hosts"));
    }

    private static Map<String, String> scheme(String field, String value) {
        Map<String, String> scheme = new LinkedHashMap<>(
                Map.of("code", "SHOP", "name", "shops", "template", "S-{seq:8}-{check}", "check", "LUHN"));
        scheme.put(field, value);
        return scheme;
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @MethodSource("refused")
    void whatCannotWorkIsRefusedWithItsName(String chart, String path, Object value, String named) {
        assertThatThrownBy(() -> Charts.render(chart, Values.required(chart).with(path, value)))
                .hasMessageContaining(named);
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                Arguments.of("gateway", "global.keycloak.issuer", "keycloak.issuer"),
                Arguments.of("identity-service", "global.database.host", "database.host"),
                Arguments.of("loyalty-service", "global.broker.addresses", "broker.addresses"),
                Arguments.of("feedback-service", "global.publicUrl", "publicUrl"),
                Arguments.of("notification-service", "mail.host", "mail.host"),
                Arguments.of("notification-service", "mail.sender", "mail.sender"));
    }

    @ParameterizedTest(name = "{0} without {1}")
    @MethodSource("missing")
    void whatIsRequiredIsAskedForByName(String chart, String path, String named) {
        assertThatThrownBy(() -> Charts.render(chart, Values.required(chart).with(path, "")))
                .hasMessageContaining("Set " + named);
    }

    @Test
    void aServicesOwnValueWinsOverTheGlobalOne() {
        Values values = Values.required("identity-service").with("database.host", "own.example.org");
        assertThat(Charts.render("identity-service", values)
                        .service()
                        .environment()
                        .get("SPRING_DATASOURCE_URL"))
                .startsWith("jdbc:postgresql://own.example.org:5432/identity");
    }
}
