package io.kehu.local.bench;

import java.util.Map;
import java.util.TreeMap;

/** The benchmarks by name. */
public final class Benchmarks {

    private static final Map<String, Benchmark> ALL =
            new TreeMap<>(Map.of("gateway", new GatewayBenchmark(), "purchases", new PurchaseBenchmark()));

    private Benchmarks() {}

    public static Map<String, Benchmark> all() {
        return Map.copyOf(ALL);
    }
}
