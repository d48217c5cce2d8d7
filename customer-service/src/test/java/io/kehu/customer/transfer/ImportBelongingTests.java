package io.kehu.customer.transfer;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.post;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** Whose customers are, and their tags, as columns of a file. */
@CustomerServiceTest
class ImportBelongingTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    @Autowired
    private ImportJobs jobs;

    @Autowired
    private ApplyImport apply;

    @Autowired
    private Transactions transactions;

    private ImportsApi imports;
    private String unique;
    private String owner;
    private String team;
    private String pool;
    private String tag;

    @BeforeEach
    void peopleAndCodes() {
        IdentityStub.stub();
        imports = new ImportsApi(api);
        unique = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        owner = "seller-" + unique;
        team = "T" + unique.toUpperCase(Locale.ROOT);
        pool = "P" + unique.toUpperCase(Locale.ROOT);
        tag = "t" + unique;
        put("/customer/v1/teams/" + team, Map.of("name", "华南 " + unique));
        put("/customer/v1/staff/" + owner, Map.of("teams", List.of(team)));
        put("/customer/v1/pools/" + pool, pool("公海 " + unique));
        tag(tag, "爱茶 " + unique);
    }

    @Test
    void columnsAreSuggestedInBothLanguages() {
        assertThat(mapping("姓名,负责人,团队,公海,标签").toString()).contains("\"owner\"", "\"team\"", "\"pool\"", "\"tags\"");
        assertThat(mapping("Name,Account Owner,Team,Public pool,Tags").toString())
                .contains("\"owner\"", "\"team\"", "\"pool\"", "\"tags\"");
    }

    @Test
    void newCustomersAreWhoseTheFileSays() {
        String ear = broker.listen("customer.#");
        String[] phones = {ImportsApi.phone(), ImportsApi.phone(), ImportsApi.phone(), ImportsApi.phone()};
        String id = imports.importNow("姓名,手机,负责人,团队,公海,标签\n"
                + row(phones[0], owner, "", "", tag)
                + row(phones[1], "", "华南 " + unique, "", "爱茶 " + unique)
                + row(phones[2], "", "", pool.toLowerCase(Locale.ROOT), "")
                + row(phones[3], "", "", "", ""));

        assertThat(belongs(phones[0])).isEqualTo(owner + "/" + team + "/PUBLIC " + tag);
        assertThat(belongs(phones[1])).isEqualTo("-/" + team + "/PUBLIC " + tag);
        assertThat(belongs(phones[2])).isEqualTo("-/-/" + pool + " ");
        assertThat(belongs(phones[3])).isEqualTo("-/-/PUBLIC ");
        String number = find(phones[0]).getFirst();
        assertThat(imports.customer(number).path("version").asLong()).isEqualTo(1);
        assertThat(history(number)).containsExactly("ASSIGNED import " + id);
        assertThat(history(find(phones[3]).getFirst())).isEmpty();
        await().untilAsserted(() -> {
            List<JsonNode> told = broker.heard(ear, number);
            assertThat(told)
                    .extracting(event -> event.path("type").asString())
                    .containsExactlyInAnyOrder("customer.ownership.changed.v1", "customer.tag.changed.v1");
            told.forEach(event -> EventContract.verifyProduced(
                    event.path("type").asString(), event.path("data").toString()));
        });
    }

    @Test
    void whatNobodyHasIsGivenAwayAndShownBefore() {
        String phone = ImportsApi.phone();
        String name = ImportsApi.name();
        imports.importNow("姓名,手机\n%s,%s\n".formatted(name, phone));
        String number = find(phone).getFirst();
        String ear = broker.listen("customer.ownership.changed.v1");
        String id = ImportsApi.id(imports.upload("客户号,负责人,公海,标签\n%s,%s,%s,%s\n".formatted(number, owner, pool, tag)));

        imports.run(id, "dry-run", "CHECKED");

        JsonNode row = imports.rows(id, "verdict=UPDATE", MANAGER).getFirst();
        assertThat(row.path("changes").toString())
                .isEqualTo(
                        ("[{\"field\":\"owner\",\"after\":{\"code\":\"%s\"}},{\"field\":\"team\",\"after\":{\"code\":\"%s\"}},"
                                        + "{\"field\":\"pool\",\"before\":{\"code\":\"PUBLIC\"},\"after\":{\"code\":\"%s\"}},"
                                        + "{\"field\":\"tags\",\"after\":{\"code\":\"%s\"}}]")
                                .formatted(owner, team, pool, tag));
        assertThat(belongs(phone)).isEqualTo("-/-/PUBLIC ");
        imports.run(id, "apply", "APPLIED");
        assertThat(belongs(phone)).isEqualTo(owner + "/" + team + "/" + pool + " " + tag);
        assertThat(history(number)).containsExactly("TRANSFERRED import " + id);
        assertThat(imports.customer(number).path("version").asLong()).isEqualTo(2);
        await().untilAsserted(() -> assertThat(broker.heard(ear, number))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.path("subjectversion").asLong()).isEqualTo(2)));
        assertThat(counts("客户号,负责人,公海,标签\n%s,%s,%s,%s\n".formatted(number, owner, pool, tag)))
                .contains("\"UNCHANGED\":1");
    }

    @Test
    void whatIsSomebodysIsNotTakenFromThem() {
        String phone = ImportsApi.phone();
        imports.importNow("姓名,手机,负责人\n%s,%s,%s\n".formatted(ImportsApi.name(), phone, owner));
        String number = find(phone).getFirst();
        String other = "other-" + unique;
        put("/customer/v1/staff/" + other, Map.of("teams", List.of()));
        String otherTeam = "O" + team.substring(1);
        put("/customer/v1/teams/" + otherTeam, Map.of("name", "other " + unique));

        assertThat(reasons("客户号,负责人,团队,公海,标签\n%s,%s,%s,%s,%s\n".formatted(number, other, otherTeam, pool, tag)))
                .isEqualTo("CONFLICT [\"owner:differs\",\"team:differs\",\"pool:differs\"]");
        assertThat(belongs(phone)).isEqualTo(owner + "/" + team + "/PUBLIC ");
        assertThat(reasons("客户号,标签\n%s,%s\n".formatted(number, tag))).isEqualTo("UPDATE []");
    }

    @ParameterizedTest
    @CsvSource({
        "负责人, nobody-knows, owner:staff",
        "团队, NO-SUCH-TEAM, team:team-unknown",
        "公海, NO-SUCH-POOL, pool:pool-unknown",
        "标签, no-such-tag, tags:tag-unknown"
    })
    void whatDoesNotExistIsRefusedWithTheReason(String column, String value, String reason) {
        String known = ImportsApi.phone();
        imports.importNow("姓名,手机\n%s,%s\n".formatted(ImportsApi.name(), known));
        String csv = "姓名,客户号,%s\n%s,,%s\n,%s,%s\n"
                .formatted(column, ImportsApi.name(), value, find(known).getFirst(), value);

        String id = ImportsApi.id(imports.upload(csv));
        JsonNode checked = imports.run(id, "dry-run", "CHECKED");

        assertThat(checked.path("counts").path("REJECTED").asInt()).isEqualTo(2);
        assertThat(checked.path("reasons").path(reason).asInt()).isEqualTo(2);
        assertThat(new String(imports.errors(id, "zh-CN"), StandardCharsets.UTF_8))
                .contains(column)
                .containsAnyOf("没有", "尚未");
        assertThat(new String(imports.errors(id, "en"), StandardCharsets.UTF_8)).containsAnyOf("No ", "Nobody");
    }

    @Test
    void whatIsRetiredStaysAndGoesNowhereElse() {
        String phone = ImportsApi.phone();
        imports.importNow("姓名,手机,团队,公海,标签\n%s,%s,%s,%s,%s\n".formatted(ImportsApi.name(), phone, team, pool, tag));
        String number = find(phone).getFirst();
        put("/customer/v1/teams/" + team, Map.of("name", "closed " + unique, "retired", true));
        retireTag();

        assertThat(reasons("客户号,团队,标签\n%s,%s,%s\n".formatted(number, team, tag)))
                .isEqualTo("UNCHANGED []");
        assertThat(reasons("姓名,团队,标签\n%s,%s,%s\n".formatted(ImportsApi.name(), team, tag)))
                .isEqualTo("REJECTED [\"team:team-unknown\",\"tags:retired\"]");
    }

    @Test
    void rowsAboutOnePersonGiveTagsTogetherAndOnlyOneOwner() {
        String phone = ImportsApi.phone();
        String name = ImportsApi.name();
        String second = "u" + unique;
        tag(second, second);
        String other = "other-" + unique;
        put("/customer/v1/staff/" + other, Map.of("teams", List.of()));

        String id = imports.importNow("姓名,手机,负责人,标签\n%s,%s,,%s\n%s,%s,%s,%s\n%s,%s,%s,\n"
                .formatted(name, phone, tag, name, phone, owner, second, name, phone, other));

        assertThat(belongs(phone)).isEqualTo(owner + "/" + team + "/PUBLIC " + tag + "," + second);
        assertThat(imports.rows(id, "verdict=CONFLICT", MANAGER)
                        .getFirst()
                        .path("reasons")
                        .toString())
                .isEqualTo("[\"owner:differs\"]");
        imports.run(id, "undo", "UNDONE");
        assertThat(find(phone)).isEmpty();
    }

    @Test
    void anUndoHandsBackWhatTheImportGaveAway() {
        String known = ImportsApi.phone();
        String name = ImportsApi.name();
        imports.importNow("姓名,手机\n%s,%s\n".formatted(name, known));
        String number = find(known).getFirst();
        String own = "v" + unique;
        tag(own, own);
        give(own, number);
        String fresh = ImportsApi.phone();
        String csv = "姓名,手机,邮箱,负责人,标签,会员卡号\n%s,%s,a%s@x.cn,%s,%s;%s,\n%s,%s,,%s,%s,%s\n"
                .formatted(name, known, known, owner, tag, own, ImportsApi.name(), fresh, owner, tag, unique);
        String id = imports.importNow(csv);
        String created = find(fresh).getFirst();
        String ear = broker.listen("customer.#");

        JsonNode undone = imports.run(id, "undo", "UNDONE");

        assertThat(undone.path("undo").toString()).isEqualTo("{\"customers\":2,\"undone\":2,\"kept\":0}");
        assertThat(belongs(known)).isEqualTo("-/-/PUBLIC " + own);
        assertThat(history(number)).containsExactly("RELEASED undo of import " + id, "TRANSFERRED import " + id);
        assertThat(imports.customer(created).path("ownership").has("owner")).isFalse();
        assertThat(imports.customer(created).path("status").asString()).isEqualTo("RESTRICTED");
        await().untilAsserted(() -> {
            for (String one : List.of(number, created)) {
                assertThat(broker.heard(ear, one))
                        .extracting(event -> event.path("type").asString())
                        .containsExactlyInAnyOrder(
                                "customer.profile.changed.v1",
                                "customer.ownership.changed.v1",
                                "customer.tag.changed.v1");
            }
        });
        imports.importNow(csv);
        assertThat(belongs(fresh)).isEqualTo(owner + "/" + team + "/PUBLIC " + tag);
        assertThat(find(fresh)).containsExactly(created);
    }

    @Test
    void whoWasHandedOnOrTaggedAnewIsKept() {
        String[] phones = {ImportsApi.phone(), ImportsApi.phone(), ImportsApi.phone(), ImportsApi.phone()};
        StringBuilder csv = new StringBuilder("姓名,手机,负责人,团队,公海,标签\n");
        for (String phone : phones) {
            csv.append(row(phone, owner, "", "", tag));
        }
        String id = imports.importNow(csv.toString());
        String[] numbers = new String[phones.length];
        for (int i = 0; i < phones.length; i++) {
            numbers[i] = find(phones[i]).getFirst();
        }
        String heir = "heir-" + unique;
        put("/customer/v1/staff/" + heir, Map.of("teams", List.of()));
        post(
                api.as("boss", MANAGER),
                "/customer/v1/customers:transfer",
                Map.of("numbers", List.of(numbers[0]), "owner", heir, "reason", "moved on"));
        take(tag, numbers[1]);
        take(tag, numbers[2]);
        give(tag, numbers[2]);

        imports.run(id, "undo", "UNDONE");

        assertThat(imports.rows(id, "outcome=KEPT", MANAGER))
                .extracting(row ->
                        row.path("row").asInt() + " " + row.path("keptBecause").asString())
                .containsExactly("1 kept-changed-since", "2 kept-changed-since", "3 kept-changed-since");
        assertThat(belongs(phones[0])).isEqualTo(heir + "/-/PUBLIC " + tag);
        assertThat(belongs(phones[1])).isEqualTo(owner + "/" + team + "/PUBLIC ");
        assertThat(belongs(phones[2])).isEqualTo(owner + "/" + team + "/PUBLIC " + tag);
        assertThat(find(phones[3])).isEmpty();
    }

    @Test
    void whatChangedSinceTheRehearsalIsLookedAtAgain() {
        String phone = ImportsApi.phone();
        imports.importNow("姓名,手机\n%s,%s\n".formatted(ImportsApi.name(), phone));
        String number = find(phone).getFirst();
        String id = ImportsApi.id(
                imports.upload("客户号,姓名,负责人,标签\n%s,,%s,\n,%s,,%s\n".formatted(number, owner, ImportsApi.name(), tag)));
        imports.run(id, "dry-run", "CHECKED");
        String claimer = "claimer-" + unique;
        assertThat(body(post(api.as(claimer, AGENT), "/customer/v1/pool:claim", Map.of("numbers", List.of(number))))
                        .toString())
                .contains("DONE");
        retireTag();

        JsonNode applied = imports.run(id, "apply", "APPLIED");

        assertThat(belongs(phone)).startsWith(claimer + "/");
        assertThat(applied.path("reasons").propertyNames()).containsExactlyInAnyOrder("owner:differs", "tags:retired");
    }

    @Test
    void anImportThatWasStoppedHandsEveryoneOverOnce() {
        StringBuilder csv = new StringBuilder("姓名,会员卡号,负责人,标签\n");
        for (int i = 0; i < 990; i++) {
            csv.append("%s,%s-%d,%s,%s\n".formatted(ImportsApi.name(), unique, i, owner, tag));
        }
        String id = ImportsApi.id(imports.upload(csv.toString()));
        imports.run(id, "dry-run", "CHECKED");
        UUID importId = UUID.fromString(id);
        transactions.run(() -> jobs.move(importId, List.of(ImportState.CHECKED), ImportState.APPLYING, null));
        assertThat(apply.run(jobs.required(importId), () -> false)).isFalse();
        assertThat(owned()).isEqualTo(500);

        assertThat(apply.run(jobs.required(importId), () -> true)).isTrue();

        assertThat(owned()).isEqualTo(990);
        assertThat(count("SELECT count(*) FROM ownership_change WHERE to_owner = :value", owner))
                .isEqualTo(990);
        assertThat(count("SELECT count(*) FROM customer_tag WHERE tag = :value", tag))
                .isEqualTo(990);
        transactions.run(() -> jobs.move(importId, List.of(ImportState.APPLYING), ImportState.APPLIED, null));
        imports.run(id, "undo", "UNDONE");
        assertThat(owned()).isZero();
        assertThat(count("SELECT count(*) FROM customer_tag WHERE tag = :value", tag))
                .isZero();
    }

    @Test
    void whoDoesNotReachEverybodyHandsNobodyOver() {
        String id = ImportsApi.id(imports.upload("姓名,负责人\n%s,%s\n".formatted(ImportsApi.name(), owner)));
        imports.run(id, "dry-run", "CHECKED");
        put("/customer/v1/staff/boss-" + unique, Map.of("reach", "TEAM", "teams", List.of(team)));

        assertThat(post(api.as("boss-" + unique, MANAGER), "/customer/v1/imports/" + id + "/apply", Map.of())
                        .getStatus()
                        .value())
                .isEqualTo(403);
    }

    private String row(String phone, String whose, String ofTeam, String inPool, String tags) {
        return "%s,%s,%s,%s,%s,%s\n".formatted(ImportsApi.name(), phone, whose, ofTeam, inPool, tags);
    }

    private JsonNode mapping(String header) {
        return imports.upload(header + "\n" + ImportsApi.name() + ",,,,\n").path("mapping");
    }

    private String counts(String csv) {
        String id = ImportsApi.id(imports.upload(csv));
        return imports.run(id, "dry-run", "CHECKED").path("counts").toString();
    }

    /** Verdict and reasons of a file's only row. */
    private String reasons(String csv) {
        String id = ImportsApi.id(imports.upload(csv));
        imports.run(id, "dry-run", "CHECKED");
        JsonNode row = imports.rows(id, "", MANAGER).getFirst();
        return row.path("verdict").asString() + " " + row.path("reasons");
    }

    /** Among everybody: agents do not find what is somebody else's. */
    private List<String> find(String question) {
        return body(post(api.as(ADMIN), "/customer/v1/customers:search", Map.of("q", question)))
                .path("items")
                .valueStream()
                .map(item -> item.path("number").asString())
                .toList();
    }

    private String belongs(String phone) {
        String number = find(phone).getFirst();
        JsonNode ownership = imports.customer(number).path("ownership");
        String tags = String.join(
                ",",
                jdbc.sql("SELECT tag FROM customer_tag WHERE number = :number ORDER BY tag")
                        .param("number", number)
                        .query(String.class)
                        .list());
        return ownership.path("owner").asString("-") + "/"
                + ownership.path("team").asString("-") + "/"
                + ownership.path("pool").asString() + " " + tags;
    }

    private List<String> history(String number) {
        return body(Calls.get(api.as(ADMIN), "/customer/v1/customers/" + number + "/ownership"))
                .path("items")
                .valueStream()
                .map(item ->
                        item.path("kind").asString() + " " + item.path("reason").asString(""))
                .toList();
    }

    private long owned() {
        return count("SELECT count(*) FROM customer WHERE owner = :value AND owned_since IS NOT NULL", owner);
    }

    private long count(String sql, String value) {
        return jdbc.sql(sql).param("value", value).query(Long.class).single();
    }

    private void tag(String code, String name) {
        send(
                HttpMethod.POST,
                "/customer/v1/tags",
                Map.of("code", code, "tag", Map.of("name", name, "colour", "#2e7d32")));
    }

    private void retireTag() {
        int status = api.as(ADMIN)
                .put()
                .uri("/customer/v1/tags/" + tag)
                .header("If-Match", "\"1\"")
                .body(Map.of("tag", Map.of("name", tag, "colour", "#2e7d32"), "retired", true))
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
        assertThat(status).isEqualTo(200);
    }

    private void give(String code, String number) {
        send(HttpMethod.POST, "/customer/v1/tags/" + code + ":apply", Map.of("numbers", List.of(number)));
    }

    private void take(String code, String number) {
        send(HttpMethod.POST, "/customer/v1/tags/" + code + ":remove", Map.of("numbers", List.of(number)));
    }

    private static Map<String, Object> pool(String name) {
        return Map.of("name", name, "teams", List.of(), "claimLimit", 100, "claimsPerDay", 100, "remindDays", 3);
    }

    private void put(String uri, Object content) {
        send(HttpMethod.PUT, uri, content);
    }

    private void send(HttpMethod method, String uri, Object content) {
        EntityExchangeResult<byte[]> answer = Calls.send(api.as(ADMIN), method, uri, content);
        assertThat(answer.getStatus().is2xxSuccessful()).as(Calls.text(answer)).isTrue();
    }
}
