package io.kehu.customer.matching;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MARKETER;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.SampleIds;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.json.JsonMapper;

/** The question before a customer is entered. */
@CustomerServiceTest
class DuplicateCheckControllerTests {

    private static final String CHECK = "/customer/v1/customers:check-duplicates";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private record Field(String field, String level, double weight) {}

    private record Candidate(
            String band, double probability, String name, String number, boolean foreign, List<Field> fields) {}

    private record Answer(List<Candidate> items) {}

    private record Registered(String number) {}

    @BeforeEach
    void identityAnswers() {
        WireMock.reset();
        IdentityStub.stub();
    }

    @Test
    void theSameCustomerIsFoundInOtherSpellingsBestFirst() {
        String tag = tag();
        String phone = phone(tag, 1);
        String number = register(person("歐陽" + hanzi(tag), phone, "1988-05-12"));
        String mother = register(person("李秀英", phone, "1960-01-30"));

        Answer answer = check(person("欧阳" + hanzi(tag), phone, "1988-12-05"));

        Candidate best = answer.items().getFirst();
        assertThat(best.number()).isEqualTo(number);
        assertThat(best.band()).isEqualTo("CERTAIN");
        assertThat(best.name()).isEqualTo("歐*");
        assertThat(best.foreign()).isFalse();
        assertThat(best.fields()).extracting(Field::level).startsWith("EXACT", "EQUIVALENT", "EXACT", "MISSING");
        assertThat(answer.items())
                .filteredOn(candidate -> mother.equals(candidate.number()))
                .allMatch(candidate -> candidate.band().equals("POSSIBLE"));
        assertThat(audited(number)).isPositive();
    }

    /** Enough to send the caller to a colleague, not enough to look after the customer behind their back. */
    @Test
    void aColleaguesCustomerIsNamedByNothingButAMask() {
        String tag = tag();
        String name = "上官" + hanzi(tag);
        String phone = phone(tag, 7);
        String number = post(AGENT, "/customer/v1/customers", person(name, phone, "1988-05-12"))
                .expectStatus()
                .isCreated()
                .returnResult(Registered.class)
                .getResponseBody()
                .number();

        RestTestClient.ResponseSpec response = api.as("elsewhere-" + UUID.randomUUID(), AGENT)
                .post()
                .uri(CHECK)
                .body(person(name, phone, "1988-05-12"))
                .exchange()
                .expectStatus()
                .isOk();

        EntityExchangeResult<byte[]> whole = response.returnResult(byte[].class);
        assertThat(new String(whole.getResponseBodyContent(), StandardCharsets.UTF_8))
                .doesNotContain(number, phone, name);
        Candidate best = JsonMapper.shared()
                .readValue(whole.getResponseBodyContent(), Answer.class)
                .items()
                .getFirst();
        assertThat(best.foreign()).isTrue();
        assertThat(best.number()).isNull();
        assertThat(best.band()).isEqualTo("CERTAIN");
        assertThat(best.name()).isEqualTo("上*");
    }

    @Test
    void aSlipInThePhoneIsForgiven() {
        String tag = tag();
        String phone = phone(tag, 2);
        String number = register(person("皇甫" + hanzi(tag), phone, "1990-01-02"));
        String slipped = phone.substring(0, 6)
                + (phone.charAt(6) == '9' ? '8' : (char) (phone.charAt(6) + 1))
                + phone.substring(7);

        assertThat(check(person("皇甫" + hanzi(tag), slipped, "1990-01-02")).items())
                .extracting(Candidate::number)
                .contains(number);
    }

