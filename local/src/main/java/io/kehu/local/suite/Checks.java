package io.kehu.local.suite;

import io.kehu.servers.Ports;
import io.kehu.servers.RabbitServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has to be true of a machine before the suite can run on it. */
public final class Checks {

    private static final int JAVA = 25;
    private static final long DISK_MIB = 3_000;
    private static final long DISK_LATER_MIB = 500;
    private static final long MEMORY_MIB = 4_000;
    private static final long MIB = 1024 * 1024;

    private final Suite suite;
    private final Layout layout;

    public Checks(Suite suite) {
        this.suite = suite;
        this.layout = suite.settings().layout();
    }

    /** One thing that was looked at; the text of a bad one says what to do. */
    public record Finding(String what, boolean ok, String text) {}

    public List<Finding> all() {
        List<Finding> findings = new ArrayList<>(List.of(java(), maven(), memory(), disk(), writable(), rabbit()));
        findings.addAll(ports());
        return findings;
    }

    /** Refuses to begin what cannot end well. */
    public void beforeUp() {
        List<Finding> needed = new ArrayList<>(List.of(java(), disk(), writable()));
        needed.addAll(ports());
        for (Finding finding : needed) {
            if (!finding.ok()) {
                throw new KehuException(finding.text());
            }
        }
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        boolean ok = version >= JAVA;
        return new Finding(
                "java", ok, ok ? "Java " + version : "Java " + version + " is too old; install a JDK 25 or newer.");
    }

    private static Finding maven() {
        try {
            boolean ok = new ProcessBuilder("mvn", "-v")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
            return new Finding("maven", ok, ok ? "found" : "mvn does not run; install Maven 3.8.7 or newer.");
        } catch (IOException e) {
            return new Finding("maven", false, "Maven is missing; install it (apt-get install -y maven).");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding("maven", false, "interrupted");
        }
    }

    private static Finding memory() {
        try {
            long total = memoryMiB("MemTotal");
            boolean ok = total >= MEMORY_MIB;
            return new Finding(
                    "memory",
                    ok,
                    total + " MiB" + (ok ? "" : "; the suite needs " + MEMORY_MIB + " MiB to be pleasant."));
        } catch (IOException e) {
            return new Finding("memory", true, "unknown");
        }
    }

    private static long memoryMiB(String name) throws IOException {
        return Files.readString(Path.of("/proc/meminfo"))
                        .lines()
                        .filter(line -> line.startsWith(name + ":"))
                        .map(line -> line.replaceAll("\\D", ""))
                        .mapToLong(Long::parseLong)
                        .sum()
                / 1024;
    }

    private Finding disk() {
        try {
            Path existing = Files.exists(layout.home()) ? layout.home() : layout.repository();
            long free = Files.getFileStore(existing).getUsableSpace() / MIB;
            long needed = Files.exists(layout.programs().resolve("keycloak")) ? DISK_LATER_MIB : DISK_MIB;
            boolean ok = free >= needed;
            return new Finding(
                    "disk",
                    ok,
                    ok
                            ? free + " MiB free"
                            : "The disk of " + layout.home() + " has " + free + " MiB free, but " + needed
                                    + " MiB are needed. Free some, or set KEHU_HOME to another disk.");
        } catch (IOException e) {
            return new Finding("disk", true, "unknown");
        }
    }

    private Finding writable() {
        try {
            Files.createDirectories(layout.home());
            Path probe = Files.createTempFile(layout.home(), ".probe", "");
            Files.delete(probe);
            return new Finding("home", true, layout.home().toString());
        } catch (IOException e) {
            return new Finding(
                    "home",
                    false,
                    "Cannot write to " + layout.home() + ". Free disk space, fix its owner, or set KEHU_HOME.");
        }
    }

    private Finding rabbit() {
        if (suite.settings().environment().text("KEHU_RABBITMQ_URL").isPresent()) {
            return new Finding("rabbitmq", true, "external");
        }
        boolean found = RabbitServer.script().isPresent();
        boolean root = "root".equals(System.getProperty("user.name"));
        return new Finding(
                "rabbitmq",
                found || root,
                found
                        ? "installed"
                        : root
                                ? "missing; ./kehu up will install it with apt-get"
                                : "missing. Run: sudo apt-get install -y rabbitmq-server");
    }

    /** A port is fine when it is free, or when our own part listens on it. */
    private List<Finding> ports() {
        Map<String, Boolean> ours = new TreeMap<>();
        for (Part part : suite.parts()) {
            ours.put(part.name(), part.process().isPresent());
        }
        List<Finding> findings = new ArrayList<>();
        suite.settings().ports().all().forEach((name, port) -> {
            boolean running = ours.entrySet().stream().anyMatch(part -> part.getValue() && owns(part.getKey(), name));
            if (!running && !Ports.isFree(port)) {
                findings.add(new Finding(
                        "port",
                        false,
                        "Port " + port + " (" + name + ") is in use by another program. Stop that program, or set "
                                + PortPlan.variable(name) + " to a free port."));
            }
        });
        return findings.isEmpty() ? List.of(new Finding("ports", true, "all free or ours")) : findings;
    }

    private static boolean owns(String part, String portName) {
        return portName.startsWith(part)
                || (part.equals("mail") && (portName.equals("smtp") || portName.equals("inbox")));
    }
}
