package io.kehu.customer.staff;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.send;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Who is in which team and how far they see, from the next request on. */
@CustomerServiceTest
class StaffControllerTests {

    @Autowired
    private Api api;

    private String team;
    private String subject;

    @BeforeEach
    void aTeam() {
        IdentityStub.stub();
        String unique = UUID.randomUUID().toString().substring(0, 8);
        team = "S" + unique.toUpperCase(Locale.ROOT);
        subject = "staff-" + unique;
        assertThat(putTeam(team, false)).isEqualTo(200);
    }

    @Test
    void whatIsSaidOfSomebodyHoldsFromTheNextRequestOn() {
        String colleague = subject + "-colleague";
        putStaff(colleague, Map.of("teams", List.of(team)));
        String number = body(send(
                        api.as(colleague, AGENT),
                        POST,
                        "/customer/v1/customers",
                        Map.of("fullName", "团队" + UUID.randomUUID())))
                .path("number")
                .asString();

        assertThat(reads(number)).isEqualTo(404);
        putStaff(subject, Map.of("teams", List.of(team)));
        assertThat(reads(number)).isEqualTo(200);
        putStaff(subject, Map.of("reach", "OWN", "teams", List.of(team)));
        assertThat(reads(number)).isEqualTo(404);
        putStaff(subject, Map.of("reach", "ALL", "teams", List.of()));
        assertThat(reads(number)).isEqualTo(200);
        assertThat(remove(subject)).isEqualTo(204);
        assertThat(reads(number)).isEqualTo(404);
        assertThat(remove(subject)).isEqualTo(404);
    }

    @Test
    void nobodyIsPutIntoATeamThatIsRetiredOrNotThere() {
        assertThat(putTeam(team, true)).isEqualTo(200);

        assertThat(putStaff(subject, Map.of("teams", List.of(team)))).isEqualTo(400);
        assertThat(putStaff(subject, Map.of("teams", List.of("NOWHERE")))).isEqualTo(400);
        assertThat(putTeam(team, false)).isEqualTo(200);
        assertThat(putStaff(subject, Map.of("teams", List.of(team)))).isEqualTo(200);
    }

    @Test
    void teamsAreBounded() {
        List<String> many = IntStream.range(0, 21).mapToObj(i -> "T" + i).toList();

        assertThat(putStaff(subject, Map.of("teams", many))).isEqualTo(400);
        assertThat(putStaff(subject, Map.of("reach", "EVERYTHING", "teams", List.of())))
                .isEqualTo(400);
        assertThat(putStaff(subject, Map.of())).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"south", "1SOUTH", "SÜD", "A2345678901234567890123456789012345678901"})
    void codesThatAreNoneAreRefused(String code) {
        assertThat(putTeam(code, false)).isEqualTo(400);
    }

    @Test
    void staffAreListedPageByPage() {
        String second = subject + "-b";
        putStaff(subject, Map.of("teams", List.of(team)));
        putStaff(second, Map.of("teams", List.of()));

        String listed = "";
        String cursor = "";
        do {
            var page = body(Calls.get(api.as(ADMIN), "/customer/v1/staff?limit=1" + cursor));
            listed += page.path("items").path(0).path("subject").asString("") + "\n";
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());

        assertThat(listed.lines()).contains(subject, second).isSorted().doesNotHaveDuplicates();
    }

    private int reads(String number) {
        return Calls.get(api.as(subject, AGENT), "/customer/v1/customers/" + number)
                .getStatus()
                .value();
    }

    private int remove(String whom) {
        return send(api.as(ADMIN), DELETE, "/customer/v1/staff/" + whom, null)
                .getStatus()
                .value();
    }

    private int putStaff(String whom, Map<String, Object> said) {
        return send(api.as(ADMIN), PUT, "/customer/v1/staff/" + whom, said)
                .getStatus()
                .value();
    }

    private int putTeam(String code, boolean retired) {
        return send(api.as(ADMIN), PUT, "/customer/v1/teams/" + code, Map.of("name", "Team", "retired", retired))
                .getStatus()
                .value();
    }
}
