package io.kehu.local.suite;

import io.kehu.servers.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of the six services, from its built jar, with the settings an operator would give it. */
public final class ServicePart extends ProcessPart {

    private static final Duration START_DEADLINE = Duration.ofMinutes(3);

    /** Mails and surveys may wait while people look at points; servers of their own would not compete. */
    private static final Set<String> PATIENT = Set.of("feedback-service", "notification-service");

    private static final List<String> NICE = List.of("nice", "-n", "8");

    private final String name;
    private final int heapMiB;
    private final ServiceEnvironment environment;
    private final ApplicationFiles files;

    public ServicePart(Settings settings, String name, int heapMiB, ServiceEnvironment environment) {
        super(settings, START_DEADLINE);
        this.name = name;
        this.heapMiB = heapMiB;
        this.environment = environment;
        this.files = new ApplicationFiles(settings.layout(), name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    ServerProcess.Spec prepare(Progress.Step step) {
        Path jar = files.unpack();
        Map<String, String> variables = new LinkedHashMap<>(environment.of(name));
        variables.put("MALLOC_ARENA_MAX", "2");
        List<String> flags = JavaHome.serviceFlags(heapMiB);
        files.trainOnce(flags, variables, step);
        List<String> command = new ArrayList<>(PATIENT.contains(name) ? NICE : List.of());
        command.add(JavaHome.java());
        command.addAll(flags);
        command.addAll(files.cacheFlags());
        command.addAll(List.of("-jar", jar.toString()));
        Layout layout = settings().layout();
        return new ServerProcess.Spec(
                name, command, variables, settings().layout().programs(), layout.log(name), layout.pidFile(name));
    }

    @Override
    public boolean isReady() {
        return Http.isOk(settings().ports().url(name + "-management") + "/actuator/health/readiness");
    }

    @Override
    public @Nullable String address() {
        return settings().ports().url(name);
    }
}
