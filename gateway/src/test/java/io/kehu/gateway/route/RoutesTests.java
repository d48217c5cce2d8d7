package io.kehu.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.gateway.Door;
import io.kehu.gateway.GatewayTest;
import io.kehu.gateway.Upstream;
import io.kehu.gateway.Upstream.Received;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Each service gets what was sent to it, as it was sent. */
@GatewayTest
class RoutesTests {

    private static final String CUSTOMERS = "/customer/v1/customers";

    @Autowired
    private Door door;

    private final Upstream customer = Upstream.of("customer");

    @BeforeEach
    void reset() {
        Upstream.resetAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "identity", "loyalty", "feedback", "notification"})
    void aPrefixLeadsToItsServiceAndNoOther(String domain) throws Exception {
        String path = "/" + domain + "/v1/things/42:act?limit=5";

        HttpResponse<String> response = door.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"from\":\"" + domain + "\"}");
        assertThat(Upstream.of(domain).only().target()).isEqualTo(path);
        assertThat(Upstream.receivedByAny()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?name=%E5%BC%A0%E4%B8%89&phone=%2B8613800000000",
                "?q=a%20b&q=c%2Bd&empty=",
                "?cursor=MjAyNi0wMS0wMQ_-&limit=200",
                "?filter=a%26b%3Dc%25"
            })
    void queriesArriveAsTheyWereWritten(String query) throws Exception {
        door.get(CUSTOMERS + query);

        assertThat(customer.only().target()).isEqualTo(CUSTOMERS + query);
    }

    @Test
    void namesInThePathArriveAsTheyWereWritten() throws Exception {
        String path = "/identity/v1/references/ERP/%E9%97%A8%E5%BA%97-7%20b";

        door.get(path);

        assertThat(Upstream.of("identity").only().target()).isEqualTo(path);
    }

    @Test
    void aQueryThatCannotBeDecodedIsMalformed() throws Exception {
        String answer = door.raw("GET " + CUSTOMERS + "?name=%zz HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + door.token() + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
        assertThat(Upstream.receivedByAny()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void everyVerbIsTheServicesToJudge(String verb) throws Exception {
        customer.answer(exchange -> {
            exchange.getResponseHeaders().set("Allow", "GET, POST");
            Upstream.reply(exchange, 405, "");
        });

        HttpResponse<String> response = door.send(CUSTOMERS, request -> request.method(verb, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, POST");
        assertThat(customer.only().method()).isEqualTo(verb);
    }

    @Test
    void theTokenIsRelayedAsItIs() throws Exception {
        String token = door.token();

        door.sendAnonymously(CUSTOMERS, request -> request.header("Authorization", "Bearer " + token));

        assertThat(customer.only().header("authorization")).containsExactly("Bearer " + token);
    }

    @Test
    void whatACallerSaysToTheServiceArrives() throws Exception {
        String body = "{\"name\":\"张三\"}";

        door.send(
                CUSTOMERS + "/C-000000001-35",
                request -> request.header("If-Match", "\"7\"")
                        .header("If-None-Match", "\"6\"")
                        .header("Idempotency-Key", "order-4711")
                        .header("Accept-Language", "zh-CN,en;q=0.5")
                        .header("Accept", "application/json")
                        .header("Content-Type", "application/merge-patch+json")
                        .method("PATCH", BodyPublishers.ofString(body)));

        Received received = customer.only();
        assertThat(received.header("if-match")).containsExactly("\"7\"");
        assertThat(received.header("if-none-match")).containsExactly("\"6\"");
        assertThat(received.header("idempotency-key")).containsExactly("order-4711");
        assertThat(received.header("accept-language")).containsExactly("zh-CN,en;q=0.5");
        assertThat(received.header("accept")).containsExactly("application/json");
        assertThat(received.header("content-type")).containsExactly("application/merge-patch+json");
        assertThat(received.text()).isEqualTo(body);
    }

    @Test
    void theServiceSeesTheCallersTrace() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        door.send(CUSTOMERS, request -> request.header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));

        assertThat(customer.only().header("traceparent")).hasSize(1).allMatch(value -> value.contains(trace));
    }

    @Test
    void whatOnlyWeMaySayIsTakenOff() throws Exception {
        List<String> forged = List.of(
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Forwarded-Prefix",
                "X-Forwarded-Client-Cert",
                "X-Real-IP",
                "X-User",
                "X-User-Id",
                "X-Tenant-Id",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-HTTP-Method-Override",
                "X-HTTP-Method",
                "X-Method-Override",
                "Kehu-Originating-Subject");

        door.send(CUSTOMERS, request -> {
            forged.forEach(name -> request.header(name, "somebody-else"));
            return request.header("X-Shop", "7");
        });

        assertThat(customer.only().headers().keySet())
                .doesNotContainAnyElementsOf(forged.stream()
                        .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                        .toList())
                .contains("x-shop");
        assertThat(customer.only().headers().values().toString()).doesNotContain("somebody-else");
    }

    @Test
    void headersForOneHopEndHere() throws Exception {
        String answer = door.raw("GET " + CUSTOMERS + " HTTP/1.1\r\nHost: kehu.example\r\nConnection: close, X-Hop\r\n"
                + "X-Hop: 1\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\nUpgrade: h2c\r\nProxy-Authorization: Basic eA==\r\n"
                + "Authorization: Bearer " + door.token() + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        Received received = customer.only();
        assertThat(received.headers())
                .doesNotContainKeys("x-hop", "keep-alive", "te", "upgrade", "http2-settings", "proxy-authorization");
        assertThat(received.header("host")).allMatch(host -> host.startsWith("127.0.0.1:"));
    }

    @Test
    void nobodyAsksForCompressionThatTheCallerDidNotAskFor() throws Exception {
        door.get(CUSTOMERS);

        assertThat(customer.only().headers()).doesNotContainKey("accept-encoding");
    }

    @Test
    void aPostWithoutABodyStaysWithoutABody() throws Exception {
        door.send("/feedback/v1/complaints/1:confirm", request -> request.POST(BodyPublishers.noBody()));

        Received received = Upstream.of("feedback").only();
        assertThat(received.body()).isEmpty();
        assertThat(received.headers()).doesNotContainKey("transfer-encoding");
    }

    @Test
    void anUnknownPathIsNotFoundHere() throws Exception {
        Door.problem(door.get("/nowhere/at/all"), 404, "not-found");
        Door.problem(door.get("/CUSTOMER/v1/customers"), 404, "not-found");
        Door.problem(door.get("/customers/v1"), 404, "not-found");
        Door.problem(door.get("/"), 404, "not-found");
        assertThat(Upstream.receivedByAny()).isEmpty();
    }

    @Test
    void theErrorPageIsNoPage() throws Exception {
        Door.problem(door.get("/error"), 404, "not-found");
    }
}
