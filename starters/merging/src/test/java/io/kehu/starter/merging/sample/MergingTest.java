package io.kehu.starter.merging.sample;

import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sample as customer-service asks it, and what is in its tables. */
@ServiceTest
abstract class MergingTest {

    static final String MERGES = "/sample/v1/merges";

    @Autowired
    Api api;

    @Autowired
    JdbcClient jdbc;

    /** An answer. */
    record Answer(int status, JsonNode body) {

        String problem() {
            return body.path("type").asString();
        }

        String state() {
            return body.path("state").asString();
        }
    }

    /** A number nobody has. */
    static String number() {
        return "T"
                + Long.toString(ThreadLocalRandom.current().nextLong(1L << 60), 36)
                        .toUpperCase(Locale.ROOT);
    }

    Answer merge(UUID id, String survivor, String... losers) {
        return answer(api.as(Role.SERVICE)
                .put()
                .uri(MERGES + "/" + id)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body(survivor, losers))
                .exchange());
    }

    Answer undo(UUID id, String survivor, String... losers) {
        return post("/" + id + ":undo", survivor, losers);
    }

    Answer preview(String survivor, String... losers) {
        return post(":preview", survivor, losers);
    }

    Answer find(UUID id, Role role) {
        return answer(api.as(role).get().uri(MERGES + "/" + id).exchange());
    }

    Answer post(String what, String survivor, String... losers) {
        return answer(api.as(Role.SERVICE)
                .post()
                .uri(MERGES + what)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body(survivor, losers))
                .exchange());
    }

    static Answer answer(ResponseSpec exchange) {
        var result = exchange.returnResult(byte[].class);
        byte[] content = result.getResponseBodyContent();
        return new Answer(
                result.getStatus().value(),
                JsonMapper.shared().readTree(content == null || content.length == 0 ? "{}".getBytes() : content));
    }

    static String body(String survivor, String... losers) {
        String list = Arrays.stream(losers).map(loser -> '"' + loser + '"').collect(Collectors.joining(","));
        return "{\"survivor\":\"" + survivor + "\",\"losers\":[" + list + "]}";
    }

    void note(String number) {
        jdbc.sql("INSERT INTO note (number) VALUES (:number)")
                .param("number", number)
                .update();
    }

    long notes(String number) {
        return jdbc.sql("SELECT count(*) FROM note WHERE number = :number")
                .param("number", number)
                .query(Long.class)
                .single();
    }

    /** Who stands for whom among these. */
    List<String> pointers(String... numbers) {
        return jdbc.sql(
                        "SELECT number || '>' || living_into FROM merged_number WHERE number = ANY (:numbers) ORDER BY 1")
                .param("numbers", numbers)
                .query(String.class)
                .list();
    }
}
