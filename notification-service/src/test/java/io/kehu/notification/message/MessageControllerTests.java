package io.kehu.notification.message;

import static io.kehu.notification.support.Asking.ANN;
import static io.kehu.notification.support.Asking.POINTS;
import static io.kehu.notification.support.Asking.ZHANG;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.notification.support.Asking;
import io.kehu.notification.support.NotificationTest;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
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

/** Asking for messages over HTTP on a real database. */
@NotificationTest
class MessageControllerTests {

    private static final String MESSAGES = "/notification/v1/messages";

    @Autowired
    private Api api;

    @Autowired
    private Asking asking;

    @Autowired
    private JdbcClient jdbc;

    private record Answer(UUID id) {}

    @Test
    void aMessageIsTakenWithPurposeAndChannelOfItsTemplate() {
        asking.post(body("take-1", ZHANG))
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("ETag", "\"1\"")
                .expectHeader()
                .value("Location", location -> assertThat(location).startsWith(MESSAGES + "/"))
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("READY")
                .jsonPath("$.purpose")
                .isEqualTo("TRANSACTIONAL")
                .jsonPath("$.channel")
                .isEqualTo("EMAIL")
                .jsonPath("$.parameters.points")
                .isEqualTo(1_259)
                .jsonPath("$.requestedBy")
                .isEqualTo("integrator")
                .jsonPath("$.attempts")
                .isEqualTo(0);
    }

    @Test
    void aMessageForLaterWaitsForItsTime() {
        Map<String, Object> body = body("later-1", ZHANG);
        body.put("notBefore", "2099-01-01T00:00:00Z");
        body.put("expiresAt", "2099-01-02T00:00:00Z");

        asking.post(body)
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("ACCEPTED")
                .jsonPath("$.nextTry")
                .isEqualTo("2099-01-01T00:00:00Z");
    }

    @Test
    void aDedupeKeyStandsForOneMessageForEver() {
        UUID first = created(body("once-1", ZHANG));

        asking.post(body("once-1", ZHANG))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(first.toString());
        asking.post(body("once-1", ANN))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/dedupe-key-taken");
        assertThat(count("once-1")).isOne();
    }

    @Test
    void manyCallersWithOneKeyGetOneMessage() throws Exception {
        Set<UUID> ids = new HashSet<>();
        Set<Integer> statuses = new HashSet<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(12)) {
            List<Callable<UUID>> work = new ArrayList<>();
            IntStream.range(0, 60)
                    .forEach(call -> work.add(() -> {
                        var answer = asking.post(body("race-1", ZHANG)).returnResult(Answer.class);
                        synchronized (statuses) {
                            statuses.add(answer.getStatus().value());
                        }
                        return answer.getResponseBody().id();
                    }));
            for (Future<UUID> future : pool.invokeAll(work)) {
                ids.add(future.get());
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(statuses).containsExactlyInAnyOrder(200, 201);
        assertThat(count("race-1")).isOne();
    }

    @Test
    void theSameIdempotencyKeyReplaysTheAnswer() {
        for (int i = 0; i < 2; i++) {
            api.as(AGENT)
                    .post()
                    .uri(MESSAGES)
                    .header("Idempotency-Key", "message-1")
                    .body(body("keyed-1", ZHANG))
                    .exchange()
                    .expectStatus()
                    .isCreated();
        }
        api.as(AGENT)
                .post()
                .uri(MESSAGES)
                .header("Idempotency-Key", "message-1")
                .body(body("keyed-2", ZHANG))
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void aBatchSettlesEachForItself() {
        created(body("batch-old", ZHANG));
        Map<String, Object> broken = body("batch-broken", ZHANG);
        broken.put("parameters", Map.of("points", "many", "balance", 1));
        List<Map<String, Object>> items = List.of(
                body("batch-new", ZHANG),
                body("batch-old", ZHANG),
                body("batch-old", ANN),
                broken,
                body("batch-new", ZHANG),
                with(body("batch-nowhere", ZHANG), "template", "no-such-template"),
                body("evt:stolen", ZHANG));

        api.as(INTEGRATOR)
                .post()
                .uri(MESSAGES + ":batch")
                .body(Map.of("items", items))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[*].input")
                .isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6))
                .jsonPath("$.items[*].result")
                .isEqualTo(List.of("ACCEPTED", "EXISTING", "REFUSED", "REFUSED", "EXISTING", "REFUSED", "REFUSED"))
                .jsonPath("$.items[?(@.result == 'REFUSED')].problem")
                .isEqualTo(List.of("dedupe-key-taken", "parameters-invalid", "template-not-found", "invalid-fields"))
                .jsonPath("$.items[3].errors[*].pointer")
                .value(
                        List.class,
                        pointers -> assertThat(pointers.toString())
                                .contains("/parameters/points", "/parameters/businessRef"));
        assertThat(count("batch-%")).isEqualTo(2);
    }

