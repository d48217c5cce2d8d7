package io.kehu.local.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A service's jar, extracted as Spring Boot advises, with an ahead-of-time cache of its classes beside it. Both belong to one build of the
 * jar: a newer jar gets a new folder.
 */
final class ApplicationFiles {

    private final Layout layout;
    private final String service;

    ApplicationFiles(Layout layout, String service) {
        this.layout = layout;
        this.service = service;
    }

    /** The runnable jar, with its libraries in {@code lib} beside it. */
    Path unpack() {
        Path jar = layout.jar(service);
        if (!Files.exists(jar)) {
            throw new KehuException(service + " is not built. Run ./kehu up, which builds it.");
        }
        Path target = folder(jar);
        if (!Files.exists(target)) {
            try {
                removeOthers(target);
                Path draft = target.resolveSibling(target.getFileName() + ".draft");
                deleteTree(draft);
                run(List.of(
                        JavaHome.java(),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--destination",
                        draft.toString()));
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new KehuException(
                        "Cannot unpack " + service + " into " + target + ". Check that the disk has room.", e);
            }
        }
        return target.resolve(jar.getFileName());
    }

    /** Runs the service up to the point where it would serve, to record which classes it loads. The cache halves later starts. */
    void trainOnce(List<String> flags, Map<String, String> variables, Progress.Step step) {
        Path cache = cache();
        if (Files.exists(cache) || Files.exists(cache.resolveSibling("cache.failed"))) {
            return;
        }
        step.doing("recording its classes for faster starts");
        List<String> command = new ArrayList<>(List.of(JavaHome.java()));
        command.addAll(flags);
        command.addAll(List.of(
                "-XX:AOTCacheOutput=" + cache,
                "-Dspring.context.exit=onRefresh",
                "-jar",
                cache.resolveSibling(layout.jar(service).getFileName()).toString()));
        try {
            int exit = start(command, variables).waitFor();
            if (exit != 0 || !Files.exists(cache)) {
                // The service itself will say what is wrong; do not try this again for the same build.
                Files.deleteIfExists(cache);
                Files.writeString(cache.resolveSibling("cache.failed"), "exit code " + exit + "\n");
            }
        } catch (IOException e) {
            throw new KehuException("Cannot run " + service + " to record its classes.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<String> cacheFlags() {
        Path cache = cache();
        return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
    }

    private Path cache() {
        return folder(layout.jar(service)).resolve("app.aot");
    }

    private Path folder(Path jar) {
        return layout.programs().resolve(service + "-" + fingerprint(jar));
    }

    /** Of the names and checksums of all that is in it: a reproducible build's jars all have the same date, and often the same size. */
    static String fingerprint(Path jar) {
        CRC32C sum = new CRC32C();
        long bytes = 0;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                sum.update((entry.getName() + ":" + entry.getCrc() + "\n").getBytes(StandardCharsets.UTF_8));
                bytes += entry.getSize();
            }
        } catch (IOException e) {
            throw new KehuException(jar + " cannot be read. Delete it and run ./kehu up, which builds it.", e);
        }
        return Long.toString(sum.getValue(), 36) + "-" + Long.toString(bytes, 36);
    }

    private void removeOthers(Path target) throws IOException {
        if (!Files.exists(layout.programs())) {
            return;
        }
        try (Stream<Path> folders = Files.list(layout.programs())) {
            for (Path folder : folders.filter(
                            path -> path.getFileName().toString().startsWith(service + "-"))
                    .filter(path -> !path.equals(target))
                    .toList()) {
                deleteTree(folder);
            }
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void run(List<String> command) throws IOException {
        try {
            Files.createDirectories(layout.programs());
            if (start(command, Map.of()).waitFor() != 0) {
                throw new IOException("exit code not 0; see " + layout.log(service));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Process start(List<String> command, Map<String, String> variables) throws IOException {
        Files.createDirectories(layout.logs());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(layout.programs().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        layout.log(service + "-prepare").toFile()));
        builder.environment().putAll(variables);
        return builder.start();
    }
}
