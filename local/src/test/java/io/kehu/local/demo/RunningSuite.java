package io.kehu.local.demo;

import io.kehu.local.suite.Environment;
import io.kehu.local.suite.Part;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** The whole suite with a home and ports of its own, started once for all tests of this run, empty. */
public final class RunningSuite {

    private static final String PORT_OFFSET = "3000";
    private static final RunningSuite INSTANCE = new RunningSuite();

    private final Settings settings;
    private final Suite suite;
    private final Progress progress = new Progress(System.out);

    private RunningSuite() {
        settings = Settings.of(new Environment(Map.of(
                "KEHU_HOME", Path.of("target", "suite").toAbsolutePath().toString(), "KEHU_PORT_OFFSET", PORT_OFFSET)));
        suite = new Suite(settings);
        suite.down(progress);
        try {
            settings.layout().deleteData();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> suite.down(progress), "suite-down"));
        suite.up(progress);
    }

    public static RunningSuite get() {
        return INSTANCE;
    }

    public Settings settings() {
        return settings;
    }

    public Suite suite() {
        return suite;
    }

    /** Ends a part the hard way. */
    public void kill(String name) {
        suite.part(name).process().orElseThrow().kill();
    }

    public void start(String name) {
        Part part = suite.part(name);
        Progress.Step step = progress.begin(name);
        part.start(step);
        step.done("again");
    }
}
