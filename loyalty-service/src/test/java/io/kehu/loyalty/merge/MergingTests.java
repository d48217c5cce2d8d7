package io.kehu.loyalty.merge;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.earning.Shop.Sale;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Ledger;
import io.kehu.loyalty.ledger.Till;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Points of merged customers become one balance and go back exactly, over HTTP. */
@ServiceTest
class MergingTests {

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    private Shop shop;
    private Till till;
    private Books books;

    private final String survivor = Shop.newNumber();
    private final String loser = Shop.newNumber();
    private final String other = Shop.newNumber();
    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void openTheShop() {
        shop = new Shop(context);
        till = new Till(context);
        books = new Books(context);
    }

    @AfterEach
    void theLedgerAddsUp() {
        books.addUp();
    }

    @Test
    void theirPointsBecomeOneBalanceOfLotsThatKeepTheirDates() {
        shop.sell(survivor, 100);
        Sale first = shop.sell(loser, 50);
        Sale second = shop.sell(loser, 30);
        shop.refund(second, loser, "part", 10);
        String lotsBefore = dated(loser);

        JsonNode preview = json(preview(survivor, loser, other));
        assertThat(preview.path("items").toString())
                .isEqualTo("[{\"kind\":\"POINTS\",\"count\":70},{\"kind\":\"LOTS\",\"count\":2}]");
        assertThat(preview.path("refusals").isEmpty()).isTrue();
        assertThat(books.balance(loser)).isEqualTo(70);
        JsonNode merged = json(merge(id, survivor, loser, other));

        assertThat(merged.path("state").asString()).isEqualTo("MERGED");
        assertThat(merged.path("items")).isEqualTo(preview.path("items"));
        for (String number : List.of(survivor, loser, other)) {
            assertThat(member(number).path("number").asString()).isEqualTo(survivor);
            assertThat(member(number).path("balance").asLong()).isEqualTo(170);
        }
        assertThat(dated(loser)).isEqualTo(lotsBefore);
        assertThat(get("/members/" + loser + "/lots").path("items").findValuesAsString("number"))
                .containsExactlyInAnyOrder(survivor, loser, loser);
        assertThat(get("/members/" + loser + "/lots").path("items").findValuesAsString("businessRef"))
                .contains(first.ref());
        JsonNode line = get("/members/" + loser + "/statement").path("items").get(0);
        assertThat(line.path("type").asString()).isEqualTo("MERGE");
        assertThat(line.path("points").asLong()).isEqualTo(70);
        assertThat(line.path("balanceAfter").asLong()).isEqualTo(170);
        assertThat(line.path("businessRef").asString()).isEqualTo("MERGE/" + id);
        assertThat(line.path("merge").toString())
                .isEqualTo("{\"id\":\"%s\",\"loser\":\"%s\",\"survivor\":\"%s\"}".formatted(id, loser, survivor));
        assertThat(status(loser)).isEqualTo("MERGED");
    }

    @Test
    void aMergeIsBookedOnceHoweverOftenItIsTold() {
        shop.sell(loser, 50);
        String first = json(merge(id, survivor, loser)).toString();
        shop.sell(loser, 5);

        assertThat(json(merge(id, survivor, loser)).toString()).isEqualTo(first);
        assertThat(json(api.as(ADMIN).get().uri("/loyalty/v1/merges/" + id).exchange())
                        .toString())
                .isEqualTo(first);
        merge(id, survivor, other).expectStatus().isEqualTo(409);
        assertThat(books.balance(survivor)).isEqualTo(55);
        assertThat(books.transactions("MERGE", List.of(loser, other))).isEqualTo(1);
        undo(id, survivor, loser).expectStatus().isOk();
        String undone = json(undo(id, survivor, loser)).toString();
        assertThat(json(undo(id, survivor, loser)).toString()).isEqualTo(undone);
        assertThat(books.transactions("UNMERGE", List.of(loser))).isEqualTo(1);
        merge(id, survivor, loser).expectStatus().isEqualTo(409);
        assertThat(books.balance(loser)).isEqualTo(55);
    }

