package io.kehu.identity.number;

import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.TestSchemes;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Allocation and look-up over HTTP on a real database. */
@ServiceTest
class NumberControllerTests {

    private static final String NUMBERS = "/identity/v1/numbers";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void issuesCheckableNumbersThatResolveInEveryForm() {
        CustomerNumber number = allocate(1, null).getFirst();

        assertThat(number.number()).matches("C\\d{11}");
        assertThat(number.display()).matches("C-\\d{9}-\\d{2}");
        String fullWidth = number.display().toLowerCase(java.util.Locale.ROOT).replace('0', '０');
        for (String form : List.of(number.number(), number.display(), fullWidth, " " + number.display())) {
            api.as(INTEGRATOR)
                    .get()
                    .uri(NUMBERS + "/{number}", form)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.number")
                    .isEqualTo(number.number())
                    .jsonPath("$.state")
                    .isEqualTo("ACTIVE");
        }
    }

    @Test
    void sameKeySameNumbersOtherBodyRefused() {
        List<CustomerNumber> first = allocate(3, "key-1");

        assertThat(allocate(3, "key-1")).isEqualTo(first);
        post(4, "key-1")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/idempotency-key-reused");
    }

    @Test
    void manyCallersGetDistinctNumbersWithoutGaps() throws Exception {
        String scheme = define("RACE", "R{seq:8}{check}", "NONE");
        int callers = 16;
        int each = 20;
        Set<String> numbers = new HashSet<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(callers)) {
            List<Callable<List<String>>> work = new ArrayList<>();
            IntStream.range(0, callers * each).forEach(call -> work.add(() -> numbers(scheme, 1 + call % 3)));
            for (Future<List<String>> future : pool.invokeAll(work)) {
                numbers.addAll(future.get());
            }
        }
        long issued = jdbc.sql("SELECT sum(to_seq - from_seq + 1) FROM number_run WHERE scheme = 'RACE'")
                .query(Long.class)
                .single();
        long next = jdbc.sql("SELECT next_seq FROM number_partition WHERE scheme = 'RACE'")
                .query(Long.class)
                .single();
        assertThat(numbers).hasSize((int) issued);
        assertThat(next).isEqualTo(issued + 1);
    }

    @Test
    void theDatabaseRefusesToIssueANumberTwice() {
        CustomerNumber ignored = allocate(10, null).getFirst();
        long from = jdbc.sql(
                        "SELECT from_seq FROM number_run WHERE to_seq - from_seq = 9 ORDER BY from_seq DESC LIMIT 1")
                .query(Long.class)
                .single();

        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> jdbc.sql("""
                                INSERT INTO number_run (scheme, partition, from_seq, to_seq, issued_by)
                                VALUES ('CUSTOMER', '', :from, :from, 'test')
                                """).param("from", from + 5).update())
                .hasMessageContaining("number issued twice");
        assertThat(ignored.number()).startsWith("C");
    }

    @Test
    void numbersPerYearAndBranchHaveCountersOfTheirOwn() {
        define("BRANCHED", "B{yyyy}{branch:3}{seq:5}{check}", "BRANCH");

        assertThat(numbers("BRANCHED", 1, "001").getFirst()).matches("B\\d{4}00100001\\d{2}");
        assertThat(numbers("BRANCHED", 1, "002").getFirst()).matches("B\\d{4}00200001\\d{2}");
        assertThat(numbers("BRANCHED", 1, "001").getFirst()).matches("B\\d{4}00100002\\d{2}");
    }

    @Test
    void aFullSchemeSaysHowManyAreLeftAndIssuesNone() {
        define("SMALL", "S{seq:4}{check}", "NONE");
        for (int i = 0; i < 9; i++) {
            numbers("SMALL", 1000);
        }
        numbers("SMALL", 990);

        post("SMALL", 10)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/scheme-exhausted")
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("Only 9 are free"));
        assertThat(numbers("SMALL", 9)).hasSize(9).last().asString().startsWith("S9999");
    }

    @Test
    void badRequestsAreProblems() {
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of("scheme", "CUSTOMER", "count", 0),
                Map.of("scheme", "CUSTOMER", "count", -1),
                Map.of("scheme", "CUSTOMER", "count", 1001),
                Map.of("scheme", "CUSTOMER", "count", "1"),
                Map.of("scheme", "CUSTOMER", "cuont", 1),
                Map.of("scheme", "customer"),
                Map.of())) {
            api.as(INTEGRATOR)
                    .post()
                    .uri(NUMBERS)
                    .body(body)
                    .exchange()
                    .expectStatus()
                    .isEqualTo(400)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/invalid-fields")
                    .jsonPath("$.errors[0].pointer")
                    .exists();
        }
        post("NOWHERE", 1).expectStatus().isNotFound();
    }

    @Test
    void tellsTypingErrorsFromUnknownNumbers() {
        String number = allocate(1, null).getFirst().number();
        char wrong = number.charAt(5) == '9' ? '8' : (char) (number.charAt(5) + 1);
        String typo = number.substring(0, 5) + wrong + number.substring(6);

        api.as(INTEGRATOR)
                .post()
                .uri(NUMBERS + ":validate")
                .body(Map.of("numbers", List.of(number, typo, "hello", "")))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[*].verdict")
                .isEqualTo(List.of("VALID", "WRONG_CHECK", "UNKNOWN_FORM", "UNKNOWN_FORM"));
        api.as(INTEGRATOR)
                .get()
                .uri(NUMBERS + "/" + typo)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void aTypoIsAnsweredWithTheIssuedNumbersItMayHaveBeen() {
        String number = allocate(50, null).get(30).number();
        String replaced =
                number.substring(0, 5) + (char) ('0' + (number.charAt(5) - '0' + 3) % 10) + number.substring(6);
        int place = 9;
        while (number.charAt(place) == number.charAt(place + 1)) {
            place--;
        }
        String swapped = number.substring(0, place)
                + number.charAt(place + 1)
                + number.charAt(place)
                + number.substring(place + 2);

        assertThat(hints(replaced)).contains(new Hint(number, "REPLACED", 6));
        assertThat(hints(swapped)).contains(new Hint(number, "SWAPPED", place + 1));
        assertThat(hints(number)).as("a right number needs none").isEmpty();
        assertThat(hints("C99999999900"))
                .as("numbers never issued are no hints")
                .isEmpty();
    }

    private record Hint(String number, String mistake, int place) {}

    private record Validated(List<Item> items) {

        private record Item(String verdict, List<Hint> hints) {}
    }

    private List<Hint> hints(String text) {
        List<Hint> hints = api.as(INTEGRATOR)
                .post()
                .uri(NUMBERS + ":validate")
                .body(Map.of("numbers", List.of(text)))
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(Validated.class)
                .getResponseBody()
                .items()
                .getFirst()
                .hints();
        return hints == null ? List.of() : hints;
    }

    private List<CustomerNumber> allocate(int count, String key) {
        Allocated answer = post(count, key)
                .expectStatus()
                .isCreated()
                .returnResult(Allocated.class)
                .getResponseBody();
        return answer.items();
    }

    private record Allocated(String scheme, List<CustomerNumber> items) {}

    private RestTestClient.ResponseSpec post(int count, String key) {
        return api.as(INTEGRATOR)
                .post()
                .uri(NUMBERS)
                .headers(headers -> {
                    if (key != null) {
                        headers.set("Idempotency-Key", key);
                    }
                })
                .body(Map.of("scheme", "CUSTOMER", "count", count))
                .exchange();
    }

    private RestTestClient.ResponseSpec post(String scheme, int count) {
        return api.as(INTEGRATOR)
                .post()
                .uri(NUMBERS)
                .body(Map.of("scheme", scheme, "count", count))
                .exchange();
    }

    private List<String> numbers(String scheme, int count) {
        return post(scheme, count).returnResult(Allocated.class).getResponseBody().items().stream()
                .map(CustomerNumber::number)
                .toList();
    }

    private List<String> numbers(String scheme, int count, String branch) {
        return api
                .as(INTEGRATOR)
                .post()
                .uri(NUMBERS)
                .body(Map.of("scheme", scheme, "count", count, "branch", branch))
                .exchange()
                .returnResult(Allocated.class)
                .getResponseBody()
                .items()
                .stream()
                .map(CustomerNumber::number)
                .toList();
    }

    private String define(String code, String template, String partitioning) {
        TestSchemes.define(api, code, template, partitioning);
        return code;
    }
}
