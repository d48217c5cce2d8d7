package io.kehu.local.command;

import io.kehu.local.suite.Part;
import io.kehu.local.suite.ProcessMemory;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import io.kehu.servers.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code kehu status} */
@Command(name = "status", description = "What runs, and whether it is ready. 查看运行状态。")
public final class StatusCommand implements Callable<Integer> {

    private static final int NOT_ALL_READY = 3;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    /**
     * One part.
     *
     * @param state READY, STARTING (runs, does not answer yet) or DOWN
     * @param residentMiB memory of the process and its children; missing when it is not ours
     */
    record Row(
            String name,
            String state,
            @Nullable Long pid,
            @Nullable Long residentMiB,
            @Nullable String address) {}

    @Override
    public Integer call() {
        List<Row> rows = new ArrayList<>();
        for (Part part : new Suite(Settings.load()).parts()) {
            rows.add(row(part));
        }
        if (json) {
            System.out.println(JsonMapper.shared().writeValueAsString(rows));
        } else {
            System.out.printf("%-22s %-9s %8s %9s  %s%n", "PART", "STATE", "PID", "MEMORY", "ADDRESS");
            rows.forEach(row -> System.out.printf(
                    "%-22s %-9s %8s %9s  %s%n",
                    row.name(),
                    row.state(),
                    row.pid() == null ? "-" : row.pid(),
                    row.residentMiB() == null ? "-" : row.residentMiB() + " MiB",
                    row.address()));
        }
        return rows.stream().allMatch(row -> row.state().equals("READY")) ? 0 : NOT_ALL_READY;
    }

    private static Row row(Part part) {
        Optional<ServerProcess> process = part.process();
        boolean ready = part.isReady();
        String state = ready ? "READY" : process.isPresent() ? "STARTING" : "DOWN";
        Long pid = process.map(ServerProcess::pid).orElse(null);
        return new Row(part.name(), state, pid, pid == null ? null : ProcessMemory.residentMiB(pid), part.address());
    }
}