    @Test
    void undoneAtOnceEverythingIsAsBefore() {
        shop.sell(survivor, 100);
        Sale held = shop.sell(loser, 50);
        till.hold(held, 20);
        Sale gone = shop.sell(loser, 30);
        shop.refund(gone, loser, "all", 30);
        shop.sell(other, 7);
        List<String> numbers = List.of(survivor, loser, other);
        List<String> before = books.of(numbers);

        merge(id, survivor, loser, other).expectStatus().isOk();
        assertThat(member(survivor).path("held").asLong()).isEqualTo(20);
        JsonNode undone = json(undo(id, survivor, loser, other));

        assertThat(books.of(numbers)).isEqualTo(before);
        assertThat(undone.path("state").asString()).isEqualTo("UNDONE");
        assertThat(undone.path("items").toString())
                .isEqualTo("[{\"kind\":\"POINTS\",\"count\":57},{\"kind\":\"LOTS\",\"count\":2}]");
        assertThat(undone.path("kept").isEmpty()).isTrue();
        JsonNode lines = get("/members/" + loser + "/statement").path("items");
        assertThat(lines.findValuesAsString("type"))
                .containsExactly("UNMERGE", "MERGE", "REVERSE_EARN", "EARN", "EARN");
        assertThat(lines.get(0).path("reverses")).isEqualTo(lines.get(1).path("transactionId"));
        assertThat(lines.get(0).path("merge").path("survivor").asString()).isEqualTo(survivor);
        assertThat(lines.get(1).path("points").asLong()).isEqualTo(-50);
        assertThat(get("/members/" + survivor + "/statement").path("items"))
                .extracting(line -> line.path("points").asLong())
                .containsExactly(-7L, -50L, 7L, 50L, 100L);
    }

    @Test
    void whatCameBetweenGoesWithTheNumberItCameUnderAndWhatIsGoneStaysGone() {
        Sale spent = shop.sell(loser, 50);
        Sale expired = shop.sell(loser, 40);
        Sale returned = shop.sell(loser, 30);
        Sale whole = shop.sell(loser, 20);
        till.spend(whole, 5);
        merge(id, survivor, loser).expectStatus().isOk();

        till.spend(spent, 15);
        till.spend(spent, -5);
        till.spend(whole, -5);
        till.spend(expired, 10);
        till.expire(expired);
        shop.refund(returned, survivor, "all", 30);
        Sale since = shop.sell(loser, 9);
        shop.refund(since, loser, "some", 4);
        shop.sell(survivor, 1_000);
        assertThat(books.balance(survivor)).isEqualTo(40 + 20 + 5 + 1_000);
        JsonNode undone = json(undo(id, survivor, loser));

        assertThat(books.balance(loser)).isEqualTo(40 + 20 + 5);
        assertThat(books.balance(survivor)).isEqualTo(1_000);
        assertThat(undone.path("items").toString())
                .isEqualTo("[{\"kind\":\"POINTS\",\"count\":65},{\"kind\":\"LOTS\",\"count\":3}]");
        assertThat(undone.path("kept").toString()).isEqualTo("""
                        [{"kind":"POINTS","count":30,"reason":"EXPIRED"},{"kind":"POINTS","count":30,"reason":"REVERSED"},\
                        {"kind":"POINTS","count":20,"reason":"SPENT"}]""");
        assertThat(get("/members/" + loser + "/lots").path("items").findValuesAsString("number"))
                .containsOnly(loser);
    }

    @Test
    void aRefundFindsItsLotUnderWhateverNumberAndWhereverItIs() {
        Sale before = shop.sell(loser, 50);
        merge(id, survivor, loser).expectStatus().isOk();
        shop.refund(before, loser, "one", 10);
        shop.refund(before, survivor, "two", 10);
        assertThat(books.balance(survivor)).isEqualTo(30);
        undo(id, survivor, loser).expectStatus().isOk();

        // Told when the survivor's number was shown, come after the undoing.
        shop.refund(before, survivor, "three", 10);

        assertThat(books.balance(loser)).isEqualTo(20);
        assertThat(books.balance(survivor)).isZero();
        shop.tell(before, survivor);
        assertThat(books.balance(survivor)).isZero();
    }

