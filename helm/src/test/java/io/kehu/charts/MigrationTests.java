package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema changes in a Job with the owner's login before the new version starts; the service itself never has that login. */
class MigrationTests {

    private static final Set<String> APP_LOGIN = Set.of("spring.datasource.username", "spring.datasource.password");
    private static final Set<String> OWNER_LOGIN = Set.of("spring.flyway.user", "spring.flyway.password");

    static Stream<String> withDatabase() {
        return Charts.SERVICES.stream()
                .filter(service -> ServiceMap.load().get(service).uses("database"));
    }

    @ParameterizedTest
    @MethodSource("withDatabase")
    void onlyTheMigrationKnowsTheOwner(String service) {
        Rendering rendering = Charts.render(service, Values.required(service));
        assertThat(rendering.service().secretFiles().keySet())
                .containsAll(APP_LOGIN)
                .doesNotContainAnyElementsOf(OWNER_LOGIN);
        assertThat(rendering.service().secrets()).noneMatch(secret -> secret.contains("owner"));
        assertThat(migration(rendering).secretFiles().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(APP_LOGIN.stream(), OWNER_LOGIN.stream()).toList());
    }

    @ParameterizedTest
    @MethodSource("withDatabase")
    void onlyTheMigrationMigrates(String service) {
        Rendering rendering = Charts.render(service, Values.required(service));
        assertThat(rendering.service().environment()).containsEntry("SPRING_FLYWAY_ENABLED", "false");
        assertThat(migration(rendering).environment()).containsEntry("SPRING_FLYWAY_ENABLED", "true");
        assertThat(rendering.service().environment().get("JAVA_TOOL_OPTIONS")).doesNotContain("spring.context.exit");
        assertThat(migration(rendering).environment().get("JAVA_TOOL_OPTIONS"))
                .endsWith(" -Dspring.context.exit=onRefresh");
    }

    /** Same image, same settings: what migrates is what will run. */
    @ParameterizedTest
    @MethodSource("withDatabase")
    void theMigrationIsTheServiceInEverythingElse(String service) {
        Rendering rendering = Charts.render(
                service, Values.required(service).with("env", Map.of("A", "b")).with("config", Map.of("a", "b")));
        PodTemplate job = migration(rendering);
        assertThat(job.container().text("image"))
                .isEqualTo(rendering.service().container().text("image"));
        Map<String, String> expected = new TreeMap<>(rendering.service().environment());
        Map<String, String> actual = new TreeMap<>(job.environment());
        for (String different :
                Set.of("JAVA_TOOL_OPTIONS", "SPRING_FLYWAY_ENABLED", "SPRING_CONFIG_ADDITIONALLOCATION")) {
            expected.remove(different);
            actual.remove(different);
        }
        assertThat(actual).isEqualTo(expected);
        assertThat(job.environment()).doesNotContainKey("SPRING_CONFIG_ADDITIONALLOCATION");
    }

    @ParameterizedTest
    @MethodSource("withDatabase")
    void itRunsBeforeTheReleaseAndAfterWhatItNeeds(String service) {
        Rendering rendering = Charts.render(service, Values.required(service));
        Map<String, String> job = rendering.only("Job").annotations();
        assertThat(job).containsEntry(Charts.SHOWN_HOOK, "pre-install,pre-upgrade");
        assertThat(job).containsEntry(Charts.SHOWN_HOOK + "-delete-policy", "before-hook-creation");
        int weight = Integer.parseInt(job.get(Charts.SHOWN_HOOK + "-weight"));
        for (String kind : Set.of("ServiceAccount", "NetworkPolicy")) {
            Map<String, String> needed =
                    rendering.get(kind, service + "-migration").annotations();
            assertThat(needed).containsEntry(Charts.SHOWN_HOOK, "pre-install,pre-upgrade");
            assertThat(Integer.parseInt(needed.get(Charts.SHOWN_HOOK + "-weight")))
                    .isLessThan(weight);
        }
        assertThat(migration(rendering).spec().text("serviceAccountName")).isEqualTo(service + "-migration");
        assertThat(migration(rendering).spec().nodes("volumes")).noneMatch(volume -> volume.has("configMap"));
    }

    @ParameterizedTest
    @MethodSource("withDatabase")
    void withoutHelmItIsAnOrdinaryJob(String service) {
        Rendering rendering = Charts.render(service, Values.required(service).with("migration.hook", false));
        assertThat(rendering.objects())
                .filteredOn(object -> !object.name().endsWith("-test"))
                .allMatch(object -> !object.annotations().containsKey(Charts.SHOWN_HOOK));
        assertThat(rendering.all("Job")).hasSize(1);
    }

    @Test
    void theGatewayHasNothingToMigrate() {
        assertThat(Charts.render("gateway", Values.required("gateway")).all("Job"))
                .isEmpty();
    }

    @Test
    void springEndsAfterTheMigrationAndServesNothing() throws IOException, InterruptedException {
        Run run = run(Map.of());
        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output()).contains("migrated").doesNotContain("serving", "ran", "stopped");
    }

    @Test
    void springFailsWhenTheMigrationFails() throws IOException, InterruptedException {
        Run run = run(Map.of("FAIL", "yes"));
        assertThat(run.exit()).as(run.output()).isNotZero();
        assertThat(run.output()).contains("The migration failed.").doesNotContain("serving");
    }

    private record Run(int exit, String output) {}

    /** With exactly the options the Job gives to Java. */
    private static Run run(Map<String, String> environment) throws IOException, InterruptedException {
        String options = migration(Charts.render("identity-service", Values.required("identity-service")))
                .environment()
                .get("JAVA_TOOL_OPTIONS");
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExitOnRefresh.class.getName())
                .redirectErrorStream(true);
        java.environment().put("JAVA_TOOL_OPTIONS", options);
        java.environment().putAll(environment);
        Process process = java.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static PodTemplate migration(Rendering rendering) {
        return rendering.pods("migration").getFirst();
    }
}
