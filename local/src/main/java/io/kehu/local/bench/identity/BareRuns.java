package io.kehu.local.bench.identity;

import io.kehu.local.suite.KehuException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** The control of batches: one row for each, shaped as a run's, each with a commit of its own, by as many connections as there are callers. */
final class BareRuns {

    private static final double NANOS = 1e9;

    private final Scratch scratch;
    private final int connections;
    private final AtomicLong next = new AtomicLong(1);

    BareRuns(Scratch scratch, int connections) {
        this.scratch = scratch;
        this.connections = connections;
        try (Connection connection = scratch.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bare_run (scheme text NOT NULL, partition text NOT NULL,"
                    + " from_seq bigint NOT NULL, to_seq bigint NOT NULL, issued_at timestamptz NOT NULL,"
                    + " issued_by text NOT NULL, PRIMARY KEY (scheme, partition, from_seq))");
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    double perSecond(Duration time) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long rows = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> insert(end)));
            }
            for (Future<Long> one : running) {
                rows += one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KehuException("Interrupted.", e);
        } catch (ExecutionException e) {
            throw failed(e);
        }
        return rows / ((System.nanoTime() - start) / NANOS);
    }

    private long insert(long end) throws SQLException {
        long rows = 0;
        try (Connection connection = scratch.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO bare_run VALUES ('BENCH', '', ?, ?, now(), 'bench')")) {
            while (System.nanoTime() < end) {
                long from = next.getAndAdd(1_000);
                statement.setLong(1, from);
                statement.setLong(2, from + 999);
                statement.executeUpdate();
                rows++;
            }
        }
        return rows;
    }

    private static KehuException failed(Exception e) {
        return new KehuException("The benchmark's database does not take rows: " + e.getMessage(), e);
    }
}
