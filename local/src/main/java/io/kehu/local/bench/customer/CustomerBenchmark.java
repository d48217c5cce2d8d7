package io.kehu.local.bench.customer;

import io.kehu.local.bench.Benchmark;
import io.kehu.local.bench.Figure;
import io.kehu.local.bench.HttpConnection;
import io.kehu.local.bench.Load;
import io.kehu.local.bench.Report;
import io.kehu.local.bench.Samples;
import io.kehu.local.bench.ScratchData;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.ServiceInstance;
import io.kehu.local.suite.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Importing a stock of customers beside COPY of the same rows, then finding them by every class of question beside reading one. */
public final class CustomerBenchmark implements Benchmark {

    private static final int SMALL_STOCK = 20_000;
    private static final int FULL_STOCK = 1_000_000;
    private static final int REHEARSED = 50_000;
    private static final int HEAP_MIB = 512;
    private static final int MATCHING_HEAP_MIB = 2_048;
    private static final int MANY_CALLERS = 16;
    private static final double NANOS = 1e9;
    private static final String IMPORTS = "/customer/v1/imports";

    @Override
    public String description() {
        return "Import of " + FULL_STOCK + " customers (small: " + SMALL_STOCK
                + ") on a database of its own; control: COPY of the same rows into the same tables. Then search by class; control: one"
                + " record by its number. Then doubles found in that stock; control: COPY of its records out of the database.";
    }

    @Override
    public Report run(Settings settings, Size size, Progress.Step step) {
        int stock = size == Size.FULL ? FULL_STOCK : SMALL_STOCK;
        List<Figure> figures = new ArrayList<>();
        List<Report.Check> checks = new ArrayList<>();
        step.doing("writing a file of " + stock + " people");
        try (ScratchData data = new ScratchData(settings, "customer");
                StockFile file = new StockFile(stock, StockFile.SEED)) {
            try (ServiceInstance instance = start(settings, data, HEAP_MIB)) {
                Service service = new Service(settings, instance);
                BareCopy copy = new BareCopy(data);
                Imported imported = importAll(service, file, stock, copy, step);
                figures.addAll(imported.figures());
                figures.add(heap("heap seen while importing", service, HEAP_MIB));
                checks.add(new Report.Check(
                        "rows without a verdict", stock - accounted(service.get("auditor", imported.path()))));
                figures.add(rehearsals(service, Math.min(stock, REHEARSED), step));
                figures.addAll(searches(service, file, size == Size.FULL ? 5 : 3, step));
            }
            try (ServiceInstance instance = start(settings, data, MATCHING_HEAP_MIB)) {
                Service service = new Service(settings, instance);
                figures.addAll(new Doubles(data, file).find(service, step));
                figures.add(heap("heap seen while matching", service, MATCHING_HEAP_MIB));
            }
        }
        return new Report(List.copyOf(figures), List.copyOf(checks));
    }

    /** Garbage that was not collected yet included, so the limit is reached where there is enough to do. */
    private static Figure heap(String name, Service service, int limitMiB) {
        Samples peak = new Samples();
        peak.add(service.heapPeak());
        Samples limit = new Samples();
        limit.add(limitMiB);
        return Figure.of(name, peak, "limit", limit, "MiB");
    }

    private static ServiceInstance start(Settings settings, ScratchData data, int heapMiB) {
        return ServiceInstance.start(
                settings,
                new ServiceInstance.Wish(
                        "customer-service",
                        "bench",
                        heapMiB,
                        data.variables(),
                        "/actuator/health/readiness",
                        true,
                        true));
    }

    /** An import that is done. */
    private record Imported(String path, List<Figure> figures) {}

    /** Rehearsed twice, without and with a look for customers that are probably meant; in a stock of nobody both come to the same rows. */
    private static Imported importAll(Service service, StockFile file, int stock, BareCopy copy, Progress.Step step) {
        step.doing("uploading");
        String path = upload(service, file);
        step.doing("rehearsing the import");
        double unchecked = stock / rehearsed(service, path, "CERTAIN", stock);
        double checked = stock / rehearsed(service, path, "PROBABLE", stock);
        step.doing("applying the import, rehearsed at %,.0f rows/s, %,.0f with the check"
                .formatted(stock / unchecked, stock / checked));
        if (service.get("manager", path).path("approvalNeeded").asBoolean(false)) {
            service.post("admin", path + "/approve", Map.of());
        }
        long start = System.nanoTime();
        service.post("manager", path + "/apply", Map.of());
        service.await("manager", path, "APPLYING", "APPLIED");
        double applied = (System.nanoTime() - start) / NANOS;
        step.doing("%,d customers imported at %,.0f rows/s; copying them"
                .formatted(copy.customers(), stock / (checked + applied)));
        Samples theirs = new Samples();
        theirs.add(stock / copy.seconds());
        return new Imported(
                path,
                List.of(
                        imported("import, duplicate check off", stock / (unchecked + applied), theirs)
                                .ratioAtLeast(0.35),
                        imported("import, duplicate check on", stock / (checked + applied), theirs)
                                .ratioAtLeast(0.175)));
    }

