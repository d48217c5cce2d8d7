package io.kehu.loyalty.report;

import static io.kehu.loyalty.report.ClosingBooks.PATH;
import static io.kehu.loyalty.report.ClosingBooks.hashOf;
import static io.kehu.loyalty.report.ClosingBooks.json;
import static io.kehu.loyalty.report.ClosingBooks.problem;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.ledger.Desk;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Months are closed by two, one after the other, and stay as they were signed. */
@ServiceTest
class LiabilityCloseTests {

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invariants invariants;

    @Autowired
    private JdbcClient jdbc;

    private ClosingBooks books;

    @BeforeEach
    void openTheBooks() {
        books = new ClosingBooks(context);
    }

    @AfterEach
    void theLedgerAddsUp() {
        assertThat(invariants.run().stream().filter(one -> one.violations() > 0))
                .isEmpty();
    }

    @Test
    void oneProposesAndAnotherSigns() {
        JsonNode proposed = books.proposed(books.first);

        assertThat(proposed.path("state").asString()).isEqualTo("PROPOSED");
        assertThat(proposed.path("hash").isString()).isFalse();
        problem(books.take(books.proposer, books.first, "sign"), 403, "second-person-needed");
        assertThat(books.get("/closes/" + books.first)).isEqualTo(proposed);
        assertThat(books.get("?from=" + books.first).path("closed").isObject()).isFalse();

        JsonNode signed = json(
                books.take(books.signer, books.first, "sign").expectStatus().isOk());

        assertThat(books.get("/closes/" + books.first)).isEqualTo(signed);
        assertThat(signed.path("state").asString()).isEqualTo("SIGNED");
        assertThat(signed.path("months")).isEqualTo(proposed.path("months"));
        assertThat(signed.path("proposedBy").asString()).isEqualTo(books.proposer);
        assertThat(signed.path("decidedBy").asString()).isEqualTo(books.signer);
        assertThat(signed.path("hash").asString()).isEqualTo(hashOf(signed));
        assertThat(signed.path("previousHash").isString()).isFalse();
        assertThat(jdbc.sql("SELECT action FROM audit_entry WHERE object LIKE :object ORDER BY action")
                        .param("object", books.program() + "/" + books.first + "/%")
                        .query(String.class)
                        .list())
                .containsExactly("liability-close.propose", "liability-close.sign");
    }

    @Test
    void everyMonthHoldsTheHashOfTheOneBefore() {
        JsonNode first = books.signed(books.first);
        JsonNode second = books.signed(books.second);
        JsonNode third = books.signed(books.third);

        assertThat(second.path("previousHash")).isEqualTo(first.path("hash"));
        assertThat(third.path("previousHash")).isEqualTo(second.path("hash"));
        assertThat(second.path("hash").asString()).isEqualTo(hashOf(second));
        assertThat(second.at("/months/0/opening").asLong()).isEqualTo(2_050);
        assertThat(second.at("/months/0/redeemed").asLong()).isEqualTo(800);
        assertThat(second.at("/months/0/liabilityMinor").asLong()).isEqualTo(938);
        assertThat(second.at("/total/closing").asLong()).isEqualTo(1_550);

        JsonNode page = books.get("/closes?limit=2");
        assertThat(page.at("/items/0/month").asString()).isEqualTo(books.third.toString());
        assertThat(page.at("/items/1/closing").asLong()).isEqualTo(1_550);
        JsonNode rest =
                books.get("/closes?limit=2&cursor=" + page.path("nextCursor").asString());
        assertThat(rest.path("items").size()).isOne();
        assertThat(rest.at("/items/0/hash")).isEqualTo(first.path("hash"));
    }

