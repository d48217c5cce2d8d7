package io.kehu.customer.catalogue;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.send;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Views shared with a team: who sees, uses and changes them, and that nobody sees more by them. */
@CustomerServiceTest
class SavedViewTeamTests {

    private static final String VIEWS = "/customer/v1/views";
    private static final String FILTER = "/customer/v1/customers:filter";

    @Autowired
    private Api api;

    private CatalogueApi catalogue;
    private String team;
    private String author;
    private String member;
    private String stranger;
    private String boss;

    @BeforeEach
    void aTeam() {
        IdentityStub.stub();
        catalogue = new CatalogueApi(api);
        String unique = UUID.randomUUID().toString().substring(0, 8);
        team = "V" + unique.toUpperCase(Locale.ROOT);
        author = "author-" + unique;
        member = "member-" + unique;
        stranger = "stranger-" + unique;
        boss = "boss-" + unique;
        assertThat(put("/customer/v1/teams/" + team, Map.of("name", "Views"))).isEqualTo(200);
        for (String one : List.of(author, member, boss)) {
            assertThat(join(one, Map.of("teams", List.of(team)))).isEqualTo(200);
        }
    }

    @Test
    void theTeamSeesAndUsesItUntilTheyLeave() {
        String number = registered(author, Map.of());
        String id = shared(author, "ours", Map.of());

        assertThat(get(member, id)).isEqualTo(200);
        assertThat(listed(member)).contains(id);
        assertThat(found(member, id)).contains(number);
        assertThat(ask(member, id)).isEqualTo(202);
        assertThat(get(stranger, id)).isEqualTo(404);
        assertThat(listed(stranger)).doesNotContain(id);
        assertThat(filter(stranger, AGENT, id).getStatus().value()).isEqualTo(404);
        assertThat(ask(stranger, id)).isEqualTo(404);

        assertThat(join(member, Map.of("teams", List.of()))).isEqualTo(200);
        assertThat(get(member, id)).isEqualTo(404);
        assertThat(listed(member)).doesNotContain(id);
        assertThat(filter(member, AGENT, id).getStatus().value()).isEqualTo(404);
        assertThat(ask(member, id)).isEqualTo(404);
    }

    @Test
    void whoeverUsesItSeesTheirOwnCustomersAndTheirOwnMasks() {
        String personal = catalogue.define("TEXT", "PERSONAL", Map.of("visibleTo", List.of("AGENT", "ADMIN")));
        String number = registered(author, Map.of(personal, "金丝雀街"));
        String id = id(save(author, view("masks", "TEAM", team, Map.of(), "custom." + personal)));

        assertThat(found(author, id)).contains(number).contains("金丝雀街");
        assertThat(body(filter(boss, MANAGER, id)).toString()).contains(number).doesNotContain("金丝雀街");
        join(member, Map.of("reach", "OWN", "teams", List.of(team)));
        assertThat(found(member, id)).doesNotContain(number);
    }

    @Test
    void aFilterOverAFieldThatIsNotTheirsIsRefused() {
        String code = catalogue.define("TEXT", "INTERNAL", Map.of("visibleTo", List.of("AGENT", "ADMIN")));
        registered(author, Map.of(code, "x"));
        String id = shared(author, "hidden", Map.of(code, "x"));

        EntityExchangeResult<byte[]> refused = filter(boss, MANAGER, id);

        assertThat(refused.getStatus().value()).isEqualTo(422);
        assertThat(body(refused).path("errors").path(0).path("code").asString()).isEqualTo("custom-unknown");
        assertThat(filter(member, AGENT, id).getStatus().value()).isEqualTo(200);
    }

    @Test
    void itsOwnerAndManagersOfTheTeamChangeIt() {
        String id = shared(author, "changing", Map.of());

        assertThat(patch(member, AGENT, id, 1, Map.of("name", "theirs"))).isEqualTo(404);
        assertThat(patch("outside-" + author, MANAGER, id, 1, Map.of("name", "theirs")))
                .isEqualTo(404);
        assertThat(patch(boss, MANAGER, id, 1, Map.of("name", "by the boss"))).isEqualTo(200);
        assertThat(patch(author, AGENT, id, 1, Map.of("name", "stale"))).isEqualTo(412);
        assertThat(patch(author, AGENT, id, 2, Map.of("columns", List.of("stage"))))
                .isEqualTo(200);
        assertThat(body(send(as(member), GET, VIEWS + "/" + id, null))
                        .path("own")
                        .asBoolean())
                .isFalse();

        assertThat(patch(boss, MANAGER, id, 3, Map.of("sharing", "ALL"))).isEqualTo(422);
        assertThat(delete(boss, MANAGER, id, 3)).isEqualTo(404);
        assertThat(patch(boss, MANAGER, id, 3, Map.of("sharing", "PRIVATE"))).isEqualTo(200);
        assertThat(get(member, id)).isEqualTo(404);
        assertThat(patch(boss, MANAGER, id, 4, Map.of("name", "again"))).isEqualTo(404);
        assertThat(get(author, id)).isEqualTo(200);
        assertThat(delete(author, AGENT, id, 4)).isEqualTo(204);
        assertThat(get(author, id)).isEqualTo(404);
    }

