package io.kehu.local.demo;

import io.kehu.local.suite.KehuException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Waits until every customer's points are there, compares them one by one, and has the ledger check itself. */
final class PointsStep {

    private static final String ROLE = "manager";
    private static final int AT_ONCE = 4;
    /** Customers of the last deals; deals are booked in their order. */
    private static final int LATEST = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Caller caller;
    private final Story story;

    PointsStep(Caller caller, Story story) {
        this.caller = caller;
        this.story = story;
    }

    /** @param posted when the last deal was answered, as {@link System#nanoTime()} */
    void run(Map<Deal, TradeStep.Result> results, long posted) {
        List<JsonNode> published = publishedRules();
        if (published.size() == 1
                && published.getFirst().path("code").asString("").equals("BASE")) {
            JsonNode rule = published.getFirst();
            compare(
                    new ExpectedPoints(
                            results,
                            rule.path("points").asLong(),
                            rule.path("perMinor").asLong()),
                    posted);
        } else {
            story.fact("积分 points", "not compared: rules other than BASE are published");
        }
        checkLedger();
    }

    private List<JsonNode> publishedRules() {
        List<JsonNode> published = new ArrayList<>();
        for (JsonNode program : caller.get(ROLE, "/loyalty/v1/programs").body().path("items")) {
            String code = program.path("code").asString("");
            for (JsonNode rule :
                    caller.get(ROLE, "/loyalty/v1/rules?program=" + code).body().path("items")) {
                if (rule.path("state").asString("").equals("PUBLISHED")) {
                    published.add(rule);
                }
            }
        }
        return published;
    }

    private void compare(ExpectedPoints expected, long posted) {
        await(expected.latest(LATEST), expected, posted);
        Duration visible = Duration.ofNanos(System.nanoTime() - posted);
        story.fact("最后一笔之后 visible after the last deal", "%.1f s".formatted(visible.toMillis() / 1000.0));
        List<String> open = await(expected.byCustomer().keySet(), expected, posted);
        story.fact("客户 customers with points", expected.byCustomer().size());
        story.fact("积分 points, all customers", "%,d".formatted(expected.total()));
        if (!open.isEmpty()) {
            throw new KehuException(
                    "The points of " + open.size() + " customers are not what their purchases say, for example "
                            + open.getFirst() + ". See ./kehu logs loyalty-service.");
        }
        story.fact("逐一核对 compared one by one", "all equal");
    }

    /** @return those whose points have not become right */
    private List<String> await(Collection<String> numbers, ExpectedPoints expected, long posted) {
        List<String> open = List.copyOf(numbers);
        while (!open.isEmpty() && System.nanoTime() - posted < PATIENCE.toNanos()) {
            open = stillDifferent(open, expected);
            if (!open.isEmpty()) {
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
        return open;
    }

    private List<String> stillDifferent(List<String> numbers, ExpectedPoints expected) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Boolean>> answers = numbers.stream()
                    .map(number -> threads.submit(() -> isRight(number, expected)))
                    .toList();
            List<String> different = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                if (!answers.get(i).get()) {
                    different.add(numbers.get(i));
                }
            }
            return different;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KehuException cause ? cause : new KehuException("Points cannot be read.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KehuException("Interrupted.", e);
        }
    }

    /** A balance that is not only of these deals is looked at booking by booking. */
    private boolean isRight(String number, ExpectedPoints expected) {
        long wanted = expected.byCustomer().getOrDefault(number, 0L);
        JsonNode member = caller.get(ROLE, "/loyalty/v1/members/" + number).body();
        return member.path("balance").asLong() == wanted || booked(number, expected) == wanted;
    }

    private long booked(String number, ExpectedPoints expected) {
        long sum = 0;
        String cursor = "";
        do {
            JsonNode page = caller.get(ROLE, "/loyalty/v1/members/" + number + "/statement?limit=200" + cursor)
                    .body();
            for (JsonNode line : page.path("items")) {
                if (expected.references(number)
                        .contains(line.path("businessRef").asString(""))) {
                    sum += line.path("points").asLong();
                }
            }
            String next = page.path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!cursor.isEmpty());
        return sum;
    }

    private void checkLedger() {
        JsonNode report = caller.get("auditor", "/loyalty/v1/audit/invariants").body();
        if (!report.path("clean").asBoolean(false)) {
            throw new KehuException("The ledger check found something: " + report);
        }
        story.fact("账本自检 ledger check", "clean, " + report.path("checks").size() + " invariants");
    }
}
