package io.kehu.customer.access;

import static io.kehu.starter.security.Role.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.access.ObjectRuleProbes.Customer;
import io.kehu.customer.access.ObjectRuleProbes.Reached;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.access.AccessAutoConfiguration.AllAccessRules;
import io.kehu.starter.security.access.AccessRule;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.contract.AccessContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Every operation against everybody: who may reach a customer, who may not, and nobody learns of a foreign one. */
@CustomerServiceTest
class ObjectRuleMatrixTests {

    /** Operations that reach no customer: settings, files of the whole stock, and what runs the service. */
    private static final Set<String> NOT_ABOUT_A_CUSTOMER = Set.of(
            "GET /customer/v1/dead-letters",
            "POST /customer/v1/dead-letters:replay",
            "GET /customer/v3/api-docs",
            "GET /customer/v3/api-docs.yaml",
            "GET /customer/v1/teams",
            "PUT /customer/v1/teams/{code}",
            "GET /customer/v1/staff",
            "PUT /customer/v1/staff/{subject}",
            "DELETE /customer/v1/staff/{subject}",
            "GET /customer/v1/pools",
            "PUT /customer/v1/pools/{code}",
            "GET /customer/v1/tags",
            "POST /customer/v1/tags",
            "PUT /customer/v1/tags/{code}",
            // What fields, lists and views there are; a view finds by customers:filter. For whose views are, see below.
            "GET /customer/v1/fields",
            "POST /customer/v1/fields",
            "GET /customer/v1/fields/{code}",
            "PATCH /customer/v1/fields/{code}",
            "GET /customer/v1/dictionaries",
            "POST /customer/v1/dictionaries",
            "GET /customer/v1/dictionaries/{code}",
            "PATCH /customer/v1/dictionaries/{code}",
            "GET /customer/v1/layouts",
            "POST /customer/v1/layouts",
            "GET /customer/v1/layouts/{name}",
            "PUT /customer/v1/layouts/{name}",
            "GET /customer/v1/views",
            "POST /customer/v1/views",
            "GET /customer/v1/views/{id}",
            "PATCH /customer/v1/views/{id}",
            "DELETE /customer/v1/views/{id}",
            "POST /customer/v1/catalogue:install",
            "GET /customer/v1/catalogue/data",
            // Deals that have no customer yet.
            "GET /customer/v1/parked-deals",
            // Only what nobody owns can be claimed; see PoolTests.
            "POST /customer/v1/pool:claim",
            // Works on the whole stock and asks for a reach of ALL; see below.
            "POST /customer/v1/imports",
            "GET /customer/v1/imports/{id}",
            "DELETE /customer/v1/imports/{id}",
            "PUT /customer/v1/imports/{id}/mapping",
            "POST /customer/v1/imports/{id}/dry-run",
            "POST /customer/v1/imports/{id}/apply",
            "GET /customer/v1/imports/{id}/rows",
            "POST /customer/v1/imports/{id}/rows:accept",
            "GET /customer/v1/imports/{id}/errors",
            "POST /customer/v1/imports/{id}/approve",
            "POST /customer/v1/imports/{id}/undo",
            "GET /customer/v1/imports/{id}/progress",
            "POST /customer/v1/match-runs",
            "GET /customer/v1/match-runs/{id}",
            "DELETE /customer/v1/match-runs/{id}",
            // Shown and decided only by who may see both; see MatchRunControllerTests.
            "GET /customer/v1/match-pairs",
            "GET /customer/v1/match-pairs/{id}",
            "POST /customer/v1/match-pairs/{id}:decide",
            // Whose an export is, and who may decide on it; see ExportControllerTests and ExportApprovalTests.
            "GET /customer/v1/exports",
            "GET /customer/v1/exports/{id}",
            "DELETE /customer/v1/exports/{id}",
            "POST /customer/v1/exports/{id}/approve",
            "POST /customer/v1/exports/{id}/refuse",
            "GET /customer/v1/exports/{id}/progress",
            "GET /customer/v1/exports:options",
            "GET /customer/v1/exports:trace",
            "POST /customer/v1/exports:trace",
            // For who sees every customer.
            "GET /customer/v1/erasures",
            // Whose a job over many customers is; see BulkTagTests.
            "GET /customer/v1/bulk-jobs",
            "GET /customer/v1/bulk-jobs/{id}",
            "DELETE /customer/v1/bulk-jobs/{id}",
            "GET /customer/v1/bulk-jobs/{id}/progress");

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private AllAccessRules rules;

    @BeforeEach
    void people() {
        IdentityStub.stub();
        put("/customer/v1/teams/SOUTH", Map.of("name", "South"));
        put("/customer/v1/teams/NORTH", Map.of("name", "North"));
        staff("matrix-owner", null, "SOUTH");
        staff("matrix-colleague", null, "SOUTH");
        staff("matrix-alone", "OWN", "SOUTH");
        staff("matrix-stranger", null, "NORTH");
        staff("matrix-boss-north", "TEAM", "NORTH");
        staff("matrix-heir", null, "SOUTH");
    }

    /** Somebody, by which role, and whether a customer of matrix-owner is theirs to see. */
    private record Actor(String name, Role role, boolean sees) {

        RestTestClient client(Api api, Customer customer) {
            if (role == null) {
                return api.as(name, new Role[0]);
            }
            if (role == Role.MEMBER) {
                return api.asMember(sees ? customer.number() : "C09999999999");
            }
            return api.as(name, role);
        }
    }

