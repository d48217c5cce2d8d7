package io.kehu.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** One server as an operating system process of its own: started in its own session, logged to a file, found again later. */
public final class ServerProcess {

    private static final int LOG_LINES_SHOWN = 12;
    private static final int LOG_LINE_SHOWN = 300;

    private final String name;
    private final ProcessHandle handle;
    private final Path log;
    private final PidFile pidFile;

    private ServerProcess(String name, ProcessHandle handle, Path log, PidFile pidFile) {
        this.name = name;
        this.handle = handle;
        this.log = log;
        this.pidFile = pidFile;
    }

    /**
     * What to run.
     *
     * @param name how people call the server
     * @param command program and arguments
     * @param environment added to the inherited environment
     * @param directory working directory
     * @param log file that receives standard output and standard error, appended
     * @param pidFile where the process is remembered
     */
    public record Spec(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path log,
            Path pidFile) {}

    public static ServerProcess start(Spec spec) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.addAll(spec.command());
        try {
            Files.createDirectories(spec.log().toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(spec.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().putAll(spec.environment());
            ProcessHandle handle = builder.start().toHandle();
            PidFile pidFile = new PidFile(spec.pidFile());
            pidFile.write(handle);
            return new ServerProcess(spec.name(), handle, spec.log(), pidFile);
        } catch (IOException e) {
            throw new ServerFailedException(
                    "Cannot start " + spec.name() + ": " + spec.command().getFirst() + " did not run. Check that it is"
                            + " installed and that the disk has room.",
                    e);
        }
    }

    /** Finds a server that an earlier program started. */
    public static Optional<ServerProcess> find(String name, Path log, Path pidFile) {
        PidFile file = new PidFile(pidFile);
        return file.read().map(handle -> new ServerProcess(name, handle, log, file));
    }

    public String name() {
        return name;
    }

    public long pid() {
        return handle.pid();
    }

    public boolean isAlive() {
        return handle.isAlive();
    }

    public Path log() {
        return log;
    }

    /** Waits until the probe says yes; a process that ends before, or a passed deadline, is a failure with the last log lines. */
    public void awaitReady(BooleanSupplier ready, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!ready.getAsBoolean()) {
            if (!handle.isAlive()) {
                throw new ServerFailedException(name + " ended while starting. " + lastLogLines());
            }
            if (System.nanoTime() > end) {
                throw new ServerFailedException(
                        name + " was not ready after " + deadline.toSeconds() + " s. " + lastLogLines());
            }
            pause(Duration.ofMillis(100));
        }
    }

    /** Asks the process to end with the signal, waits for the grace time, then kills it. */
    public void stop(String signal, Duration grace) {
        if (handle.isAlive()) {
            signal(signal);
            try {
                handle.onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                kill();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                handle.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        pidFile.delete();
    }

    /** {@code kill -9}: no orderly end of any kind. */
    public void kill() {
        List<ProcessHandle> family = new ArrayList<>(handle.descendants().toList());
        handle.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        handle.onExit().join();
    }

    /** Sends a signal by name, such as {@code STOP} or {@code CONT}. */
    public void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(handle.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exit != 0 && handle.isAlive()) {
                throw new ServerFailedException("Cannot send " + signal + " to " + name + " (process " + pid() + ").");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String lastLogLines() {
        try {
            List<String> lines = Files.readString(log, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.length() > LOG_LINE_SHOWN ? line.substring(0, LOG_LINE_SHOWN) + "…" : line)
                    .toList();
            return "The end of " + log + ":\n  "
                    + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "Its log " + log + " cannot be read.";
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailedException("Interrupted while waiting.", e);
        }
    }
}