    @Test
    void twoBatchesWithCommonKeysInOppositeOrdersDoNotLockEachOtherOut() throws Exception {
        List<Map<String, Object>> forward =
                IntStream.range(0, 300).mapToObj(i -> body("cross-" + i, ZHANG)).toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                List<Map<String, Object>> items = i % 2 == 0 ? forward : forward.reversed();
                work.add(() -> api.as(INTEGRATOR)
                        .post()
                        .uri(MESSAGES + ":batch")
                        .body(Map.of("items", items))
                        .exchange()
                        .returnResult()
                        .getStatus()
                        .value());
            }
            for (Future<Integer> answer : pool.invokeAll(work)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(count("cross-%")).isEqualTo(300);
    }

    @Test
    void badRequestsAreProblems() {
        for (Map<String, Object> body : List.of(
                Map.<String, Object>of(),
                with(body("bad-1", ZHANG), "number", "c-1"),
                with(body("bad key", ZHANG), "x", null),
                with(body("bad-2", ZHANG), "template", "Not A Key"),
                with(body("bad-3", ZHANG), "expiresAt", "2020-01-01T00:00:00Z"),
                with(body("bad-4", ZHANG), "notBefore", "yesterday"),
                with(body("evt:" + UUID.randomUUID() + ":welcome", ZHANG), "x", null),
                with(body("order:13800138000", ZHANG), "x", null),
                with(body("bad-5", ZHANG), "priority", 1))) {
            asking.post(body)
                    .expectStatus()
                    .isEqualTo(400)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/invalid-fields");
        }
        api.as(INTEGRATOR)
                .post()
                .uri(MESSAGES + ":batch")
                .body(Map.of("items", java.util.Collections.nCopies(1001, body("many", ZHANG))))
                .exchange()
                .expectStatus()
                .isEqualTo(400);
    }

    @Test
    void rulesOfTheTemplateRefuse() {
        asking.post(with(body("rule-1", ZHANG), "template", "no-such-template"))
                .expectStatus()
                .isNotFound();
        Map<String, Object> personal = new HashMap<>(POINTS);
        personal.put("businessRef", "for z@x.cn");
        asking.post(with(body("rule-2", ZHANG), "parameters", personal))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo("parameter-personal");
        Map<String, Object> more = new HashMap<>(POINTS);
        more.put("colour", "red");
        asking.post(with(body("rule-3", ZHANG), "parameters", more))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo("unknown");
        api.as(MANAGER)
                .post()
                .uri("/notification/v1/templates")
                .body(Map.of("key", "t-sms", "purpose", "SERVICE", "channel", "SMS"))
                .exchange()
                .expectStatus()
                .isCreated();
        asking.post(with(with(body("rule-4", ZHANG), "template", "t-sms"), "parameters", Map.of()))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/template-not-approved");
        draftAndApprove("t-sms");
        asking.post(with(with(body("rule-4", ZHANG), "template", "t-sms"), "parameters", Map.of()))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/channel-not-available");
    }

    @Test
    void aCustomersMessagesArePagedNewestFirst() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.addFirst(created(body("page-" + i, "PAGED1")).toString());
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Listed page = api.as(AGENT)
                    .get()
                    .uri(MESSAGES + "?number=PAGED1&limit=2&cursor=" + cursor)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .returnResult(Listed.class)
                    .getResponseBody();
            page.items().forEach(item -> seen.add(item.id().toString()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen).isEqualTo(expected);
        api.as(AGENT).get().uri(MESSAGES).exchange().expectStatus().isEqualTo(400);
        api.as(AGENT)
                .get()
                .uri(MESSAGES + "?number=PAGED1&cursor=x")
                .exchange()
                .expectStatus()
                .isEqualTo(400);
    }