    @Test
    void aCustomerIsNoDoubleOfItselfNorOfWhomItIsKnownNotToBe() {
        String tag = tag();
        Map<String, Object> person = person("东方" + hanzi(tag), phone(tag, 3), "1970-07-07");
        String first = register(person);
        String second = register(person);
        assertThat(check(person).items()).extracting(Candidate::number).contains(first, second);

        assertThat(checkFor(first, person).items())
                .extracting(Candidate::number)
                .contains(second)
                .doesNotContain(first);
        jdbc.sql("INSERT INTO never_match (number_a, number_b, reason, decided_by) VALUES (:a, :b, 'two', 'test')")
                .param("a", first.compareTo(second) < 0 ? first : second)
                .param("b", first.compareTo(second) < 0 ? second : first)
                .update();
        assertThat(checkFor(first, person).items())
                .extracting(Candidate::number)
                .doesNotContain(first, second);
    }

    @Test
    void anOfficialNumberOrAWeChatIdFindsWhoHasIt() {
        String tag = tag();
        String id = SampleIds.nationalId();
        Map<String, Object> known = new HashMap<>(person("上官" + hanzi(tag), phone(tag, 4), "1988-05-12"));
        known.put("particulars", Map.of("nationalId", id, "formerNames", List.of("上官旧" + hanzi(tag))));
        known.put(
                "contactPoints",
                List.of(
                        Map.of("kind", "PHONE", "value", phone(tag, 4)),
                        Map.of("kind", "WECHAT", "value", "wx_" + tag)));
        String number = register(known);

        Candidate byId = best(Map.of("particulars", Map.of("nationalId", id)), number);
        assertThat(byId.fields())
                .filteredOn(field -> field.field().equals("nationalId"))
                .extracting(Field::level)
                .containsExactly("EXACT");
        assertThat(byId.fields())
                .filteredOn(field -> field.field().equals("birthDate"))
                .extracting(Field::level)
                .containsExactly("EXACT");
        Candidate byAccount = best(
                Map.of(
                        "fullName",
                        "上官旧" + hanzi(tag),
                        "birthDate",
                        "1988-05-12",
                        "contactPoints",
                        List.of(Map.of("kind", "WECHAT", "value", "WX_" + tag))),
                number);
        assertThat(byAccount.band()).isEqualTo("CERTAIN");
        assertThat(check(Map.of(
                                "fullName",
                                "上官" + hanzi(tag),
                                "birthDate",
                                "1988-05-12",
                                "particulars",
                                Map.of("nationalId", SampleIds.nationalId())))
                        .items())
                .filteredOn(candidate -> number.equals(candidate.number()))
                .allMatch(candidate -> !candidate.band().equals("CERTAIN"));
    }

    @Test
    void aDayOfTheLunarCalendarSaysNothingAboutOneOfTheOther() {
        String tag = tag();
        Map<String, Object> lunar = new HashMap<>(person("尉迟" + hanzi(tag), phone(tag, 5), "1988-03-27"));
        lunar.put("birthDateLunar", true);
        String number = register(lunar);

        Candidate same = best(person("尉迟" + hanzi(tag), phone(tag, 5), "1988-05-12"), number);

        assertThat(same.fields())
                .filteredOn(field -> field.field().equals("birthDate"))
                .extracting(Field::level)
                .containsExactly("MISSING");
    }

    @Test
    void whoLivesTogetherIsNotOnePerson() {
        String tag = tag();
        Map<String, Object> address = Map.of(
                "kind", "ADDRESS", "address", Map.of("city", "杭州市", "street", "文三路" + tag + "号", "postcode", "310012"));
        Map<String, Object> father = new HashMap<>(person("夏侯" + hanzi(tag), phone(tag, 6), "1960-05-12"));
        father.put("contactPoints", List.of(address));
        String number = register(father);
        Map<String, Object> son = new HashMap<>(person("夏侯小明", phone(tag, 6), "1990-01-30"));
        son.put("contactPoints", List.of(address));

        assertThat(check(son).items())
                .filteredOn(candidate -> number.equals(candidate.number()))
                .allMatch(candidate -> candidate.band().equals("POSSIBLE"));
    }

