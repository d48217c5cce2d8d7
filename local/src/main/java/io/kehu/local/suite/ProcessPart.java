package io.kehu.local.suite;

import io.kehu.servers.ServerProcess;
import java.time.Duration;
import java.util.Optional;

/** A part that is one process started by us and answers over HTTP when it is ready. */
abstract class ProcessPart implements Part {

    private static final Duration STOP_GRACE = Duration.ofSeconds(30);

    private final Settings settings;
    private final Duration startDeadline;

    ProcessPart(Settings settings, Duration startDeadline) {
        this.settings = settings;
        this.startDeadline = startDeadline;
    }

    /** Prepares what the process needs and says how to run it. */
    abstract ServerProcess.Spec prepare(Progress.Step step);

    /** What has to be done once it is ready. */
    void afterStart(Progress.Step step) {}

    Settings settings() {
        return settings;
    }

    @Override
    public final void start(Progress.Step step) {
        if (process().isEmpty()) {
            ServerProcess.start(prepare(step));
        }
        process()
                .orElseThrow(() -> new KehuException(
                        name() + " ended at once; see " + settings.layout().log(name())))
                .awaitReady(this::isReady, startDeadline);
        afterStart(step);
    }

    @Override
    public final void stop() {
        process().ifPresent(process -> process.stop("TERM", STOP_GRACE));
    }

    @Override
    public final Optional<ServerProcess> process() {
        return ServerProcess.find(
                name(), settings.layout().log(name()), settings.layout().pidFile(name()));
    }
}
