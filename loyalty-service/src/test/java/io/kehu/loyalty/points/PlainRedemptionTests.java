package io.kehu.loyalty.points;

import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Points are spent alike on the short way and on the ordinary one. The length of the answer tells them apart: only the short way knows it
 * beforehand. A sampled trace leads the ordinary way.
 */
@ServiceTest
class PlainRedemptionTests {

    private static final Map<String, String> TRACED =
            Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    private final String number = Shop.newNumber();

    @BeforeEach
    void earn() {
        new Shop(context).sell(number, 500);
    }

    @Test
    void bothWaysAnswerAlike() {
        Answer plain = redeem(INTEGRATOR, wanted(100), key());
        Answer ordinary = redeem(INTEGRATOR, wanted(100), traced(key()));

        assertThat(plain.isShort()).isTrue();
        assertThat(ordinary.isShort()).isFalse();
        assertThat(plain.status()).isEqualTo(ordinary.status()).isEqualTo(201);
        assertThat(plain.comparableHeaders()).isEqualTo(ordinary.comparableHeaders());
        assertThat(plain.body().propertyNames()).isEqualTo(ordinary.body().propertyNames());
        assertThat(left(plain)).isEqualTo(400);
        assertThat(left(ordinary)).isEqualTo(300);
        assertThat(jdbc.sql("SELECT DISTINCT actor FROM points_tx WHERE number = :number AND type = 'REDEEM'")
                        .param("number", number)
                        .query(String.class)
                        .list())
                .hasSize(1);
    }

    @Test
    void aKeySpendsOnceWhicheverWaysItComes() {
        Map<String, String> key = key();

        Answer first = redeem(INTEGRATOR, wanted(100), key);
        Answer again = redeem(INTEGRATOR, wanted(100), key);
        Answer ordinary = redeem(INTEGRATOR, wanted(100), traced(key));

        assertThat(first.headers().getFirst("Idempotency-Replayed")).isNull();
        assertThat(List.of(again, ordinary)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo(first.body());
            assertThat(answer.headers().getFirst("Idempotency-Replayed")).isEqualTo("true");
        });
        assertThat(again.isShort()).isTrue();

        Map<String, String> other = key();
        Answer begunOrdinary = redeem(INTEGRATOR, wanted(50), traced(other));
        assertThat(redeem(INTEGRATOR, wanted(50), other).body()).isEqualTo(begunOrdinary.body());
        assertThat(redeem(INTEGRATOR, wanted(51), other).problem()).isEqualTo("idempotency-key-reused");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"number":"NUMBER","points":501,"businessRef":"O"}                    | 409 | not-enough-points
            {"number":"C99999999999","points":1,"businessRef":"O"}                | 404 | member-not-found
            {"number":"NUMBER","points":0,"businessRef":"O"}                      | 400 | invalid-fields
            {"number":"NUMBER","points":-1,"businessRef":"O"}                     | 400 | invalid-fields
            {"number":"NUMBER","points":1.5,"businessRef":"O"}                    | 400 | invalid-fields
            {"number":"NUMBER","points":9223372036854775808,"businessRef":"O"}    | 400 | invalid-fields
            {"number":"NUMBER","points":1}                                        | 400 | invalid-fields
            {"number":"NUMBER","points":1,"businessRef":"O","free":true}          | 400 | invalid-fields
            {"program":"NEVERMADE","number":"NUMBER","points":1,"businessRef":"O"}| 404 | program-not-found
            {"number":"NUMBER"                                                    | 400 | malformed-request
            """)
    void whatIsRefusedIsTheSameProblem(String body, int status, String problem) {
        String wanted = body.replace("NUMBER", number);

        Answer plain = redeem(INTEGRATOR, wanted, key());
        Answer ordinary = redeem(INTEGRATOR, wanted, traced(key()));

        assertThat(plain.status()).isEqualTo(ordinary.status()).isEqualTo(status);
        assertThat(plain.problem()).isEqualTo(problem);
        assertThat(plain.withoutTrace()).isEqualTo(ordinary.withoutTrace());
        assertThat(plain.comparableHeaders()).isEqualTo(ordinary.comparableHeaders());
        assertThat(left(redeem(INTEGRATOR, wanted(1), key())))
                .as("all are left")
                .isEqualTo(499);
    }

    @Test
    void whoHasNoKeyOrMayNotIsRefusedTheOrdinaryWay() {
        assertThat(redeem(INTEGRATOR, wanted(1), Map.of()).problem()).isEqualTo("idempotency-key-required");
        assertThat(redeem(INTEGRATOR, wanted(1), Map.of("Idempotency-Key", "not visible"))
                        .problem())
                .isEqualTo("invalid-idempotency-key");
        assertThat(redeem(AUDITOR, wanted(1), key()).problem()).isEqualTo("forbidden");
    }

    private record Answer(int status, HttpHeaders headers, JsonNode body) {

        boolean isShort() {
            return headers.getContentLength() > 0;
        }

        String problem() {
            return body.path("type").asString().substring("/problems/".length());
        }

        JsonNode withoutTrace() {
            ObjectNode copy = (ObjectNode) body.deepCopy();
            copy.remove("traceId");
            return copy;
        }

        Map<String, List<String>> comparableHeaders() {
            Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.forEach(all::put);
            List.of("Date", "Content-Length", "Transfer-Encoding").forEach(all::remove);
            if (status >= 400) {
                // The ordinary way leaves these away where a problem says no-store itself.
                List.of("Expires", "Pragma").forEach(all::remove);
            }
            return all;
        }
    }

    private static Map<String, String> key() {
        return Map.of("Idempotency-Key", UUID.randomUUID().toString());
    }

    private static Map<String, String> traced(Map<String, String> headers) {
        Map<String, String> traced = new HashMap<>(headers);
        traced.putAll(TRACED);
        return traced;
    }

    private String wanted(long points) {
        return "{\"number\":\"" + number + "\",\"points\":" + points + ",\"businessRef\":\"ORDER-1\"}";
    }

    private static long left(Answer answer) {
        return answer.body().path("balance").asLong(-1);
    }

    private Answer redeem(Role role, String body, Map<String, String> headers) {
        EntityExchangeResult<byte[]> result = api.as(role)
                .post()
                .uri("/loyalty/v1/points:redeem")
                .contentType(MediaType.APPLICATION_JSON)
                .headers(all -> headers.forEach(all::set))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .exchange()
                .returnResult(byte[].class);
        return new Answer(
                result.getStatus().value(),
                result.getResponseHeaders(),
                JsonMapper.shared().readTree(result.getResponseBodyContent()));
    }
}
