package io.kehu.local.suite;

import io.kehu.local.keycloak.KeycloakAdmin;
import io.kehu.local.keycloak.RealmFile;
import io.kehu.servers.ServerProcess;
import io.kehu.servers.ServiceDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak with the realm as code: our own from Maven Central, or the one {@code KEHU_KEYCLOAK_URL} names. Built once, because a start
 * that builds as well takes four times as long.
 */
public final class KeycloakPart extends ProcessPart {

    private final PostgresPart postgres;

    public KeycloakPart(Settings settings, PostgresPart postgres) {
        super(settings, Duration.ofMinutes(4));
        this.postgres = postgres;
    }

    @Override
    public String name() {
        return "keycloak";
    }

    public boolean isExternal() {
        return settings().environment().text("KEHU_KEYCLOAK_URL").isPresent();
    }

    @Override
    ServerProcess.Spec prepare(Progress.Step step) {
        Layout layout = settings().layout();
        Path program = install(step);
        return new ServerProcess.Spec(
                name(),
                List.of(program.resolve("bin/kc.sh").toString(), "start", "--optimized"),
                environment(),
                program,
                layout.log(name()),
                layout.pidFile(name()));
    }

    @Override
    void afterStart(Progress.Step step) {
        applyRealm();
    }

    /** Makes the realm what the file says. */
    public void applyRealm() {
        admin().apply(new RealmFile(settings()).render(), !isExternal());
    }

    public KeycloakAdmin admin() {
        String[] credentials = settings()
                .environment()
                .text("KEHU_KEYCLOAK_ADMIN")
                .orElse("admin:" + settings().secrets().password("keycloak-admin"))
                .split(":", 2);
        return new KeycloakAdmin(
                settings().keycloakUrl(), credentials[0], credentials.length > 1 ? credentials[1] : "");
    }

    @Override
    public boolean isReady() {
        return isExternal()
                ? Http.isOk(settings().keycloakUrl() + "/realms/master")
                : Http.isOk(settings().ports().url("keycloak-management") + "/health/ready");
    }

    @Override
    public @Nullable String address() {
        return settings().keycloakUrl();
    }

    private Map<String, String> environment() {
        PortPlan ports = settings().ports();
        ServiceDatabase database = postgres.database("keycloak");
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("JAVA_HOME", JavaHome.path().toString());
        variables.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx320m");
        variables.put("KC_DB_URL", postgres.url("keycloak"));
        variables.put("KC_DB_USERNAME", database.owner());
        variables.put("KC_DB_PASSWORD", database.ownerPassword());
        variables.put("KC_DB_POOL_MAX_SIZE", "15");
        variables.put("KC_HTTP_ENABLED", "true");
        variables.put("KC_HTTP_HOST", "127.0.0.1");
        variables.put("KC_HTTP_PORT", Integer.toString(ports.port("keycloak")));
        variables.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(ports.port("keycloak-management")));
        variables.put("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1");
        variables.put("KC_HOSTNAME", settings().keycloakUrl());
        variables.put("KC_LOG_LEVEL", "warn");
        variables.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        variables.put("KC_BOOTSTRAP_ADMIN_PASSWORD", settings().secrets().password("keycloak-admin"));
        return variables;
    }

    private Path install(Progress.Step step) {
        Layout layout = settings().layout();
        Path archive = layout.repository().resolve("local/target/keycloak/keycloak-quarkus-dist.tar.gz");
        if (!Files.exists(archive)) {
            throw new KehuException("Keycloak is not there yet. Run ./kehu up, which fetches it from Maven Central.");
        }
        Path target = layout.programs().resolve("keycloak");
        if (Files.exists(target)) {
            return target;
        }
        try {
            Path draft = layout.programs().resolve("keycloak.draft");
            ApplicationFiles.deleteTree(draft);
            step.doing("unpacking");
            Archives.unpackTarGz(archive, draft);
            Path inner;
            try (Stream<Path> folders = Files.list(draft)) {
                inner = folders.findFirst().orElseThrow(() -> new IOException("The archive is empty."));
            }
            step.doing("building its server (once)");
            build(inner);
            Files.move(inner, target, StandardCopyOption.ATOMIC_MOVE);
            ApplicationFiles.deleteTree(draft);
            return target;
        } catch (IOException e) {
            throw new KehuException(
                    "Cannot prepare Keycloak in " + target + ". Check that the disk has 700 MB free; details in "
                            + layout.log("keycloak-prepare"),
                    e);
        }
    }

    private void build(Path program) throws IOException {
        Path log = settings().layout().log("keycloak-prepare");
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(
                        program.resolve("bin/kc.sh").toString(),
                        "build",
                        "--db=postgres",
                        "--health-enabled=true",
                        "--cache=local",
                        "--features-disabled=kerberos")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("JAVA_HOME", JavaHome.path().toString());
        try {
            if (builder.start().waitFor() != 0) {
                throw new IOException("kc.sh build failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
