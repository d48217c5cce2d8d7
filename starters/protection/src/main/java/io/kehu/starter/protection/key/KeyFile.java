package io.kehu.starter.protection.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service's root secrets, mounted as a file: key-encryption keys by id, which of them wraps new data keys, and the root of all token
 * keys. 32 bytes each.
 */
public final class KeyFile {

    private static final int KEY_BYTES = 32;

    private final String primary;
    private final Map<String, byte[]> keys;
    private final byte[] tokenRoot;

    private KeyFile(String primary, Map<String, byte[]> keys, byte[] tokenRoot) {
        this.primary = primary;
        this.keys = keys;
        this.tokenRoot = tokenRoot;
    }

    private record Content(
            @Nullable String primary,
            @Nullable Map<String, @Nullable String> keys,
            @Nullable String tokenKey) {}

    public static KeyFile load(Path file) {
        try {
            Content content = JsonMapper.shared().readValue(Files.readString(file), Content.class);
            if (content == null || content.primary() == null || content.keys() == null) {
                throw new IllegalArgumentException("A key file names its primary key and holds keys.");
            }
            Map<String, byte[]> keys = new HashMap<>();
            content.keys().forEach((id, key) -> keys.put(id, decode(key)));
            if (!keys.containsKey(content.primary())) {
                throw new IllegalArgumentException("The primary key is not among the keys.");
            }
            return new KeyFile(content.primary(), Map.copyOf(keys), decode(content.tokenKey()));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The key file " + file + " cannot be read. Mount the file this service was set up with; without it"
                            + " no personal data can be read or written.",
                    e);
        }
    }

    /** Writes a new file with fresh keys, readable by its owner only. For local use and tests; production brings its own. */
    public static void generate(Path file) throws IOException {
        String json = "{\"primary\":\"k1\",\"keys\":{\"k1\":\"%s\"},\"tokenKey\":\"%s\"}\n"
                .formatted(randomKey(), randomKey());
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, json);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    String primary() {
        return primary;
    }

    Map<String, byte[]> keyEncryptionKeys() {
        return keys;
    }

    public byte[] tokenRoot() {
        return tokenRoot.clone();
    }

    private static byte[] decode(@Nullable String text) {
        byte[] key = text == null ? new byte[0] : Base64.getDecoder().decode(text);
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A key has 32 bytes.");
        }
        return key;
    }

    private static String randomKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
