package io.kehu.local.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDK this program itself runs on, which is the one the script found. */
public final class JavaHome {

    private JavaHome() {}

    public static Path path() {
        return Path.of(System.getProperty("java.home"));
    }

    public static String java() {
        return path().resolve("bin/java").toString();
    }

    /**
     * Flags every service of the local suite runs with; the AOT cache is valid only for the very same ones. Compiling as servers do would
     * take half of two cores for the first minutes, which on a machine for trying things out is all there is; see ADR 0007.
     */
    static List<String> serviceFlags(int heapMiB) {
        List<String> flags = new ArrayList<>(serverFlags(heapMiB));
        flags.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:MinHeapFreeRatio=15", "-XX:MaxHeapFreeRatio=30", "-Xms32m"));
        return List.copyOf(flags);
    }

    /** Flags as a server runs with. */
    static List<String> serverFlags(int heapMiB) {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:MaxDirectMemorySize=64m",
                "-Xss512k",
                "-Xmx" + heapMiB + "m",
                "-Djava.security.egd=file:/dev/urandom",
                "--enable-native-access=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8");
    }
}
