package io.kehu.loyalty.transfer;

import static io.kehu.loyalty.transfer.ImportPeople.HEADER;
import static io.kehu.loyalty.transfer.ImportPeople.json;
import static io.kehu.loyalty.transfer.ImportPeople.problem;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Desk;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Points of another system are brought by one, let in by another, and booked once, over HTTP. */
@ServiceTest
class PointsImportTests {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final String PATH = "/loyalty/v1/points-imports";

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Invariants invariants;

    @Autowired
    private TestBroker broker;

    private Desk desk;
    private ImportPeople people;

    private final String number = Shop.newNumber();
    private final String other = Shop.newNumber();
    private final String key = UUID.randomUUID().toString();
    private final LocalDate today = LocalDate.now(SHANGHAI);

    @BeforeEach
    void openAProgramme() {
        desk = Desk.alone(context, SHANGHAI, 24, Instant.now());
        people = new ImportPeople(api, desk.program().code());
    }

    @AfterEach
    void theLedgerAddsUp() {
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    @Test
    void aFileIsBroughtLetInAndBooked() {
        String ear = broker.listen("loyalty.points.earned.v1");
        LocalDate earned = today.minusMonths(5);
        LocalDate last = today.plusMonths(7);
        JsonNode uploaded = json(people.upload(
                        key,
                        HEADER
                                + "%s,100,%s,%s,OLD-1,\n".formatted(number, earned, last)
                                + "%s,40,%s,never,OLD-2,\n".formatted(number, earned)
                                + "%s,7,%s,,OLD-3,\n".formatted(other, earned)
                                + "%s,7.5,%s,,OLD-4,\n".formatted(other, earned))
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueMatches("Location", PATH + "/.*"));
        String id = uploaded.path("id").asString();

        assertThat(uploaded.path("state").asString()).isEqualTo("WAITING");
        assertThat(counts(uploaded)).isEqualTo("4 = 3 + 1, 147; 0 + 0, 0");
        assertThat(lots(number)).isEmpty();
        assertThat(people.problems(id)).containsExactly("5 POINTS");

        JsonNode done = people.letIn(id);

        assertThat(counts(done)).isEqualTo("4 = 3 + 1, 147; 3 + 0, 147");
        assertThat(done.path("uploadedBy").asString()).isEqualTo(people.bringer);
        assertThat(done.path("decidedBy").asString()).isEqualTo(people.approver);
        assertThat(lots(number))
                .containsExactly(
                        "100 until " + desk.program().endOf(last) + " IMPORT/OLD-1", "40 until null IMPORT/OLD-2");
        assertThat(lots(other))
                .containsExactly("7 until " + desk.program().endOf(earned.plusMonths(24)) + " IMPORT/OLD-3");
        assertThat(member(number).path("balance").asLong()).isEqualTo(140);
        assertThat(jdbc.sql("SELECT count(*) FROM qualifying_month WHERE number = :number")
                        .param("number", number)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(broker.heard(ear, number)).isEmpty();
        assertThat(jdbc.sql("SELECT action FROM audit_entry WHERE object = :object ORDER BY id")
                        .param("object", desk.program().code() + "/" + id)
                        .query(String.class)
                        .list())
                .containsExactly("points-import.upload", "points-import.approve");
    }

    @Test
    void theStatementSaysWhereTheyComeFrom() {
        String id = people.uploaded("%s,100,%s,,OLD-1,\n".formatted(number, today));
        people.letIn(id);

        JsonNode english = statement("en").get(0);
        assertThat(english.path("type").asString()).isEqualTo("IMPORT");
        assertThat(english.path("description").asString()).isEqualTo("Brought along from before: OLD-1");
        assertThat(Instant.parse(english.path("occurredAt").asString()))
                .isEqualTo(desk.program().startOf(today));
        assertThat(statement("zh-CN").get(0).path("description").asString()).isEqualTo("原有积分转入：OLD-1");
        JsonNode row = people.get("/" + id + "/rows?state=BOOKED").path("items").get(0);
        assertThat(row.path("transactionId").asString())
                .isEqualTo(english.path("transactionId").asString());
        assertThat(row.path("lastDay").asString())
                .isEqualTo(today.plusMonths(24).toString());
    }

    @Test
    void theSameFileTwiceIsBookedOnce() {
        String rows = "%s,100,%s,,OLD-1,\n%s,5,%s,,OLD-2,\n".formatted(number, today, other, today);
        String first = people.uploaded(rows);
        String second = people.uploaded(rows);
        people.letIn(first);
        String third = people.uploaded(rows);

        for (String again : List.of(second, third)) {
            assertThat(people.problems(again)).containsExactly("2 REFERENCE_IMPORTED", "3 REFERENCE_IMPORTED");
            assertThat(counts(people.letIn(again))).isEqualTo("2 = 0 + 2, 0; 0 + 0, 0");
        }
        assertThat(lots(number)).hasSize(1);
        assertThat(lots(other)).hasSize(1);
    }

    /** Each row is good in one of them, whoever came first. */
    @Test
    void theSameFileAtOnceIsGoodOnce() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 1_500; i++) {
            rows.append("%s,1,%s,,OLD-%d,\n".formatted(number, today, i));
        }

        List<Integer> good = atOnce(
                8,
                i -> json(people.upload(key + i, HEADER + rows).expectStatus().isCreated())
                        .path("good")
                        .asInt());

        assertThat(good).containsOnlyOnce(1_500).containsOnly(1_500, 0);
    }

