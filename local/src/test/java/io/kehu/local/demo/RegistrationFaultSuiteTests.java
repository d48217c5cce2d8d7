package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** People are registered at several desks at once, and while identity-service hangs or is down: one record each, or none. */
class RegistrationFaultSuiteTests {

    private static final String CUSTOMERS = "/customer/v1/customers";
    private static final int DESKS = 8;
    private static final int CREATED = 201;

    /** Of a call to identity-service; who is told sooner was told by the breaker. */
    private static final Duration TIME_OUT = Duration.ofSeconds(3);

    private final RunningSuite running = RunningSuite.get();
    private final Rows rows = new Rows(running.suite());
    private final JsonMapper mapper = JsonMapper.shared();
    private String token = "";

    @BeforeEach
    void somebodyIsAtTheDesk() {
        token = new SignIn(running.settings()).as("agent").value();
        deskWorks();
    }

    @Test
    void onePersonAtManyDesksIsOneCustomer() throws Exception {
        for (int round = 0; round < 10; round++) {
            Map<String, Object> person = anybody();
            long before = customers();
            List<HttpResponse<String>> answers = atOnce(() -> register(person));

            assertThat(answers)
                    .extracting(HttpResponse::statusCode)
                    .containsOnlyOnce(CREATED)
                    .containsOnly(CREATED, 409);
            String number = number(answers.stream()
                    .filter(answer -> answer.statusCode() == CREATED)
                    .findAny()
                    .orElseThrow());
            assertThat(answers).allSatisfy(answer -> assertThat(answer.body()).contains(number));
            assertThat(customers()).isEqualTo(before + 1);
        }
    }

    @Test
    void whileIdentityServiceHangsDesksAreToldSoonAndNothingIsHalf() throws Exception {
        long before = customers();
        running.suite().part("identity-service").process().orElseThrow().signal("STOP");
        try {
            noneIsRegistered();
        } finally {
            running.suite().part("identity-service").process().orElseThrow().signal("CONT");
        }
        assertThat(customers()).isEqualTo(before);
        deskWorks();
    }

    @Test
    void whileIdentityServiceIsDownDesksAreToldAtOnceAndNothingIsHalf() throws Exception {
        long before = customers();
        running.kill("identity-service");
        try {
            noneIsRegistered();
        } finally {
            running.start("identity-service");
        }
        assertThat(customers()).isEqualTo(before);
        deskWorks();
    }

    /** At first a call may take its time-out, with one more try; soon the breaker answers. */
    private void noneIsRegistered() throws Exception {
        for (int round = 0; round < 3; round++) {
            for (HttpResponse<String> answer : atOnce(() -> register(anybody()))) {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(mapper.readTree(answer.body()).path("type").asString())
                        .endsWith("numbers-unavailable");
            }
        }
        long start = System.nanoTime();
        register(anybody());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME_OUT);
    }

    /** A breaker that was open lets a few calls through and looks what becomes of them. */
    private void deskWorks() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> IntStream.range(0, DESKS)
                        .allMatch(desk -> register(anybody()).statusCode() == CREATED));
    }

    private static <T> List<T> atOnce(Callable<T> call) throws Exception {
        List<T> answers = new ArrayList<>();
        try (ExecutorService desks = Executors.newFixedThreadPool(DESKS)) {
            for (Future<T> answer : desks.invokeAll(Collections.nCopies(DESKS, call))) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private HttpResponse<String> register(Map<String, Object> person) {
        try {
            return Http.send(Http.request(running.settings().gatewayUrl() + CUSTOMERS)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(person))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String number(HttpResponse<String> registered) {
        JsonNode customer = mapper.readTree(registered.body());
        return customer.path("number").asString();
    }

    private static Map<String, Object> anybody() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String name = "%c%c%c".formatted(random.nextInt('一', '龥'), random.nextInt('一', '龥'), random.nextInt('一', '龥'));
        return Map.of(
                "fullName",
                name,
                "contactPoints",
                List.of(Map.of("kind", "PHONE", "value", "135" + random.nextInt(10_000_000, 100_000_000))));
    }

    private long customers() {
        return rows.count("customer", "SELECT count(*) FROM customer");
    }
}
