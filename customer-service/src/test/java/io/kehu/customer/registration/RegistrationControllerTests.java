package io.kehu.customer.registration;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.stubFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Registering, reading, changing and revealing customers. */
@CustomerServiceTest
class RegistrationControllerTests {

    private static final String CUSTOMERS = "/customer/v1/customers";
    private static final MediaType MERGE_PATCH = MediaType.parseMediaType("application/merge-patch+json");

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @BeforeEach
    void identityAnswers() {
        WireMock.reset();
        IdentityStub.stub();
        breakers.circuitBreaker("identity").reset();
    }

    @Test
    void aCustomerIsStoredSealedAndShownByRole() {
        String number = register("张三丰", "138 0013 8001", "zhang@canary.cn");

        api.as(AGENT)
                .get()
                .uri(CUSTOMERS + "/" + number)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"1\"")
                .expectBody()
                .jsonPath("$.fullName")
                .isEqualTo("张三丰")
                .jsonPath("$.contactPoints[0].phone")
                .isEqualTo("138****8001")
                .jsonPath("$.contactPoints[1].email")
                .isEqualTo("z***@canary.cn")
                .jsonPath("$.birthDate")
                .isEqualTo("1988-**-**");
        api.as(INTEGRATOR)
                .get()
                .uri(CUSTOMERS + "/" + number)
                .exchange()
                .expectBody()
                .jsonPath("$.fullName")
                .isEqualTo("张*");
        api.as(PRIVACY_OFFICER)
                .get()
                .uri(CUSTOMERS + "/" + number)
                .exchange()
                .expectBody()
                .jsonPath("$.birthDate")
                .isEqualTo("1988-05-12");
        assertThat(dump())
                .contains(number)
                .doesNotContain("张三丰")
                .doesNotContain("13800138001")
                .doesNotContain("zhang@canary.cn");
    }

    @Test
    void membersReachOnlyThemselves() {
        String mine = register("李雷", "13800138002", null);
        String other = register("韩梅梅", "13800138003", null);

        api.asMember(mine)
                .get()
                .uri(CUSTOMERS + "/" + mine)
                .exchange()
                .expectBody()
                .jsonPath("$.contactPoints[0].phone")
                .isEqualTo("+8613800138002");
        for (String foreign : List.of(other, "C99999999999", "nonsense!")) {
            api.asMember(mine)
                    .get()
                    .uri(CUSTOMERS + "/" + foreign)
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/customer-not-found");
        }
        api.asMember(mine).get().uri(CUSTOMERS).exchange().expectStatus().isForbidden();
    }

    @Test
    void changesNeedTheCurrentVersionAndTellWhatOthersChanged() {
        String number = register("王芳", "13800138004", null);

        patch(number, null, Map.of("stage", "LEAD")).expectStatus().isEqualTo(428);
        patch(number, "\"1\"", Map.of("fullName", "王芳芳"))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"");
        patch(number, "\"1\"", Map.of("stage", "LOYAL"))
                .expectStatus()
                .isEqualTo(412)
                .expectBody()
                .jsonPath("$.current.version")
                .isEqualTo(2)
                .jsonPath("$.changedFields")
                .isEqualTo(List.of("fullName"));
        patch(number, "\"2\"", Map.of("nickname", "x"))
                .expectStatus()
                .isEqualTo(400)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/nickname");
        patch(number, "\"2\"", Map.of("contactPoints", List.of(Map.of("kind", "PHONE", "value", "12"))))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/contactPoints/0/value");
        assertThat(search("王芳芳")).contains(number);
    }

    @Test
    void valuesAreRevealedWithAReasonOnRecord() {
        String number = register("赵六", "13800138005", null);

        api.as(MANAGER)
                .post()
                .uri(CUSTOMERS + "/" + number + "/reveals")
                .body(Map.of("fields", List.of("CONTACT_POINTS"), "reason", "call back about order"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .jsonPath("$.contactPoints[0].value")
                .isEqualTo("+8613800138005")
                .jsonPath("$.fullName")
                .doesNotExist();
        api.as(MANAGER)
                .post()
                .uri(CUSTOMERS + "/" + number + "/reveals")
                .body(Map.of("fields", List.of("CONTACT_POINTS"), "reason", " "))
                .exchange()
                .expectStatus()
                .isBadRequest();
        assertThat(jdbc.sql("SELECT reason FROM audit_entry WHERE object = :number AND action = 'customer.reveal'")
                        .param("number", number)
                        .query(String.class)
                        .list())
                .containsExactly("call back about order");
    }

    @Test
    void servicesGetWhatTheyAskForAtTheMomentOfUse() {
        String number = register("孙七", "13800138006", "sun@x.cn");

        api.as(SERVICE)
                .post()
                .uri(CUSTOMERS + ":batchGet")
                .body(Map.of(
                        "numbers", List.of(number, "C77777777777"),
                        "fields", List.of("email", "language", "consents"),
                        "purpose", "notification"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].email")
                .isEqualTo("sun@x.cn")
                .jsonPath("$.items[0].phone")
                .doesNotExist()
                .jsonPath("$.items[0].consents[0].state")
                .isEqualTo("GRANTED")
                .jsonPath("$.missing[0]")
                .isEqualTo("C77777777777");
        api.as(AGENT)
                .post()
                .uri(CUSTOMERS + ":batchGet")
                .body(Map.of("numbers", List.of(number), "fields", List.of("email"), "purpose", "x"))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void onePersonIsRegisteredOnceWhoeverIsFaster() throws Exception {
        int callers = 12;
        List<Callable<Integer>> work = new ArrayList<>();
        IntStream.range(0, callers)
                .forEach(i -> work.add(() -> post(body("周八", "13800138007", null), null)
                        .returnResult()
                        .getStatus()
                        .value()));
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(callers)) {
            for (Future<Integer> future : pool.invokeAll(work)) {
                statuses.add(future.get());
            }
        }
        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);

        post(body("周 八", "+86 138-0013-8007", null), null)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.existing")
                .exists();
        Map<String, Object> twin = new java.util.HashMap<>(body("周八", "13800138007", null));
        twin.put("distinct", true);
        post(twin, null).expectStatus().isCreated();
    }

    @Test
    void aRetryWithTheSameKeyIsTheSameCustomer() {
        String key = UUID.randomUUID().toString();
        String first = number(post(body("吴九", "13800138008", null), key));

        assertThat(number(post(body("吴九", "13800138008", null), key))).isEqualTo(first);
        post(body("吴九九", "13800138008", null), key).expectStatus().isEqualTo(422);
    }

    @Test
    void aCustomerKnownOnlyElsewhereHasANumberAndNothingPersonal() {
        Map<String, Object> external = Map.of("references", List.of(Map.of("system", "webshop", "externalId", "w-1")));
        String number = number(post(external, null));

        api.as(AGENT)
                .get()
                .uri(CUSTOMERS + "/" + number)
                .exchange()
                .expectBody()
                .jsonPath("$.source")
                .isEqualTo("EXTERNAL")
                .jsonPath("$.fullName")
                .doesNotExist();
        post(external, null).expectStatus().isEqualTo(409);
        post(Map.of("language", "en"), null).expectStatus().isBadRequest();
    }

    @Test
    void withoutNumbersNothingIsStoredAndTheBreakerOpens() {
        stubFor(WireMock.post(urlPathEqualTo("/identity/v1/numbers"))
                .willReturn(aResponse().withStatus(500)));
        long before = count();

        for (int i = 0; i < 12; i++) {
            post(body("郑十", "1380013802" + (i % 10), null), null)
                    .expectStatus()
                    .isEqualTo(503)
                    .expectHeader()
                    .valueEquals("Retry-After", "5")
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/numbers-unavailable");
        }
        assertThat(count()).isEqualTo(before);
        assertThat(breakers.circuitBreaker("identity").getState().name()).isEqualTo("OPEN");

        WireMock.reset();
        IdentityStub.stub();
        await().untilAsserted(() ->
                post(body("郑十", "13800138020", null), null).expectStatus().isCreated());
    }

    @Test
    void whileNumbersForTheSameRequestAreOnTheirWayTheCallerWaits() {
        stubFor(WireMock.post(urlPathEqualTo("/identity/v1/numbers"))
                .willReturn(aResponse()
                        .withStatus(409)
                        .withHeader("Retry-After", "1")
                        .withHeader("Content-Type", "application/problem+json")
                        .withBody("{\"type\": \"/problems/request-running\"}")));

        post(body("郑十一", "13800138041", null), null)
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/numbers-unavailable");
    }

    @Test
    void aSlowIdentityServiceIsNotWaitedForForEver() {
        stubFor(WireMock.post(urlPathEqualTo("/identity/v1/numbers"))
                .willReturn(aResponse().withFixedDelay(6_000).withBody("{}")));

        long started = System.nanoTime();
        post(body("慢慢", "13800138031", null), null).expectStatus().isEqualTo(503);
        assertThat((System.nanoTime() - started) / 1_000_000_000.0).isLessThan(12);
    }

    @Test
    void eachWrongValueIsNamed() {
        Map<String, Object> wrong = Map.of(
                "fullName", "123",
                "birthDate", "2999-01-01",
                "language", "xx",
                "contactPoints",
                        List.of(
                                Map.of("kind", "PHONE", "value", "1.38001E+10"),
                                Map.of("kind", "EMAIL", "value", "no at sign")));
        post(wrong, null)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[*].code")
                .isEqualTo(List.of("name", "birth-date", "language", "phone", "email"));
    }

    private String register(String name, String phone, String email) {
        return number(post(body(name, phone, email), null));
    }

    private static Map<String, Object> body(String name, String phone, String email) {
        List<Map<String, Object>> contacts = new ArrayList<>();
        contacts.add(Map.of("kind", "PHONE", "value", phone));
        if (email != null) {
            contacts.add(Map.of("kind", "EMAIL", "value", email));
        }
        return Map.of(
                "fullName",
                name,
                "birthDate",
                "1988-05-12",
                "contactPoints",
                contacts,
                "consents",
                List.of(Map.of("channel", "EMAIL", "purpose", "MARKETING", "state", "GRANTED")));
    }

    private RestTestClient.ResponseSpec post(Map<String, Object> body, String key) {
        return api.as(AGENT)
                .post()
                .uri(CUSTOMERS)
                .headers(headers -> {
                    if (key != null) {
                        headers.set("Idempotency-Key", key);
                    }
                })
                .body(body)
                .exchange();
    }

    private record Registered(String number, long version) {}

    private static String number(RestTestClient.ResponseSpec response) {
        return response.expectStatus()
                .isCreated()
                .returnResult(Registered.class)
                .getResponseBody()
                .number();
    }

    private RestTestClient.ResponseSpec patch(String number, String ifMatch, Map<String, Object> changes) {
        return api.as(Role.AGENT)
                .patch()
                .uri(CUSTOMERS + "/" + number)
                .headers(headers -> {
                    if (ifMatch != null) {
                        headers.set("If-Match", ifMatch);
                    }
                })
                .contentType(MERGE_PATCH)
                .body(changes)
                .exchange();
    }

    private String search(String text) {
        return new String(
                api.as(AGENT)
                        .post()
                        .uri(CUSTOMERS + ":search")
                        .body(Map.of("q", text))
                        .exchange()
                        .returnResult(byte[].class)
                        .getResponseBody(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    private long count() {
        return jdbc.sql("SELECT count(*) FROM customer").query(Long.class).single();
    }

    /** Every table as text, which is what a thief would read. */
    private String dump() {
        StringBuilder dump = new StringBuilder();
        jdbc.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'flyway%'")
                .query(String.class)
                .list()
                .forEach(table -> dump.append(jdbc.sql("SELECT string_agg(t::text, ' ') FROM " + table + " t")
                        .query(String.class)
                        .optional()
                        .orElse("")));
        return dump.toString();
    }
}
