package io.kehu.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can change from outside, and what happens when it is wrong. */
class SettingsTests {

    @TempDir
    private Path folder;

    @Test
    void everyPortIsItsOwnAndCanBeMoved() {
        PortPlan plan = PortPlan.of(new Environment(Map.of("KEHU_PORT_OFFSET", "100", "KEHU_PORT_GATEWAY", "9999")));

        assertThat(plan.port("gateway")).isEqualTo(9999);
        assertThat(plan.port("customer-service")).isEqualTo(8202);
        assertThat(new HashSet<>(plan.all().values())).hasSameSizeAs(plan.all().values());
    }

    @Test
    void aPortThatIsNoNumberIsOneSentence() {
        assertThatThrownBy(() -> PortPlan.of(new Environment(Map.of("KEHU_PORT_GATEWAY", "http"))))
                .isInstanceOf(KehuException.class)
                .hasMessage("KEHU_PORT_GATEWAY must be a whole number.");
    }

    @Test
    void outsideACheckoutTheCommandSaysSo() {
        Environment environment = new Environment(Map.of("KEHU_REPOSITORY", folder.toString()));

        assertThatThrownBy(() -> Layout.find(environment))
                .isInstanceOf(KehuException.class)
                .hasMessageContaining("not a checkout");
    }

    @Test
    void passwordsAreMadeOnceAndKeptForTheOwnerOnly() throws IOException {
        Secrets first = new Secrets(folder);
        String password = first.password("user-agent");

        assertThat(new Secrets(folder).password("user-agent")).isEqualTo(password);
        assertThat(first.password("user-admin")).isNotEqualTo(password);
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(
                                    Files.getPosixFilePermissions(file).toString())
                            .doesNotContain("GROUP")
                            .doesNotContain("OTHERS"));
        }
    }

    @Test
    void onlyOneCommandAtATimeChangesWhatRuns() {
        Layout layout = new Layout(folder, folder.resolve("home"));
        try (RunLock first = RunLock.take(layout)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> RunLock.take(layout))
                    .isInstanceOf(KehuException.class)
                    .hasMessageContaining("Another kehu command");
        }
        RunLock.take(layout).close();
    }

    @Test
    void aHomeThatCannotBeWrittenIsOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThatThrownBy(() -> RunLock.take(new Layout(folder, file.resolve("home"))))
                .isInstanceOf(KehuException.class)
                .hasMessageContaining("Cannot write to");
    }
}
