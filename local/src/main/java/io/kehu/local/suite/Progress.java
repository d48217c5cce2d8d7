package io.kehu.local.suite;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Tells the person in front of the terminal what is going on, one line per part when it is done and one when it changes its mind. */
public final class Progress {

    private final PrintStream out;

    public Progress(PrintStream out) {
        this.out = out;
    }

    public Step begin(String name) {
        return new Step(name, Instant.now());
    }

    private synchronized void line(String sign, String name, String text) {
        out.printf("%s %-22s %s%n", sign, name, text);
        out.flush();
    }

    /** What one part is doing. */
    public final class Step {

        private final String name;
        private final Instant started;

        private Step(String name, Instant started) {
            this.name = name;
            this.started = started;
        }

        public void doing(String text) {
            line("·", name, text);
        }

        public void done(String text) {
            line("✔", name, "%-28s %s".formatted(text, seconds(Duration.between(started, Instant.now()))));
        }

        public void failed(String text) {
            line("✘", name, text);
        }
    }

    static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
