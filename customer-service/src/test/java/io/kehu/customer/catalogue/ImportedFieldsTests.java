package io.kehu.customer.catalogue;

import static io.kehu.customer.catalogue.CatalogueApi.errors;
import static io.kehu.customer.catalogue.CatalogueApi.json;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Columns of a file that are custom fields. */
@CustomerServiceTest
class ImportedFieldsTests {

    private static final String IMPORTS = "/customer/v1/imports";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private CatalogueApi catalogue;

    @BeforeEach
    void start() {
        WireMock.reset();
        IdentityStub.stub();
        catalogue = new CatalogueApi(api);
    }

    @Test
    void columnsFillCustomFieldsAndNeverContradictThem() {
        Map<String, Object> importable = Map.of("importable", true);
        String tier = catalogue.define(
                "CHOICE", "INTERNAL", Map.of("importable", true, "dictionary", catalogue.dictionary("G", "S")));
        String height = catalogue.define("NUMBER", "INTERNAL", importable);
        String account = catalogue.define("TEXT", "SENSITIVE", importable);
        String names = "导入" + hanzi();
        String file = "姓名,手机,等级,身高,账号\n"
                + "%s甲,13611110001,项G,172.50,canary-acc-1\n".formatted(names)
                + "%s乙,13611110002,没有,一米八,x\n".formatted(names)
                + "%s丙,13611110003,,,\n".formatted(names);
        Map<String, String> mapping = Map.of(
                "姓名",
                "fullName",
                "手机",
                "phone",
                "等级",
                "custom." + tier,
                "身高",
                "custom." + height,
                "账号",
                "custom." + account);

        String id = importNow(file, mapping);

        List<JsonNode> rows = rows(id);
        assertThat(rows.get(0).path("verdict").stringValue()).isEqualTo("CREATE");
        assertThat(rows.get(1).path("reasons").valueStream().map(JsonNode::stringValue))
                .containsExactlyInAnyOrder("custom." + tier + ":custom-choice", "custom." + height + ":custom-number");
        JsonNode custom = catalogue.custom(AGENT, rows.get(0).path("number").stringValue());
        assertThat(custom.path(tier).stringValue()).isEqualTo("G");
        assertThat(custom.path(height).decimalValue()).isEqualByComparingTo("172.5");
        assertThat(custom.path(account).stringValue()).isEqualTo("canary-acc-1");
        assertThat(catalogue
                        .custom(AGENT, rows.get(2).path("number").stringValue())
                        .size())
                .isZero();
        String errors = new String(
                api.as(MANAGER)
                        .get()
                        .uri(IMPORTS + "/" + id + "/errors")
                        .exchange()
                        .returnResult(byte[].class)
                        .getResponseBodyContent(),
                StandardCharsets.UTF_8);
        assertThat(errors).contains("custom." + height).contains("13611110002").doesNotContain("13611110001");

        String second = importNow(
                "姓名,手机,等级,身高,账号\n"
                        + "%s甲,13611110001,G,180,canary-acc-1\n".formatted(names)
                        + "%s丙,13611110003,S,,\n".formatted(names)
                        + "%s甲,13611110001,G,172.5,\n".formatted(names),
                mapping);
        List<JsonNode> again = rows(second);
        assertThat(again.get(0).path("verdict").stringValue()).isEqualTo("CONFLICT");
        assertThat(again.get(0).path("reasons").path(0).stringValue()).isEqualTo("custom." + height + ":differs");
        assertThat(again.get(1).path("verdict").stringValue()).isEqualTo("UPDATE");
        assertThat(again.get(2).path("verdict").stringValue()).isEqualTo("UNCHANGED");
        String third = again.get(1).path("number").stringValue();
        assertThat(catalogue.custom(AGENT, third).path(tier).stringValue()).isEqualTo("S");
        assertThat(jdbc.sql("SELECT unnest(fields) FROM customer_change WHERE number = :number")
                        .param("number", third)
                        .query(String.class)
                        .list())
                .containsExactly("custom." + tier);
    }

