package io.kehu.starter.erasing.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.erasing.ErasureProblem;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.contract.ProblemContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service erases a customer once, wholly, and for good. */
@ServiceTest
class ErasuresTests {

    private static final String ERASURES = "/sample/v1/erasures";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private final String number = number();
    private final String older = number();

    @Test
    void whatThereIsGoesOnceAndTheAnswerStays() {
        note(number);
        note(older);
        UUID id = UUID.randomUUID();

        assertThat(preview(number, older).toString())
                .isEqualTo("[{\"kind\":\"NOTES\",\"count\":2,\"fate\":\"DELETED\"}]");
        Answer first = erase(id, number, older);
        Answer again = erase(id, older, number);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body().path("items").path(0).path("count").asInt()).isEqualTo(2);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(rows("note", number) + rows("note", older)).isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM data_key WHERE subject = ANY (:n)")
                        .param("n", new String[] {number, older})
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM audit_entry WHERE object = :n AND action = 'customer.erase'")
                        .param("n", number)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void nothingPersonalIsKeptOfWhoWasErased() {
        erase(UUID.randomUUID(), number);

        Answer refused = answer(note(number));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("type").asString()).endsWith("customer-erased");
        assertThat(refused.body().path("title").asString()).isNotEmpty();
        assertThat(rows("note", number)).isZero();
    }

    @Test
    void aPartThatFailsErasesNothing() {
        note(number);
        SampleApplication.POISON.add(number);

        assertThat(erase(UUID.randomUUID(), number).status()).isEqualTo(500);

        assertThat(rows("note", number)).isEqualTo(1);
        SampleApplication.POISON.remove(number);
        assertThat(answer(note(number)).status()).isEqualTo(200);
        assertThat(erase(UUID.randomUUID(), number).status()).isEqualTo(200);
        assertThat(rows("note", number)).isZero();
    }

    @Test
    void anIdStandsForItsNumbers() {
        UUID id = UUID.randomUUID();
        erase(id, number);

        Answer refused = erase(id, older);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("type").asString()).endsWith("erasure-id-taken");
        assertThat(answer(note(older)).status()).as("nobody erased it").isEqualTo(200);
        assertThat(erase(UUID.randomUUID(), older, older).status()).isEqualTo(400);
    }

    @Test
    void whoAsksTwiceAtOnceIsAnsweredTheSame() throws Exception {
        note(number);
        UUID id = UUID.randomUUID();
        List<Callable<Answer>> asking = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            asking.add(() -> erase(id, number));
        }

        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : pool.invokeAll(asking)) {
                answers.add(answer.get());
            }
            assertThat(answers).allMatch(answer -> answer.status() == 200);
            assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void onlyServicesErase(Role role) {
        int asked = api.as(role)
                .put()
                .uri(ERASURES + "/" + UUID.randomUUID())
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("numbers", List.of(number)))
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();

        assertThat(asked).isEqualTo(role == Role.SERVICE ? 200 : 403);
    }

    @Test
    void everyProblemIsExplained() {
        ProblemContract.verify("kehu/erasing-problems", ErasureProblem.values());
    }

    @Test
    void whatWasDoneCanBeRead() {
        UUID id = UUID.randomUUID();
        Answer done = erase(id, number);

        assertThat(answer(api.as(Role.AUDITOR).get().uri(ERASURES + "/" + id).exchange())
                        .body())
                .isEqualTo(done.body());
        assertThat(answer(api.as(Role.AUDITOR)
                                .get()
                                .uri(ERASURES + "/" + UUID.randomUUID())
                                .exchange())
                        .status())
                .isEqualTo(404);
    }

    private record Answer(int status, JsonNode body) {}

    private static String number() {
        return "T"
                + Long.toString(ThreadLocalRandom.current().nextLong(1L << 60), 36)
                        .toUpperCase(Locale.ROOT);
    }

    private ResponseSpec note(String of) {
        return api.as(Role.AGENT).put().uri("/sample/v1/notes/" + of).exchange();
    }

    private Answer erase(UUID id, String... numbers) {
        return answer(api.as(Role.SERVICE)
                .put()
                .uri(ERASURES + "/" + id)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("numbers", List.of(numbers)))
                .exchange());
    }

    private JsonNode preview(String... numbers) {
        return answer(api.as(Role.SERVICE)
                        .post()
                        .uri(ERASURES + ":preview")
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(Map.of("numbers", List.of(numbers)))
                        .exchange())
                .body()
                .path("items");
    }

    private static Answer answer(ResponseSpec exchange) {
        var result = exchange.returnResult(byte[].class);
        byte[] content = result.getResponseBodyContent();
        return new Answer(
                result.getStatus().value(),
                JsonMapper.shared().readTree(content == null || content.length == 0 ? "{}".getBytes() : content));
    }

    private long rows(String table, String of) {
        return jdbc.sql("SELECT count(*) FROM " + table + " WHERE number = :number")
                .param("number", of)
                .query(Long.class)
                .single();
    }
}