    @Test
    void chainsAreUndoneFromTheEnd() {
        UUID later = UUID.randomUUID();
        shop.sell(loser, 1);
        shop.sell(other, 10);
        shop.sell(survivor, 100);
        List<String> numbers = List.of(loser, other, survivor);
        List<String> atFirst = books.of(numbers);
        merge(id, other, loser).expectStatus().isOk();
        List<String> between = books.of(numbers);
        merge(later, survivor, other).expectStatus().isOk();
        assertThat(member(loser).path("balance").asLong()).isEqualTo(111);
        shop.tell(new Sale(UUID.randomUUID(), loser, 100_000), loser);
        assertThat(books.balance(survivor)).isEqualTo(1_111);

        undo(id, other, loser).expectStatus().isEqualTo(409);
        shop.refund(new Sale(saleOf(loser, 1_000), loser, 100_000), loser, "all", 1_000);
        JsonNode undone = json(undo(later, survivor, other));
        assertThat(undone.path("items").get(0).path("count").asLong()).isEqualTo(11);
        assertThat(undone.path("kept").isEmpty()).isTrue();
        assertThat(books.of(numbers)).containsAll(between);
        assertThat(member(loser).path("number").asString()).isEqualTo(other);
        undo(id, other, loser).expectStatus().isOk();

        assertThat(books.of(numbers)).containsAll(atFirst);
        assertThat(books.balance(loser)).isEqualTo(1);
    }

