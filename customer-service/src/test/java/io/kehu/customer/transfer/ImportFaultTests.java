package io.kehu.customer.transfer;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.LostConnections;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of an import that loses its database in the middle. */
@CustomerServiceTest
class ImportFaultTests {

    private static final int ROWS = 60;

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
    void aLostConnectionDelaysEachPhaseAndWastesNoNumber() {
        ImportsApi imports = new ImportsApi(api);
        String id = ImportsApi.id(imports.upload(file()));

        lost.whileWriting("import_row", () -> imports.post(id, "dry-run", MANAGER));
        awaitState(imports, id, "CHECKED");
        lost.whileWriting("import_row", () -> imports.post(id, "apply", MANAGER));
        JsonNode applied = awaitState(imports, id, "APPLIED");
        assertThat(applied.path("applied").asInt()).isEqualTo(ROWS);
        assertThat(numbersAskedFor()).isEqualTo(ROWS);
        lost.whileWriting("import_row_before", () -> imports.post(id, "undo", MANAGER));
        JsonNode undone = awaitState(imports, id, "UNDONE");

        assertThat(undone.path("undo").path("undone").asInt()).isEqualTo(ROWS);
    }

    @Test
    void anImportWaitsForIdentityServiceAWhile() {
        ImportsApi imports = new ImportsApi(api);
        String id = ImportsApi.id(imports.upload(file()));
        imports.run(id, "dry-run", "CHECKED");
        WireMock.stubFor(WireMock.post(urlPathEqualTo("/identity/v1/numbers"))
                .willReturn(WireMock.aResponse().withStatus(503)));

        imports.post(id, "apply", MANAGER);
        await().until(() -> !WireMock.findAll(postRequestedFor(urlPathEqualTo("/identity/v1/numbers")))
                .isEmpty());
        WireMock.resetToDefault();

        assertThat(awaitState(imports, id, "APPLIED").path("applied").asInt()).isEqualTo(ROWS);
    }

    /** Every third without an id in the other system. */
    private static String file() {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        StringBuilder file = new StringBuilder("姓名,手机,会员卡号\n");
        for (int i = 0; i < ROWS; i++) {
            String card = i % 3 == 0 ? "" : tag + i;
            file.append("%s,%s,%s\n".formatted(ImportsApi.name(), ImportsApi.phone(), card));
        }
        return file.toString();
    }

    /** The same key gets the same numbers. */
    private static int numbersAskedFor() {
        Map<String, Integer> byKey = new HashMap<>();
        WireMock.findAll(postRequestedFor(urlPathEqualTo("/identity/v1/numbers")))
                .forEach(request -> byKey.put(
                        request.getHeader("Idempotency-Key"),
                        JsonMapper.shared()
                                .readTree(request.getBodyAsString())
                                .path("count")
                                .asInt()));
        return byKey.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static JsonNode awaitState(ImportsApi imports, String id, String state) {
        JsonNode view = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> imports.get(id),
                        now -> List.of(state, "FAILED")
                                .contains(now.path("state").stringValue()));
        assertThat(view.path("state").stringValue()).as(view.toString()).isEqualTo(state);
        return view;
    }
}
