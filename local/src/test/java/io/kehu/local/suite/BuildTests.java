package io.kehu.local.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a start builds first, and when it unpacks again. */
class BuildTests {

    private static final List<String> SERVICES = List.of("a-service");
    private static final FileTime FIXED = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path repository;

    private Layout layout;

    @BeforeEach
    void aBuiltCheckout() throws IOException {
        layout = new Layout(repository, repository.resolve(".kehu"));
        write("a-service/src/main/java/A.java", FIXED);
        write("local/target/kehu-build.stamp", FileTime.from(Instant.parse("2026-11-01T00:00:00Z")));
        jar("one");
    }

    @Test
    void whatIsBuiltIsNotBuiltAgainAlthoughItsJarLooksOlderThanItsSource() throws IOException {
        write("a-service/src/main/java/B.java", FileTime.from(Instant.parse("2026-10-31T00:00:00Z")));

        assertThat(new Build(layout).isNeeded(SERVICES)).isFalse();
    }

    @Test
    void aChangedSourceAMissingJarAndAnUnfinishedBuildAskForABuild() throws IOException {
        write("a-service/src/test/java/ATests.java", FileTime.from(Instant.parse("2026-11-02T00:00:00Z")));
        assertThat(new Build(layout).isNeeded(SERVICES)).as("a test").isFalse();
        write("a-service/src/main/resources/a.yaml", FileTime.from(Instant.parse("2026-11-02T00:00:00Z")));
        assertThat(new Build(layout).isNeeded(SERVICES)).as("a source").isTrue();

        aBuiltCheckout();
        Files.delete(repository.resolve("a-service/src/main/resources/a.yaml"));
        assertThat(new Build(layout).isNeeded(SERVICES)).isFalse();
        Files.delete(layout.jar("a-service"));
        assertThat(new Build(layout).isNeeded(SERVICES)).as("no jar").isTrue();

        aBuiltCheckout();
        Files.delete(repository.resolve("local/target/kehu-build.stamp"));
        assertThat(new Build(layout).isNeeded(SERVICES)).as("unfinished").isTrue();
    }

    @Test
    void jarsOfTheSameSizeAndDateAreToldApart() throws IOException {
        Path jar = layout.jar("a-service");
        String first = ApplicationFiles.fingerprint(jar);
        jar("two");
        assertThat(ApplicationFiles.fingerprint(jar)).isNotEqualTo(first);
        jar("one");
        assertThat(ApplicationFiles.fingerprint(jar)).isEqualTo(first);
    }

    private void jar(String content) throws IOException {
        Path jar = layout.jar("a-service");
        Files.createDirectories(jar.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("content"));
            zip.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Files.setLastModifiedTime(jar, FIXED);
    }

    private void write(String path, FileTime modified) throws IOException {
        Path file = repository.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        Files.setLastModifiedTime(file, modified);
    }
}
