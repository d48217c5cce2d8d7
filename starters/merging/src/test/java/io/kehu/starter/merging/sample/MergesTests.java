package io.kehu.starter.merging.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.security.Role;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;

/** Merges and undoings in every order they can arrive in. */
class MergesTests extends MergingTest {

    @Autowired
    private MergedNumbers numbers;

    private final UUID id = UUID.randomUUID();
    private final String a = number();
    private final String b = number();
    private final String c = number();

    @AfterEach
    void heal() {
        SampleApplication.POISON.clear();
        SampleApplication.CLOSED.clear();
    }

    @Test
    void aMergedNumberStandsForTheSurvivorUntilItIsUndone() {
        note(a);
        note(a);
        note(b);

        Answer merged = merge(id, c, a, b);

        assertThat(merged.status()).isEqualTo(200);
        assertThat(merged.state()).isEqualTo("MERGED");
        assertThat(merged.body().path("id").asString()).isEqualTo(id.toString());
        assertThat(merged.body().path("items").toString()).isEqualTo("[{\"kind\":\"NOTES\",\"count\":3}]");
        assertThat(merged.body().path("kept").toString()).isEqualTo("[]");
        assertThat(numbers.living(a)).isEqualTo(c);
        assertThat(numbers.living(c)).isEqualTo(c);
        assertThat(numbers.living(List.of(a, b, c, "NOBODY"))).isEqualTo(Map.of(a, c, b, c));
        assertThat(numbers.living(List.of())).isEmpty();
        assertThat(numbers.family(b)).hasSize(3).startsWith(c).contains(a, b);
        assertThat(numbers.family("NOBODY")).containsExactly("NOBODY");

        Answer undone = undo(id, c, a, b);

        assertThat(undone.state()).isEqualTo("UNDONE");
        assertThat(undone.body().path("items").toString()).isEqualTo("[{\"kind\":\"NOTES\",\"count\":3}]");
        assertThat(undone.body().path("kept").toString())
                .isEqualTo("[{\"kind\":\"NOTES\",\"count\":1,\"reason\":\"WRITTEN_SINCE\"}]");
        assertThat(numbers.living(a)).isEqualTo(a);
        assertThat(numbers.family(c)).containsExactly(c);
        assertThat(pointers(a, b, c)).isEmpty();
    }

    @Test
    void repeatedCallsAnswerTheSameAndDoNothing() {
        Answer merged = merge(id, b, a);
        note(a);
        assertThat(merge(id, b, a)).isEqualTo(merged);
        assertThat(notes(b)).isEqualTo(1);

        Answer undone = undo(id, b, a);
        note(a);
        assertThat(undo(id, b, a)).isEqualTo(undone);
        assertThat(notes(b)).isEqualTo(2);
    }

