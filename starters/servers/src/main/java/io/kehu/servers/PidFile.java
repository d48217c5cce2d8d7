package io.kehu.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers a child process beyond the life of the program that started it. The start time is kept beside the process id,
 * because the system hands out ids again and we must never signal a stranger.
 */
record PidFile(Path path) {

    private static final Duration START_TIME_TOLERANCE = Duration.ofSeconds(2);

    void write(ProcessHandle process) {
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Path draft = path.resolveSibling(path.getFileName() + ".tmp");
            Files.writeString(draft, process.pid() + " " + started.toEpochMilli() + "\n");
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The remembered process if it is still the same one and alive. */
    Optional<ProcessHandle> read() {
        try {
            String[] parts = Files.readString(path).trim().split(" ", 2);
            if (parts.length != 2) {
                return Optional.empty();
            }
            Instant expected = Instant.ofEpochMilli(Long.parseLong(parts[1]));
            return ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> startedAt(process, expected));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean startedAt(ProcessHandle process, Instant expected) {
        return process.info()
                .startInstant()
                .map(started -> Duration.between(expected, started).abs().compareTo(START_TIME_TOLERANCE) <= 0)
                .orElse(true);
    }
}
