package io.kehu.loyalty.coupon;

import static io.kehu.loyalty.coupon.CouponDesk.PLAIN;
import static io.kehu.loyalty.coupon.CouponDesk.items;
import static io.kehu.loyalty.coupon.CouponDesk.problem;
import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.starter.protection.token.SearchTokens;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Codes that are shown once, to those they are for, and that nothing keeps. */
@ServiceTest
class CouponIssueTests {

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    private CouponDesk desk;
    private String number;

    @BeforeEach
    void open() {
        desk = new CouponDesk(context).defined(PLAIN);
        number = desk.member();
    }

    @Test
    void whoAsksAgainGetsTheSameCodes() {
        String other = desk.member();
        String fields = "\"numbers\": [\"" + number + "\", \"" + other + "\"]";
        ResponseSpec first = desk.issue("a", fields);
        first.expectHeader().valueEquals("Cache-Control", "no-store");
        List<JsonNode> codes = items(first);
        assertThat(codes).extracting(code -> code.path("number").asString()).containsExactly(number, other);

        ResponseSpec again = desk.issue("a", fields);
        again.expectHeader().valueEquals("Idempotency-Replayed", "true");
        again.expectHeader().valueEquals("Cache-Control", "no-store");

        assertThat(items(again)).isEqualTo(codes);
        assertThat(issued()).isEqualTo(2);
        assertThat(codeTexts(desk.issue("b", fields)))
                .doesNotContainAnyElementsOf(
                        codes.stream().map(code -> code.path("code").asString()).toList());
    }

    @Test
    void codesOfNobodyAreShownAgainAsTheyWere() {
        ResponseSpec first = desk.issue("a", "\"count\": 3");
        List<JsonNode> codes = items(first);
        assertThat(codes).allMatch(code -> code.path("number").isMissingNode());
        desk.step("redeem", codes.getFirst().path("code").asString(), number, "T-1")
                .expectStatus()
                .isOk();

        assertThat(items(desk.issue("a", "\"count\": 3"))).isEqualTo(codes);
        problem(desk.issue("a", "\"count\": 4"), 422, "idempotency-key-reused");
    }

    @Test
    void manyAtOnceWithOneKeyIssueOnce() throws Exception {
        Set<List<String>> answers = ConcurrentHashMap.newKeySet();

        CouponDesk.together(16, CouponDesk.alternately(32, () -> {
            var result = desk.issue("same", "\"count\": 5")
                    .expectBody(JsonNode.class)
                    .returnResult();
            if (result.getStatus().isSameCodeAs(HttpStatus.CREATED)) {
                List<String> codes = new ArrayList<>();
                result.getResponseBody()
                        .path("items")
                        .forEach(item -> codes.add(item.path("code").asString()));
                return answers.add(codes);
            }
            assertThat(result.getResponseBody().path("type").asString()).isEqualTo("/problems/request-running");
            return false;
        }));

        assertThat(answers).hasSize(1);
        assertThat(issued()).isEqualTo(5);
    }

