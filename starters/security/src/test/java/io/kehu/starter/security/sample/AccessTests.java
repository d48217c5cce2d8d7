package io.kehu.starter.security.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.security.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who may do what, and that nobody may do the rest. */
@SecurityTest
class AccessTests {

    @LocalServerPort
    private int port;

    @Autowired
    private Issuer issuer;

    @Test
    void anOpenOperationNeedsNoTokenButABadOneIsRefusedAllTheSame() {
        assertThat(Http.anonymous(port).get("/sample/v1/open").body()).isEqualTo("nobody");
        assertThat(as(Role.AGENT).get("/sample/v1/open").body()).isEqualTo("anna");
        new Http(port, "x.y.z").get("/sample/v1/open").isProblem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/sample/v1/caller", "/sample/v1/forgotten", "/nowhere", "/error", "/actuator", "/actuator/env"})
    void withoutATokenEverythingElseIs401(String path) {
        Http.Answer answer = Http.anonymous(port).get(path).isProblem(401, "unauthenticated");

        assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aRuleLetsItsRolesPassAndNoOther(Role role) {
        assertThat(as(role).get("/sample/v1/things/1").status()).isEqualTo(role == Role.AGENT ? 200 : 403);
        assertThat(as(role).send("POST", "/sample/v1/things/1").status()).isEqualTo(role == Role.MANAGER ? 200 : 403);
        assertThat(as(role).get("/sample/v1/part").status()).isEqualTo(role == Role.MANAGER ? 200 : 403);
    }

    @Test
    void aTokenWithoutOurRolesMayDoNothing() {
        as().get("/sample/v1/things/1").isProblem(403, "forbidden");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void anOperationWithoutARuleIsRefusedToEverybody(Role role) {
        as(role).get("/sample/v1/forgotten").isProblem(403, "forbidden");
        as(role).send("POST", "/sample/v1/forgotten", "Content-Type", "application/json")
                .isProblem(403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/env", "/actuator/loggers"})
    void whatAnOperatorExposedWithoutARuleIsRefusedToo(String path) {
        as(Role.values()).get(path).isProblem(403, "forbidden");
    }

    @Test
    void aMethodWithoutARuleIsRefusedWhereAnotherHasOne() {
        assertThat(as(Role.values()).send("HEAD", "/sample/v1/forgotten").status())
                .isEqualTo(403);
        as(Role.values()).send("DELETE", "/sample/v1/things/1").isProblem(405, "method-not-allowed");
    }

    @Test
    void whoIsSignedInLearnsThatAnAddressDoesNotExist() {
        as(Role.AGENT).get("/nowhere").isProblem(404, "not-found");
        as(Role.AGENT).get("/sample/v1/things/1/more").isProblem(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sample/v1/things/1;x=y",
                "/sample/v1//things/1",
                "/sample/v1/things/%2e%2e",
                "/sample/v1/things/a%2Fb"
            })
    void anAddressThatCouldMeanTwoThingsIsRefused(String path) {
        as(Role.values()).get(path).isProblem(400, "malformed-request");
    }

    @Test
    void aRefusalBelowTheRulesIsToldLikeOne() {
        as(Role.AGENT).get("/sample/v1/denied").isProblem(403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/info"})
    void probesNeedNoToken(String path) {
        assertThat(Http.anonymous(port).get(path).status()).isEqualTo(200);
    }

    @Test
    void anAnswerMayNotBeFramedSniffedOrKept() {
        Http.Answer answer = as(Role.AGENT).get("/sample/v1/things/1");

        assertThat(answer.header("Content-Security-Policy")).hasValue("default-src 'none'; frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(answer.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void theApiDocumentSaysWhoMayCall() {
        var paths = Http.anonymous(port).get("/v3/api-docs").json().path("paths");

        assertThat(paths.at("/~1sample~1v1~1caller/get/description").asString()).isEqualTo("Roles: agent, service.");
        assertThat(paths.at("/~1sample~1v1~1open/get/description").asString()).isEqualTo("Open to everybody.");
        assertThat(paths.at("/~1sample~1v1~1open/get/security").isEmpty()).isTrue();
    }

    private Http as(Role... roles) {
        return new Http(port, issuer.token(roles));
    }
}
