package io.kehu.local.bench.loyalty;

import io.kehu.local.bench.Figure;
import io.kehu.local.bench.HttpConnection;
import io.kehu.local.bench.Samples;
import io.kehu.local.suite.KehuException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What many lines and many lots take: a long statement, and points that expire. */
final class LongBooks {

    private static final int LOTS = 10;
    private static final int YEAR = 365;
    private static final int PAGE = 200;
    private static final int SUCCESS = 200;
    private static final double NANOS = 1e9;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private LongBooks() {}

    /** Every line of a long statement, newest first; the control reads the same rows in one go. */
    static Figure statement(Bench bench, int lines) {
        bench.step().doing("writing a statement of %,d lines".formatted(lines));
        bench.stock().fill(new Stock.Wish("S", 1, lines, 1, YEAR));
        Samples paged = new Samples();
        Samples bare = new Samples();
        for (int round = -1; round < (bench.full() ? 3 : 2); round++) {
            long start = System.nanoTime();
            long read = readAll(bench);
            double rate = read / ((System.nanoTime() - start) / NANOS);
            start = System.nanoTime();
            long rows = bench.stock()
                    .count("SELECT count(t.id || t.business_ref || p.amount || p.balance_after) FROM points_posting p"
                            + " JOIN points_account a ON a.id = p.account JOIN points_tx t ON t.id = p.tx AND t.booked_at = p.booked_at"
                            + " WHERE a.number = '" + Stock.number("S", 1) + "'");
            double control = rows / ((System.nanoTime() - start) / NANOS);
            if (read != lines || rows != lines) {
                throw new KehuException("The statement has " + read + " lines and " + rows + " rows, not " + lines);
            }
            bench.step().doing("statement read at %,.0f lines/s".formatted(rate));
            if (round >= 0) {
                paged.add(rate);
                bare.add(control);
            }
        }
        return Figure.of(
                "statement of %,d lines, page by page".formatted(lines),
                paged,
                "its rows in one query",
                bare,
                "lines/s");
    }

    private static long readAll(Bench bench) {
        long read = 0;
        String cursor = "";
        String token = bench.calls().token("manager");
        try (HttpConnection connection =
                new HttpConnection(bench.calls().instance().port())) {
            while (true) {
                String path = "/loyalty/v1/members/" + Stock.number("S", 1) + "/statement?limit=" + PAGE + cursor;
                int status = connection.send(HttpConnection.get(path, token));
                if (status != SUCCESS) {
                    throw new KehuException(path + " answered " + status + ": " + connection.body());
                }
                JsonNode page = JsonMapper.shared().readTree(connection.body());
                read += page.path("items").size();
                String next = page.path("nextCursor").asString("");
                if (next.isEmpty()) {
                    return read;
                }
                cursor = "&cursor=" + next;
            }
        } catch (IOException e) {
            throw new KehuException("loyalty-service does not answer.", e);
        }
    }

    /** From the first booking of the job to the last; the control writes as many rows of the same width and no more. */
    static Figure expiry(Bench bench, int lots) {
        bench.step().doing("writing %,d lots that have expired".formatted(lots));
        bench.stock().fill(new Stock.Wish("E", lots / LOTS, LOTS, 1, -1));
        String left = "SELECT count(*) FROM points_lot WHERE number LIKE 'E%' AND state = 'ACTIVE'";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (long open = lots; open > 0; open = bench.stock().count(left)) {
            if (System.nanoTime() > deadline) {
                throw new KehuException("%,d lots have not expired; see the logs of loyalty-service.".formatted(open));
            }
            bench.step().doing("%,d of %,d lots have not expired yet".formatted(open, lots));
            LockSupport.parkNanos(POLL_NANOS);
        }
        long millis = bench.stock()
                .count("SELECT (extract(epoch FROM max(booked_at) - min(booked_at)) * 1000)::bigint FROM points_tx"
                        + " WHERE type = 'EXPIRE'");
        Samples rate = new Samples();
        rate.add(lots * 1_000.0 / Math.max(1, millis));
        Samples control = new Samples();
        control.add(bench.control().perSecond(1, Duration.ofSeconds(3)));
        return Figure.of("%,d lots expired".formatted(lots), rate, "TPC-B-like, one connection", control, "lots/s")
                .valueAtLeast(1_000_000 / 300.0);
    }
}
