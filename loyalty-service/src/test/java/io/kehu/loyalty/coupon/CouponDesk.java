package io.kehu.loyalty.coupon;

import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.test.Api;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Coupons as callers and as the service itself handle them; a coupon, a till and a manager of its own. */
final class CouponDesk {

    static final String PLAIN = """
            "kind": "VALUE_OFF", "valueMinor": 1000, "currency": "CNY\"""";

    private final ApplicationContext context;
    private final Api api;
    private final String code = "C" + ThreadLocalRandom.current().nextLong(1_000_000_000_000L);
    private final RestTestClient till;
    private final RestTestClient manager;

    CouponDesk(ApplicationContext context) {
        this.context = context;
        this.api = context.getBean(Api.class);
        this.till = api.as("till-" + code, INTEGRATOR);
        this.manager = api.as("manager-" + code, MANAGER);
    }

    String code() {
        return code;
    }

    RestTestClient till() {
        return till;
    }

    RestTestClient manager() {
        return manager;
    }

    /** Somebody who is a member. */
    String member() {
        String number = Shop.newNumber();
        new Shop(context).sell(number, 1);
        return number;
    }

    /** @param fields of the body beside code and name */
    ResponseSpec define(String named, String fields) {
        return post(manager, "/coupons", "define", """
                {"code": "%s", "name": "十元券 10 off", %s}""".formatted(named, fields));
    }

    CouponDesk defined(String fields) {
        define(code, fields).expectStatus().isCreated();
        return this;
    }

    ResponseSpec issue(String key, String fields) {
        return post(till, "/coupons/" + code + ":issue", "issue" + key, "{" + fields + "}");
    }

    /** Codes as they are shown. */
    List<String> codes(int count) {
        return items(issue("n" + UUID.randomUUID(), "\"count\": " + count)).stream()
                .map(item -> item.path("code").asString())
                .toList();
    }

    JsonNode personal(String number) {
        return items(issue("p" + UUID.randomUUID(), "\"numbers\": [\"" + number + "\"]"))
                .getFirst();
    }

    static List<JsonNode> items(ResponseSpec response) {
        JsonNode answer = response.expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        List<JsonNode> items = new ArrayList<>();
        answer.path("items").forEach(items::add);
        return items;
    }

    /** An order of 128.00 at the till. */
    ResponseSpec step(String step, String typed, String number, String orderNo) {
        return step(till, step, "\"code\": \"" + typed + "\"", number, orderNo);
    }

    ResponseSpec step(RestTestClient caller, String step, String which, String number, String orderNo) {
        String order = """
                {%s, "number": "%s", "channel": "POS", "orderNo": "%s\"""".formatted(which, number, orderNo);
        boolean billed = step.equals("reserve") || step.equals("redeem");
        return post(
                caller,
                "/coupon-codes:" + step,
                step + UUID.randomUUID(),
                order + (billed ? ", \"amountMinor\": 12800, \"currency\": \"CNY\"}" : "}"));
    }

    ResponseSpec makeVoid(String which) {
        return post(manager, "/coupon-codes:void", "void" + UUID.randomUUID(), """
                {%s, "reason": "Printed twice"}""".formatted(which));
    }

    ResponseSpec post(RestTestClient caller, String path, String key, String body) {
        return caller.post()
                .uri("/loyalty/v1" + path)
                .header("Idempotency-Key", code + key)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    JsonNode get(String uri) {
        return manager.get()
                .uri("/loyalty/v1" + uri)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    JsonNode coupon() {
        return get("/coupons/" + code);
    }

    /** What staff are told of the only code, or the newest. */
    JsonNode newest() {
        return get("/coupons/" + code + "/codes").path("items").path(0);
    }

    static void problem(ResponseSpec response, int status, String slug) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + slug);
    }

    /** The service's own, by another clock. */
    UseCoupons usingAt(Instant instant) {
        return new UseCoupons(
                context.getBean(CodeTable.class),
                context.getBean(UseTable.class),
                context.getBean(CouponTable.class),
                context.getBean(CouponCustomers.class),
                context.getBean(CodeSecrets.class),
                context.getBean(CouponEvents.class),
                Clock.fixed(instant, ZoneOffset.UTC));
    }

    /** Codes as they would have been issued then. */
    List<String> codesOf(Instant instant, int count) {
        IssueCoupons issuing = new IssueCoupons(
                context.getBean(CouponTable.class),
                context.getBean(IssueTable.class),
                context.getBean(CouponCustomers.class),
                context.getBean(CodeSecrets.class),
                context.getBean(CouponEvents.class),
                context.getBean(MergedNumbers.class),
                context.getBean(AuditTrail.class),
                Clock.fixed(instant, ZoneOffset.UTC));
        UUID issue = context.getBean(Transactions.class)
                .call(() -> issuing.issue(program(), code, new IssueCoupons.Wish(null, count, "test")));
        return context.getBean(IssueTable.class).handOut(issue).stream()
                .map(IssueTable.HandedOut::code)
                .toList();
    }

    Program program() {
        return context.getBean(Programs.class).find("KEHU").orElseThrow();
    }

    boolean redeemed(UseCoupons using, String typed, String number, String orderNo) {
        return done(() -> using.redeem(program(), claim(typed, number, orderNo), new Claim.Bill(12_800, "CNY")));
    }

    boolean reserved(UseCoupons using, String typed, String number, String orderNo, Duration lasting) {
        return done(
                () -> using.reserve(program(), claim(typed, number, orderNo), new Claim.Bill(12_800, "CNY"), lasting));
    }

    boolean voided(UseCoupons using, String typed) {
        return done(() -> using.makeVoid(program(), typed, null, "test", "test"));
    }

    /** Whether it went through. */
    boolean done(Callable<?> work) {
        try {
            context.getBean(Transactions.class).call(() -> called(work));
            return true;
        } catch (CouponRefusedException e) {
            return false;
        }
    }

    private static Object called(Callable<?> work) {
        try {
            return work.call();
        } catch (CouponRefusedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Claim claim(String typed, String number, String orderNo) {
        return new Claim(typed, null, number, Channel.POS, orderNo, "test");
    }

    /** All at once, as far as there are threads. @return how many went through */
    static int together(int threads, List<Callable<Boolean>> calls) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<Integer>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                int first = i;
                running.add(executor.submit(() -> {
                    start.await();
                    int done = 0;
                    for (int n = first; n < calls.size(); n += threads) {
                        done += calls.get(n).call() ? 1 : 0;
                    }
                    return done;
                }));
            }
        }
        int done = 0;
        for (Future<Integer> one : running) {
            done += one.get();
        }
        return done;
    }

    @SafeVarargs
    static List<Callable<Boolean>> alternately(int times, Callable<Boolean>... calls) {
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(calls[i % calls.length]);
        }
        return all;
    }

    static void assertReasons(JsonNode code, String... reasons) {
        List<String> found = new ArrayList<>();
        code.path("reasons").forEach(reason -> found.add(reason.asString()));
        assertThat(found).containsExactlyElementsOf(Arrays.asList(reasons));
    }
}
