package io.kehu.feedback.merge;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.feedback.Broker;
import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.feedback.survey.Invitees;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Two customers turn out to be one, and then again not to be. */
@FeedbackServiceTest
class MergeCustomersTests {

    private static final String FEEDBACK = "/feedback/v1/feedback";
    private static final String COMPLAINTS = "/feedback/v1/complaints";
    private static final String SURVEY = "MERGED_NPS";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Invitees invitees;

    @Autowired
    private Broker broker;

    private Merging merging;
    private final UUID id = UUID.randomUUID();
    private final String loser = Invitees.number();
    private final String survivor = Invitees.number();

    @BeforeEach
    void begin() {
        merging = new Merging(api, jdbc);
        if (jdbc.sql("SELECT count(*) FROM survey WHERE code = :code")
                        .param("code", SURVEY)
                        .query(Long.class)
                        .single()
                == 0) {
            invitees.publish(SURVEY, """
                    [{"id": "nps", "type": "NPS", "required": true, "text": {"zh-CN": "推荐", "en": "Recommend"}},
                     {"id": "why", "type": "TEXT", "text": {"zh-CN": "原因", "en": "Why"}}]""");
        }
    }

    @AfterEach
    void heal() {
        Stumble.STONES.clear();
    }

    @Test
    void anUndoneMergeLeavesNoTrace() {
        fill(loser);
        fill(survivor);
        String before = merging.everything(loser, survivor);

        merging.preview(survivor, loser);
        assertThat(merging.everything(loser, survivor)).isEqualTo(before);

        merging.merge(id, survivor, loser);
        assertThat(without(merging.everything(loser, survivor), "merged_number"))
                .as("a merge rewrites nothing")
                .isEqualTo(without(before, "merged_number"));

        merging.undo(id, survivor, loser);
        assertThat(merging.everything(loser, survivor)).isEqualTo(before);
    }

    @Test
    void aMergeSaysWhatTheLosersBring() {
        fill(loser);
        fill(survivor);
        String third = Invitees.number();
        fill(third);
        List<String> one = List.of("COMPLAINTS 1", "FEEDBACK 3", "INVITATIONS 1", "RESPONSES 1");
        List<String> two = List.of("COMPLAINTS 2", "FEEDBACK 6", "INVITATIONS 2", "RESPONSES 2");

        assertThat(items(merging.preview(survivor, loser))).isEqualTo(one);
        assertThat(items(merging.merge(id, survivor, loser))).isEqualTo(one);
        assertThat(items(merging.preview(third, survivor)))
                .as("a loser brings whom it stood for")
                .isEqualTo(two);
        give(loser, "between");
        assertThat(items(merging.undo(id, survivor, loser)))
                .containsExactly("COMPLAINTS 1", "FEEDBACK 4", "INVITATIONS 1", "RESPONSES 1");
    }