    private Candidate best(Map<String, Object> draft, String number) {
        return check(draft).items().stream()
                .filter(candidate -> number.equals(candidate.number()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void strangersFindNobodyAndLeaveATrace() {
        long before = audited("nobody");

        assertThat(check(Map.of("fullName", "贾宝玉" + hanzi(tag()))).items()).isEmpty();

        assertThat(audited("nobody")).isEqualTo(before + 1);
    }

    @Test
    void nothingToGoByAndWrongValuesAreRefused() {
        post(AGENT, CHECK, Map.of("birthDate", "1990-01-01")).expectStatus().isBadRequest();
        post(AGENT, CHECK, Map.of("fullName", "张三", "surprise", 1))
                .expectStatus()
                .isBadRequest();
        post(AGENT, CHECK, Map.of("contactPoints", List.of(Map.of("kind", "PHONE", "value", "12"))))
                .expectStatus()
                .isEqualTo(422);
        post(AGENT, CHECK + "?number=nonsense!", Map.of("fullName", "张三"))
                .expectStatus()
                .isNotFound();
        post(MARKETER, CHECK, Map.of("fullName", "张三")).expectStatus().isForbidden();
    }

    @Test
    void nobodyAsksMoreOftenThanTheBudgetAllowsAlsoNotAtOnce() throws Exception {
        String subject = "curious-" + UUID.randomUUID();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 130; i++) {
                answers.add(callers.submit(() -> status(api.as(subject, AGENT)
                        .post()
                        .uri(CHECK)
                        .body(Map.of("fullName", "薛宝钗"))
                        .exchange())));
            }
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }
        assertThat(statuses).containsOnly(200, 429);
        // The minute may have turned over once in between.
        assertThat(statuses.stream().filter(status -> status == 200)).hasSizeBetween(60, 120);
        RestTestClient.ResponseSpec other = api.as("patient-" + subject, AGENT)
                .post()
                .uri(CHECK)
                .body(Map.of("fullName", "薛宝钗"))
                .exchange();
        other.expectStatus().isOk().expectHeader().valueEquals("RateLimit-Policy", "\"duplicate-checks\";q=60;w=60");
    }

    private Answer check(Map<String, Object> body) {
        return answer(post(AGENT, CHECK, body));
    }

    private Answer checkFor(String number, Map<String, Object> body) {
        return answer(post(AGENT, CHECK + "?number=" + number, body));
    }

    private static Answer answer(RestTestClient.ResponseSpec response) {
        return response.expectStatus().isOk().returnResult(Answer.class).getResponseBody();
    }

    /** Each under a name of its own, so that the budget of one test is not that of another. */
    private RestTestClient.ResponseSpec post(Role role, String path, Map<String, Object> body) {
        return api.as("tester-" + UUID.randomUUID(), role)
                .post()
                .uri(path)
                .body(body)
                .exchange();
    }

    private static int status(RestTestClient.ResponseSpec response) {
        return response.returnResult(String.class).getStatus().value();
    }

    private long audited(String object) {
        return jdbc.sql(
                        "SELECT count(*) FROM audit_entry WHERE action = 'customer.check-duplicates' AND object = :object")
                .param("object", object)
                .query(Long.class)
                .single();
    }

    private String register(Map<String, Object> person) {
        Map<String, Object> body = new HashMap<>(person);
        body.put("distinct", true);
        return post(INTEGRATOR, "/customer/v1/customers", body)
                .expectStatus()
                .isCreated()
                .returnResult(Registered.class)
                .getResponseBody()
                .number();
    }

    private static Map<String, Object> person(String name, String phone, String birthDate) {
        return Map.of(
                "fullName",
                name,
                "birthDate",
                birthDate,
                "contactPoints",
                List.of(Map.of("kind", "PHONE", "value", phone)));
    }

    private static String tag() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static String phone(String tag, int last) {
        return "+86137%07d%d".formatted(Math.floorMod(tag.hashCode(), 10_000_000), last);
    }

    private static String hanzi(String tag) {
        return Character.toString(0x4E00 + Math.floorMod(tag.hashCode(), 5_000));
    }
}
