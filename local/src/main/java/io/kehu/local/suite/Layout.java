package io.kehu.local.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where things are.
 *
 * @param repository the checkout
 * @param home data of the local suite; kept over restarts
 */
public record Layout(Path repository, Path home) {

    /** The checkout around the working directory, and the home it names. */
    public static Layout find(Environment environment) {
        Path folder = environment.path("KEHU_REPOSITORY").orElse(Path.of("").toAbsolutePath());
        Path repository = folder;
        while (repository != null && !Files.exists(repository.resolve("kehu"))) {
            repository = repository.getParent();
        }
        if (repository == null) {
            throw new KehuException("This is not a checkout of Kehu: change into it and try again.");
        }
        Path home = environment.path("KEHU_HOME").orElse(repository.resolve(".kehu"));
        return new Layout(repository, home.toAbsolutePath());
    }

    public Path postgres() {
        return home.resolve("postgres");
    }

    public Path postgresBinaries() {
        return programs().resolve("postgres-" + io.kehu.servers.PostgresServer.VERSION);
    }

    public Path rabbit() {
        return home.resolve("rabbitmq");
    }

    public Path keycloak() {
        return home.resolve("keycloak");
    }

    /** Unpacked programs; may be deleted at any time while nothing runs. */
    public Path programs() {
        return home.resolve("programs");
    }

    public Path mail() {
        return home.resolve("mail");
    }

    public Path secrets() {
        return home.resolve("secrets");
    }

    /** What the demo remembers of its first run. */
    public Path demo() {
        return home.resolve("demo");
    }

    public Path logs() {
        return home.resolve("logs");
    }

    public Path run() {
        return home.resolve("run");
    }

    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    public Path pidFile(String part) {
        return run().resolve(part + ".pid");
    }

    /** Deletes everything but unpacked programs, which hold no data. */
    public void deleteData() throws IOException {
        for (Path folder : List.of(postgres(), rabbit(), mail(), secrets(), demo(), logs(), run())) {
            ApplicationFiles.deleteTree(folder);
        }
    }

    public Path jar(String service) {
        return repository.resolve(service).resolve("target").resolve(service + "-0.1.0-SNAPSHOT.jar");
    }
}
