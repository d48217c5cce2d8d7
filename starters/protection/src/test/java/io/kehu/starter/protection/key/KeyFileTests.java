package io.kehu.starter.protection.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTests {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String SHORT = Base64.getEncoder().encodeToString(new byte[16]);

    @TempDir
    private Path folder;

    @Test
    void aGeneratedFileIsItsOwnersAloneAndNeverTheSame() throws IOException {
        Path file = folder.resolve("keys.json");
        KeyFile.generate(file);
        KeyFile first = KeyFile.load(file);
        KeyFile.generate(file);
        KeyFile second = KeyFile.load(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(first.tokenRoot()).hasSize(32).isNotEqualTo(second.tokenRoot());
        assertThat(first.keyEncryptionKeys().get(first.primary()))
                .hasSize(32)
                .isNotEqualTo(second.keyEncryptionKeys().get(second.primary()));
    }

    @Test
    void aFileMayHoldOlderKeysBesideThePrimary() throws IOException {
        KeyFile keys = KeyFile.load(written("{'primary':'k2','keys':{'k1':'KEY','k2':'KEY'},'tokenKey':'KEY'}"));

        assertThat(keys.primary()).isEqualTo("k2");
        assertThat(keys.keyEncryptionKeys()).containsOnlyKeys("k1", "k2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "null",
                "{}",
                "{'primary':'k1'}",
                "{'primary':'k1','keys':{},'tokenKey':'KEY'}",
                "{'primary':'k2','keys':{'k1':'KEY'},'tokenKey':'KEY'}",
                "{'keys':{'k1':'KEY'},'tokenKey':'KEY'}",
                "{'primary':'k1','keys':{'k1':'KEY'}}",
                "{'primary':'k1','keys':{'k1':null},'tokenKey':'KEY'}",
                "{'primary':'k1','keys':{'k1':'SHORT'},'tokenKey':'KEY'}",
                "{'primary':'k1','keys':{'k1':'KEY'},'tokenKey':'SHORT'}",
                "{'primary':'k1','keys':{'k1':'%%%'},'tokenKey':'KEY'}",
            })
    void aFileThatIsNotWholeIsRefusedByName(String content) throws IOException {
        Path file = written(content);

        assertThatThrownBy(() -> KeyFile.load(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining(KEY);
    }

    @Test
    void aFileThatIsNotThereIsRefusedByName() {
        Path file = folder.resolve("missing.json");

        assertThatThrownBy(() -> KeyFile.load(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString());
    }

    private Path written(String content) throws IOException {
        return Files.writeString(
                folder.resolve("keys.json"),
                content.replace('\'', '"').replace("KEY", KEY).replace("SHORT", SHORT));
    }
}