    private static final List<Actor> ACTORS = List.of(
            new Actor("matrix-owner", Role.AGENT, true),
            new Actor("matrix-colleague", Role.AGENT, true),
            new Actor("matrix-alone", Role.AGENT, false),
            new Actor("matrix-stranger", Role.AGENT, false),
            new Actor("matrix-nowhere", Role.AGENT, false),
            new Actor("matrix-manager", Role.MANAGER, true),
            new Actor("matrix-boss-north", Role.MANAGER, false),
            new Actor("matrix-marketer", Role.MARKETER, true),
            new Actor("matrix-officer", Role.PRIVACY_OFFICER, true),
            new Actor("matrix-auditor", Role.AUDITOR, true),
            new Actor("matrix-admin", Role.ADMIN, true),
            new Actor("matrix-pos", Role.INTEGRATOR, true),
            new Actor("matrix-service", Role.SERVICE, true),
            new Actor("matrix-self", Role.MEMBER, true),
            new Actor("matrix-other-member", Role.MEMBER, false),
            new Actor("matrix-nobody", null, false));

    @Test
    void everyOperationIsProbedOrReachesNoCustomer() {
        Set<String> known = new TreeSet<>(new ObjectRuleProbes(api).all().keySet());
        known.addAll(NOT_ABOUT_A_CUSTOMER);

        assertThat(known).isEqualTo(new TreeSet<>(AccessContract.served(context)));
    }

    @TestFactory
    List<DynamicTest> everybodyReachesWhatIsTheirsAndNothingElse() {
        ObjectRuleProbes probes = new ObjectRuleProbes(api);
        List<DynamicTest> tests = new ArrayList<>();
        probes.all().forEach((operation, probe) -> {
            Customer[] untouched = new Customer[1];
            for (Actor actor : ACTORS) {
                tests.add(DynamicTest.dynamicTest(operation + " by " + actor.name(), () -> {
                    Customer customer =
                            untouched[0] == null ? probes.prepare(api.as("matrix-owner", Role.AGENT)) : untouched[0];
                    Reached reached = probe.reach(actor.client(api, customer), customer);
                    boolean mayHaveChanged = reached == Reached.REACHED && !operation.startsWith("GET");
                    untouched[0] = mayHaveChanged ? null : customer;
                    assertThat(reached).as("%s by %s", operation, actor.name()).isEqualTo(expected(operation, actor));
                }));
            }
        });
        return tests;
    }

    @TestFactory
    List<DynamicTest> aViewOfATeamIsForWhoIsInItAndFindsWhatIsTheirs() {
        Set<String> inTheTeam = Set.of("matrix-owner", "matrix-colleague", "matrix-alone");
        ObjectRuleProbes probes = new ObjectRuleProbes(api);
        List<DynamicTest> tests = new ArrayList<>();
        new TeamViewProbes(api).all().forEach((operation, probe) -> {
            for (Actor actor : ACTORS) {
                tests.add(DynamicTest.dynamicTest(operation + " of a team by " + actor.name(), () -> {
                    Customer customer = probes.prepare(api.as("matrix-owner", Role.AGENT));
                    boolean finds = !operation.startsWith("POST") || actor.sees();
                    boolean mayChange =
                            operation.matches("(GET|POST) .*") || actor.name().equals("matrix-owner");
                    boolean theirs = inTheTeam.contains(actor.name()) && finds && mayChange;
                    Reached byRole = expected(operation, new Actor(actor.name(), actor.role(), true));

                    assertThat(probe.reach(actor.client(api, customer), customer))
                            .as("%s by %s", operation, actor.name())
                            .isEqualTo(byRole == Reached.REACHED && !theirs ? Reached.HIDDEN : byRole);
                }));
            }
        });
        return tests;
    }

    @Test
    void workOnTheWholeStockIsForThoseWhoReachEverything() {
        String anyImport = "/customer/v1/imports/" + java.util.UUID.randomUUID();

        assertThat(status("matrix-boss-north", anyImport)).isEqualTo(403);
        assertThat(status("matrix-boss-north", anyImport + "/rows")).isEqualTo(403);
        assertThat(status("matrix-boss-north", anyImport + "/progress")).isEqualTo(403);
        assertThat(status("matrix-boss-north", "/customer/v1/match-runs/" + java.util.UUID.randomUUID()))
                .isEqualTo(403);
        assertThat(status("matrix-manager", anyImport)).isEqualTo(404);
    }

    private int status(String manager, String uri) {
        return api.as(manager, Role.MANAGER)
                .get()
                .uri(uri)
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }

    private Reached expected(String operation, Actor actor) {
        AccessRule rule = rules.list().stream()
                .filter(one -> operation.equals(one.method() + " " + one.path()))
                .findFirst()
                .orElseThrow();
        if (actor.role() == null || !rule.roles().contains(actor.role())) {
            return Reached.FORBIDDEN;
        }
        return actor.sees() ? Reached.REACHED : Reached.HIDDEN;
    }

    private void staff(String subject, String reach, String team) {
        put(
                "/customer/v1/staff/" + subject,
                reach == null ? Map.of("teams", List.of(team)) : Map.of("reach", reach, "teams", List.of(team)));
    }

    private void put(String uri, Object body) {
        api.as(ADMIN)
                .put()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }
}
