package io.kehu.starter.protection.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.servers.ServiceDatabase;
import io.kehu.servers.ThrowawayPostgres;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.key.PersonalData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A service must not run with the wrong keys: it would seal what nobody can read later. */
class StartTests {

    private final ServiceDatabase database = ThrowawayPostgres.create("protection_start");

    @Test
    void theKeysOfAnotherServiceOrTimeAreRefusedAtTheStart() {
        Path right = ProtectionTest.Settings.newKeyFile();
        try (ConfigurableApplicationContext service = start(right)) {
            service.getBean(Transactions.class)
                    .run(() -> service.getBean(PersonalData.class).openOrCreate(List.of("C-1")));
        }
        Path wrong = ProtectionTest.Settings.newKeyFile();

        assertThatThrownBy(() -> start(wrong)).hasStackTraceContaining("The key file does not open");
        try (ConfigurableApplicationContext service = start(right)) {
            assertThat(service.isRunning()).isTrue();
        }
    }

    @Test
    void aMissingFileIsRefusedAtTheStart() {
        assertThatThrownBy(() -> start(Path.of("/nowhere/keys.json"))).hasStackTraceContaining("/nowhere/keys.json");
    }

    private ConfigurableApplicationContext start(Path keyFile) {
        Map<String, String> settings = new TreeMap<>(ThrowawayPostgres.properties(database));
        settings.put("kehu.protection.key-file", keyFile.toString());
        settings.put("server.port", "0");
        return new SpringApplication(SampleApplication.class)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }
}
