package io.kehu.identity.lease;

import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.TestSchemes;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What tills do over HTTP, and the books behind them. */
class Tills {

    static final String LEASES = "/identity/v1/leases";
    static final String TILL = "till-account";

    private final Api api;
    private final JdbcClient jdbc;

    Tills(Api api, JdbcClient jdbc) {
        this.api = api;
        this.jdbc = jdbc;
    }

    record Number(String number, String display) {}

    record Leased(
            String id,
            String holder,
            long size,
            long epoch,
            Number first,
            Number last,
            int used,
            String state,
            String branch,
            String expiresAt) {}

    record Verdict(int input, String verdict) {}

    record Report(int used, boolean late, List<Verdict> items) {

        List<String> verdicts() {
            return items.stream().map(Verdict::verdict).toList();
        }
    }

    record Numbers(List<Number> items, String nextCursor) {}

    record LeaseList(List<Leased> items, String nextCursor) {}

    RestTestClient till() {
        return as(TILL);
    }

    RestTestClient as(String subject) {
        return api.as(subject, INTEGRATOR);
    }

    String define(String code, String template, String partitioning) {
        TestSchemes.define(api, code, template, partitioning);
        return code;
    }

    /** With its code as literal, because no two schemes may make the same numbers. */
    String define(String code) {
        return define(code, code.replace("_", "") + "-{seq:6}-{check}", "NONE");
    }

    /** A wish that is right in every part. */
    static Map<String, Object> wish(String scheme, int size) {
        return new HashMap<>(Map.of("scheme", scheme, "holder", "shop-1/till-1", "size", size, "ttlSeconds", 3600));
    }

    RestTestClient.ResponseSpec post(RestTestClient caller, String uri, Map<String, Object> body) {
        return caller.post().uri(LEASES + uri).body(body).exchange();
    }

    Leased lease(String scheme, int size) {
        return lease(till(), wish(scheme, size));
    }

    Leased lease(RestTestClient caller, Map<String, Object> wish) {
        return post(caller, "", wish)
                .expectStatus()
                .isCreated()
                .returnResult(Leased.class)
                .getResponseBody();
    }

    Leased read(Leased lease) {
        return till().get()
                .uri(LEASES + "/" + lease.id())
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(Leased.class)
                .getResponseBody();
    }

    /** The numbers that may still be given out. */
    List<String> numbers(Leased lease) {
        List<String> numbers = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Numbers page = till().get()
                    .uri(LEASES + "/{id}/numbers?cursor={cursor}", lease.id(), cursor)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .returnResult(Numbers.class)
                    .getResponseBody();
            page.items().forEach(item -> numbers.add(item.number()));
            cursor = page.nextCursor();
        }
        return numbers;
    }

    RestTestClient.ResponseSpec reporting(Leased lease, List<String> numbers) {
        return post(till(), "/" + lease.id() + "/usage", Map.of("epoch", lease.epoch(), "numbers", numbers));
    }

    Report report(Leased lease, List<String> numbers) {
        return reporting(lease, numbers)
                .expectStatus()
                .isOk()
                .returnResult(Report.class)
                .getResponseBody();
    }

    RestTestClient.ResponseSpec returning(Leased lease, String lastUsed) {
        Map<String, Object> body = new HashMap<>(Map.of("epoch", lease.epoch()));
        if (lastUsed != null) {
            body.put("lastUsed", lastUsed);
        }
        return post(till(), "/" + lease.id() + ":return", body);
    }

    Leased giveBack(Leased lease, String lastUsed) {
        return returning(lease, lastUsed)
                .expectStatus()
                .isOk()
                .returnResult(Leased.class)
                .getResponseBody();
    }

    /** Runs and blocks of a scheme in sequence, such as {@code 1-3 ISSUED shop-1/till-1}. */
    List<String> books(String scheme) {
        return jdbc.sql("""
                        SELECT from_seq || '-' || to_seq || ' ' || what FROM (
                            SELECT from_seq, to_seq, 'ISSUED ' || issued_by AS what FROM number_run WHERE scheme = :scheme
                            UNION ALL
                            SELECT from_seq, to_seq, state || coalesce(' ' || reason, '') FROM lease_block WHERE scheme = :scheme
                        ) AS entry ORDER BY from_seq
                        """).param("scheme", scheme).query(String.class).list();
    }

    /** Sequences below the next one that are not in exactly one run or one block. */
    List<String> unexplained(String scheme) {
        return jdbc.sql("""
                        SELECT p.partition || '/' || s || ': ' || count(e.from_seq)
                        FROM number_partition p
                        CROSS JOIN generate_series(1, p.next_seq - 1) AS s
                        LEFT JOIN (
                            SELECT partition, from_seq, to_seq FROM number_run WHERE scheme = :scheme
                            UNION ALL
                            SELECT partition, from_seq, to_seq FROM lease_block WHERE scheme = :scheme
                        ) AS e ON e.partition = p.partition AND s BETWEEN e.from_seq AND e.to_seq
                        WHERE p.scheme = :scheme
                        GROUP BY p.partition, s HAVING count(e.from_seq) <> 1
                        """).param("scheme", scheme).query(String.class).list();
    }

    long next(String scheme) {
        return jdbc.sql("SELECT coalesce(max(next_seq), 1) FROM number_partition WHERE scheme = :scheme")
                .param("scheme", scheme)
                .query(Long.class)
                .single();
    }

    /** How many numbers are issued by the books, and by what leases say of themselves. */
    void assertUsedAgrees(String scheme, long issuedOtherwise) {
        long runs = jdbc.sql("SELECT coalesce(sum(to_seq - from_seq + 1), 0) FROM number_run WHERE scheme = :scheme")
                .param("scheme", scheme)
                .query(Long.class)
                .single();
        long used = jdbc.sql("SELECT coalesce(sum(used), 0) FROM lease WHERE scheme = :scheme")
                .param("scheme", scheme)
                .query(Long.class)
                .single();
        assertThat(used + issuedOtherwise).isEqualTo(runs);
    }

    /** All at once, as far as a machine can. */
    static <T> List<T> together(List<Callable<T>> work) throws Exception {
        CountDownLatch gate = new CountDownLatch(work.size());
        try (ExecutorService pool = Executors.newFixedThreadPool(work.size())) {
            List<Future<T>> futures = pool.invokeAll(work.stream()
                    .map(one -> (Callable<T>) () -> {
                        gate.countDown();
                        gate.await();
                        return one.call();
                    })
                    .toList());
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
