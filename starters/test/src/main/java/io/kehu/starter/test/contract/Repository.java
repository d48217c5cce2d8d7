package io.kehu.starter.test.contract;

import java.nio.file.Files;
import java.nio.file.Path;

/** The repository around a module. */
public final class Repository {

    private Repository() {}

    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("LICENSE"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("Tests run inside the repository.");
        }
        return folder;
    }
}