    @Test
    void listsAndLooksShowOneCustomerWhileMerged() {
        fill(loser);
        fill(survivor);
        merging.merge(id, survivor, loser);

        for (String number : List.of(loser, survivor)) {
            assertThat(feedback(api.as(AGENT), "?number=" + number)).hasSize(6);
            assertThat(feedback(api.as(PRIVACY_OFFICER), "?limit=4&number=" + number))
                    .hasSize(4);
            assertThat(complaints(api.as(AGENT), "?number=" + number)).hasSize(2);
            assertThat(feedback(api.asMember(number), "")).hasSize(6);
            assertThat(feedback(api.asMember(number), "?number=" + loser)).hasSize(6);
            assertThat(complaints(api.asMember(number), "?number=" + survivor)).hasSize(2);
        }
        assertThat(Stream.concat(
                        feedback(api.as(AGENT), "?number=" + loser).stream(),
                        complaints(api.as(AGENT), "?number=" + loser).stream()))
                .extracting(one -> one.path("number").asString())
                .containsOnly(survivor);
        assertThat(feedback(api.as(AGENT), "?number=" + loser))
                .extracting(one -> one.path("text").asString())
                .contains("words of " + loser, "words of " + survivor);
        String others = complaints(api.asMember(survivor), "").stream()
                .map(one -> one.path("caseNo").asString())
                .filter(caseNo -> filedUnder(caseNo).equals(loser))
                .findFirst()
                .orElseThrow();
        JsonNode details = Merging.json(api.asMember(survivor)
                .get()
                .uri(COMPLAINTS + "/" + others)
                .exchange()
                .expectStatus()
                .isOk());
        assertThat(details.path("number").asString()).isEqualTo(survivor);
        assertThat(details.path("text").asString()).isEqualTo("trouble of " + loser);

        merging.undo(id, survivor, loser);

        for (String number : List.of(loser, survivor)) {
            assertThat(feedback(api.as(AGENT), "?number=" + number))
                    .hasSize(3)
                    .extracting(one -> one.path("number").asString())
                    .containsOnly(number);
            assertThat(complaints(api.asMember(number), "")).hasSize(1);
        }
        assertThat(feedback(api.asMember(survivor), "?number=" + loser)).isEmpty();
        api.asMember(survivor)
                .get()
                .uri(COMPLAINTS + "/" + others)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void pagesRunThroughAllNumbersInOneOrder() {
        IntStream.range(0, 5).forEach(i -> {
            give(loser, "l" + i);
            give(survivor, "s" + i);
        });
        merging.merge(id, survivor, loser);

        JsonNode first = page(api.as(AGENT), FEEDBACK + "?limit=6&number=" + survivor);
        JsonNode second = page(
                api.as(AGENT),
                FEEDBACK + "?limit=6&number=" + survivor + "&cursor="
                        + first.path("nextCursor").asString());

        assertThat(Stream.of(first, second).flatMap(page -> list(page).stream()))
                .extracting(one -> one.path("text").asString())
                .containsExactly("s4", "l4", "s3", "l3", "s2", "l2", "s1", "l1", "s0", "l0");
        assertThat(second.has("nextCursor")).isFalse();
    }

    @Test
    void whatComesInBetweenIsWithTheRightOneAfterwards() {
        fill(loser);
        fill(survivor);
        merging.merge(id, survivor, loser);
        String losersCase = open(loser, "between");
        open(survivor, "between too");
        reply(losersCase, "we are on it");
        String memberSaid = Merging.json(api.asMember(loser)
                        .post()
                        .uri(FEEDBACK)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .body(Map.of("kind", "PRAISE", "channel", "APP", "text", "mine", "number", survivor))
                        .exchange()
                        .expectStatus()
                        .isCreated())
                .path("id")
                .asString();
        assertThat(complaints(api.as(AGENT), "?number=" + survivor)).hasSize(4);

        merging.undo(id, survivor, loser);

        assertThat(complaints(api.as(AGENT), "?number=" + loser))
                .hasSize(2)
                .extracting(one -> one.path("caseNo").asString())
                .contains(losersCase);
        assertThat(complaints(api.as(AGENT), "?number=" + survivor)).hasSize(2);
        assertThat(feedback(api.as(AGENT), "?number=" + loser))
                .extracting(one -> one.path("id").asString())
                .contains(memberSaid);
        JsonNode details = Merging.json(api.asMember(loser)
                .get()
                .uri(COMPLAINTS + "/" + losersCase)
                .exchange()
                .expectStatus()
                .isOk());
        assertThat(details.path("text").asString()).isEqualTo("between");
        assertThat(details.path("texts").get(0).path("text").asString()).isEqualTo("we are on it");
    }

    @Test
    void othersHearTheLivingNumber() {
        String caseNo = open(loser, "before");
        UUID invitation = invitees.invite(SURVEY, loser);
        merging.merge(id, survivor, loser);

        reply(caseNo, "hello");
        give(loser, "said while merged");
        open(loser, "while merged");
        invitees.answer(invitees.address(invitation), Map.of("nps", 9))
                .expectStatus()
                .isOk();

        await().untilAsserted(() -> assertThat(broker.heardAbout(survivor))
                .extracting(Broker.Heard::type)
                .containsExactly(
                        "feedback.complaint.replied.v1",
                        "feedback.feedback.received.v1",
                        "feedback.feedback.received.v1",
                        "feedback.complaint.opened.v1",
                        "feedback.survey.completed.v1"));
        assertThat(broker.heardAbout(survivor))
                .extracting(event -> event.text("number"))
                .containsOnly(survivor);
        assertThat(broker.heardAbout(survivor))
                .extracting(event -> event.envelope().subjectVersion())
                .containsExactly(1L, 2L, 3L, 4L, 5L);

        merging.undo(id, survivor, loser);
        give(loser, "said when undone");
        await().until(() -> broker.heardAbout(loser).size() == 3);
    }

    @Test
    void anonymousFeedbackIsLinkedOnceToOneCustomerByAnyNumber() {
        merging.merge(id, survivor, loser);
        String said = give(null, "who am I");

        JsonNode link = Merging.json(link(said, loser).expectStatus().isOk());
        assertThat(link.path("number").asString()).isEqualTo(survivor);
        link(said, survivor).expectStatus().isOk();
        link(said, Invitees.number()).expectStatus().isEqualTo(409);

        merging.undo(id, survivor, loser);
        assertThat(feedback(api.as(AGENT), "?number=" + loser)).hasSize(1);
        link(said, survivor).expectStatus().isEqualTo(409);
    }

    @Test
    void whatIsStruckDownHalfwayLeavesNothing() {
        fill(loser);
        String before = merging.everything(loser, survivor);
        Stumble.STONES.add(loser);
        merging.put(id, survivor, loser).expectStatus().is5xxServerError();
        assertThat(merging.everything(loser, survivor)).isEqualTo(before);

        Stumble.STONES.clear();
        merging.merge(id, survivor, loser);
        String merged = merging.everything(loser, survivor);
        Stumble.STONES.add(loser);
        merging.post("/" + id + ":undo", survivor, loser).expectStatus().is5xxServerError();
        assertThat(merging.everything(loser, survivor)).isEqualTo(merged);

        Stumble.STONES.clear();
        merging.undo(id, survivor, loser);
        assertThat(merging.everything(loser, survivor)).isEqualTo(before);
    }

    /** A bare feedback, a complaint and an answered invitation with a comment: three feedbacks, one of each other kind. */
    private void fill(String number) {
        give(number, "words of " + number);
        open(number, "trouble of " + number);
        UUID invitation = invitees.invite(SURVEY, number);
        invitees.answer(invitees.address(invitation), Map.of("nps", 3, "why", "because of " + number))
                .expectStatus()
                .isOk();
    }

    private String give(String number, String text) {
        Map<String, Object> body = new java.util.HashMap<>(Map.of("kind", "PRAISE", "channel", "APP", "text", text));
        if (number != null) {
            body.put("number", number);
        }
        return Merging.json(api.as(AGENT)
                        .post()
                        .uri(FEEDBACK)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .body(body)
                        .exchange()
                        .expectStatus()
                        .isCreated())
                .path("id")
                .asString();
    }

    private String open(String number, String text) {
        return Merging.json(api.as(AGENT)
                        .post()
                        .uri(COMPLAINTS)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .body(Map.of("text", text, "category", "DELIVERY", "number", number))
                        .exchange()
                        .expectStatus()
                        .isCreated())
                .path("caseNo")
                .asString();
    }

    /** A word to the customer, once somebody works on it. */
    private void reply(String caseNo, String text) {
        work(caseNo, "triage", Map.of("severity", "LOW", "category", "DELIVERY"));
        work(caseNo, "assign", Map.of("owner", "agent-1"));
        work(caseNo, "resume", Map.of());
        work(caseNo, "reply", Map.of("text", text));
    }

    private void work(String caseNo, String verb, Map<String, Object> body) {
        long version = Merging.json(
                        api.as(AGENT).get().uri(COMPLAINTS + "/" + caseNo).exchange())
                .path("version")
                .asLong();
        var request = api.as(AGENT)
                .post()
                .uri(COMPLAINTS + "/" + caseNo + ":" + verb)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("If-Match", "\"" + version + "\"");
        (body.isEmpty() ? request : request.body(body))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private RestTestClient.ResponseSpec link(String feedback, String number) {
        return api.as(AGENT)
                .post()
                .uri(FEEDBACK + "/" + feedback + ":link")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("number", number))
                .exchange();
    }

    private String filedUnder(String caseNo) {
        return jdbc.sql("SELECT customer_number FROM complaint WHERE case_no = :caseNo")
                .param("caseNo", caseNo)
                .query(String.class)
                .single();
    }

    private static List<JsonNode> feedback(RestTestClient client, String query) {
        return list(page(client, FEEDBACK + query));
    }

    private static List<JsonNode> complaints(RestTestClient client, String query) {
        return list(page(client, COMPLAINTS + query));
    }

    private static JsonNode page(RestTestClient client, String uri) {
        return Merging.json(client.get().uri(uri).exchange().expectStatus().isOk());
    }

    private static List<JsonNode> list(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false).toList();
    }

    private static List<String> items(JsonNode answer) {
        return list(answer).stream()
                .map(item ->
                        item.path("kind").asString() + " " + item.path("count").asInt())
                .toList();
    }

    private static String without(String dump, String table) {
        return dump.substring(0, dump.indexOf("-- " + table));
    }
}
