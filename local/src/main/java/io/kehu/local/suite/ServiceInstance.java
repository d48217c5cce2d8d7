package io.kehu.local.suite;

import io.kehu.servers.Ports;
import io.kehu.servers.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One more process of a service beside the suite's own, for benchmarks and fault tests: on free ports, gone when closed. */
public final class ServiceInstance implements AutoCloseable {

    private static final Duration START_DEADLINE = Duration.ofMinutes(2);
    private static final Duration STOP_GRACE = Duration.ofSeconds(30);

    private final int port;
    private final String management;
    private final String readyPath;
    private final ServerProcess process;
    private final Thread hook;

    private ServiceInstance(int port, String management, String readyPath, ServerProcess process) {
        this.port = port;
        this.management = management;
        this.readyPath = readyPath;
        this.process = process;
        // A person who interrupts a benchmark leaves nothing behind.
        this.hook = new Thread(process::kill, "kill-" + process.name());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * What to start.
     *
     * @param service whose jar
     * @param label tells instances apart in names of logs
     * @param heapMiB at most
     * @param variables the service's settings, but its ports
     * @param readyPath what answers 200 when it is ready; on the management port where the service has one
     * @param managed whether it has a management port
     * @param lasting compiled as on a server, for figures; otherwise as the suite's own, which starts sooner
     */
    public record Wish(
            String service,
            String label,
            int heapMiB,
            Map<String, String> variables,
            String readyPath,
            boolean managed,
            boolean lasting) {}

    /** Returns when it is ready. */
    public static ServiceInstance start(Settings settings, Wish wish) {
        Layout layout = settings.layout();
        String name = wish.service() + "-" + wish.label();
        ApplicationFiles files = new ApplicationFiles(layout, wish.service());
        Path jar = files.unpack();
        int port = Ports.findFree();
        Map<String, String> variables = new LinkedHashMap<>(wish.variables());
        variables.put("SERVER_ADDRESS", "127.0.0.1");
        variables.put("SERVER_PORT", Integer.toString(port));
        int readyPort = port;
        if (wish.managed()) {
            readyPort = Ports.findFree();
            variables.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
            variables.put("MANAGEMENT_SERVER_PORT", Integer.toString(readyPort));
        }
        List<String> command = new ArrayList<>(List.of(JavaHome.java()));
        if (wish.lasting()) {
            command.addAll(JavaHome.serverFlags(wish.heapMiB()));
        } else {
            command.addAll(JavaHome.serviceFlags(wish.heapMiB()));
            command.addAll(files.cacheFlags());
        }
        command.addAll(List.of("-jar", jar.toString()));
        ServerProcess process = ServerProcess.start(new ServerProcess.Spec(
                name, command, variables, layout.programs(), layout.log(name), layout.pidFile(name)));
        ServiceInstance instance =
                new ServiceInstance(port, "http://127.0.0.1:" + readyPort, wish.readyPath(), process);
        try {
            process.awaitReady(instance::isReady, START_DEADLINE);
        } catch (RuntimeException e) {
            instance.kill();
            throw e;
        }
        return instance;
    }

    public int port() {
        return port;
    }

    public boolean isReady() {
        return Http.isOk(management + readyPath);
    }

    /** What it says about itself; for services with a management port. */
    public Metrics metrics() {
        return Metrics.at(management);
    }

    /** Processor time it has used so far, in all its threads. */
    public Duration processorTime() {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** Sends a signal by name, such as {@code STOP} or {@code CONT}. */
    public void signal(String signal) {
        process.signal(signal);
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
        forget();
    }

    /** In an orderly way. */
    @Override
    public void close() {
        process.stop("TERM", STOP_GRACE);
        forget();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook has run or is running.
        }
    }
}
