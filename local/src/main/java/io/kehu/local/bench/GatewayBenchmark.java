package io.kehu.local.bench;

import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.Http;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.Settings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What the way through the gateway costs: the same authenticated request there and directly at the service. */
final class GatewayBenchmark implements Benchmark {

    private static final String PATH = "/loyalty/v1/programs";
    private static final int CALLERS = 8;
    private static final int CALLS = 100;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 9;
    private static final int OK = 200;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS = 1e9;
    private static final double TAIL = 0.99;

    @Override
    public String description() {
        return "GET " + PATH + " through the gateway; control: the same at loyalty-service. " + CALLERS + " callers.";
    }

    @Override
    public Report run(Settings settings, Size size, Progress.Step step) {
        String token = new SignIn(settings).as("manager").value();
        String through = settings.gatewayUrl() + PATH;
        String direct = settings.ports().url("loyalty-service") + PATH;
        Side gateway = new Side();
        Side service = new Side();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            boolean counts = round >= WARM_UP;
            gateway.round(through, token, counts);
            service.round(direct, token, counts);
        }
        return new Report(
                List.of(
                        Figure.of("requests", gateway.rates, "direct", service.rates, "1/s"),
                        Figure.of("latency p50", gateway.medians, "direct", service.medians, "ms"),
                        Figure.of("latency p99", gateway.tails, "direct", service.tails, "ms")),
                List.of());
    }

    /** One of the two addresses and what was measured there. */
    private static final class Side {

        private final Samples rates = new Samples();
        private final Samples medians = new Samples();
        private final Samples tails = new Samples();

        void round(String url, String token, boolean counts) {
            Samples latencies = new Samples();
            long start = System.nanoTime();
            try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
                List<Future<?>> callers = IntStream.range(0, CALLERS)
                        .<Future<?>>mapToObj(caller -> threads.submit(() -> calls(url, token, latencies)))
                        .toList();
                for (Future<?> caller : callers) {
                    caller.get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KehuException("Interrupted.", e);
            } catch (ExecutionException e) {
                throw new KehuException(url + " did not answer as it should. Run ./kehu status.", e);
            }
            if (counts) {
                rates.add(CALLERS * CALLS / ((System.nanoTime() - start) / NANOS));
                medians.add(latencies.median());
                tails.add(latencies.quantile(TAIL));
            }
        }

        private void calls(String url, String token, Samples latencies) {
            for (int call = 0; call < CALLS; call++) {
                long start = System.nanoTime();
                try {
                    HttpResponse<String> response =
                            Http.send(Http.request(url).header("Authorization", "Bearer " + token));
                    if (response.statusCode() != OK) {
                        throw new KehuException(url + " answered " + response.statusCode() + ".");
                    }
                } catch (IOException e) {
                    throw new KehuException(url + " does not answer.", e);
                }
                latencies.add((System.nanoTime() - start) / NANOS_PER_MILLI);
            }
        }
    }
}