    @Test
    void oneSharesWithTeamsOneIsIn() {
        assertThat(faults(save(author, view("a", "TEAM", null, Map.of(), "number"))))
                .containsExactly("/team view-team");
        assertThat(faults(save(author, view("b", "TEAM", "NOWHERE", Map.of(), "number"))))
                .containsExactly("/team view-team");
        assertThat(faults(save(stranger, view("c", "TEAM", team, Map.of(), "number"))))
                .containsExactly("/team view-team");
        String id = shared(author, "stays", Map.of());

        join(author, Map.of("teams", List.of()));
        assertThat(get(member, id)).isEqualTo(200);
        assertThat(patch(author, AGENT, id, 1, Map.of("name", "from outside"))).isEqualTo(422);
        assertThat(patch(author, AGENT, id, 1, Map.of("sharing", "PRIVATE"))).isEqualTo(200);
        assertThat(get(member, id)).isEqualTo(404);
        assertThat(body(send(as(author), GET, VIEWS + "/" + id, null)).has("team"))
                .isFalse();

        put("/customer/v1/teams/" + team, Map.of("name", "Views", "retired", true));
        assertThat(faults(save(member, view("d", "TEAM", team, Map.of(), "number"))))
                .containsExactly("/team view-team");
    }

    @Test
    void theViewsOfATeamHaveNamesOfTheirOwn() throws Exception {
        List<Callable<Integer>> both = new ArrayList<>();
        for (String one : List.of(author, member)) {
            both.add(() -> save(one, view("the same", "TEAM", team, Map.of(), "number"))
                    .getStatus()
                    .value());
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Integer> one : threads.invokeAll(both)) {
                statuses.add(one.get());
            }
        }

        assertThat(statuses).containsExactlyInAnyOrder(201, 409);
        assertThat(save(boss, view("the same", "PRIVATE", null, Map.of(), "number"))
                        .getStatus()
                        .value())
                .isEqualTo(201);
        String other = shared(author, "another", Map.of());
        assertThat(patch(author, AGENT, other, 1, Map.of("name", "the same"))).isEqualTo(409);
    }

    private String shared(String subject, String name, Map<String, Object> custom) {
        return id(save(subject, view(name, "TEAM", team, custom, "number")));
    }

    private static String id(EntityExchangeResult<byte[]> saved) {
        assertThat(saved.getStatus().value()).as(Calls.text(saved)).isEqualTo(201);
        return body(saved).path("id").asString();
    }

    private RestTestClient as(String subject) {
        return api.as(subject, AGENT);
    }

    private EntityExchangeResult<byte[]> save(String subject, Map<String, Object> view) {
        return send(as(subject), POST, VIEWS, view);
    }

    private static Map<String, Object> view(
            String name, String sharing, String team, Map<String, Object> custom, String column) {
        Map<String, Object> view = new HashMap<>(Map.of(
                "name",
                name,
                "sharing",
                sharing,
                "filters",
                Map.of("custom", custom),
                "columns",
                List.of(column),
                "sort",
                "number"));
        if (team != null) {
            view.put("team", team);
        }
        return view;
    }

    private int get(String subject, String id) {
        return send(as(subject), GET, VIEWS + "/" + id, null).getStatus().value();
    }

    private List<String> listed(String subject) {
        return body(send(as(subject), GET, VIEWS + "?limit=200", null))
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
    }

    private EntityExchangeResult<byte[]> filter(String subject, Role role, String id) {
        return send(api.as(subject, role), POST, FILTER, Map.of("view", id, "team", team));
    }

    private String found(String subject, String id) {
        EntityExchangeResult<byte[]> answer = filter(subject, AGENT, id);
        assertThat(answer.getStatus().value()).isEqualTo(200);
        return body(answer).path("items").toString();
    }

    private int ask(String subject, String id) {
        return send(
                        as(subject),
                        POST,
                        "/customer/v1/exports",
                        Map.of(
                                "columns",
                                List.of("number"),
                                "format",
                                "CSV",
                                "language",
                                "en",
                                "view",
                                id,
                                "filters",
                                Map.of("owner", author),
                                "purpose",
                                Map.of("code", "reporting", "text", "what the team has")))
                .getStatus()
                .value();
    }

    private int patch(String subject, Role role, String id, long version, Map<String, Object> patch) {
        return api.as(subject, role)
                .patch()
                .uri(VIEWS + "/" + id)
                .header("If-Match", "\"" + version + "\"")
                .contentType(CatalogueApi.MERGE_PATCH)
                .body(patch)
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }

    private int delete(String subject, Role role, String id, long version) {
        return api.as(subject, role)
                .delete()
                .uri(VIEWS + "/" + id)
                .header("If-Match", "\"" + version + "\"")
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }

    private static List<String> faults(EntityExchangeResult<byte[]> refused) {
        assertThat(refused.getStatus().value()).isEqualTo(422);
        return body(refused)
                .path("errors")
                .valueStream()
                .map((JsonNode error) -> error.path("pointer").asString() + " "
                        + error.path("code").asString())
                .toList();
    }

    private String registered(String subject, Map<String, Object> custom) {
        EntityExchangeResult<byte[]> answer = send(
                as(subject),
                POST,
                CatalogueApi.CUSTOMERS,
                Map.of("fullName", "视图" + UUID.randomUUID().toString().substring(0, 8), "custom", custom));
        assertThat(answer.getStatus().value()).isEqualTo(201);
        return body(answer).path("number").asString();
    }

    private int join(String subject, Map<String, Object> staff) {
        return put("/customer/v1/staff/" + subject, staff);
    }

    private int put(String uri, Map<String, Object> body) {
        return send(api.as(ADMIN), PUT, uri, body).getStatus().value();
    }
}
