package io.kehu.local.suite;

import io.kehu.servers.ServerProcess;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One part of the suite: a server or service that runs as a process of its own, or that somebody else runs for us. */
public interface Part {

    String name();

    /** Starts it and waits until it is ready; does nothing when it runs already. */
    void start(Progress.Step step);

    /** Ends it in an orderly way; does nothing when it does not run. */
    void stop();

    /** Its process, when it is ours and runs. */
    Optional<ServerProcess> process();

    /** Whether it answers. */
    boolean isReady();

    /** Where people reach it. */
    @Nullable
    String address();
}