    /** Neither the value of a point nor a refund that comes later changes them. */
    @Test
    void theReportOfAClosedMonthHasTheValuesThatWereSigned() {
        JsonNode signed = books.signed(books.first);
        books.value("5");
        books.refund(40_000);

        JsonNode report = books.get("?from=" + books.first);

        assertThat(report.path("pointValueMinor").asString()).isEqualTo("1.2");
        assertThat(report.path("months")).isEqualTo(signed.path("months"));
        assertThat(report.at("/months/0/deferredMinor").asLong()).isEqualTo(1_875);
        assertThat(report.path("total")).isEqualTo(signed.path("total"));
        assertThat(report.at("/closed/by").asString()).isEqualTo(books.proposer);
        assertThat(report.at("/closed/signedBy").asString()).isEqualTo(books.signer);
        assertThat(report.at("/closed/at")).isEqualTo(signed.path("decidedAt"));
        assertThat(report.at("/closed/hash")).isEqualTo(signed.path("hash"));
        assertThat(file(books.first.toString()))
                .contains("提出与签署," + books.proposer + "," + books.signer + ","
                        + signed.path("decidedAt").asString() + ","
                        + signed.path("hash").asString());

        report = books.get("?from=" + books.first + "&to=" + books.second);
        assertThat(report.path("pointValueMinor").asString()).isEqualTo("5");
        assertThat(report.at("/months/0/salesMinor").asLong()).isEqualTo(40_000);
        assertThat(report.path("closed").isObject()).isFalse();
    }

    @Test
    void monthsAreClosedOneAfterTheOther() {
        books.signed(books.first);

        JsonNode refused =
                problem(books.take(books.proposer, books.third, "close"), 409, "liability-close-out-of-order");
        assertThat(refused.path("next").asString()).isEqualTo(books.second.toString());
        problem(books.take(books.proposer, books.first, "close"), 409, "liability-month-closed");
        refused =
                problem(books.take(books.proposer, books.first.minusMonths(1), "close"), 409, "liability-month-closed");
        assertThat(refused.path("lastClosed").asString()).isEqualTo(books.first.toString());
    }

    /** The first one is free to choose, also before anything was earned. */
    @Test
    void aMonthOfNothingIsClosedLikeOthers() {
        JsonNode empty = books.signed(books.first.minusMonths(1));

        assertThat(empty.path("months").size()).isZero();
        assertThat(empty.path("hash").asString()).isEqualTo(hashOf(empty));
        assertThat(books.signed(books.first).path("previousHash")).isEqualTo(empty.path("hash"));
    }

    @Test
    void aMonthThatIsNotOverIsNotClosed() {
        problem(books.take(books.proposer, books.running, "close"), 409, "liability-month-not-over");
        problem(books.take(books.proposer, books.running.plusMonths(1), "close"), 409, "liability-month-not-over");
        String fresh = Desk.alone(context, ZoneId.of("Asia/Shanghai"), 2, Instant.now())
                .program()
                .code();
        problem(
                api.as(MANAGER)
                        .post()
                        .uri(PATH + "/" + books.first + ":close?program=" + fresh)
                        .exchange(),
                409,
                "liability-month-not-over");
    }

    @Test
    void oneWaitsAtATime() {
        books.proposed(books.second);

        JsonNode refused = problem(books.take(books.signer, books.second, "close"), 409, "liability-close-waiting");
        assertThat(refused.path("month").asString()).isEqualTo(books.second.toString());
        problem(books.take(books.signer, books.first, "close"), 409, "liability-close-waiting");
    }

    @Test
    void whatIsRefusedIsNotSignedAndMayBeProposedAgain() {
        books.proposed(books.first);
        JsonNode refused = json(
                books.take(books.proposer, books.first, "refuse").expectStatus().isOk());
        assertThat(refused.path("state").asString()).isEqualTo("REFUSED");
        assertThat(refused.path("hash").isString()).isFalse();

        assertThat(problem(books.take(books.signer, books.first, "sign"), 409, "liability-close-decided")
                        .path("state")
                        .asString())
                .isEqualTo("REFUSED");
        problem(books.take(books.signer, books.first, "refuse"), 409, "liability-close-decided");

        books.signed(books.first);
        problem(books.take(books.signer, books.first, "sign"), 409, "liability-close-decided");
        problem(books.take(books.signer, books.first, "refuse"), 409, "liability-close-decided");
        assertThat(books.get("/closes").path("items").size()).isEqualTo(2);
    }

