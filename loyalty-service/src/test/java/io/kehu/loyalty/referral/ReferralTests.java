package io.kehu.loyalty.referral;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.earning.Shop.Sale;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.ledger.MemberLocks;
import io.kehu.loyalty.points.EarnByActivity;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Members who bring new customers. */
@ServiceTest
class ReferralTests {

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private DecideReferrals decideReferrals;

    @Autowired
    private JdbcClient jdbc;

    private final String referrer = Shop.newNumber();
    private final String referee = Shop.newNumber();
    private final String code = "F"
            + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36)
                    .toUpperCase(Locale.ROOT);
    private Shop shop;

    @BeforeEach
    void offer() {
        shop = new Shop(context);
        shop.sell(referrer, 100);
        join(referee);
        define(code, 200, "\"timesPerMember\": 3");
        define(code + "_NEW", 50, "\"timesPerMember\": 1");
        body(post("/referral-offers", MANAGER, """
                {"code": "%1$s", "name": "Bring a friend", "referrerActivity": "%1$s", "refereeActivity": "%1$s_NEW", "leastMinor": 5000,
                 "withinDays": 30}""".formatted(code)), 201);
    }

    @AfterEach
    void theLedgerAddsUp() {
        api.as(AUDITOR)
                .get()
                .uri("/loyalty/v1/audit/invariants")
                .exchange()
                .expectBody()
                .jsonPath("$.clean")
                .isEqualTo(true);
    }

    @Test
    void bothEarnWithTheFirstPurchaseThatIsLargeEnough() {
        String id = body(refer(referrer, referee), 201).path("id").asString();
        decide();
        assertThat(state(id)).isEqualTo("OPEN");

        shop.sell(referee, 49);
        decide();
        assertThat(state(id)).isEqualTo("OPEN");
        shop.sell(referee, 50);
        decide();
        shop.sell(referee, 500);
        decide();

        assertThat(state(id)).isEqualTo("EARNED");
        assertThat(available(referrer)).isEqualTo(300);
        assertThat(available(referee)).isEqualTo(599 + 50);
    }

    @Test
    void pointsGoWithTheReturnAndDoNotComeAgain() {
        String id = body(refer(referrer, referee), 201).path("id").asString();
        Sale sale = shop.sell(referee, 60);
        decide();
        assertThat(available(referrer)).isEqualTo(300);

        shop.refund(sale, referee, "R1", 10);
        decide();
        assertThat(state(id)).as("50 are left, which is enough").isEqualTo("EARNED");
        shop.refund(sale, referee, "R2", 1);
        decide();

        assertThat(state(id)).isEqualTo("REVERSED");
        assertThat(available(referrer)).isEqualTo(100);
        assertThat(available(referee)).isEqualTo(49);
        shop.sell(referee, 500);
        decide();
        assertThat(available(referrer)).isEqualTo(100);
    }

    @Test
    void whatSomebodyTookBackByHandIsNotTakenTwice() {
        String id = body(refer(referrer, referee), 201).path("id").asString();
        Sale sale = shop.sell(referee, 60);
        decide();
        String tx = body(
                        api.as(AGENT)
                                .get()
                                .uri("/loyalty/v1/referrals/{id}", id)
                                .exchange(),
                        200)
                .path("referrerTransactionId")
                .asString();
        body(
                post(
                        "/points:reverse",
                        MANAGER,
                        "{\"transactionId\": \"%s\", \"businessRef\": \"BY-HAND\"}".formatted(tx)),
                201);

        shop.refund(sale, referee, "R1", 60);
        decide();

        assertThat(state(id)).isEqualTo("REVERSED");
        assertThat(available(referrer)).isEqualTo(100);
        assertThat(available(referee)).isZero();
    }

    @Test
    void nobodyBringsThemselvesOrWhoIsHereAlready() {
        String other = Shop.newNumber();
        join(other);
        context.getBean(Merges.class).merge(new MergeOrder(UUID.randomUUID(), referrer, List.of(other)));

        refused(refer(referrer, referrer), "SAME_CUSTOMER");
        refused(refer(referrer, other), "SAME_CUSTOMER");
        refused(refer(referee, referrer), "NOT_NEW");
        jdbc.sql("UPDATE member SET opened_at = opened_at - interval '31 days' WHERE number = :number")
                .param("number", referee)
                .update();
        refused(refer(referrer, referee), "NOT_NEW");
        problem(refer(Shop.newNumber(), referee), 404, "member-not-found");
        problem(refer(referrer, Shop.newNumber()), 404, "member-not-found");
    }

    @Test
    void aCustomerIsBroughtOnceUnderAllNumbers() {
        String second = Shop.newNumber();
        shop.sell(second, 10);
        String other = Shop.newNumber();
        join(other);
        refer(referrer, referee).expectStatus().isCreated();

        refused(refer(second, referee), "REFERRED_BEFORE");
        context.getBean(Merges.class).merge(new MergeOrder(UUID.randomUUID(), other, List.of(referee)));
        refused(refer(second, other), "REFERRED_BEFORE");
    }

    /** Who turns out to be the same customer earns nothing by it. */
    @Test
    void whoeverBroughtThemselvesUnderAnotherNumberEarnsNothing() {
        String id = body(refer(referrer, referee), 201).path("id").asString();
        context.getBean(Merges.class).merge(new MergeOrder(UUID.randomUUID(), referrer, List.of(referee)));

        shop.sell(referee, 60);
        decide();

        assertThat(state(id)).isEqualTo("REFUSED");
        assertThat(available(referrer)).isEqualTo(160);
    }

    @Test
    void theCapsOfTheActivityHold() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String one = Shop.newNumber();
            join(one);
            ids.add(body(refer(referrer, one), 201).path("id").asString());
            shop.sell(one, 60);
            decide();
        }

        assertThat(available(referrer)).isEqualTo(100 + 3 * 200);
        assertThat(state(ids.getLast())).as("the new customer still earns").isEqualTo("EARNED");
    }

    @Test
    void aPurchaseThatIsToldAgainEarnsNothingMore() {
        String id = body(refer(referrer, referee), 201).path("id").asString();
        Sale sale = shop.sell(referee, 60);
        for (int i = 0; i < 5; i++) {
            shop.tell(sale, referee);
            decide();
        }

        assertThat(state(id)).isEqualTo("EARNED");
        assertThat(available(referrer)).isEqualTo(300);
    }

    @Test
    void whatNobodyBoughtForInTimeLapses() {
        String id = body(refer(referrer, referee), 201).path("id").asString();
        later(Duration.ofDays(30)).decide();
        assertThat(state(id)).isEqualTo("OPEN");

        later(Duration.ofDays(32)).decide();

        assertThat(state(id)).isEqualTo("LAPSED");
        shop.sell(referee, 60);
        decide();
        assertThat(available(referrer)).isEqualTo(100);
    }

    /** The service decides as well, every two seconds: what it has claimed is decided when it is through. */
    private void decide() {
        decideReferrals.decide();
        await().until(() -> jdbc.sql(
                                "SELECT count(*) FROM referral WHERE offer = :offer AND due_at BETWEEN now() AND now() + interval '10 minutes'")
                        .param("offer", code)
                        .query(Long.class)
                        .single()
                == 0);
    }

    private DecideReferrals later(Duration time) {
        return new DecideReferrals(
                context.getBean(ReferralTable.class),
                context.getBean(Programs.class),
                context.getBean(PurchaseSource.class),
                context.getBean(MergedNumbers.class),
                context.getBean(EarnByActivity.class),
                context.getBean(MemberLocks.class),
                context.getBean(Transactions.class),
                Clock.offset(Clock.systemUTC(), time));
    }

    @RepeatedTest(2)
    void oneOfManyBringsACustomer() throws Exception {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            members.add(Shop.newNumber());
            shop.sell(members.getLast(), 1);
        }

        List<Integer> statuses = atOnce(64, i -> refer(members.get(i % 8), referee));

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
    }

    /** Instances that look at the same time book once. */
    @RepeatedTest(2)
    void whatIsDueIsDecidedOnce() throws Exception {
        refer(referrer, referee).expectStatus().isCreated();
        Sale sale = shop.sell(referee, 60);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> looks = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                looks.add(() -> {
                    decide();
                    return null;
                });
                looks.add(() -> {
                    shop.tell(sale, referee);
                    return null;
                });
            }
            for (Future<Void> look : threads.invokeAll(looks)) {
                look.get();
            }
        }

        assertThat(available(referrer)).isEqualTo(300);
        assertThat(available(referee)).isEqualTo(110);
    }

    @Test
    void membersNameThemselvesAndSeeNobodyElse() {
        String stranger = Shop.newNumber();
        join(stranger);
        api.asMember(stranger)
                .post()
                .uri("/loyalty/v1/referrals")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(MediaType.APPLICATION_JSON)
                .body(referral(referrer, referee))
                .exchange()
                .expectStatus()
                .isNotFound();
        api.asMember(referee)
                .post()
                .uri("/loyalty/v1/referrals")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(MediaType.APPLICATION_JSON)
                .body(referral(referrer, referee))
                .exchange()
                .expectStatus()
                .isCreated();

        JsonNode seen = body(
                        api.asMember(referrer)
                                .get()
                                .uri("/loyalty/v1/members/{n}/referrals", referrer)
                                .exchange(),
                        200)
                .path("items");

        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).has("referee")).isFalse();
        assertThat(body(
                                api.as(AGENT)
                                        .get()
                                        .uri("/loyalty/v1/members/{n}/referrals", referrer)
                                        .exchange(),
                                200)
                        .at("/items/0/referee")
                        .asString())
                .isEqualTo(referee);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"referrerActivity\": \"NONE_OF_THESE\"|activity-with-points",
                "\"leastMinor\": 0|min",
                "\"leastMinor\": -5|min",
                "\"leastMinor\": 1.5|format",
                "\"withinDays\": 0|min",
                "\"withinDays\": 367|max",
                "\"validFrom\": \"2027-01-01T00:00:00Z\", \"validTo\": \"2027-01-01T00:00:00Z\"|ends-before-it-begins",
            })
    void offersThatMakeNoSenseAreRefused(String wrong, String error) {
        String fine = "\"referrerActivity\": \"%s\", \"leastMinor\": 100, \"withinDays\": 30".formatted(code);
        String name = wrong.substring(0, wrong.indexOf(':'));
        String rest = fine.replaceAll(name + ": [^,]+(, )?", "").replaceAll(", $", "");

        JsonNode problem = problem(
                post(
                        "/referral-offers",
                        MANAGER,
                        "{\"code\": \"%s_X\", \"name\": \"X\", %s, %s}".formatted(code, wrong, rest)),
                400,
                "invalid-fields");

        assertThat(problem.path("errors").get(0).path("code").asString()).isEqualTo(error);
    }

    @Test
    void anOfferThatIsOverBringsNobody() {
        body(post("/referral-offers/" + code + ":end", MANAGER, ""), 200);

        problem(refer(referrer, referee), 409, "referral-offer-not-on");
        problem(
                post("/referrals", AGENT, referral(referrer, referee).replace(code, "NONE_OF_THESE")),
                404,
                "referral-offer-not-found");
    }

    private void join(String number) {
        context.getBean(MemberAccounts.class)
                .open(context.getBean(ChosenProgram.class).code(null), List.of(number));
    }

    private void define(String activity, long points, String caps) {
        post(
                        "/activities",
                        MANAGER,
                        "{\"code\": \"%s\", \"terms\": {\"name\": \"Friends\", \"points\": %d, %s}}"
                                .formatted(activity, points, caps))
                .expectStatus()
                .isCreated();
    }

    private String referral(String who, String whom) {
        return "{\"offer\": \"%s\", \"referrer\": \"%s\", \"referee\": \"%s\"}".formatted(code, who, whom);
    }

    private ResponseSpec refer(String who, String whom) {
        return post("/referrals", AGENT, referral(who, whom));
    }

    private String state(String id) {
        return body(api.as(AGENT).get().uri("/loyalty/v1/referrals/{id}", id).exchange(), 200)
                .path("state")
                .asString();
    }

    private long available(String who) {
        return body(api.as(AGENT).get().uri("/loyalty/v1/members/{number}", who).exchange(), 200)
                .path("available")
                .asLong();
    }

    private ResponseSpec post(String path, Role role, String body) {
        var request = api.as(role)
                .post()
                .uri("/loyalty/v1" + path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(MediaType.APPLICATION_JSON);
        return body.isEmpty() ? request.exchange() : request.body(body).exchange();
    }

    private static List<Integer> atOnce(int callers, IntFunction<ResponseSpec> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                calls.add(() -> call.apply(caller).returnResult().getStatus().value());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> done : threads.invokeAll(calls)) {
                statuses.add(done.get());
            }
            return statuses;
        }
    }

    private static void refused(ResponseSpec response, String reason) {
        assertThat(problem(response, 409, "referral-refused").path("reason").asString())
                .isEqualTo(reason);
    }

    private static JsonNode body(ResponseSpec response, int status) {
        return response.expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static JsonNode problem(ResponseSpec response, int status, String slug) {
        JsonNode problem = body(response, status);
        assertThat(problem.path("type").asString()).isEqualTo("/problems/" + slug);
        return problem;
    }
}
