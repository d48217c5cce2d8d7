package io.kehu.customer.matching;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.get;
import static io.kehu.customer.Calls.post;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.RecordApi;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.customer.merge.MergeApi;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The whole way of two records that are one customer: a run finds them, a person says so, they are merged, and are found no more. */
@CustomerServiceTest
class PairToMergeTests {

    private static final String RUNS = "/customer/v1/match-runs";
    private static final String PAIRS = "/customer/v1/match-pairs";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private MergeApi merges;

    @BeforeEach
    void peersAnswer() {
        IdentityStub.stub();
        merges = new MergeApi(api, jdbc);
    }

    @Test
    void whatARunFindsIsDecidedMergedAndFoundNoMore() {
        String called = RecordApi.name();
        String first = register(called, MergeApi.phone());
        String second = register(called, MergeApi.phone());
        run();
        String pair = pair(first, second).path("id").asString();

        JsonNode decided = body(post(
                api.as(MANAGER),
                PAIRS + "/" + pair + ":decide",
                Map.of("verdict", "DUPLICATE", "reason", "same card")));
        assertThat(decided.path("state").asString()).isEqualTo("DUPLICATE");
        String merge = merges.merged(first, second);
        run();

        assertThat(openPairsOf(first)).isEmpty();
        merges.undone(merge);
        assertThat(pair(first, second).path("state").asString())
                .as("what a person decided stays decided")
                .isEqualTo("DUPLICATE");
    }

    private String register(String called, String phone) {
        return merges.register(Map.of(
                "fullName",
                called,
                "birthDate",
                "1985-05-06",
                "contactPoints",
                List.of(Map.of("kind", "PHONE", "value", phone))));
    }

    private void run() {
        String id = body(post(api.as(MANAGER), RUNS, Map.of())).path("id").asString();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> body(get(api.as(MANAGER), RUNS + "/" + id))
                        .path("state")
                        .asString()
                        .equals("FINISHED"));
    }

    private JsonNode pair(String first, String second) {
        String id = jdbc.sql(
                        "SELECT id::text FROM match_pair WHERE number_a = least(:a, :b) AND number_b = greatest(:a, :b)")
                .param("a", first)
                .param("b", second)
                .query(String.class)
                .single();
        return body(get(api.as(MANAGER), PAIRS + "/" + id));
    }

    private List<String> openPairsOf(String number) {
        return jdbc.sql("SELECT id::text FROM match_pair WHERE state = 'OPEN' AND (number_a = :n OR number_b = :n)")
                .param("n", number)
                .query(String.class)
                .list();
    }
}