    private record Listed(List<Answer> items, String nextCursor) {}

    @Test
    void membersSeeTheirOwnMessagesAndNothingElse() {
        UUID id = created(body("member-1", "MEMB1"));

        for (String query : List.of("", "?number=MEMB1")) {
            api.asMember("MEMB1")
                    .get()
                    .uri(MESSAGES + query)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.items[*].id")
                    .isEqualTo(List.of(id.toString()));
        }
        api.asMember("MEMB2")
                .get()
                .uri(MESSAGES + "?number=MEMB1")
                .exchange()
                .expectStatus()
                .isNotFound();
        api.asMember("MEMB2")
                .get()
                .uri(MESSAGES)
                .exchange()
                .expectBody()
                .jsonPath("$.items")
                .isEmpty();
        api.asMember("MEMB1")
                .get()
                .uri(MESSAGES + "/" + id)
                .exchange()
                .expectStatus()
                .isForbidden();
        api.asMember("MEMB1")
                .get()
                .uri(MESSAGES + "/" + id + "/explanation")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void thoseWhoAskMayNotAllReadAndTheOtherWayRound() {
        UUID id = created(body("roles-1", ZHANG));

        for (Role role : List.of(Role.MARKETER, Role.ADMIN, Role.MEMBER, Role.AUDITOR, Role.PRIVACY_OFFICER)) {
            api.as(role)
                    .post()
                    .uri(MESSAGES)
                    .body(body("roles-2", ZHANG))
                    .exchange()
                    .expectStatus()
                    .isForbidden();
        }
        for (Role role : List.of(Role.INTEGRATOR, Role.SERVICE, Role.ADMIN)) {
            api.as(role)
                    .get()
                    .uri(MESSAGES + "/" + id)
                    .exchange()
                    .expectStatus()
                    .isForbidden();
        }
        for (Role role : List.of(Role.AGENT, Role.MANAGER, Role.MARKETER)) {
            api.as(role)
                    .get()
                    .uri(MESSAGES + "/" + id)
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
        api.as(AGENT)
                .get()
                .uri(MESSAGES + "/" + UUID.randomUUID())
                .exchange()
                .expectStatus()
                .isNotFound();
        api.as(AGENT).get().uri(MESSAGES + "/x").exchange().expectStatus().isEqualTo(400);
        api.as(AGENT)
                .get()
                .uri(MESSAGES + "/" + UUID.randomUUID() + "/explanation")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void whatWasAskedForNeverChangesWhateverTheCodeDoes() {
        created(body("final-1", ZHANG));

        assertThatThrownBy(() -> jdbc.sql("UPDATE message SET customer_number = 'OTHER1'")
                        .update())
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM message").update()).hasStackTraceContaining("permission denied");
    }

    private void draftAndApprove(String key) {
        api.as(MANAGER)
                .post()
                .uri("/notification/v1/templates/" + key + "/versions")
                .body(Map.of("locale", "en", "subject", "s", "body", "b", "parameters", Map.of()))
                .exchange()
                .expectStatus()
                .isCreated();
        api.as(MANAGER)
                .post()
                .uri("/notification/v1/templates/" + key + "/versions/en/1:approve")
                .exchange()
                .expectStatus()
                .isOk();
    }

    private UUID created(Map<String, Object> body) {
        return asking.post(body)
                .expectStatus()
                .isCreated()
                .returnResult(Answer.class)
                .getResponseBody()
                .id();
    }

    private static Map<String, Object> body(String key, String number) {
        return new HashMap<>(Map.of(
                "dedupeKey", key,
                "number", number,
                "template", "points-earned",
                "parameters", POINTS,
                "expiresAt", Instant.parse("2098-01-01T00:00:00Z").toString()));
    }

    private static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(body);
        if (value != null) {
            changed.put(name, value);
        }
        return changed;
    }

    private long count(String pattern) {
        return jdbc.sql("SELECT count(*) FROM message WHERE dedupe_key LIKE :pattern")
                .param("pattern", pattern)
                .query(Long.class)
                .single();
    }
}
