package io.kehu.local.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Tells what the demo does, in Chinese and English, and keeps the figures for programs. */
final class Story {

    private static final double NANOS = 1e9;

    private final PrintStream out;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    Story(PrintStream out) {
        this.out = out;
    }

    void chapter(String chinese, String english) {
        out.println();
        out.println("▸ " + chinese + "  " + english);
    }

    void fact(String label, Object value) {
        out.printf("    %-34s %s%n", label, value);
        figures.put(label, value);
    }

    /** How long a step took and, per second, how much it did. */
    void rate(String label, String unit, int count, Duration time) {
        double seconds = Math.max(time.toNanos() / NANOS, 0.001);
        out.printf("    %-34s %.1f s, %,.0f %s/s%n", label, seconds, count / seconds, unit);
        figures.put(label, Map.of("seconds", seconds, "count", count, "perSecond", count / seconds));
    }

    void counts(String label, Map<String, Integer> counts) {
        out.printf("    %-34s%n", label);
        new TreeMap<>(counts).forEach((name, count) -> out.printf("      %-32s %,8d%n", name, count));
        figures.put(label, new TreeMap<>(counts));
    }

    Map<String, Object> figures() {
        return figures;
    }
}