    private static Figure imported(String name, double perSecond, Samples copied) {
        Samples ours = new Samples();
        ours.add(perSecond);
        return Figure.of(name, ours, "COPY of the same rows", copied, "rows/s");
    }

    /** What it costs to look for customers a file probably means, in the whole stock. */
    private static Figure rehearsals(Service service, int rows, Progress.Step step) {
        try (StockFile file = new StockFile(rows, StockFile.SEED + 1)) {
            String path = upload(service, file);
            Samples probable = new Samples();
            Samples certain = new Samples();
            for (int round = -1; round < 3; round++) {
                double with = rehearsed(service, path, "PROBABLE", rows);
                double without = rehearsed(service, path, "CERTAIN", rows);
                step.doing("rehearsing %,d rows: %,.0f/s, %,.0f/s without a look for probable customers"
                        .formatted(rows, with, without));
                if (round >= 0) {
                    probable.add(with);
                    certain.add(without);
                }
            }
            return Figure.of("rehearsal against the stock", probable, "certain customers only", certain, "rows/s");
        }
    }

    private static double rehearsed(Service service, String path, String duplicateCheck, int rows) {
        service.put("manager", path, path + "/mapping", Map.of("duplicateCheck", duplicateCheck));
        long start = System.nanoTime();
        service.post("manager", path + "/dry-run", Map.of());
        service.await("manager", path, "CHECKING", "CHECKED");
        return rows / ((System.nanoTime() - start) / NANOS);
    }

    private static String upload(Service service, StockFile file) {
        try {
            JsonNode uploaded = service.upload("manager", IMPORTS + "?fileName=stock.csv", file.path());
            return IMPORTS + "/" + uploaded.path("id").asString();
        } catch (IOException e) {
            throw new KehuException("The file of people cannot be read: " + e.getMessage(), e);
        }
    }

    private static long accounted(JsonNode view) {
        long rows = 0;
        for (JsonNode count : view.path("counts")) {
            rows += count.asLong();
        }
        return rows;
    }

    private static List<Figure> searches(Service service, StockFile file, int rounds, Progress.Step step) {
        List<Figure> figures = new ArrayList<>();
        Questions.about(file.samples()).forEach((name, questions) -> {
            figures.addAll(search(service, name, questions, 1, 50, rounds, step));
            figures.addAll(search(service, name, questions, MANY_CALLERS, 150, rounds, step));
        });
        return figures;
    }

    private static List<Figure> search(
            Service service,
            String name,
            List<String> questions,
            int callers,
            double goal,
            int rounds,
            Progress.Step step) {
        Load load = new Load(callers, Duration.ofSeconds(2));
        Samples tails = new Samples();
        Samples rates = new Samples();
        Samples readTails = new Samples();
        Samples readRates = new Samples();
        Samples latencies = new Samples();
        String title = "search by %s, %d caller%s".formatted(name, callers, callers == 1 ? "" : "s");
        for (int round = -1; round < rounds; round++) {
            String token = service.token("manager");
            List<byte[]> asked = questions.stream()
                    .map(question -> HttpConnection.post(
                            "/customer/v1/customers:search",
                            token,
                            "",
                            JsonMapper.shared().writeValueAsString(Map.of("q", question))))
                    .toList();
            Load.Result found = load.run(service.port(), asked);
            Load.Result read =
                    load.run(service.port(), HttpConnection.get("/customer/v1/customers/" + first(service), token));
            step.doing("%s: p95 %.1f ms, %,.0f/s; reading one %.1f ms"
                    .formatted(
                            title,
                            found.latencies().quantile(0.95),
                            found.perSecond(),
                            read.latencies().quantile(0.95)));
            if (round >= 0) {
                tails.add(found.latencies().quantile(0.95));
                rates.add(found.perSecond());
                latencies.addAll(found.latencies());
                readTails.add(read.latencies().quantile(0.95));
                readRates.add(read.perSecond());
            }
        }
        return List.of(
                Figure.of(title + ", p95", tails, "one record, p95", readTails, "ms")
                        .valueAtMost(goal),
                Figure.of(title, rates, "one record", readRates, "1/s").withCalls(latencies, 0));
    }

    private static String first(Service service) {
        return service.get("manager", "/customer/v1/customers?limit=1")
                .path("items")
                .path(0)
                .path("number")
                .asString();
    }
}
