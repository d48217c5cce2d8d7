package io.kehu.feedback.feedback;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MARKETER;
import static io.kehu.starter.security.Role.MEMBER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.feedback.Broker;
import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.contract.EventContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Feedback over HTTP on a real database and broker. */
@FeedbackServiceTest
class FeedbackControllerTests {

    private static final String FEEDBACK = "/feedback/v1/feedback";
    private static final String RECEIVED = "feedback.feedback.received.v1";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Broker broker;

    @Autowired
    private PersonalData personalData;

    private record Receipt(UUID id, boolean created) {}

    private record View(
            UUID id,
            String channel,
            String externalRef,
            String number,
            String kind,
            String text,
            Integer rating,
            String product,
            String store,
            Instant occurredAt,
            Instant receivedAt,
            Boolean erased) {}

    private record Listed(List<View> items, String nextCursor) {}

    @Test
    void whatIsSaidIsKeptSealedAndToldWithoutItsWords() {
        Map<String, Object> body = body("MAIL", "<canary-ref@mail.example>", "CFB0000001", "COMPLAINT", "Canary 茶凉了");
        body.put("rating", 2);
        body.put("product", "TEA-100");
        body.put("store", "SZ01");
        body.put("occurredAt", "2026-11-20T03:15:00Z");
        Receipt receipt = give(api.as(AGENT), body, 201);

        View view = get(AGENT, receipt.id());
        assertThat(view)
                .usingRecursiveComparison()
                .ignoringFields("receivedAt")
                .isEqualTo(new View(
                        receipt.id(),
                        "MAIL",
                        "<canary-ref@mail.example>",
                        "CFB0000001",
                        "COMPLAINT",
                        "Canary 茶凉了",
                        2,
                        "TEA-100",
                        "SZ01",
                        Instant.parse("2026-11-20T03:15:00Z"),
                        null,
                        null));
        assertThat(everything()).doesNotContain("anary").doesNotContain("茶凉了");
        await().until(() -> broker.heard(RECEIVED, "CFB0000001").size() == 1);
        String data = broker.heard(RECEIVED, "CFB0000001").getFirst().data().toString();
        EventContract.verifyProduced(RECEIVED, data);
        assertThat(data).contains(receipt.id().toString(), "MAIL", "COMPLAINT").doesNotContain("anary");
    }

    @Test
    void aRepeatReturnsWhatIsThereAndChangesNothing() {
        Receipt first = give(api.as(INTEGRATOR), body("APP", "review-1", "CFB0000002", "REVIEW", "good"), 201);
        Receipt repeat = give(api.as(AGENT), body("APP", " review-1 ", "CFB0000003", "PRAISE", "other"), 200);
        Receipt otherChannel = give(api.as(AGENT), body("WEB", "review-1", "CFB0000002", "REVIEW", "good"), 201);

        assertThat(repeat).isEqualTo(new Receipt(first.id(), false));
        assertThat(get(AGENT, first.id()).text()).isEqualTo("good");
        assertThat(get(AGENT, first.id()).number()).isEqualTo("CFB0000002");
        assertThat(otherChannel.id()).isNotEqualTo(first.id());
        await().until(() -> broker.heard(RECEIVED, "CFB0000002").size() == 2);
        assertThat(broker.heard(RECEIVED, "CFB0000003")).isEmpty();
        assertThat(broker.heardAbout("CFB0000002").stream()
                        .map(event -> event.envelope().subjectVersion()))
                .containsExactly(1L, 2L);
    }

    @Test
    void withoutAReferenceNothingIsARepeat() {
        Map<String, Object> body = body("PHONE", null, "CFB0000004", "QUESTION", "same words");

        assertThat(give(api.as(AGENT), body, 201).id())
                .isNotEqualTo(give(api.as(AGENT), body, 201).id());
    }