    @Test
    void conditionsHoldForRowsAsForRequests() {
        String kind = catalogue.define("TEXT", "INTERNAL", Map.of("importable", true));
        String rated = catalogue.define(
                "NUMBER",
                "INTERNAL",
                Map.of("importable", true, "rules", Map.of("condition", "has(custom." + kind + ")")));
        String names = "条件" + hanzi();

        String id = importNow(
                "姓名,手机,种类,评分\n%s,13611110004,,5\n%s,13611110005,A,5\n".formatted(names, names),
                Map.of("姓名", "fullName", "手机", "phone", "种类", "custom." + kind, "评分", "custom." + rated));

        assertThat(rows(id).get(0).path("reasons").path(0).stringValue())
                .isEqualTo("custom." + rated + ":custom-condition");
        assertThat(rows(id).get(1).path("verdict").stringValue()).isEqualTo("CREATE");
    }

    @Test
    void onlyImportableFieldsCanBeMappedTo() {
        String plain = catalogue.define("TEXT", "INTERNAL", Map.of());

        for (String target : List.of("custom." + plain, "custom.nobody")) {
            String id = upload("姓名,备注\n某人,x\n");
            assertThat(errors(map(id, Map.of("姓名", "fullName", "备注", target))
                            .expectStatus()
                            .isEqualTo(422)))
                    .containsExactly("/columns custom-not-importable");
        }
    }

    @Test
    void anUndoGivesValuesBackAndLeavesNothingToFindTheWithdrawnBy() {
        Map<String, Object> importable = Map.of("importable", true);
        String height = catalogue.define("NUMBER", "INTERNAL", importable);
        String account = catalogue.define("TEXT", "SENSITIVE", importable);
        String since = catalogue.define("DATE", "PUBLIC", importable);
        String kept = catalogue.define("NUMBER", "INTERNAL", importable);
        String names = "撤销" + hanzi();
        String unique = UUID.randomUUID().toString();
        Map<String, String> mapping = Map.of(
                "姓名",
                "fullName",
                "手机",
                "phone",
                "身高",
                "custom." + height,
                "账号",
                "custom." + account,
                "自",
                "custom." + since,
                "旧",
                "custom." + kept);
        String known = rows(importNow("姓名,手机,旧\n%s甲,13611110006,123456789.123456\n".formatted(names), onlyOld(mapping)))
                .get(0)
                .path("number")
                .stringValue();
        String file = "姓名,手机,身高,账号,自,旧\n"
                + "%s甲,13611110006,181.50,,,\n".formatted(names)
                + "%s甲,13611110006,,a-%s,2024年3月5日,\n".formatted(names, unique)
                + "%s乙,13611110007,182,b-%s,2024/3/6,1\n".formatted(names, unique);

        String id = upload(file);
        map(id, mapping).expectStatus().isOk();
        run(id, "dry-run", "CHECKED");

        JsonNode rehearsed = rows(id).get(1).path("changes");
        assertThat(rehearsed.toString())
                .contains("\"custom." + account + "\"", "\"custom." + since + "\"", "2024-03-05")
                .doesNotContain("a-" + unique);
        run(id, "apply", "APPLIED");
        String created = rows(id).get(2).path("number").stringValue();
        JsonNode filled = catalogue.custom(AGENT, known);
        assertThat(filled.size()).isEqualTo(4);
        assertThat(filled.path(since).stringValue()).isEqualTo("2024-03-05");
        assertThat(found(Map.of(account, "a-" + unique))).containsExactly(known);
        assertThat(found(Map.of(account, "b-" + unique))).containsExactly(created);
        assertThat(found(Map.of(since, Map.of("from", "2024-03-05", "to", "2024-03-06"))))
                .containsExactlyInAnyOrder(known, created);

        run(id, "undo", "UNDONE");

        JsonNode back = catalogue.custom(AGENT, known);
        assertThat(back.size()).isEqualTo(1);
        assertThat(back.path(kept).decimalValue()).isEqualByComparingTo("123456789.123456");
        assertThat(found(Map.of(kept, new BigDecimal("123456789.123456")))).containsExactly(known);
        assertThat(found(Map.of(account, "a-" + unique))).isEmpty();
        assertThat(found(Map.of(account, "b-" + unique))).isEmpty();
        assertThat(found(Map.of(height, new BigDecimal("182")))).isEmpty();
        assertThat(found(Map.of(since, Map.of("from", "2024-03-01")))).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM customer_custom WHERE number = :number")
                        .param("number", created)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(changedLast(known))
                .containsExactlyInAnyOrder("custom." + height, "custom." + account, "custom." + since);

        String again = importNow(file, mapping);

        assertThat(rows(again).get(2).path("verdict").stringValue()).isEqualTo("CREATE");
        assertThat(found(Map.of(account, "b-" + unique)))
                .containsExactly(rows(again).get(2).path("number").stringValue());
        assertThat(found(Map.of(account, "a-" + unique))).containsExactly(known);
    }

