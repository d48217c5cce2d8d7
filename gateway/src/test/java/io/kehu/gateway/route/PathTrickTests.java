package io.kehu.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.gateway.Door;
import io.kehu.gateway.GatewayTest;
import io.kehu.gateway.Upstream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Spellings of a path by which one part of a system sees another address than the next. */
@GatewayTest
class PathTrickTests {

    @Autowired
    private Door door;

    @BeforeEach
    void reset() {
        Upstream.resetAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/customer/../identity/v1/schemes",
                "/customer/./v1/customers",
                "/customer/..;/identity/v1/schemes",
                "/customer/%2e%2e/identity/v1/schemes",
                "/customer/%2E%2E%2Fidentity/v1/schemes",
                "/customer/..%2fidentity/v1/schemes",
                "/customer/%252e%252e/identity/v1/schemes",
                "/customer/%252fidentity",
                "/customer%2fv1%2fcustomers",
                "/customer/v1/customers%2factuator",
                "/customer/..%5cidentity/v1/schemes",
                "/customer/..\\identity/v1/schemes",
                "/customer;v=1/v1/customers",
                "/customer/v1;x=/customers",
                "/customer/v1/customers;jsessionid=1",
                "/customer/v1/customers%3bx",
                "//customer/v1/customers",
                "/customer//v1/customers",
                "/customer/v1//customers",
                "/customer/v1/customers%00",
                "/customer/v1/customers%0a",
                "/customer/v1/customers%0d%0aX-User:%20root",
                "/customer/%c0%ae%c0%ae/identity",
                "/%63ustomer/../actuator/env",
                "/..",
                "/docs/..%2f..%2fapplication.yaml",
                "/docs/../actuator/env",
                "/docs;/../customer/v1/customers",
                "/feedback/v1/responses/..",
                "/feedback/v1/responses/../surveys",
                "/feedback/v1/responses/..%2fsurveys",
                "/feedback/v1/responses/%2e%2e/surveys",
                "/feedback/v1/responses/..;/surveys",
                "/feedback/v1/responses/abc;/../../surveys",
                "/actuator/..;/customer/v1/customers",
                "/events/..%2fproblems.md",
                "/problems/..%2f..%2fapplication"
            })
    void noTrickReachesAService(String path) throws Exception {
        for (String authorization : new String[] {"", "Authorization: Bearer " + door.token() + "\r\n"}) {
            String answer = door.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + authorization + "\r\n");

            assertThat(answer).containsPattern("^HTTP/1.1 (400|401|404)").contains("application/problem+json");
            assertThat(Upstream.receivedByAny()).isEmpty();
        }
    }

    @Test
    void anEncodedPrefixIsNoWayAroundItsService() throws Exception {
        String answer = door.raw("GET /%63ustomer/v1/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + door.token() + "\r\n\r\n");

        assertThat(answer).containsPattern("^HTTP/1.1 (200|400|404)");
        assertThat(Upstream.receivedByAny().stream()
                        .filter(received -> !Upstream.of("customer").received().contains(received)))
                .isEmpty();
    }

    @Test
    void anEncodedOpenPathOpensNoOther() throws Exception {
        assertThat(door.getAnonymously("/feedback/v1/%72esponses/abc").statusCode())
                .isIn(200, 400, 401, 404);
        assertThat(Upstream.receivedByAny())
                .allSatisfy(received -> assertThat(received.target()).startsWith("/feedback/v1/%72esponses/"));
    }

    @Test
    void theCallerDoesNotChooseTheHost() throws Exception {
        for (String head : new String[] {
            "GET http://evil.example/customer/v1/customers HTTP/1.1\r\nHost: evil.example\r\n",
            "GET http://169.254.169.254/customer/v1/customers HTTP/1.1\r\nHost: x\r\n",
            "GET http://127.0.0.1:1/customer/v1/customers HTTP/1.1\r\nHost: 127.0.0.1:1\r\n",
            "GET /customer/v1/customers HTTP/1.1\r\nHost: 127.0.0.1:9102\r\n"
        }) {
            Upstream.resetAll();
            String answer = door.raw(head + "Authorization: Bearer " + door.token() + "\r\n\r\n");

            assertThat(answer).as(head).containsPattern("^HTTP/1.1 (200|400)");
            if (answer.startsWith("HTTP/1.1 200")) {
                assertThat(Upstream.of("customer").only().target()).isEqualTo("/customer/v1/customers");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /customer/v1/customers HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
                "POST /customer/v1/customers HTTP/1.1\r\nHost: x\r\nContent-Length: 4, 5\r\n\r\nabcd",
                "POST /customer/v1/customers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /customer/v1/customers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "GET /customer/v1/customers HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /customer/v1/customers HTTP/1.1\r\nHost: x@y\r\n\r\n",
                "GET /customer/v1/customers HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET customer/v1/customers HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void aRequestThatCanBeReadInTwoWaysIsRefused(String request) throws Exception {
        String answer = door.raw(request.replace("\r\n\r\n", "\r\nAuthorization: Bearer " + door.token() + "\r\n\r\n"));

        assertThat(answer).containsPattern("^HTTP/1.1 (400|404|501|505)");
        assertThat(Upstream.receivedByAny()).isEmpty();
    }

    @Test
    void aLengthBesideChunksDoesNotSmuggleASecondRequest() throws Exception {
        door.raw(
                "POST /customer/v1/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + door.token()
                        + "\r\nContent-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /identity/v1/schemes HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(Upstream.of("identity").received()).isEmpty();
        assertThat(Upstream.of("customer").received())
                .allSatisfy(received -> assertThat(received.body()).isEmpty());
    }
}
