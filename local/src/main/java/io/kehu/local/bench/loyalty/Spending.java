package io.kehu.local.bench.loyalty;

import io.kehu.local.bench.Figure;
import io.kehu.local.bench.HttpConnection;
import io.kehu.local.bench.Load;
import io.kehu.local.bench.Samples;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;

/** Points spent one by one by many members, by one of them most of the time, and in batches; control: transactions like TPC-B. */
final class Spending {

    private static final int CALLERS = 16;
    private static final int BATCH_CALLERS = 4;
    private static final int BATCH = 100;
    private static final int WARM_UP = 5;
    private static final int TEN = 10;
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;

    private final Bench bench;
    private final Samples single = new Samples();
    private final Samples hot = new Samples();
    private final Samples batched = new Samples();
    private final Samples bare = new Samples();
    private final Samples latencies = new Samples();
    private final Samples processor = new Samples();
    private long booked;

    Spending(Bench bench) {
        this.bench = bench;
    }

    List<Figure> measure() {
        Duration time = Duration.ofSeconds(bench.full() ? 10 : 3);
        for (int round = -WARM_UP; round < (bench.full() ? 5 : 3); round++) {
            round(round, time);
        }
        return List.of(
                Figure.of("redeem, " + CALLERS + " callers", single, "TPC-B-like", bare, "1/s")
                        .withCalls(latencies, processor.median())
                        .ratioAtLeast(0.5),
                Figure.of("redeem, 90 % by one member", hot, "by all members alike", single, "1/s")
                        .ratioAtLeast(0.7),
                Figure.of("redeemed in batches of " + BATCH, batched, "one by one", single, "1/s")
                        .ratioAtLeast(3));
    }

    /** How many redemptions were answered. */
    long booked() {
        return booked;
    }

    private void round(int round, Duration time) {
        String token = bench.calls().token("integrator");
        int port = bench.calls().instance().port();
        Duration before = bench.calls().instance().processorTime();
        Load.Result many = new Load(CALLERS, time).run(port, redeem(token, "u" + round, false));
        Duration used = bench.calls().instance().processorTime().minus(before);
        Load.Result one = new Load(CALLERS, time).run(port, redeem(token, "h" + round, true));
        Load.Result batches = new Load(BATCH_CALLERS, time).run(port, batch(token, "b" + round));
        double control = bench.control().perSecond(CALLERS, time);
        booked += many.calls() + one.calls() + batches.calls() * BATCH;
        bench.step()
                .doing("%s: %,.0f/s by many, %,.0f/s with a hot member, %,.0f/s in batches, control %,.0f/s"
                        .formatted(
                                round < 0 ? "warming up" : "round " + (round + 1),
                                many.perSecond(),
                                one.perSecond(),
                                batches.perSecond() * BATCH,
                                control));
        if (round >= 0) {
            single.add(many.perSecond());
            hot.add(one.perSecond());
            batched.add(batches.perSecond() * BATCH);
            bare.add(control);
            latencies.addAll(many.latencies());
            processor.add(used.toNanos() / NANOS * MICROS / many.calls());
        }
    }

    private static LongFunction<byte[]> redeem(String token, String round, boolean hot) {
        return call -> {
            String number = hot && call % TEN != 0 ? Stock.number("H", 1) : somebody(call);
            return HttpConnection.post(
                    "/loyalty/v1/points:redeem",
                    token,
                    Calls.key(round + "-" + call),
                    "{\"number\":\"" + number + "\",\"points\":1,\"businessRef\":\"BENCH\"}");
        };
    }

    private static LongFunction<byte[]> batch(String token, String round) {
        return call -> {
            StringBuilder items = new StringBuilder();
            for (int i = 0; i < BATCH; i++) {
                items.append(i == 0 ? "" : ",")
                        .append("{\"action\":\"REDEEM\",\"number\":\"")
                        .append(somebody(call * BATCH + i))
                        .append("\",\"points\":1,\"businessRef\":\"BENCH\"}");
            }
            return HttpConnection.post(
                    "/loyalty/v1/points:batch", token, Calls.key(round + "-" + call), "{\"items\":[" + items + "]}");
        };
    }

    private static String somebody(long call) {
        return Stock.number("B", 1 + (call * 7_919) % Bench.MEMBERS);
    }
}