    @Test
    void manyWhoDecideAtOnceDecideOnce() throws Exception {
        books.proposed(books.first);

        List<Integer> answers =
                atOnce(i -> status(books.take(books.signer + i, books.first, i % 8 == 0 ? "refuse" : "sign")));

        assertThat(answers).containsOnlyOnce(200).containsOnly(200, 409);
    }

    @Test
    void manyWhoProposeAtOnceProposeOnce() throws Exception {
        List<Integer> answers = atOnce(i -> status(books.take(books.proposer + i, books.first, "close")));

        assertThat(answers).containsOnlyOnce(201).containsOnly(201, 409);
    }

    @Test
    void aRepeatedRequestHasTheSameAnswer() {
        String key = UUID.randomUUID().toString();
        String uri = PATH + "/" + books.first + ":close?program=" + books.program();
        JsonNode answer = null;
        for (int i = 0; i < 2; i++) {
            JsonNode again = json(api.as(books.proposer, MANAGER)
                    .post()
                    .uri(uri)
                    .header("Idempotency-Key", key)
                    .exchange()
                    .expectStatus()
                    .isCreated()
                    .expectHeader()
                    .valueEquals("Location", PATH + "/closes/" + books.first + "?program=" + books.program()));
            assertThat(answer == null ? again : answer).isEqualTo(again);
            answer = again;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13:close", "2026:sign", "x:refuse", "2019-12:close", "2026-1:close"})
    void badMonthsAreRefused(String path) {
        problem(api.as(MANAGER).post().uri(PATH + "/" + path).exchange(), 400, "invalid-fields");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/closes/2026-00", "/closes?limit=201", "/closes?cursor=x", "/closes?program=x"})
    void badQuestionsAreRefused(String path) {
        api.as(AUDITOR).get().uri(PATH + path).exchange().expectStatus().isBadRequest();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        problem(books.take(books.signer, books.first, "sign"), 404, "liability-close-not-found");
        problem(books.take(books.signer, books.first, "refuse"), 404, "liability-close-not-found");
        problem(
                api.as(MANAGER)
                        .get()
                        .uri(PATH + "/closes/" + books.first + "?program=" + books.program())
                        .exchange(),
                404,
                "liability-close-not-found");
        problem(
                api.as(MANAGER)
                        .post()
                        .uri(PATH + "/" + books.first + ":close?program=NOBODYS")
                        .exchange(),
                404,
                "program-not-found");
    }

    @Test
    void itIsNotForEverybody() {
        for (Role role : List.of(AGENT, AUDITOR)) {
            for (String step : List.of("close", "sign", "refuse")) {
                api.as(role)
                        .post()
                        .uri(PATH + "/" + books.first + ":" + step)
                        .exchange()
                        .expectStatus()
                        .isForbidden();
            }
        }
        for (String path : List.of("/closes", "/closes/" + books.first)) {
            api.as(AGENT).get().uri(PATH + path).exchange().expectStatus().isForbidden();
        }
    }

    private String file(String month) {
        return new String(
                api.as(AUDITOR)
                        .get()
                        .uri(PATH + ".csv?from=" + month + "&program=" + books.program())
                        .header("Accept-Language", "zh")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBodyContent(),
                StandardCharsets.UTF_8);
    }

    private static int status(ResponseSpec response) {
        return response.returnResult().getStatus().value();
    }

    private static List<Integer> atOnce(IntFunction<Integer> call) throws Exception {
        int callers = 64;
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Future<Integer>> answers = new ArrayList<>();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                int caller = i;
                answers.add(threads.submit(() -> {
                    start.await();
                    return call.apply(caller);
                }));
            }
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }
        return statuses;
    }
}