    @Test
    void anUndoingThatComesFirstIsRemembered() {
        shop.sell(loser, 50);
        assertThat(json(undo(id, survivor, loser)).path("state").asString()).isEqualTo("UNDONE");

        merge(id, survivor, loser).expectStatus().isEqualTo(409);

        assertThat(books.balance(loser)).isEqualTo(50);
        merge(UUID.randomUUID(), survivor, loser).expectStatus().isOk();
        assertThat(books.balance(survivor)).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({"SUSPENDED", "CLOSED"})
    void frozenAndClosedMembersAreNotMerged(String status) {
        shop.sell(survivor, 100);
        shop.sell(loser, 50);
        set(survivor, status);
        List<String> before = books.of(List.of(survivor, loser));

        assertThat(json(preview(survivor, loser)).path("refusals").toString())
                .isEqualTo("[{\"code\":\"SURVIVOR_%s\"}]".formatted(status));
        merge(id, survivor, loser)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/merge-refused")
                .jsonPath("$.refusals[0]")
                .isEqualTo("SURVIVOR_" + status);
        merge(id, loser, survivor)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.refusals[0]")
                .isEqualTo("LOSER_" + status);
        assertThat(books.of(List.of(survivor, loser))).isEqualTo(before);
        merge(UUID.randomUUID(), survivor, other).expectStatus().isEqualTo(409);

        set(survivor, "ACTIVE");
        set(other, status);
        merge(id, survivor, loser, other).expectStatus().isOk();
        assertThat(status(other)).isEqualTo("MERGED");
        undo(id, survivor, loser, other).expectStatus().isOk();
        assertThat(status(other)).isEqualTo(status);
        assertThat(status(loser)).isEqualTo("ACTIVE");
        set(other, "ACTIVE");
        set(survivor, "ACTIVE");
    }

    @Test
    void membersSeeTheOneBalanceUnderEachOfTheirNumbersAndStrangersNothing() {
        shop.sell(loser, 50);
        merge(id, survivor, loser).expectStatus().isOk();

        for (String own : List.of(survivor, loser)) {
            for (String asked : List.of(survivor, loser)) {
                api.asMember(own)
                        .get()
                        .uri("/loyalty/v1/members/" + asked)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .jsonPath("$.balance")
                        .isEqualTo(50);
            }
            api.asMember(other)
                    .get()
                    .uri("/loyalty/v1/members/" + own)
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
        undo(id, survivor, loser).expectStatus().isOk();
        api.asMember(survivor)
                .get()
                .uri("/loyalty/v1/members/" + loser)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void eachProgrammeIsMergedForItselfAlsoOneThatIsYounger() {
        String older = defineProgram();
        earn(older, loser, 40);
        earn(older, survivor, 4);
        shop.sell(loser, 50);
        List<String> numbers = List.of(survivor, loser);
        List<String> before = books.of(numbers);

        assertThat(json(preview(survivor, loser))
                        .path("items")
                        .get(0)
                        .path("count")
                        .asLong())
                .isEqualTo(90);
        merge(id, survivor, loser).expectStatus().isOk();
        assertThat(get("/members/" + loser + "?program=" + older)
                        .path("balance")
                        .asLong())
                .isEqualTo(44);
        String younger = defineProgram();
        earn(younger, loser, 3);
        assertThat(get("/members/" + loser + "?program=" + younger)
                        .path("number")
                        .asString())
                .isEqualTo(survivor);
        JsonNode undone = json(undo(id, survivor, loser));

        assertThat(undone.path("items").get(0).path("count").asLong()).isEqualTo(93);
        assertThat(books.of(numbers)).containsAll(before);
        assertThat(get("/members/" + loser + "?program=" + younger)
                        .path("balance")
                        .asLong())
                .isEqualTo(3);
        assertThat(get("/members/" + survivor + "?program=" + younger)
                        .path("balance")
                        .asLong())
                .isZero();
    }

    private String defineProgram() {
        String code = "T" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        jdbc.sql("INSERT INTO program (code, name, zone, valid_months) VALUES (:code, 'T', 'UTC', 12)")
                .param("code", code)
                .update();
        jdbc.sql("INSERT INTO points_account (program, kind) VALUES (:code, 'ISSUED')")
                .param("code", code)
                .update();
        return code;
    }

    /** No rule of the programme would give them. */
    private void earn(String program, String number, long points) {
        Booking booking = new Booking(
                UUID.randomUUID(), TxType.EARN, number, points, "GIFT/1", "GIFT", 1, null, "test", null, Instant.now());
        context.getBean(Transactions.class)
                .run(() -> context.getBean(Ledger.class)
                        .book(context.getBean(Programs.class).find(program).orElseThrow(), List.of(booking)));
    }

    private UUID saleOf(String number, long points) {
        return jdbc.sql("""
                        SELECT b.purchase_id FROM earning_basis b
                        WHERE b.number = :number AND b.amount_minor = :amount
                        """)
                .param("number", number)
                .param("amount", points * 100)
                .query(UUID.class)
                .single();
    }

    private void set(String number, String status) {
        jdbc.sql("""
                        INSERT INTO member (program, number, status) SELECT code, :number, :status FROM program
                        ON CONFLICT (program, number) DO UPDATE SET status = excluded.status
                        """).param("status", status).param("number", number).update();
    }

    private String status(String number) {
        return jdbc.sql("SELECT DISTINCT status FROM member WHERE number = :number")
                .param("number", number)
                .query(String.class)
                .single();
    }

    /** All that a number's lots say of themselves, but whose account they are in. */
    private String dated(String number) {
        return jdbc.sql("""
                        SELECT string_agg((to_jsonb(l) - 'account')::text, ' ' ORDER BY id) FROM points_lot l WHERE number = :number
                        """).param("number", number).query(String.class).single();
    }

    private JsonNode member(String number) {
        return get("/members/" + number);
    }

    private JsonNode get(String path) {
        return json(api.as(AGENT).get().uri("/loyalty/v1" + path).exchange());
    }

    private ResponseSpec preview(String survivor, String... losers) {
        return api.as(SERVICE)
                .post()
                .uri("/loyalty/v1/merges:preview")
                .body(Map.of("survivor", survivor, "losers", losers))
                .exchange();
    }

    private ResponseSpec merge(UUID merge, String survivor, String... losers) {
        return api.as(SERVICE)
                .put()
                .uri("/loyalty/v1/merges/" + merge)
                .body(Map.of("survivor", survivor, "losers", losers))
                .exchange();
    }

    private ResponseSpec undo(UUID merge, String survivor, String... losers) {
        return api.as(SERVICE)
                .post()
                .uri("/loyalty/v1/merges/" + merge + ":undo")
                .body(Map.of("survivor", survivor, "losers", losers))
                .exchange();
    }

    private static JsonNode json(ResponseSpec answer) {
        String body = answer.expectStatus().isOk().returnResult(String.class).getResponseBody();
        return JsonMapper.shared().readTree(body);
    }
}
