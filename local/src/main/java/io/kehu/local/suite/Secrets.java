package io.kehu.local.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
            write(
                    file,
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes(PASSWORD_BYTES))
                            .replace('-', 'x')
                            .replace('_', 'y'));
        }
        String password = read(file);
        if (password.isEmpty()) {
            throw new KehuException(
                    file + " is empty. Restore it from a backup, or run ./kehu reset, which deletes all data.");
        }
        return password;
    }

    /**
     * A key file as the data protection starter reads it. Losing it means losing all personal data, so a damaged one is never replaced.
     *
     * @throws KehuException when it is there and cannot be read as such
     */
    public synchronized Path keyFile(String service) {
        Path file = folder.resolve(service + ".keys.json");
        if (!Files.exists(file)) {
            write(
                    file,
                    "{\"primary\":\"k1\",\"keys\":{\"k1\":\"%s\"},\"tokenKey\":\"%s\"}\n"
                            .formatted(
                                    Base64.getEncoder().encodeToString(bytes(KEY_BYTES)),
                                    Base64.getEncoder().encodeToString(bytes(KEY_BYTES))));
        } else if (!holdsKeys(read(file))) {
            throw new KehuException(file + " is damaged, and without it no personal data can be read. Restore it from a"
                    + " backup, or run ./kehu reset, which deletes all data.");
        }
        return file;
    }

    private static boolean holdsKeys(String text) {
        try {
            JsonNode content = JsonMapper.shared().readTree(text);
            String primary = content.path("primary").asString("");
            return isKey(content.path("keys").path(primary)) && isKey(content.path("tokenKey"));
        } catch (JacksonException e) {
            return false;
        }
    }

    private static boolean isKey(JsonNode node) {
        try {
            return Base64.getDecoder().decode(node.asString("")).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
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
