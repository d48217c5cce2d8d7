package io.kehu.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Java virtual machine fits into the memory limit, and says so explicitly. */
final class Memory implements Law {

    private static final Pattern QUANTITY = Pattern.compile("(\\d+)(Mi|Gi)");
    private static final Pattern HEAP = Pattern.compile("-XX:MaxRAMPercentage=(\\d+)");
    private static final Pattern CODE = Pattern.compile("-XX:ReservedCodeCacheSize=(\\d+)m");
    private static final Pattern DIRECT = Pattern.compile("-XX:MaxDirectMemorySize=(\\d+)m");

    /** Classes and threads, which no flag bounds. */
    private static final int CLASSES_MIB = 96;

    @Override
    public List<String> broken(Rendering rendering) {
        List<String> broken = new ArrayList<>();
        rendering.pods("service").forEach(pod -> check(pod, broken));
        rendering.pods("migration").forEach(pod -> check(pod, broken));
        return broken;
    }

    private static void check(PodTemplate pod, List<String> broken) {
        String options = String.valueOf(pod.environment().get("JAVA_TOOL_OPTIONS"));
        for (String wanted :
                List.of("-XX:+ExitOnOutOfMemoryError", "-XX:+UseCompactObjectHeaders", "-XX:ActiveProcessorCount=")) {
            if (!options.contains(wanted)) {
                broken.add(pod + " runs without " + wanted);
            }
        }
        if (options.contains("-XX:+UseSerialGC") == options.contains("-XX:+UseG1GC")) {
            broken.add(pod + " does not name one collector");
        }
        int limit = mebibytes(pod.container().text("resources.limits.memory"));
        OptionalInt share = number(HEAP, options);
        OptionalInt code = number(CODE, options);
        OptionalInt direct = number(DIRECT, options);
        if (share.isEmpty() || code.isEmpty() || direct.isEmpty()) {
            broken.add(pod + " bounds not all of heap, code and direct memory");
            return;
        }
        int heap = limit * share.getAsInt() / 100;
        int rest = code.getAsInt() + direct.getAsInt() + CLASSES_MIB;
        if (heap + rest > limit) {
            broken.add(pod + " has " + limit + " MiB for a heap of " + heap + " and " + rest + " beside it");
        }
    }

    static int mebibytes(String quantity) {
        Matcher matcher = QUANTITY.matcher(quantity);
        if (!matcher.matches()) {
            throw new AssertionError("Not a size in Mi or Gi: " + quantity);
        }
        return Integer.parseInt(matcher.group(1)) * (matcher.group(2).equals("Gi") ? 1024 : 1);
    }

    private static OptionalInt number(Pattern pattern, String options) {
        Matcher matcher = pattern.matcher(options);
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }
}
