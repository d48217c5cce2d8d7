package io.kehu.local.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Passwords and keys of this one local installation, made when first needed, readable by their owner only, never committed. */
public final class Secrets {

    private static final int PASSWORD_BYTES = 18;
    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    public Secrets(Path folder) {
        this.folder = folder;
    }

    /** A password of letters and digits. */
    public synchronized String password(String name) {
        Path file = folder.resolve(name + ".password");
        if (!Files.exists(file)) {
            String password = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes(PASSWORD_BYTES))
                    .replace('-', 'x')
                    .replace('_', 'y');
            write(file, password);
        }
        return read(file);
    }

    /** A key file as the data protection starter reads it. Losing it means losing all personal data. */
    public synchronized Path keyFile(String service) {
        Path file = folder.resolve(service + ".keys.json");
        if (!Files.exists(file)) {
            write(
                    file,
                    "{\"primary\":\"k1\",\"keys\":{\"k1\":\"%s\"},\"tokenKey\":\"%s\"}\n"
                            .formatted(
                                    Base64.getEncoder().encodeToString(bytes(KEY_BYTES)),
                                    Base64.getEncoder().encodeToString(bytes(KEY_BYTES))));
        }
        return file;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Path draft = file.resolveSibling(file.getFileName() + ".tmp");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new KehuException("Cannot write " + file + ". Check that the disk has room and is writable.", e);
        }
    }
}
