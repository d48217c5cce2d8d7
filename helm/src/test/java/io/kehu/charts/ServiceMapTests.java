package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.charts.ServiceMap.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service map says what the code does and what the realm lets it do. */
class ServiceMapTests {

    private static final Pattern PEER = Pattern.compile("\\$\\{kehu\\.peers\\.([a-z]+)");
    private static final Pattern GATEWAY_PEER = Pattern.compile("properties\\.services\\(\\)\\.([a-z]+)\\(\\)");

    /** What in a service's pom shows that it uses a server. */
    private static final Map<String, String> SIGNS = Map.of(
            "broker", "kehu-starter-messaging",
            "database", "kehu-starter-database",
            "keycloak", "kehu-starter-security",
            "smtp", "spring-boot-starter-mail");

    static Stream<String> services() {
        return Charts.SERVICES.stream();
    }

    @Test
    void everyServiceOfTheBuildIsInIt() throws IOException {
        try (Stream<Path> folders = Files.list(Charts.REPOSITORY)) {
            assertThat(folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                            .map(folder -> folder.getFileName().toString())
                            .filter(name -> name.endsWith("-service") || name.equals("gateway")))
                    .containsExactlyInAnyOrderElementsOf(Charts.SERVICES);
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void itDeclaresTheServersAServiceIsBuiltWith(String service) {
        // What a dependency leaves out is not on the class path.
        String pom = Charts.read(Charts.REPOSITORY.resolve(service).resolve("pom.xml"))
                .replaceAll("(?s)<exclusions>.*?</exclusions>", "");
        SortedSet<String> built = new TreeSet<>();
        SIGNS.forEach((server, artifact) -> {
            if (pom.contains("<artifactId>" + artifact + "</artifactId>")) {
                built.add(server);
            }
        });
        assertThat(ServiceMap.load().get(service).uses()).isEqualTo(built);
    }

    /** A Feign client names its peer as {@code ${kehu.peers.x}}, in the code or in application.yaml. */
    @ParameterizedTest
    @MethodSource("services")
    void itDeclaresTheCallsAServiceMakes(String service) throws IOException {
        Pattern pattern = service.equals("gateway") ? GATEWAY_PEER : PEER;
        SortedSet<String> called = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Charts.REPOSITORY.resolve(service).resolve("src/main"))) {
            files.filter(file -> file.toString().endsWith(".java") || file.endsWith("application.yaml"))
                    .forEach(file -> pattern.matcher(Charts.read(file))
                            .results()
                            .forEach(match -> called.add(match.group(1) + "-service")));
        }
        assertThat(ServiceMap.load().get(service).calls()).isEqualTo(called);
    }

    /** The gateway relays users' tokens; a service that calls for itself needs a scope of the realm for each peer. */
    @Test
    void theRealmLetsServicesMakeTheirCalls() {
        JsonNode realm =
                JsonMapper.shared().readTree(Charts.read(Charts.REPOSITORY.resolve("gateway/realm/kehu-realm.json")));
        ServiceMap.load().forEach((service, facts) -> {
            if (!service.equals("gateway")) {
                facts.calls()
                        .forEach(called ->
                                assertThat(scopes(realm, service)).as(service).contains("calls-" + called));
            }
        });
    }

    @Test
    void nobodyCallsTheGatewayOrItself() {
        for (Map.Entry<String, Entry> entry : ServiceMap.load().entrySet()) {
            assertThat(entry.getValue().calls()).doesNotContain("gateway", entry.getKey());
            assertThat(Charts.SERVICES).containsAll(entry.getValue().calls());
            assertThat(entry.getValue().data()).isIn("internal", "personal");
        }
    }

    /** Its copy in the library is made by hand of this test, see {@link Generated}. */
    @Test
    void theLibraryCarriesTheSameMap() {
        Generated.check(
                Charts.HELM.resolve("kehu-lib/templates/_service-map.tpl"),
                """
                {{/* Copy of helm/service-map.yaml, because a packaged chart carries only its own files. See helm/README.md, "Generated files". */}}
                {{- define "kehu-lib.serviceMap" -}}
                """ + Charts.read(ServiceMap.FILE) + "{{- end }}\n");
    }

    private static SortedSet<String> scopes(JsonNode realm, String client) {
        SortedSet<String> scopes = new TreeSet<>();
        for (JsonNode one : realm.get("clients")) {
            if (one.get("clientId").asString().equals(client)) {
                one.get("defaultClientScopes").forEach(scope -> scopes.add(scope.asString()));
            }
        }
        return scopes;
    }
}
