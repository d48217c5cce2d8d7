package io.kehu.local.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resident memory as Linux counts it. */
public final class ProcessMemory {

    private static final long KIB_PER_MIB = 1024;

    private ProcessMemory() {}

    /** Of a process and all its descendants; 0 where the system does not tell. */
    public static long residentMiB(long pid) {
        Stream<Long> family = Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid));
        return family.mapToLong(ProcessMemory::residentKiB).sum() / KIB_PER_MIB;
    }

    private static long residentKiB(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status"))
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
