package io.kehu.local.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Maven in the foreground, with its own output. */
public final class Maven {

    private final Layout layout;

    public Maven(Layout layout) {
        this.layout = layout;
    }

    /** @return Maven's exit code */
    public int run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "mvn",
                "-B",
                "-ntp",
                "-f",
                layout.repository().resolve("pom.xml").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(layout.repository().toFile())
                .inheritIO();
        builder.environment().put("JAVA_HOME", JavaHome.path().toString());
        try {
            Process maven = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(maven::destroy));
            return maven.waitFor();
        } catch (IOException e) {
            throw new KehuException("Maven did not run. Install it (apt-get install -y maven) and try again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KehuException("Interrupted.", e);
        }
    }
}
