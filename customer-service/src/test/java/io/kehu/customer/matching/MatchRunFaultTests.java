package io.kehu.customer.matching;

import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.LostConnections;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.customer.transfer.ImportsApi;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What becomes of a search for doubles that loses its database in the middle. */
@CustomerServiceTest
class MatchRunFaultTests {

    private static final String RUNS = "/customer/v1/match-runs";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Transactions transactions;

    private LostConnections lost;

    @BeforeEach
    void identityAnswers() {
        WireMock.reset();
        IdentityStub.stub();
        lost = new LostConnections(jdbc, transactions);
    }

    @Test
    void aLostConnectionDelaysASearch() {
        String name = ImportsApi.name();
        String phone = ImportsApi.phone();
        String swapped = "" + name.charAt(0) + name.charAt(1) + name.charAt(3) + name.charAt(2);
        new ImportsApi(api)
                .importNow("姓名,手机,生日\n%s,%s,1980-02-03\n%s,%s,1980-02-03\n".formatted(name, phone, swapped, phone));
        AtomicReference<String> run = new AtomicReference<>("");

        lost.whileWriting(
                "match_pair",
                () -> run.set(ImportsApi.id(ImportsApi.json(
                        api.as(MANAGER).post().uri(RUNS).body(Map.of()).exchange()))));

        JsonNode ended = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> show(run.get()),
                        now -> !now.path("state").stringValue().equals("RUNNING"));
        assertThat(ended.path("state").stringValue()).as(ended.toString()).isEqualTo("FINISHED");
        assertThat(ended.path("certain").asInt() + ended.path("probable").asInt())
                .isPositive();
    }

    private JsonNode show(String run) {
        return ImportsApi.json(api.as(MANAGER).get().uri(RUNS + "/" + run).exchange());
    }
}
