package io.kehu.local.bench.loyalty;

import io.kehu.local.bench.HttpConnection;
import io.kehu.local.bench.Report;
import io.kehu.local.suite.KehuException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/** One coupon and 1,000 callers, each with an order of their own. */
final class CouponRace {

    private static final int CALLERS = 1_000;
    private static final int FIRST_ERROR = 300;
    private static final int SERVER_ERROR = 500;

    private final Bench bench;

    CouponRace(Bench bench) {
        this.bench = bench;
    }

    Report.Check run() {
        bench.step().doing("one coupon, %,d callers".formatted(CALLERS));
        bench.calls().post("manager", "/loyalty/v1/coupons", """
                {"code":"RACE","name":"Race","kind":"VALUE_OFF","valueMinor":100,"currency":"CNY","quota":10}""");
        JsonNode issued = bench.calls().post("manager", "/loyalty/v1/coupons/RACE:issue", "{\"count\":1}");
        String code = issued.at("/items/0/code").asString();
        String token = bench.calls().token("integrator");
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        long winners = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                byte[] request = request(token, code, i);
                calls.add(threads.submit(() -> {
                    start.await();
                    return wins(request);
                }));
            }
            for (Future<Boolean> call : calls) {
                winners += call.get() ? 1 : 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KehuException("Interrupted.", e);
        } catch (ExecutionException e) {
            throw new KehuException("A caller gave up: " + e.getMessage(), e);
        }
        return new Report.Check(
                "winners of one coupon but one, of %,d callers".formatted(CALLERS), Math.abs(winners - 1));
    }

    private static byte[] request(String token, String code, int caller) {
        return HttpConnection.post(
                "/loyalty/v1/coupon-codes:redeem",
                token,
                Calls.key("race-" + caller),
                "{\"code\":\"" + code + "\",\"number\":\"" + Stock.number("B", 1 + caller)
                        + "\",\"channel\":\"POS\",\"orderNo\":\"RACE-" + caller
                        + "\",\"amountMinor\":1000,\"currency\":\"CNY\"}");
    }

    private boolean wins(byte[] request) throws IOException {
        try (HttpConnection connection =
                new HttpConnection(bench.calls().instance().port())) {
            int status = connection.send(request);
            if (status >= SERVER_ERROR) {
                throw new KehuException("A coupon was answered with " + status + ": " + connection.body());
            }
            return status < FIRST_ERROR;
        }
    }
}