    @Test
    void aMergeThatWasUndoneStaysUndone() {
        merge(id, b, a);
        undo(id, b, a);

        Answer late = merge(id, b, a);

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem()).isEqualTo("/problems/merge-undone");
        assertThat(undo(id, b, a).state()).isEqualTo("UNDONE");
        assertThat(merge(UUID.randomUUID(), b, a).status()).isEqualTo(200);
    }

    @Test
    void anUndoingBeforeTheMergeKeepsItOut() {
        Answer undone = undo(id, b, a);
        assertThat(undone.status()).isEqualTo(200);
        assertThat(undone.state()).isEqualTo("UNDONE");
        assertThat(undone.body().has("mergedAt")).isFalse();

        assertThat(merge(id, b, a).problem()).isEqualTo("/problems/merge-undone");
        assertThat(pointers(a)).isEmpty();
        assertThat(notes(b)).isZero();
    }

    @Test
    void anIdKeepsItsNumbers() {
        merge(id, b, a);
        assertThat(merge(id, c, a).problem()).isEqualTo("/problems/merge-id-taken");
        assertThat(merge(id, c, a).body().has("numbers")).isFalse();
        assertThat(merge(id, b, a, c).problem()).isEqualTo("/problems/merge-id-taken");
        assertThat(undo(id, a, b).problem()).isEqualTo("/problems/merge-id-taken");
        assertThat(merge(id, b, a).status()).isEqualTo(200);
    }

    @Test
    void theOrderOfTheLosersDoesNotMatter() {
        merge(id, c, a, b);
        assertThat(merge(id, c, b, a).status()).isEqualTo(200);
        assertThat(undo(id, c, b, a).state()).isEqualTo("UNDONE");
    }

    @Test
    void aChainResolvesToItsEndAndIsUndoneFromTheEnd() {
        UUID later = UUID.randomUUID();
        note(a);
        merge(id, b, a);
        Answer second = merge(later, c, b);
        assertThat(second.body().path("items").get(0).path("count").asInt())
                .as("what a brought, and what was written about b")
                .isEqualTo(2);
        assertThat(numbers.living(a)).isEqualTo(c);
        assertThat(numbers.family(b)).containsExactly(c, b, a);
        assertThat(numbers.branches(List.of(b))).containsExactlyInAnyOrder(a, b);

        Answer tooEarly = undo(id, b, a);
        assertThat(tooEarly.status()).isEqualTo(409);
        assertThat(tooEarly.problem()).isEqualTo("/problems/merge-survivor-merged");
        assertThat(tooEarly.body().path("numbers").get(0).asString()).isEqualTo(b);

        assertThat(undo(later, c, b).status()).isEqualTo(200);
        assertThat(numbers.living(a)).isEqualTo(b);
        assertThat(undo(id, b, a).status()).isEqualTo(200);
        assertThat(pointers(a, b, c)).isEmpty();
    }

    @Test
    void aNumberIsMergedOnceAtATimeAndNeverInACircle() {
        merge(id, b, a);

        assertThat(merge(UUID.randomUUID(), c, a).problem()).isEqualTo("/problems/merge-loser-merged");
        assertThat(merge(UUID.randomUUID(), a, c).problem()).isEqualTo("/problems/merge-survivor-merged");
        assertThat(merge(UUID.randomUUID(), a, b).problem()).isEqualTo("/problems/merge-survivor-merged");
        Answer both = merge(UUID.randomUUID(), c, a, number());
        assertThat(both.body().path("numbers").toString()).isEqualTo("[\"" + a + "\"]");
        assertThat(pointers(a, b, c)).containsExactly(a + ">" + b);
    }

    @Test
    void aPreviewChangesNothing() {
        note(a);
        SampleApplication.CLOSED.add(b);

        Answer preview = preview(b, a);

        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.body().toString())
                .isEqualTo("{\"items\":[{\"kind\":\"NOTES\",\"count\":1}],\"refusals\":[{\"code\":\"CLOSED\"}]}");
        assertThat(pointers(a)).isEmpty();

        merge(id, b, a);
        assertThat(preview(c, a).body().path("refusals").toString()).isEqualTo("[{\"code\":\"MERGE_LOSER_MERGED\"}]");
        assertThat(preview(a, c).body().path("refusals").toString())
                .isEqualTo("[{\"code\":\"MERGE_SURVIVOR_MERGED\"}]");
    }

    @Test
    void whatFailsHalfwayLeavesNothingAndCompletesWhenRepeated() {
        SampleApplication.POISON.add(b);
        assertThat(merge(id, b, a).status()).isEqualTo(500);
        assertThat(pointers(a)).isEmpty();
        assertThat(notes(b)).isZero();
        assertThat(find(id, Role.SERVICE).problem()).isEqualTo("/problems/merge-not-found");

        SampleApplication.POISON.clear();
        assertThat(merge(id, b, a).status()).isEqualTo(200);

        SampleApplication.POISON.add(b);
        assertThat(undo(id, b, a).status()).isEqualTo(500);
        assertThat(pointers(a)).containsExactly(a + ">" + b);
        assertThat(find(id, Role.SERVICE).state()).isEqualTo("MERGED");

        SampleApplication.POISON.clear();
        assertThat(undo(id, b, a).state()).isEqualTo("UNDONE");
        assertThat(notes(b)).isEqualTo(2);
    }

    @Test
    void ofTwoMergesOfOneNumberOneWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            String loser = number();
            List<Answer> answers = race(
                    () -> merge(UUID.randomUUID(), number(), loser), () -> merge(UUID.randomUUID(), number(), loser));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
            assertThat(pointers(loser)).hasSize(1);
        }
    }

    @Test
    void twoNumbersMergedIntoEachOtherAtOnceDoNotMakeACircle() throws Exception {
        for (int round = 0; round < 10; round++) {
            String one = number();
            String other = number();
            List<Answer> answers =
                    race(() -> merge(UUID.randomUUID(), one, other), () -> merge(UUID.randomUUID(), other, one));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
            assertThat(pointers(one, other)).hasSize(1);
        }
    }

    @Test
    void theSameCallManyTimesAtOnceHappensOnce() throws Exception {
        Callable<Answer> call = () -> merge(id, b, a);
        List<Answer> answers = race(call, call, call, call);
        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(notes(b)).isEqualTo(1);
    }

    @Test
    void aMergeAndItsUndoingAtOnceEndUndone() throws Exception {
        for (int round = 0; round < 10; round++) {
            UUID once = UUID.randomUUID();
            String one = number();
            String other = number();
            List<Answer> answers = race(() -> merge(once, one, other), () -> undo(once, one, other));
            assertThat(answers.get(0).status()).isIn(200, 409);
            assertThat(answers.get(1).state()).isEqualTo("UNDONE");
            assertThat(pointers(other)).isEmpty();
        }
    }

    @Test
    void onlyServicesMergeAndOnlyAFewRead() {
        merge(id, b, a);
        for (Role role : Role.values()) {
            if (role != Role.SERVICE) {
                assertThat(refused(role, "PUT", "/" + id)).isEqualTo(403);
                assertThat(refused(role, "POST", "/" + id + ":undo")).isEqualTo(403);
                assertThat(refused(role, "POST", ":preview")).isEqualTo(403);
            }
            boolean reads = role == Role.SERVICE || role == Role.ADMIN || role == Role.AUDITOR;
            assertThat(find(id, role).status()).as(role.name()).isEqualTo(reads ? 200 : 403);
        }
        Answer found = find(id, Role.AUDITOR);
        assertThat(found.state()).isEqualTo("MERGED");
        assertThat(found.body().path("survivor").asString()).isEqualTo(b);
        assertThat(found.body().path("losers").toString()).isEqualTo("[\"" + a + "\"]");
        assertThat(found.body().has("undoneAt")).isFalse();
        assertThat(find(UUID.randomUUID(), Role.ADMIN).status()).isEqualTo(404);
    }

    @Test
    void badInputIsRefusedWithItsPlace() {
        assertThat(fieldOf(merge(id, a, a))).isEqualTo("/losers/0 distinct");
        assertThat(fieldOf(merge(id, a, b, c, b))).isEqualTo("/losers/2 distinct");
        assertThat(fieldOf(merge(id, a))).startsWith("/losers ");
        assertThat(fieldOf(merge(id, a, numbers(21)))).startsWith("/losers ");
        assertThat(merge(id, a, numbers(20)).status()).isEqualTo(200);
        assertThat(fieldOf(merge(id, "no number", a))).startsWith("/survivor ");
        assertThat(fieldOf(undo(id, a, "13800138000 "))).startsWith("/losers/0 ");
        for (String body : List.of(
                "{}", "{\"survivor\":null,\"losers\":null}", "[]", "{\"survivor\":\"AAAA\",\"losers\":[null]}")) {
            assertThat(answer(api.as(Role.SERVICE)
                                    .put()
                                    .uri(MERGES + "/" + id)
                                    .contentType(MediaType.APPLICATION_JSON)
                                    .body(body)
                                    .exchange())
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(post("/no-uuid:undo", a, b).status()).isEqualTo(400);
    }

    @Test
    void theProblemsSpeakBothLanguages() {
        merge(id, b, a);
        String chinese = answer(api.as(Role.SERVICE)
                        .put()
                        .uri(MERGES + "/" + id)
                        .header("Accept-Language", "zh-CN")
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(body(c, a))
                        .exchange())
                .body()
                .path("title")
                .asString();
        assertThat(chinese).isEqualTo("该 id 已用于另一次合并");
        assertThat(merge(id, c, a).body().path("title").asString()).isEqualTo("This id stands for another merge");
        assertThat(merge(id, a, a).body().path("errors").get(0).path("detail").asString())
                .isEqualTo("Each number may be named once, the surviving one not among the others.");
    }

    @Test
    void theTrailNamesEveryNumber() {
        merge(id, c, a, b);
        undo(id, c, a, b);
        for (String number : List.of(a, b, c)) {
            assertThat(jdbc.sql(
                                    "SELECT action FROM audit_entry WHERE object = :number AND reason = :reason ORDER BY id")
                            .param("number", number)
                            .param("reason", "merge " + id)
                            .query(String.class)
                            .list())
                    .containsExactly("customer.merge", "customer.unmerge");
        }
        assertThat(jdbc.sql("SELECT asked_by FROM merge WHERE id = :id")
                        .param("id", id)
                        .query(String.class)
                        .single())
                .isEqualTo("service");
    }

    private static String[] numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> number()).toArray(String[]::new);
    }

    private static String fieldOf(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        var error = answer.body().path("errors").get(0);
        return error.path("pointer").asString() + " " + error.path("code").asString();
    }

    private int refused(Role role, String method, String what) {
        return answer(api.as(role)
                        .method(org.springframework.http.HttpMethod.valueOf(method))
                        .uri(MERGES + what)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(body(b, a))
                        .exchange())
                .status();
    }

    @SafeVarargs
    private static List<Answer> race(Callable<Answer>... calls) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.length)) {
            List<Future<Answer>> answers = threads.invokeAll(List.of(calls));
            return answers.stream().map(Future::resultNow).toList();
        }
    }
}