    @Test
    void aThousandCodesAsAFile() {
        ResponseSpec response = file("file", "\"count\": 1000");
        byte[] bytes = response.expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody();
        String file = new String(bytes, StandardCharsets.UTF_8);

        List<String> lines = file.lines().toList();
        assertThat(lines).hasSize(1_001);
        assertThat(lines.getFirst()).isEqualTo("\uFEFFcode,number,validFrom,validTo,id");
        Set<String> codes = lines.stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(',')))
                .collect(Collectors.toCollection(HashSet::new));
        assertThat(codes).hasSize(1_000).allMatch(code -> CodeForm.isSound(CodeForm.read(code)));
        desk.step("redeem", codes.iterator().next(), number, "T-1")
                .expectStatus()
                .isOk();
        assertThat(new String(
                        file("file", "\"count\": 1000")
                                .expectBody(byte[].class)
                                .returnResult()
                                .getResponseBody(),
                        StandardCharsets.UTF_8))
                .isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"count\": 0",
                "\"count\": 1001",
                "\"numbers\": []",
                "\"numbers\": [\"x y\"]",
                "\"numbers\": [null]",
                "\"numbers\": [\"C00000000135\"], \"count\": 1",
                "\"numbers\": [\"C00000000135\", \"C00000000135\"]"
            })
    void whatMakesNoSenseIsNotIssued(String fields) {
        problem(desk.issue("bad", fields), 400, "invalid-fields");

        assertThat(issued()).isZero();
    }

    @Test
    void allGetOneOrNobody() {
        String nobody = Shop.newNumber();

        ResponseSpec response = desk.issue("a", "\"numbers\": [\"" + number + "\", \"" + nobody + "\"]");
        response.expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/member-not-found")
                .jsonPath("$.numbers[0]")
                .isEqualTo(nobody)
                .jsonPath("$.numbers.length()")
                .isEqualTo(1);

        assertThat(issued()).isZero();
    }

    @Test
    void anIssueNeedsAKeyAndARole() {
        desk.till()
                .post()
                .uri("/loyalty/v1/coupons/" + desk.code() + ":issue")
                .contentType(org.springframework.http.MediaType.APPLICATION_JSON)
                .body("{\"count\": 1}")
                .exchange()
                .expectStatus()
                .isEqualTo(428);
        desk.post(api.as(AGENT), "/coupons/" + desk.code() + ":issue", "agent", "{\"count\": 1}")
                .expectStatus()
                .isForbidden();
        problem(desk.post(desk.till(), "/coupons/CNONE:issue", "none", "{\"count\": 1}"), 404, "coupon-not-found");
    }

    /** In any form, in any table, as text or as bytes. */
    @Test
    void noTableHasACode() {
        String own = desk.personal(number).path("code").asString();
        List<String> codes = desk.codes(3);
        desk.step("reserve", own, number, "T-1").expectStatus().isOk();
        desk.step("redeem", own, number, "T-1").expectStatus().isOk();
        desk.step("return", own, number, "T-1").expectStatus().isOk();
        desk.makeVoid("\"code\": \"" + own + "\"").expectStatus().isOk();
        desk.step("redeem", codes.getFirst(), number, "T-2").expectStatus().isOk();
        desk.step("redeem", own, number, "T-2").expectStatus().isEqualTo(422);

        List<String> tables = jdbc.sql("""
                        SELECT relname FROM pg_class
                        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND has_table_privilege(oid, 'SELECT')
                        """).query(String.class).list();
        assertThat(tables)
                .contains(
                        "idempotency_key",
                        "outbox_event",
                        "audit_entry",
                        "coupon_code",
                        "coupon_use",
                        "coupon_attempt");
        assertThat(found(tables, desk.code())).as("what is looked for is found").contains("coupon_code");
        for (String code : List.of(own, codes.get(0), codes.get(1))) {
            String plain = CodeForm.read(code);
            for (String form : List.of(code, plain, code.replace('-', ' '), plain.substring(0, 12))) {
                assertThat(found(tables, form)).as(form).isEmpty();
                assertThat(found(tables, HexFormat.of().formatHex(form.getBytes(StandardCharsets.UTF_8))))
                        .as(form)
                        .isEmpty();
            }
        }
    }

    @Test
    void aCodeNeedsTheSeedAndTheKey() {
        CodeSecrets here = context.getBean(CodeSecrets.class);
        CodeSecrets elsewhere = new CodeSecrets(new SearchTokens(new byte[32]));
        byte[] seed = here.newSeed();
        assertThat(here.newSeed()).isNotEqualTo(seed);

        assertThat(here.code(seed, 0)).isEqualTo(here.code(seed, 0)).isNotEqualTo(here.code(seed, 1));
        assertThat(elsewhere.code(seed, 0)).isNotEqualTo(here.code(seed, 0));
        assertThat(here.code(here.newSeed(), 0)).isNotEqualTo(here.code(seed, 0));
        String code = here.code(seed, 0);
        assertThat(elsewhere.token(code)).isNotEqualTo(here.token(code));
        assertThat(here.token(code).token()).isNotEqualTo(here.token(code).token2());
    }

    private List<String> found(List<String> tables, String text) {
        return tables.stream()
                .filter(table -> jdbc.sql("SELECT EXISTS (SELECT FROM " + table + " t WHERE t::text ILIKE :text)")
                        .param("text", "%" + text.toLowerCase(Locale.ROOT) + "%")
                        .query(Boolean.class)
                        .single())
                .toList();
    }

    private ResponseSpec file(String key, String fields) {
        return desk.post(desk.till(), "/coupons/" + desk.code() + ":issue.csv", key, "{" + fields + "}");
    }

    private static List<String> codeTexts(ResponseSpec response) {
        return items(response).stream()
                .map(item -> item.path("code").asString())
                .toList();
    }

    private int issued() {
        return jdbc.sql("SELECT count(*) FROM coupon_code WHERE coupon = :coupon")
                .param("coupon", desk.code())
                .query(Integer.class)
                .single();
    }
}
