package io.kehu.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at before a start, and the sentence for what is wrong. */
class ChecksTests {

    private static final int UNUSUAL_PORTS = 3_700;

    @TempDir
    private Path home;

    @Test
    void aPortSomebodyElseUsesIsNamedWithTheVariableThatMovesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Checks checks = checks(Map.of("KEHU_PORT_INBOX", Integer.toString(taken.getLocalPort())));

            assertThatThrownBy(checks::beforeUp)
                    .isInstanceOf(KehuException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " (inbox) is in use")
                    .hasMessageContaining("KEHU_PORT_INBOX");
        }
    }

    @Test
    void aHomeThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "in the way");

        assertThatThrownBy(() -> checks(Map.of("KEHU_HOME", file.toString())).beforeUp())
                .isInstanceOf(KehuException.class)
                .hasMessageContaining("Cannot write")
                .hasMessageContaining(file.toString());
    }

    @Test
    void aMachineThatIsFineHasNothingToSay() {
        assertThat(checks(Map.of()).all()).filteredOn(finding -> !finding.ok()).isEmpty();
    }

    @Test
    void anUnknownPartIsAnsweredWithTheListOfParts() {
        assertThatThrownBy(() -> new Suite(settings(Map.of())).part("billing"))
                .isInstanceOf(KehuException.class)
                .hasMessageContaining("customer-service");
    }

    private Checks checks(Map<String, String> variables) {
        return new Checks(new Suite(settings(variables)));
    }

    private Settings settings(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(
                Map.of("KEHU_HOME", home.toString(), "KEHU_PORT_OFFSET", Integer.toString(UNUSUAL_PORTS)));
        all.putAll(variables);
        return Settings.of(new Environment(all));
    }
}