    @Test
    void anUndoKeepsCustomersWhoseCustomFieldsWereChangedSince() {
        String size = catalogue.define("TEXT", "INTERNAL", Map.of("importable", true));
        String id = importNow(
                "姓名,手机,尺码\n留下%s,13611110008,M\n".formatted(hanzi()),
                Map.of("姓名", "fullName", "手机", "phone", "尺码", "custom." + size));
        String number = rows(id).get(0).path("number").stringValue();
        catalogue
                .patchCustom(AGENT, number, 1, Map.of(size, "L"))
                .expectStatus()
                .isOk();

        run(id, "undo", "UNDONE");

        assertThat(rows(id).get(0).path("keptBecause").stringValue()).isEqualTo("kept-changed-since");
        assertThat(catalogue.custom(AGENT, number).path(size).stringValue()).isEqualTo("L");
    }

    private static Map<String, String> onlyOld(Map<String, String> mapping) {
        Map<String, String> few = new HashMap<>(mapping);
        few.keySet().retainAll(List.of("姓名", "手机", "旧"));
        return few;
    }

    private List<String> found(Map<String, Object> custom) {
        return json(catalogue.post(MANAGER, "/customer/v1/customers:filter", Map.of("custom", custom)))
                .path("items")
                .valueStream()
                .map(item -> item.path("number").stringValue())
                .toList();
    }

    private List<String> changedLast(String number) {
        return jdbc.sql("""
                        SELECT unnest(fields) FROM customer_change WHERE number = :number
                            AND version = (SELECT max(version) FROM customer_change WHERE number = :number)
                        """).param("number", number).query(String.class).list();
    }

    private String importNow(String file, Map<String, String> mapping) {
        String id = upload(file);
        map(id, mapping).expectStatus().isOk();
        run(id, "dry-run", "CHECKED");
        run(id, "apply", "APPLIED");
        return id;
    }

    private String upload(String file) {
        return json(api.as(MANAGER)
                        .post()
                        .uri(IMPORTS + "?fileName=custom.csv")
                        .contentType(MediaType.parseMediaType("text/csv"))
                        .body(file.getBytes(StandardCharsets.UTF_8))
                        .exchange()
                        .expectStatus()
                        .isCreated())
                .path("id")
                .stringValue();
    }

    private RestTestClient.ResponseSpec map(String id, Map<String, String> mapping) {
        String tag = api.as(MANAGER)
                .get()
                .uri(IMPORTS + "/" + id)
                .exchange()
                .returnResult(byte[].class)
                .getResponseHeaders()
                .getETag();
        return api.as(MANAGER)
                .put()
                .uri(IMPORTS + "/" + id + "/mapping")
                .header("If-Match", tag)
                .body(Map.of("columns", mapping))
                .exchange();
    }

    private void run(String id, String action, String state) {
        api.as(MANAGER)
                .post()
                .uri(IMPORTS + "/" + id + "/" + action)
                .exchange()
                .expectStatus()
                .isAccepted();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> json(api.as(MANAGER).get().uri(IMPORTS + "/" + id).exchange())
                        .path("state")
                        .stringValue()
                        .equals(state));
    }

    private List<JsonNode> rows(String id) {
        return json(api.as(MANAGER).get().uri(IMPORTS + "/" + id + "/rows").exchange())
                .path("items")
                .valueStream()
                .toList();
    }

    private static String hanzi() {
        return UUID.randomUUID()
                .toString()
                .substring(0, 6)
                .chars()
                .mapToObj(c -> Character.toString(0x4e00 + c))
                .collect(java.util.stream.Collectors.joining());
    }
}