    @Test
    void manyDeliveringTheSameAtOnceMakeOne() throws Exception {
        List<Callable<Receipt>> work = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            int status = 0;
            work.add(() -> give(api.as(INTEGRATOR), body("SOCIAL", "race-1", null, "PRAISE", "wow"), status));
        }
        Set<UUID> ids = new HashSet<>();
        int created = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(12)) {
            for (Future<Receipt> future : pool.invokeAll(work)) {
                ids.add(future.get().id());
                created += future.get().created() ? 1 : 0;
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(created).isEqualTo(1);
        String subject = ids.iterator().next().toString();
        await().until(() -> broker.heard(RECEIVED, subject).size() == 1);
        assertThat(jdbc.sql("SELECT count(*) FROM feedback_event WHERE feedback_id = :id::uuid")
                        .param("id", subject)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void sameKeySameReceiptWithoutWordsInTheKeyStore() {
        Map<String, Object> body = body("WEB", null, "CFB0000005", "PRAISE", "canary of the key store");
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            receipts.add(api.as(AGENT)
                    .post()
                    .uri(FEEDBACK)
                    .header("Idempotency-Key", "give-1")
                    .body(body)
                    .exchange()
                    .expectStatus()
                    .isCreated()
                    .returnResult(Receipt.class)
                    .getResponseBody());
        }
        assertThat(receipts.get(0)).isEqualTo(receipts.get(1));
        assertThat(everything()).doesNotContain("canary of the key store");
    }

    @Test
    void aThousandAtOnceAreSettledEachForItself() {
        give(api.as(INTEGRATOR), body("SMS", "batch-5", "CFB0000006", "PRAISE", "first"), 201);
        List<Map<String, Object>> items = new ArrayList<>();
        IntStream.range(0, 1000)
                .forEach(i -> items.add(
                        body("SMS", "batch-" + i % 900, i % 3 == 0 ? null : "CFB0000006", "PRAISE", "text " + i)));
        items.get(7).remove("text");
        items.get(8).put("occurredAt", Instant.now().plusSeconds(900).toString());

        var answer = api.as(INTEGRATOR)
                .post()
                .uri(FEEDBACK + ":batch")
                .header("Accept-Language", "zh-CN")
                .body(Map.of("items", items))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(1000)
                .jsonPath("$.items[5].created")
                .isEqualTo(false)
                .jsonPath("$.items[6].created")
                .isEqualTo(true)
                .jsonPath("$.items[906].created")
                .isEqualTo(false)
                .jsonPath("$.items[7].errors[0].pointer")
                .isEqualTo("/items/7/text")
                .jsonPath("$.items[7].errors[0].detail")
                .isEqualTo("反馈需要文字或评分，或两者都有。")
                .jsonPath("$.items[7].id")
                .doesNotExist()
                .jsonPath("$.items[8].errors[0].code")
                .isEqualTo("future")
                // What was refused in one place may come in another.
                .jsonPath("$.items[907].created")
                .isEqualTo(true);
        assertThat(answer).isNotNull();
        assertThat(jdbc.sql("SELECT count(*) FROM feedback WHERE channel = 'SMS'")
                        .query(Long.class)
                        .single())
                .isEqualTo(900);
    }

    @Test
    void batchesInOppositeOrderDoNotWaitForEachOther() throws Exception {
        List<Map<String, Object>> there = new ArrayList<>();
        IntStream.range(0, 300).forEach(i -> there.add(body("STORE", "cross-" + i, "CFBX" + i % 7, "PRAISE", "x")));
        List<Map<String, Object>> back = there.reversed();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                List<Map<String, Object>> items = i % 2 == 0 ? there : back;
                work.add(() -> api.as(INTEGRATOR)
                        .post()
                        .uri(FEEDBACK + ":batch")
                        .body(Map.of("items", items))
                        .exchange()
                        .returnResult()
                        .getStatus()
                        .value());
            }
            for (Future<Integer> status : pool.invokeAll(work)) {
                assertThat(status.get()).isEqualTo(200);
            }
        }
        assertThat(jdbc.sql("SELECT count(*) FROM feedback WHERE channel = 'STORE' AND customer_number LIKE 'CFBX%'")
                        .query(Long.class)
                        .single())
                .isEqualTo(300);
    }

    @Test
    void badRequestsAreProblems() {
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of("channel", "WEB", "kind", "PRAISE"),
                Map.of("channel", "FAX", "kind", "PRAISE", "text", "x"),
                Map.of("channel", "WEB", "kind", "PRAISE", "text", " \n "),
                Map.of("channel", "WEB", "kind", "PRAISE", "rating", 0),
                Map.of("channel", "WEB", "kind", "PRAISE", "rating", 6),
                Map.of("channel", "WEB", "kind", "PRAISE", "rating", 4.5),
                Map.of("channel", "WEB", "kind", "PRAISE", "rating", "5"),
                Map.of("channel", "WEB", "kind", "PRAISE", "text", "x", "number", "c-1"),
                Map.of("channel", "WEB", "kind", "PRAISE", "text", "x", "store", "a\u0000b"),
                Map.of("channel", "WEB", "kind", "SURVEY_COMMENT", "text", "x"),
                Map.of("channel", "WEB", "kind", "PRAISE", "text", "x".repeat(4_001)),
                Map.of("channel", "WEB", "kind", "PRAISE", "text", "x", "externalRef", ""),
                Map.of("channel", "WEB", "kind", "PRAISE", "text", "x", "occurredAt", "yesterday"),
                Map.of("channel", "WEB", "kind", "PRAISE", "text", "x", "occurredAt", "+99999-01-01T00:00:00Z"),
                Map.of("channel", "WEB", "kind", "PRAISE", "text", "x", "occurredAt", "-99999-01-01T00:00:00Z"),
                Map.of("channel", "WEB", "kind", "PRAISE", "text", "x", "colour", "red"))) {
            api.as(AGENT)
                    .post()
                    .uri(FEEDBACK)
                    .body(body)
                    .exchange()
                    .expectStatus()
                    .isEqualTo(400)
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .exists();
        }
        for (String query :
                List.of("?limit=0", "?limit=201", "?channel=FAX", "?number=x", "?from=then", "?cursor=%21")) {
            api.as(AGENT).get().uri(FEEDBACK + query).exchange().expectStatus().isEqualTo(400);
        }
        api.as(AGENT)
                .get()
                .uri(FEEDBACK + "/not-a-uuid")
                .exchange()
                .expectStatus()
                .isEqualTo(400);
        api.as(INTEGRATOR)
                .post()
                .uri(FEEDBACK + ":batch")
                .body(Map.of("items", List.of(Map.of("channel", "WEB", "kind", "NOISE"))))
                .exchange()
                .expectStatus()
                .isEqualTo(400)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/items/0/kind");
    }

    @Test
    void farDaysAreNoTroubleInFilters() {
        for (String query : List.of("?from=-9999-01-01T00:00:00Z", "?to=%2B99999-01-01T00:00:00Z")) {
            api.as(AGENT)
                    .get()
                    .uri(java.net.URI.create(api.baseUrl() + FEEDBACK + query))
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }

    @Test
    void wordsAreForThoseWhoAnswerThem() {
        Receipt receipt =
                give(api.as(AGENT), body("PHONE", "ref-mask", "CFB0000007", "COMPLAINT", "private words"), 201);

        for (Role role : List.of(AGENT, MANAGER, PRIVACY_OFFICER)) {
            assertThat(get(role, receipt.id()).text()).as("%s", role).isEqualTo("private words");
        }
        assertThat(get(AUDITOR, receipt.id()).text()).isEqualTo("****");
        assertThat(get(AUDITOR, receipt.id()).externalRef()).isEqualTo("****");
        assertThat(list(AUDITOR, "?number=CFB0000007").items().getFirst().text())
                .isEqualTo("****");
        for (Role role : List.of(ADMIN, INTEGRATOR, MARKETER, SERVICE)) {
            api.as(role)
                    .get()
                    .uri(FEEDBACK + "/" + receipt.id())
                    .exchange()
                    .expectStatus()
                    .isForbidden();
        }
        assertThat(jdbc.sql("SELECT count(*) FROM audit_entry WHERE object = 'CFB0000007' AND action = 'feedback.read'")
                        .query(Long.class)
                        .single())
                .as("readings written down")
                .isEqualTo(3);
    }

    @Test
    void membersSpeakForThemselvesAndReadTheirOwn() {
        Receipt own = give(api.asMember("CFB0000008"), body("APP", "mine", null, "PRAISE", "my words"), 201);
        give(api.asMember("CFB0000009"), body("APP", "mine", null, "PRAISE", "not yours"), 201);

        assertThat(get(AGENT, own.id()).number()).isEqualTo("CFB0000008");
        api.asMember("CFB0000008")
                .get()
                .uri(FEEDBACK + "/" + own.id())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.text")
                .isEqualTo("my words");
        api.asMember("CFB0000009")
                .get()
                .uri(FEEDBACK + "/" + own.id())
                .exchange()
                .expectStatus()
                .isNotFound();
        Listed listed = api.asMember("CFB0000009")
                .get()
                .uri(FEEDBACK)
                .exchange()
                .returnResult(Listed.class)
                .getResponseBody();
        assertThat(listed.items()).extracting(View::number).containsOnly("CFB0000009");
        assertThat(api.asMember("CFB0000009")
                        .get()
                        .uri(FEEDBACK + "?number=CFB0000008")
                        .exchange()
                        .returnResult(Listed.class)
                        .getResponseBody()
                        .items())
                .isEmpty();
        api.asMember("CFB0000009")
                .post()
                .uri(FEEDBACK)
                .body(body("APP", null, "CFB0000008", "PRAISE", "in your name"))
                .exchange()
                .expectStatus()
                .isEqualTo(400);
        api.as(MEMBER).get().uri(FEEDBACK).exchange().expectStatus().isForbidden();
    }

    @Test
    void aMemberCannotFindOutWhatAnotherHasSent() {
        give(api.as(INTEGRATOR), body("APP", "order-77", "CFB0000010", "REVIEW", "secret review"), 201);

        Receipt guess = give(api.asMember("CFB0000011"), body("APP", "order-77", null, "REVIEW", "guess"), 201);

        assertThat(guess.created()).isTrue();
    }

    @Test
    void theListIsInOrderWhateverArrivesMeanwhile() {
        List<UUID> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Map<String, Object> body = body("WECHAT", null, "CFB0000012", i % 2 == 0 ? "PRAISE" : "QUESTION", "n" + i);
            // Three at the very same moment: the id decides.
            body.put("occurredAt", "2026-11-1" + Math.min(i, 4) + "T08:00:00Z");
            newestFirst.addFirst(give(api.as(AGENT), body, 201).id());
        }
        List<UUID> seen = new ArrayList<>();
        String cursor = "";
        do {
            Listed page = list(AGENT, "?number=CFB0000012&limit=2" + cursor);
            page.items().forEach(item -> seen.add(item.id()));
            cursor = page.nextCursor() == null ? null : "&cursor=" + page.nextCursor();
            Map<String, Object> late = body("WECHAT", null, "CFB0000012", "PRAISE", "late");
            give(api.as(AGENT), late, 201);
        } while (cursor != null);

        assertThat(seen).isEqualTo(newestFirst);
        assertThat(list(AGENT, "?number=CFB0000012&kind=QUESTION").items()).hasSize(3);
        assertThat(list(AGENT, "?number=CFB0000012&channel=MAIL").items()).isEmpty();
        assertThat(list(AGENT, "?number=CFB0000012&from=2026-11-11T08:00:00Z&to=2026-11-13T08:00:00Z")
                        .items())
                .extracting(View::text)
                .containsExactly("n2", "n1");
    }

    @Test
    void anAnonymousVoiceGetsItsCustomerOnce() {
        Receipt receipt = give(api.as(INTEGRATOR), body("SOCIAL", "post-1", null, "COMPLAINT", "who am I"), 201);
        assertThat(get(AGENT, receipt.id()).number()).isNull();
        assertThat(keys(receipt.id().toString())).isEqualTo(1);

        link(receipt.id(), "CFB0000013").expectStatus().isOk().expectHeader().valueEquals("ETag", "\"2\"");
        link(receipt.id(), "CFB0000013").expectStatus().isOk();
        link(receipt.id(), "CFB0000014")
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/feedback-linked");
        link(UUID.randomUUID(), "CFB0000013").expectStatus().isNotFound();

        View linked = get(AGENT, receipt.id());
        assertThat(linked.number()).isEqualTo("CFB0000013");
        assertThat(linked.text()).isEqualTo("who am I");
        assertThat(linked.externalRef()).isEqualTo("post-1");
        assertThat(keys(receipt.id().toString())).as("its own key is given up").isZero();
        assertThat(jdbc.sql("SELECT type FROM feedback_event WHERE feedback_id = :id ORDER BY seq")
                        .param("id", receipt.id())
                        .query(String.class)
                        .list())
                .containsExactly("RECEIVED", "LINKED");
        assertThat(give(api.as(INTEGRATOR), body("SOCIAL", "post-1", null, "COMPLAINT", "again"), 200)
                        .id())
                .isEqualTo(receipt.id());
    }

    @Test
    void twoWhoLinkAtOnceHaveOneWinner() throws Exception {
        Receipt receipt = give(api.as(INTEGRATOR), body("SOCIAL", "post-2", null, "COMPLAINT", "whose"), 201);
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String number = "CFBL00000" + i;
                work.add(() ->
                        link(receipt.id(), number).returnResult().getStatus().value());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : pool.invokeAll(work)) {
                statuses.add(status.get());
            }
            assertThat(statuses).containsOnlyOnce(200).contains(409).hasSize(8).containsOnly(200, 409);
        }
        assertThat(get(AGENT, receipt.id()).text()).isEqualTo("whose");
    }

    @Test
    void whatIsErasedIsGoneAndNoError() {
        Receipt receipt = give(api.as(AGENT), body("PHONE", "ref-e", "CFB0000015", "COMPLAINT", "to be erased"), 201);
        personalData.destroy("CFB0000015");

        View erased = get(AGENT, receipt.id());
        assertThat(erased.text()).isNull();
        assertThat(erased.erased()).isTrue();

        Receipt later = give(api.as(AGENT), body("PHONE", null, "CFB0000015", "PRAISE", "a new life"), 201);
        assertThat(get(AGENT, receipt.id()).erased()).isTrue();
        assertThat(get(AGENT, later.id()).text()).isEqualTo("a new life");
    }

    @Test
    void theDatabaseKeepsWhatWasSaid() {
        Receipt receipt = give(api.as(AGENT), body("PHONE", null, "CFB0000016", "COMPLAINT", "stays"), 201);

        assertThatThrownBy(() -> update("UPDATE feedback SET rating = 5 WHERE id = :id", receipt.id()))
                .hasMessageContaining("feedback never changes");
        assertThatThrownBy(
                        () -> update("UPDATE feedback SET customer_number = 'CFB0000017' WHERE id = :id", receipt.id()))
                .hasMessageContaining("feedback is linked once");
        assertThatThrownBy(() -> update("DELETE FROM feedback WHERE id = :id", receipt.id()))
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> update("UPDATE feedback_event SET actor = 'x' WHERE feedback_id = :id", receipt.id()))
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> update("DELETE FROM feedback_event WHERE feedback_id = :id", receipt.id()))
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    private void update(String sql, UUID id) {
        jdbc.sql(sql).param("id", id).update();
    }

    private long keys(String subject) {
        return jdbc.sql("SELECT count(*) FROM data_key WHERE subject = :subject")
                .param("subject", subject)
                .query(Long.class)
                .single();
    }

    private String everything() {
        return jdbc.sql("""
                        SELECT concat(
                            (SELECT string_agg(f::text, ' ') FROM feedback f), (SELECT string_agg(e::text, ' ') FROM feedback_event e),
                            (SELECT string_agg(k::text, ' ') FROM idempotency_key k), (SELECT string_agg(a::text, ' ') FROM audit_entry a),
                            (SELECT string_agg(o::text, ' ') FROM outbox_event o))
                        """).query(String.class).single();
    }

    private static Map<String, Object> body(String channel, String ref, String number, String kind, String text) {
        Map<String, Object> body = new HashMap<>(Map.of("channel", channel, "kind", kind, "text", text));
        if (ref != null) {
            body.put("externalRef", ref);
        }
        if (number != null) {
            body.put("number", number);
        }
        return body;
    }

    /** @param status 0 for any */
    private static Receipt give(RestTestClient client, Map<String, Object> body, int status) {
        var result = client.post().uri(FEEDBACK).body(body).exchange().returnResult(Receipt.class);
        if (status != 0) {
            assertThat(result.getStatus().value()).as("%s", result).isEqualTo(status);
        }
        return result.getResponseBody();
    }

    private View get(Role role, UUID id) {
        return api.as(role)
                .get()
                .uri(FEEDBACK + "/" + id)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(View.class)
                .getResponseBody();
    }

    private Listed list(Role role, String query) {
        return api.as(role)
                .get()
                .uri(FEEDBACK + query)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(Listed.class)
                .getResponseBody();
    }

    private RestTestClient.ResponseSpec link(UUID id, String number) {
        return api.as(AGENT)
                .post()
                .uri(FEEDBACK + "/" + id + ":link")
                .body(Map.of("number", number))
                .exchange();
    }
}
