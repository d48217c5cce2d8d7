package io.kehu.local.bench;

import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.Http;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Purchases a second through gateway, checks, natural keys and outbox; control: the same orders and lines inserted
 * into two bare tables of the same server, one transaction per batch.
 */
final class PurchaseBenchmark implements Benchmark {

    private static final int BATCH = 500;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 9;
    private static final int OK = 200;
    private static final double NANOS = 1e9;
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    @Override
    public String description() {
        return "POST /customer/v1/purchases:batch with " + BATCH
                + " purchases of a registered customer; control: the same rows inserted into bare tables.";
    }

    @Override
    public Report run(Settings settings, Size size, Progress.Step step) {
        String token = new SignIn(settings).as("integrator").value();
        String number = customer(settings, token);
        Samples service = new Samples();
        Samples bare = new Samples();
        try (Connection database = new Suite(settings).postgres().connect("postgres")) {
            createTables(database);
            try {
                for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                    double ours = BATCH / seconds(post(settings, token, number, round));
                    double theirs = BATCH / seconds(insert(database, number, round));
                    if (round >= WARM_UP) {
                        service.add(ours);
                        bare.add(theirs);
                    }
                }
            } finally {
                dropTables(database);
            }
        } catch (SQLException e) {
            throw new KehuException("PostgreSQL does not answer. Run ./kehu up.", e);
        }
        return new Report(List.of(Figure.of("purchases", service, "bare inserts", bare, "1/s")), List.of());
    }

    private static double seconds(long nanos) {
        return nanos / NANOS;
    }

    private static String customer(Settings settings, String token) {
        Map<String, Object> body =
                Map.of("fullName", "压测 " + RUN, "references", List.of(Map.of("system", "bench", "externalId", RUN)));
        HttpResponse<String> response = send(settings, token, "/customer/v1/customers", body);
        return JsonMapper.shared().readTree(response.body()).path("number").asString();
    }

    private static long post(Settings settings, String token, String number, int round) {
        String at = Instant.now().toString();
        List<Map<String, Object>> items = IntStream.range(0, BATCH)
                .<Map<String, Object>>mapToObj(i -> Map.of(
                        "customer",
                        Map.of("number", number),
                        "channel",
                        "OTHER",
                        "orderNo",
                        orderNo(round, i),
                        "occurredAt",
                        at,
                        "currency",
                        "CNY",
                        "lines",
                        List.of(
                                Map.of("lineNo", 1, "product", "TEA", "quantity", 1, "amountMinor", 12_800),
                                Map.of("lineNo", 2, "product", "CUP", "quantity", 2, "amountMinor", 6_000))))
                .toList();
        long start = System.nanoTime();
        send(settings, token, "/customer/v1/purchases:batch", Map.of("items", items));
        return System.nanoTime() - start;
    }

    private static String orderNo(int round, int i) {
        return "bench-" + RUN + "-" + round + "-" + i;
    }

    private static HttpResponse<String> send(Settings settings, String token, String path, Object body) {
        try {
            HttpResponse<String> response = Http.send(Http.request(settings.gatewayUrl() + path)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .POST(HttpRequest.BodyPublishers.ofString(
                            JsonMapper.shared().writeValueAsString(body))));
            if (response.statusCode() / 100 * 100 != OK) {
                throw new KehuException(path + " answered " + response.statusCode() + ": " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new KehuException("The gateway does not answer. Run ./kehu up.", e);
        }
    }

    private static void createTables(Connection database) throws SQLException {
        database.setAutoCommit(false);
        try (Statement statement = database.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS kehu_bench_line, kehu_bench_order");
            statement.execute("CREATE TABLE kehu_bench_order (id uuid PRIMARY KEY, order_no text UNIQUE, number text,"
                    + " occurred_at timestamptz, currency text, amount_minor bigint)");
            statement.execute("CREATE TABLE kehu_bench_line (order_id uuid, line_no integer, product text,"
                    + " quantity numeric, amount_minor bigint, PRIMARY KEY (order_id, line_no))");
        }
        database.commit();
    }

    private static void dropTables(Connection database) throws SQLException {
        database.rollback();
        try (Statement statement = database.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS kehu_bench_line, kehu_bench_order");
        }
        database.commit();
    }

    private static long insert(Connection database, String number, int round) throws SQLException {
        long start = System.nanoTime();
        try (PreparedStatement order = database.prepareStatement(
                        "INSERT INTO kehu_bench_order VALUES (?, ?, ?, now(), 'CNY', 18800)");
                PreparedStatement line =
                        database.prepareStatement("INSERT INTO kehu_bench_line VALUES (?, ?, ?, ?, ?)")) {
            for (int i = 0; i < BATCH; i++) {
                UUID id = UUID.randomUUID();
                order.setObject(1, id);
                order.setString(2, orderNo(round, i));
                order.setString(3, number);
                order.addBatch();
                add(line, id, 1, "TEA", 12_800);
                add(line, id, 2, "CUP", 6_000);
            }
            order.executeBatch();
            line.executeBatch();
        }
        database.commit();
        return System.nanoTime() - start;
    }

    private static void add(PreparedStatement line, UUID order, int lineNo, String product, long amount)
            throws SQLException {
        line.setObject(1, order);
        line.setInt(2, lineNo);
        line.setString(3, product);
        line.setInt(4, lineNo);
        line.setLong(5, amount);
        line.addBatch();
    }
}
