package io.kehu.local.demo;

import io.kehu.local.suite.KehuException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Brings a file of customers in the way a manager does: upload, rehearse, look, apply. */
final class ImportStep {

    private static final String ROLE = "manager";
    private static final String SECOND_PERSON = "admin";
    private static final String IMPORTS = "/customer/v1/imports";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Set<String> RUNNING = Set.of("CHECKING", "APPLYING");

    private final Caller caller;
    private final Story story;

    ImportStep(Caller caller, Story story) {
        this.caller = caller;
        this.story = story;
    }

    /** @param mapping meaning of the columns; empty for what the service makes of their names */
    void run(String fileName, byte[] file, Map<String, String> mapping) {
        Caller.Answer uploaded = caller.post(
                ROLE,
                IMPORTS + "?fileName=" + URLEncoder.encode(fileName, StandardCharsets.UTF_8),
                "text/csv",
                file,
                Map.of());
        String path = IMPORTS + "/" + uploaded.body().path("id").asString();
        String entityTag = uploaded.entityTag();
        if (!mapping.isEmpty() && entityTag != null) {
            caller.put(ROLE, path + "/mapping", Map.of("columns", mapping), Map.of("If-Match", entityTag));
        }
        story.fact("file", fileName + ", " + uploaded.body().path("encoding").asString("") + ", " + file.length + " B");
        long start = System.nanoTime();
        caller.post(ROLE, path + "/dry-run", Map.of());
        JsonNode checked = await(path, "CHECKED");
        int rows = checked.path("total").asInt();
        story.rate("试运行 dry run", "rows", rows, Duration.ofNanos(System.nanoTime() - start));
        story.counts("逐行结论 verdicts", counts(checked));
        story.counts("未采纳的原因 why rows were not taken", reasons(path));
        if (checked.path("approvalNeeded").asBoolean(false)) {
            caller.post(SECOND_PERSON, path + "/approve", Map.of());
        }
        long apply = System.nanoTime();
        caller.post(ROLE, path + "/apply", Map.of());
        JsonNode applied = await(path, "APPLIED");
        Duration time = Duration.ofNanos(System.nanoTime() - apply);
        story.rate("导入 apply", "customers", applied.path("applied").asInt(), time);
    }

    private JsonNode await(String path, String state) {
        while (true) {
            JsonNode view = caller.get(ROLE, path).body();
            String now = view.path("state").asString("");
            if (now.equals(state)) {
                return view;
            }
            if (!RUNNING.contains(now)) {
                throw new KehuException("The import ended as " + now + ": "
                        + view.path("failure").asString("no reason given") + ". See ./kehu logs customer-service.");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static Map<String, Integer> counts(JsonNode view) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        view.path("counts")
                .properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asInt()));
        return counts;
    }

    private Map<String, Integer> reasons(String path) {
        Map<String, Integer> reasons = new TreeMap<>();
        for (String verdict : new String[] {"REJECTED", "CONFLICT", "DUPLICATE"}) {
            String cursor = "";
            do {
                JsonNode page = caller.get(ROLE, path + "/rows?limit=200&verdict=" + verdict + cursor)
                        .body();
                for (JsonNode row : page.path("items")) {
                    row.path("reasons")
                            .forEach(reason -> reasons.merge(
                                    verdict + " " + reason.asString().replaceFirst(":\\d+$", ""), 1, Integer::sum));
                }
                cursor = next(page);
            } while (cursor != null);
        }
        return reasons;
    }

    private static @Nullable String next(JsonNode page) {
        String cursor = page.path("nextCursor").asString("");
        return cursor.isEmpty() ? null : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
