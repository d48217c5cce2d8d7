package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are committed although they follow from others. With {@code -Dkehu.k8s=write} they are written instead of compared. */
final class Generated {

    private Generated() {}

    static boolean isWriting() {
        return "write".equals(System.getProperty("kehu.k8s"));
    }

    static void check(Path file, String expected) {
        if (isWriting()) {
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, expected);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(file)
                .as("Run the tests of helm once with -Dkehu.k8s=write, and commit what they write.")
                .hasContent(expected);
    }
}
