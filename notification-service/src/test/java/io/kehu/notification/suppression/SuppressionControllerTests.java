package io.kehu.notification.suppression;

import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.notification.support.NotificationTest;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Suppressions over HTTP. */
@NotificationTest
class SuppressionControllerTests {

    private static final String SUPPRESSIONS = "/notification/v1/suppressions";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private record View(UUID id) {}

    @Test
    void anAddressIsSuppressedFoundInAnySpellingAndLiftedAgain() {
        UUID id = suppress("Left.Alone@Mail.Example", "ALL", "MANUAL");

        lookup("left.alone@MAIL.example")
                .expectBody()
                .jsonPath("$.items[*].id")
                .isEqualTo(List.of(id.toString()))
                .jsonPath("$.items[0].reason")
                .isEqualTo("MANUAL");
        delete(id, null).expectStatus().isEqualTo(428);
        delete(id, "\"7\"")
                .expectStatus()
                .isEqualTo(412)
                .expectBody()
                .jsonPath("$.current.id")
                .isEqualTo(id.toString());
        delete(id, "\"1\"").expectStatus().isNoContent();
        delete(id, "\"1\"").expectStatus().isNotFound();
        lookup("left.alone@mail.example").expectBody().jsonPath("$.items").isEmpty();
        assertThat(jdbc.sql("SELECT action FROM audit_entry WHERE object = :id ORDER BY id")
                        .param("id", id.toString())
                        .query(String.class)
                        .list())
                .containsExactly("suppression.put", "suppression.remove");
    }

    @Test
    void suppressingAgainChangesReasonAndEndOfTheSameEntry() {
        UUID first = suppress("again@mail.example", "MARKETING", "MANUAL");
        UUID second = suppress("AGAIN@mail.example", "MARKETING", "COMPLAINT");
        UUID other = suppress("again@mail.example", "ALL", "INVALID");

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        api.as(MANAGER)
                .get()
                .uri(SUPPRESSIONS + "/" + first)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"")
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("COMPLAINT");
    }

    @Test
    void theListIsPagedAndTellsNoAddress() {
        suppress("one@mail.example", "ALL", "MANUAL");
        UUID newest = suppress("two@mail.example", "ALL", "MANUAL");

        String page = api.as(PRIVACY_OFFICER)
                .get()
                .uri(SUPPRESSIONS + "?limit=1")
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(String.class)
                .getResponseBody();
        assertThat(page).contains(newest.toString(), "nextCursor").doesNotContain("mail.example");
    }

    @Test
    void aRepeatedRequestAnswersTheSame() {
        Map<String, Object> body = request("repeat@mail.example", "ALL", "MANUAL");

        for (int i = 0; i < 2; i++) {
            api.as(MANAGER)
                    .post()
                    .uri(SUPPRESSIONS)
                    .header("Idempotency-Key", "suppress-1")
                    .body(body)
                    .exchange()
                    .expectStatus()
                    .isCreated()
                    .expectHeader()
                    .valueEquals("ETag", "\"1\"");
        }
    }

    @Test
    void badRequestsAndWrongRolesAreRefused() {
        for (String address : List.of("", "nobody", "a@x.example, b@x.example", "x".repeat(300))) {
            post(request(address, "ALL", "MANUAL"))
                    .expectStatus()
                    .isEqualTo(400)
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("/address");
        }
        post(request("a@x.example", "SOME", "MANUAL")).expectStatus().isEqualTo(400);
        for (Role role : List.of(Role.AGENT, Role.MARKETER, Role.ADMIN, Role.INTEGRATOR, Role.MEMBER, Role.AUDITOR)) {
            api.as(role).get().uri(SUPPRESSIONS).exchange().expectStatus().isForbidden();
        }
    }

    private UUID suppress(String address, String scope, String reason) {
        return post(request(address, scope, reason))
                .expectStatus()
                .isCreated()
                .returnResult(View.class)
                .getResponseBody()
                .id();
    }

    private RestTestClient.ResponseSpec post(Map<String, Object> body) {
        return api.as(MANAGER).post().uri(SUPPRESSIONS).body(body).exchange();
    }

    private RestTestClient.ResponseSpec lookup(String address) {
        return api.as(PRIVACY_OFFICER)
                .post()
                .uri(SUPPRESSIONS + ":lookup")
                .body(Map.of("channel", "EMAIL", "address", address))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private RestTestClient.ResponseSpec delete(UUID id, String ifMatch) {
        return api.as(MANAGER)
                .delete()
                .uri(SUPPRESSIONS + "/" + id)
                .headers(headers -> {
                    if (ifMatch != null) {
                        headers.set(HttpHeaders.IF_MATCH, ifMatch);
                    }
                })
                .exchange();
    }

    private static Map<String, Object> request(String address, String scope, String reason) {
        return Map.of("channel", "EMAIL", "address", address, "scope", scope, "reason", reason);
    }
}
