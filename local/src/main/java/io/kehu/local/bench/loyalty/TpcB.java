package io.kehu.local.bench.loyalty;

import io.kehu.local.bench.ScratchData;
import io.kehu.local.suite.KehuException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The control: transactions like those of TPC-B as pgbench runs them by default (three balances updated, one read, one row of history),
 * prepared, by as many connections as there are callers, on the same server.
 */
final class TpcB {

    private static final double NANOS = 1e9;
    private static final int TELLERS = 10;
    private static final int ACCOUNTS = 100_000;
    private static final int LARGEST = 5_000;

    private final ScratchData data;
    private final int scale;

    TpcB(ScratchData data, int scale) {
        this.data = data;
        this.scale = scale;
        try (Connection connection = data.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bare_branch (bid integer PRIMARY KEY, balance integer, filler char(88))"
                    + " WITH (fillfactor = 100)");
            statement.execute(
                    "CREATE TABLE bare_teller (tid integer PRIMARY KEY, bid integer, balance integer, filler char(84))");
            statement.execute(
                    "CREATE TABLE bare_account (aid integer PRIMARY KEY, bid integer, balance integer, filler char(84))");
            statement.execute("CREATE TABLE bare_history (tid integer, bid integer, aid integer, delta integer,"
                    + " mtime timestamptz, filler char(22))");
            statement.execute("INSERT INTO bare_branch SELECT i, 0, '' FROM generate_series(1, " + scale + ") AS i");
            statement.execute("INSERT INTO bare_teller SELECT i, (i - 1) / 10 + 1, 0, '' FROM generate_series(1, "
                    + scale * TELLERS + ") AS i");
            statement.execute("INSERT INTO bare_account SELECT i, (i - 1) / 100000 + 1, 0, '' FROM generate_series(1, "
                    + scale * ACCOUNTS + ") AS i");
            statement.execute("VACUUM ANALYZE bare_branch, bare_teller, bare_account");
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    double perSecond(int connections, Duration time) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long done = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int seed = i;
                running.add(threads.submit(() -> work(end, new SplittableRandom(seed))));
            }
            for (Future<Long> one : running) {
                done += one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KehuException("Interrupted.", e);
        } catch (ExecutionException e) {
            throw failed(e);
        }
        return done / ((System.nanoTime() - start) / NANOS);
    }

    private long work(long end, SplittableRandom random) throws SQLException {
        long done = 0;
        try (Connection connection = data.connect();
                PreparedStatement account =
                        connection.prepareStatement("UPDATE bare_account SET balance = balance + ? WHERE aid = ?");
                PreparedStatement read = connection.prepareStatement("SELECT balance FROM bare_account WHERE aid = ?");
                PreparedStatement teller =
                        connection.prepareStatement("UPDATE bare_teller SET balance = balance + ? WHERE tid = ?");
                PreparedStatement branch =
                        connection.prepareStatement("UPDATE bare_branch SET balance = balance + ? WHERE bid = ?");
                PreparedStatement history = connection.prepareStatement(
                        "INSERT INTO bare_history (tid, bid, aid, delta, mtime) VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP)")) {
            connection.setAutoCommit(false);
            while (System.nanoTime() < end) {
                int aid = random.nextInt(scale * ACCOUNTS) + 1;
                int tid = random.nextInt(scale * TELLERS) + 1;
                int bid = random.nextInt(scale) + 1;
                int delta = random.nextInt(-LARGEST, LARGEST + 1);
                update(account, delta, aid);
                read.setInt(1, aid);
                read.executeQuery().next();
                update(teller, delta, tid);
                update(branch, delta, bid);
                history.setInt(1, tid);
                history.setInt(2, bid);
                history.setInt(3, aid);
                history.setInt(4, delta);
                history.executeUpdate();
                connection.commit();
                done++;
            }
        }
        return done;
    }

    private static void update(PreparedStatement statement, int delta, int id) throws SQLException {
        statement.setInt(1, delta);
        statement.setInt(2, id);
        statement.executeUpdate();
    }

    private static KehuException failed(Exception e) {
        return new KehuException("The control cannot run: " + e.getMessage(), e);
    }
}
