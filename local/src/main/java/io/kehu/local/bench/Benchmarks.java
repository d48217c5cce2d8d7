package io.kehu.local.bench;

import io.kehu.local.bench.customer.CustomerBenchmark;
import io.kehu.local.bench.identity.IdentityBenchmark;
import io.kehu.local.bench.loyalty.LoyaltyBenchmark;
import io.kehu.local.bench.loyalty.LoyaltyCrashes;
import java.util.Map;
import java.util.TreeMap;

/** The benchmarks by name. */
public final class Benchmarks {

    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.of(
            "customer",
            new CustomerBenchmark(),
            "gateway",
            new GatewayBenchmark(),
            "identity",
            new IdentityBenchmark(),
            "loyalty",
            new LoyaltyBenchmark(),
            "loyalty-crashes",
            new LoyaltyCrashes(),
            "purchases",
            new PurchaseBenchmark()));

    private Benchmarks() {}

    public static Map<String, Benchmark> all() {
        return Map.copyOf(ALL);
    }
}