    @Test
    void aReferenceComesOnceInAFileAndIsEachProgrammesOwn() {
        String id = people.uploaded(("%s,0,%s,,OLD-1,\n%s,1,%s,,OLD-1,\n%s,2,%s,,OLD-1,\n" + "%s,3,%s,,,\n")
                .formatted(number, today, number, today, number, today, number, today));
        assertThat(people.problems(id)).containsExactly("2 POINTS", "4 REFERENCE_TWICE", "5 REFERENCE");

        ImportPeople elsewhere = new ImportPeople(
                api, Desk.alone(context, SHANGHAI, 24, Instant.now()).program().code());
        assertThat(elsewhere.problems(elsewhere.uploaded("%s,1,%s,,OLD-1,\n".formatted(number, today))))
                .isEmpty();
    }

    /** Further apart than what is looked at together. */
    @Test
    void aReferenceComesOnceInALongFile() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            rows.append("%s,1,%s,,OLD-%d,\n".formatted(number, today, i));
        }
        rows.append("%s,1,%s,,OLD-7,\n".formatted(number, today));

        String id = people.uploaded(rows.toString());

        assertThat(counts(people.stands(id))).isEqualTo("2501 = 2500 + 1, 2500; 0 + 0, 0");
        JsonNode bad = people.get("/" + id + "/rows?state=BAD").path("items");
        assertThat(bad.size()).isOne();
        assertThat(bad.get(0).path("problem").asString()).isEqualTo("REFERENCE_TWICE");
        assertThat(bad.get(0).path("row").asInt()).isEqualTo(2_502);
    }

    @Test
    void aKeyBringsOneFile() {
        String text = HEADER + "%s,100,%s,,OLD-1,\n".formatted(number, today);
        JsonNode first = json(people.upload(key, text).expectStatus().isCreated());

        JsonNode again = json(people.upload(key, text)
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Idempotency-Replayed", "true"));

        assertThat(again).isEqualTo(first);
        problem(people.upload(key, text + "x"), 422, "idempotency-key-reused");
        problem(
                api.as(MANAGER)
                        .post()
                        .uri(PATH)
                        .contentType(MediaType.parseMediaType("text/csv"))
                        .body(text)
                        .exchange(),
                428,
                "idempotency-key-required");
        assertThat(people.get("?program=" + desk.program().code()).path("items").size())
                .isOne();
    }

    @Test
    void whoBroughtItDoesNotLetItIn() {
        String id = people.uploaded("%s,100,%s,,OLD-1,\n".formatted(number, today));

        problem(people.decide(people.bringer, id, "approve"), 403, "second-person-needed");

        assertThat(people.stands(id).path("state").asString()).isEqualTo("WAITING");
        assertThatThrownBy(() -> jdbc.sql("""
                        UPDATE points_import SET state = 'BOOKING', decided_by = uploaded_by, decided_at = now() WHERE id = :id
                        """).param("id", UUID.fromString(id)).update())
                .isInstanceOf(DataAccessException.class);
        people.letIn(id);
        problem(people.decide(people.approver, id, "approve"), 409, "points-import-decided");
        problem(people.decide(people.approver, id, "reject"), 409, "points-import-decided");
    }

    @Test
    void whatIsRejectedMayComeAgain() {
        String rows = "%s,100,%s,,OLD-1,\n".formatted(number, today);
        String id = people.uploaded(rows);
        people.decide(people.bringer, id, "reject").expectStatus().isOk();

        problem(people.decide(people.approver, id, "approve"), 409, "points-import-decided");
        assertThat(people.get("/" + id + "/rows?state=REJECTED").path("items").size())
                .isOne();
        people.letIn(people.uploaded(rows));
        assertThat(lots(number)).hasSize(1);
    }

    @Test
    void twoWhoLetItInAtOnceBookOnce() throws Exception {
        String id = people.uploaded("%s,100,%s,,OLD-1,\n".formatted(number, today));
        List<Integer> statuses = atOnce(
                8,
                i -> people.decide("manager-" + i, id, i % 4 == 0 ? "reject" : "approve")
                        .returnResult()
                        .getStatus()
                        .value());

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        if (!people.stands(id).path("state").asString().equals("REJECTED")) {
            people.done(id);
            assertThat(lots(number)).hasSize(1);
        } else {
            assertThat(lots(number)).isEmpty();
        }
    }

    @Test
    void filesThatAreNoneAreRefused() {
        unreadable("", "import-empty");
        unreadable(HEADER, "import-empty");
        unreadable("%s,100,%s,,OLD-1,\n".formatted(number, today), "import-header");
        JsonNode gbk = json(people.upload(
                        key, (HEADER + "%s,100,%s,,旧-1,\n".formatted(number, today)).getBytes(Charset.forName("GBK")))
                .expectStatus()
                .isEqualTo(422));
        assertThat(gbk.at("/errors/0/code").asString()).isEqualTo("import-encoding");
        assertThat(gbk.at("/errors/0/detail").asString()).contains("UTF-8").contains("GBK");
        problem(people.upload(key, new byte[33 * 1024 * 1024]), 413, "body-too-large");
        assertThat(people.get("?program=" + desk.program().code()).path("items").size())
                .isZero();
    }

    @Test
    void aMarkInFrontDoesNotMatter() {
        people.upload(key, "\uFEFF" + HEADER + "%s,100,%s,,旧-1,\n".formatted(number, today))
                .expectStatus()
                .isCreated();
    }

    @Test
    void whatIsWrongIsSaidInTheReadersLanguage() {
        String id = people.uploaded("%s,-1,%s,,OLD-1,\nC1,1\n".formatted(number, today));

        assertThat(detail(id, 0, "en")).startsWith("Points are whole");
        assertThat(detail(id, 0, "zh-CN")).startsWith("积分须为");
        for (RowProblem problem : RowProblem.values()) {
            ImportTexts texts = context.getBean(ImportTexts.class);
            assertThat(texts.of(problem, Locale.CHINESE)).isNotEqualTo(texts.of(problem, Locale.ENGLISH));
        }
        JsonNode cells = people.get("/" + id + "/rows").path("items").get(1).path("cells");
        assertThat(cells.toString()).isEqualTo("[\"C1\",\"1\"]");
    }

    @Test
    void rowsAndImportsArePaged() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            rows.append("%s,%d,%s,,OLD-%d,\n".formatted(number, i % 2, today, i));
        }
        String id = people.uploaded(rows.toString());
        String second = people.uploaded("%s,1,%s,,NEW,\n".formatted(number, today));

        JsonNode page = people.get("/" + id + "/rows?state=BAD&limit=2");
        assertThat(rowsOf(page)).containsExactly(2, 4);
        page = people.get("/" + id + "/rows?state=BAD&limit=2&cursor="
                + page.path("nextCursor").asString());
        assertThat(rowsOf(page)).containsExactly(6);
        assertThat(page.path("nextCursor").isString()).isFalse();
        assertThat(rowsOf(people.get("/" + id + "/rows"))).containsExactly(2, 3, 4, 5, 6);
        JsonNode list = people.get("?limit=1&program=" + desk.program().code());
        assertThat(list.at("/items/0/id").asString()).isEqualTo(second);
        list = people.get("?limit=1&program=" + desk.program().code() + "&cursor="
                + list.path("nextCursor").asString());
        assertThat(list.at("/items/0/id").asString()).isEqualTo(id);
        problem(api.as(AUDITOR).get().uri(PATH + "/" + UUID.randomUUID()).exchange(), 404, "points-import-not-found");
        problem(api.as(AUDITOR).get().uri(PATH + "/" + id + "/rows?state=x").exchange(), 400, "invalid-fields");
    }

    @Test
    void membersWhoAreClosedOrErasedAreRefusedAndOthersGoOn() {
        String erased = Shop.newNumber();
        String suspended = Shop.newNumber();
        desk.earn(number, 1);
        desk.earn(suspended, 1);
        String id = people.uploaded("%s,1,%s,,A,\n%s,2,%s,,B,\n%s,3,%s,,C,\n%s,4,%s,,D,\n"
                .formatted(number, today, erased, today, other, today, suspended, today));
        status(number, "CLOSED");
        status(suspended, "SUSPENDED");
        api.as(SERVICE)
                .put()
                .uri("/loyalty/v1/erasures/" + UUID.randomUUID())
                .body(Map.of("numbers", List.of(erased)))
                .exchange()
                .expectStatus()
                .isOk();

        JsonNode done = people.letIn(id);

        assertThat(counts(done)).isEqualTo("4 = 4 + 0, 10; 2 + 2, 7");
        assertThat(people.problems(id)).containsExactly("2 MEMBER_CLOSED", "3 MEMBER_CLOSED");
        assertThat(lots(other)).hasSize(1);
        assertThat(lots(suspended)).hasSize(2);
        assertThat(people.problems(people.uploaded("%s,1,%s,,A,\n".formatted(number, today))))
                .isEmpty();
    }

    @Test
    void whatComesForAMergedNumberGoesToTheLivingMember() {
        desk.earn(number, 1);
        api.as(SERVICE)
                .put()
                .uri("/loyalty/v1/merges/" + UUID.randomUUID())
                .body(Map.of("survivor", number, "losers", List.of(other)))
                .exchange()
                .expectStatus()
                .isOk();

        people.letIn(people.uploaded("%s,50,%s,,A,\n".formatted(other, today)));

        assertThat(member(other).path("number").asString()).isEqualTo(number);
        assertThat(member(other).path("balance").asLong()).isEqualTo(51);
        assertThat(lots(other)).hasSize(1);
    }

    @Test
    void whatIsLeftOfAnImportIsTakenBack() {
        String id = people.uploaded("%s,100,%s,,A,\n%s,30,%s,never,B,\n".formatted(number, today, number, today));
        people.letIn(id);
        String first =
                people.get("/" + id + "/rows").at("/items/0/transactionId").asString();
        redeem(60).expectStatus().isCreated();

        problem(reverse("a", first, 41L), 409, "more-than-earned");
        assertThat(json(reverse("b", first, 10L).expectStatus().isCreated())
                        .at("/items/0/type")
                        .asString())
                .isEqualTo("REVERSE_IMPORT");
        reverse("c", first, null).expectStatus().isCreated();

        problem(reverse("d", first, null), 409, "more-than-earned");
        assertThat(member(number).path("balance").asLong()).isEqualTo(30);
        assertThat(statement("en").get(0).path("description").asString()).isEqualTo("Taken back because of FIX");
        assertThat(people.problems(people.uploaded("%s,1,%s,,A,\n".formatted(number, today))))
                .containsExactly("2 REFERENCE_IMPORTED");
    }

    /** Whoever writes past the code. */
    @Test
    void theDatabaseBooksARowOnce() {
        String id = people.uploaded("%s,100,%s,,A,\n".formatted(number, today));
        people.letIn(id);

        for (String change : List.of("state = 'GOOD', tx = NULL", "points = 5", "tx = gen_random_uuid()")) {
            assertThatThrownBy(() -> jdbc.sql("UPDATE points_import_row SET " + change + " WHERE import = :id")
                            .param("id", UUID.fromString(id))
                            .update())
                    .isInstanceOf(DataAccessException.class);
        }
        assertThatThrownBy(() -> jdbc.sql("""
                        INSERT INTO points_import_row (import, position, program, cells, state, number, points, earned_on, reference)
                        SELECT import, 99, program, cells, 'GOOD', number, points, earned_on, reference
                        FROM points_import_row WHERE import = :id
                        """).param("id", UUID.fromString(id)).update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM points_import_row WHERE import = :id")
                        .param("id", UUID.fromString(id))
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"AGENT", "MARKETER", "AUDITOR", "INTEGRATOR", "MEMBER"})
    void onlyManagersAndAdministratorsBringPoints(Role role) {
        api.as(role)
                .post()
                .uri(PATH)
                .header("Idempotency-Key", key)
                .contentType(MediaType.parseMediaType("text/csv"))
                .body(HEADER)
                .exchange()
                .expectStatus()
                .isForbidden();
        api.as(role)
                .post()
                .uri(PATH + "/" + UUID.randomUUID() + ":approve")
                .exchange()
                .expectStatus()
                .isForbidden();
        api.as(ADMIN)
                .post()
                .uri(PATH + "/" + UUID.randomUUID() + ":approve")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    private static List<Integer> atOnce(int callers, IntFunction<Integer> call) throws Exception {
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                int caller = i;
                answers.add(threads.submit(() -> {
                    start.await();
                    return call.apply(caller);
                }));
            }
        }
        List<Integer> all = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            all.add(answer.get());
        }
        return all;
    }

    private void unreadable(String text, String code) {
        JsonNode answer = json(people.upload(key, text).expectStatus().isEqualTo(422));
        assertThat(answer.path("type").asString()).isEqualTo("/problems/points-import-unreadable");
        assertThat(answer.at("/errors/0/code").asString()).isEqualTo(code);
    }

    private static String counts(JsonNode one) {
        return "%d = %d + %d, %d; %d + %d, %d"
                .formatted(
                        one.path("rows").asLong(),
                        one.path("good").asLong(),
                        one.path("bad").asLong(),
                        one.path("points").asLong(),
                        one.path("booked").asLong(),
                        one.path("refused").asLong(),
                        one.path("bookedPoints").asLong());
    }

    private static List<Integer> rowsOf(JsonNode page) {
        List<Integer> rows = new ArrayList<>();
        page.path("items").forEach(row -> rows.add(row.path("row").asInt()));
        return rows;
    }

    private String detail(String id, int row, String language) {
        return people.get("/" + id + "/rows", language)
                .path("items")
                .get(row)
                .path("detail")
                .asString();
    }

    private List<String> lots(String filedUnder) {
        return jdbc.sql("""
                        SELECT l.remaining, l.expires_at, l.business_ref FROM points_lot l JOIN points_account a ON a.id = l.account
                        WHERE l.number = :number AND a.program = :program ORDER BY l.business_ref
                        """)
                .param("number", filedUnder)
                .param("program", desk.program().code())
                .query((row, index) -> {
                    var expiresAt = row.getTimestamp("expires_at");
                    return row.getLong("remaining") + " until " + (expiresAt == null ? null : expiresAt.toInstant())
                            + " " + row.getString("business_ref");
                })
                .list();
    }

    private void status(String member, String status) {
        jdbc.sql("UPDATE member SET status = :status WHERE number = :number AND program = :program")
                .param("status", status)
                .param("number", member)
                .param("program", desk.program().code())
                .update();
    }

    private ResponseSpec redeem(long points) {
        return api.as(INTEGRATOR)
                .post()
                .uri("/loyalty/v1/points:redeem")
                .header("Idempotency-Key", key + "-redeem")
                .body(Map.of(
                        "program", desk.program().code(), "number", number, "points", points, "businessRef", "POS/1"))
                .exchange();
    }

    private ResponseSpec reverse(String name, String transaction, Long points) {
        Map<String, Object> body = new HashMap<>(
                Map.of("program", desk.program().code(), "transactionId", transaction, "businessRef", "FIX"));
        if (points != null) {
            body.put("points", points);
        }
        return api.as(MANAGER)
                .post()
                .uri("/loyalty/v1/points:reverse")
                .header("Idempotency-Key", key + name)
                .body(body)
                .exchange();
    }

    private JsonNode member(String of) {
        return staff("/loyalty/v1/members/" + of + "?program=" + desk.program().code(), "en");
    }

    private JsonNode statement(String language) {
        return staff(
                        "/loyalty/v1/members/" + number + "/statement?program="
                                + desk.program().code(),
                        language)
                .path("items");
    }

    private JsonNode staff(String uri, String language) {
        return json(api.as(AGENT)
                .get()
                .uri(uri)
                .header("Accept-Language", language)
                .exchange()
                .expectStatus()
                .isOk());
    }
}
