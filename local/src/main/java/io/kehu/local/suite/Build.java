package io.kehu.local.suite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Builds the services with Maven when their sources are newer than their jars. */
public final class Build {

    private static final Pattern MODULE = Pattern.compile("\\[INFO\\] Building (.+?) \\S+ +\\[(\\d+/\\d+)]");
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".kehu", "node_modules", "docs");

    private final Layout layout;

    public Build(Layout layout) {
        this.layout = layout;
    }

    /** The jars of a reproducible build carry one fixed date, so the last build's own beginning is noted beside them. */
    public boolean isNeeded(List<String> services) {
        try {
            return !services.stream().map(layout::jar).allMatch(Files::exists)
                    || !Files.exists(stamp())
                    || newestSource().compareTo(Files.getLastModifiedTime(stamp())) > 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Runs Maven without tests; says which module it is at. */
    public void run(Progress.Step step) {
        Path log = layout.log("build");
        List<String> command = new ArrayList<>(List.of(
                "mvn",
                "-B",
                "-T",
                "1C",
                "-DskipTests",
                "-f",
                layout.repository().resolve("pom.xml").toString(),
                "package"));
        FileTime begun = FileTime.from(Instant.now());
        try {
            Files.deleteIfExists(stamp());
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(layout.repository().toFile())
                    .redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", JavaHome.path().toString());
            Process maven = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(maven::destroy));
            try (BufferedReader output =
                            new BufferedReader(new InputStreamReader(maven.getInputStream(), StandardCharsets.UTF_8));
                    var writer = Files.newBufferedWriter(log)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    writer.write(line);
                    writer.newLine();
                    Matcher module = MODULE.matcher(line);
                    if (module.find()) {
                        step.doing(module.group(1) + " (" + module.group(2) + ")");
                    }
                }
            }
            if (maven.waitFor() != 0) {
                throw new KehuException("The build failed; see " + log + ".");
            }
            Files.setLastModifiedTime(Files.createFile(stamp()), begun);
        } catch (IOException e) {
            throw new KehuException("Maven did not run. Install it (apt-get install -y maven) and try again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KehuException("Interrupted.", e);
        }
    }

    private Path stamp() {
        return layout.repository().resolve("local/target/kehu-build.stamp");
    }

    private FileTime newestSource() throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        List<Path> folders = new ArrayList<>(List.of(layout.repository()));
        while (!folders.isEmpty()) {
            try (Stream<Path> entries = Files.list(folders.removeLast())) {
                for (Path entry : entries.toList()) {
                    if (Files.isDirectory(entry)) {
                        if (!SKIPPED.contains(entry.getFileName().toString())) {
                            folders.add(entry);
                        }
                    } else if (isSource(entry)) {
                        FileTime modified = Files.getLastModifiedTime(entry);
                        newest = modified.compareTo(newest) > 0 ? modified : newest;
                    }
                }
            }
        }
        return newest;
    }

    private static boolean isSource(Path file) {
        String name = file.toString();
        return name.endsWith("pom.xml") || name.contains("/src/main/");
    }
}
