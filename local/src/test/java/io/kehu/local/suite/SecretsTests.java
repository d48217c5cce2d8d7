package io.kehu.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are made once, and a damaged one is told of instead of replaced. */
class SecretsTests {

    @TempDir
    private Path folder;

    @Test
    void aKeyFileIsMadeOnceAndOnlyItsOwnerReadsIt() throws IOException {
        Path file = new Secrets(folder).keyFile("customer-service");
        String before = Files.readString(file);

        assertThat(new Secrets(folder).keyFile("customer-service")).hasContent(before);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"primary\":\"k1\",\"keys\":{\"k1\":\"AAAA",
                "{\"primary\":\"k1\",\"keys\":{},\"tokenKey\":\"AAAA\"}",
                "[]"
            })
    void aDamagedKeyFileIsLeftAloneAndTheMessageSaysWhatToDo(String content) throws IOException {
        Secrets secrets = new Secrets(folder);
        Path file = secrets.keyFile("customer-service");
        Files.writeString(file, content);

        assertThatThrownBy(() -> secrets.keyFile("customer-service"))
                .isInstanceOf(KehuException.class)
                .hasMessageContaining("customer-service.keys.json is damaged")
                .hasMessageContaining("./kehu reset")
                .hasMessageNotContaining("AAAA");
        assertThat(file).hasContent(content);
    }

    @Test
    void anEmptyPasswordIsNoPassword() throws IOException {
        Secrets secrets = new Secrets(folder);
        assertThat(secrets.password("postgres")).hasSize(24).isEqualTo(secrets.password("postgres"));
        Files.writeString(folder.resolve("postgres.password"), "");

        assertThatThrownBy(() -> secrets.password("postgres")).hasMessageContaining("postgres.password is empty");
    }
}
