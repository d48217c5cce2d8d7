package io.kehu.local.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Posts deals the way a shop's machine account does, in batches, and remembers what became of each. */
final class TradeStep {

    private static final String ROLE = "integrator";
    private static final int BATCH = 500;

    private final Caller caller;
    private final Story story;
    private final Map<Deal, Result> results = new LinkedHashMap<>();

    TradeStep(Caller caller, Story story) {
        this.caller = caller;
        this.story = story;
    }

    /**
     * What became of a deal.
     *
     * @param outcome RECORDED, DUPLICATE, PARKED, CONFLICT or REJECTED
     * @param number customer it belongs to
     */
    record Result(
            String outcome,
            @Nullable String number,
            @Nullable String reason) {

        boolean counts() {
            return outcome.equals("RECORDED") || outcome.equals("DUPLICATE");
        }

        String text() {
            return reason == null ? outcome : outcome + " " + reason;
        }
    }

    void run(ShopFile file) {
        long start = System.nanoTime();
        post("/customer/v1/purchases:batch", file.sales(), sale -> body(sale, file.referenceSystem()));
        Duration sales = Duration.ofNanos(System.nanoTime() - start);
        story.rate("购买 purchases", "purchases", file.sales().size(), sales);
        story.counts("购买结果 what became of them", outcomes(file.sales()));
        long refunds = System.nanoTime();
        post("/customer/v1/refunds:batch", file.returns(), TradeStep::body);
        story.rate("退货 refunds", "refunds", file.returns().size(), Duration.ofNanos(System.nanoTime() - refunds));
        story.counts("退货结果 what became of them ", outcomes(file.returns()));
    }

    Map<Deal, Result> results() {
        return results;
    }

    private <D extends Deal> void post(String path, List<D> deals, Function<D, Map<String, Object>> body) {
        for (int from = 0; from < deals.size(); from += BATCH) {
            List<D> batch = deals.subList(from, Math.min(from + BATCH, deals.size()));
            JsonNode answer = caller.post(
                            ROLE, path, Map.of("items", batch.stream().map(body).toList()))
                    .body();
            for (JsonNode item : answer.path("items")) {
                results.put(batch.get(item.path("input").asInt()), result(item));
            }
        }
    }

    private static Result result(JsonNode item) {
        String reason = item.path("reason").asString("");
        JsonNode error = item.path("errors").path(0);
        if (!error.isMissingNode()) {
            reason = error.path("pointer").asString("") + " "
                    + error.path("code").asString("");
        }
        String number = item.path("number").asString("");
        return new Result(
                item.path("outcome").asString(""), number.isEmpty() ? null : number, reason.isEmpty() ? null : reason);
    }

    private Map<String, Integer> outcomes(List<? extends Deal> deals) {
        Map<String, Integer> outcomes = new TreeMap<>();
        for (Deal deal : deals) {
            Result result = results.get(deal);
            outcomes.merge(result == null ? "NO ANSWER" : result.text(), 1, Integer::sum);
        }
        return outcomes;
    }

    private static Map<String, Object> body(Deal.Sale sale, String system) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (sale.buyer() != null) {
            body.put("customer", Map.of("system", system, "externalId", sale.buyer()));
        }
        body.put("channel", sale.channel());
        body.put("orderNo", sale.no());
        if (sale.store() != null) {
            body.put("store", sale.store());
        }
        body.put("occurredAt", sale.occurredAt().toString());
        body.put("currency", sale.currency());
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Deal.Line line : sale.lines()) {
            Map<String, Object> position = position(line);
            position.put("product", line.product());
            if (line.category() != null) {
                position.put("category", line.category());
            }
            lines.add(position);
        }
        body.put("lines", lines);
        return body;
    }

    private static Map<String, Object> body(Deal.Return refund) {
        return Map.of(
                "channel",
                refund.channel(),
                "orderNo",
                refund.orderNo(),
                "refundNo",
                refund.no(),
                "occurredAt",
                refund.occurredAt().toString(),
                "lines",
                refund.lines().stream().map(TradeStep::position).toList());
    }

    private static Map<String, Object> position(Deal.Line line) {
        Map<String, Object> position = new LinkedHashMap<>();
        position.put("lineNo", line.lineNo());
        position.put("quantity", line.quantity());
        position.put("amountMinor", line.amountMinor());
        return position;
    }
}
