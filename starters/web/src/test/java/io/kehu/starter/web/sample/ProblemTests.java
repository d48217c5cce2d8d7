package io.kehu.starter.web.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every error of every layer, as callers see it. */
@WebTest
class ProblemTests {

    private static final String GOOD = "{\"name\":\"a\",\"quantity\":1,\"fragile\":false}";

    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @Test
    void whatIsRightPasses() {
        assertThat(http.post("/sample/v1/echo", GOOD).status()).isEqualTo(200);
        assertThat(http.get("/sample/v1/number?value=1").body()).isEqualTo("1");
        assertThat(http.get("/sample/v1/header", "X-Needed", "x").body()).isEqualTo("x");
    }

    @Test
    void anUnknownAddressIs404() {
        http.get("/nowhere").isProblem(404, "not-found");
        http.get("/sample/v1/things/0").isProblem(404, "not-found");
        http.get("/error").isProblem(404, "not-found");
    }

    @Test
    void theInstanceIsTheAddressAsItWasSent() {
        assertThat(http.get("/nowhere/a%20b%2C?q=secret").text("/instance")).isEqualTo("/nowhere/a%20b%2C");
    }

    @Test
    void anotherMethodIs405AndNamesThoseThereAre() {
        Http.Answer answer = http.json("DELETE", "/sample/v1/echo", "").isProblem(405, "method-not-allowed");

        assertThat(answer.header("Allow")).hasValue("POST");
    }

    @Test
    void anotherMediaTypeIs415AndNamesThoseThereAre() {
        Http.Answer answer = http.send(
                        "POST",
                        "/sample/v1/echo",
                        HttpRequest.BodyPublishers.ofString("<a/>"),
                        "Content-Type",
                        "application/xml")
                .isProblem(415, "unsupported-media-type");

        assertThat(answer.header("Accept").orElse("")).contains("application/json");
        http.send("POST", "/sample/v1/echo", HttpRequest.BodyPublishers.ofString(GOOD), "Content-Type", "no type")
                .isProblem(415, "unsupported-media-type");
    }

    @Test
    void anUnknownRepresentationIs406() {
        http.get("/sample/v1/things", "Accept", "image/png").isProblem(406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"name\":", "not json", "{'name':'a'}", "{\"name\":\"a\",}"})
    void whatIsNoJsonIs400(String body) {
        http.post("/sample/v1/echo", body).isProblem(400, "malformed-request");
    }

    @Test
    void anUnknownFieldIs400WithItsPlace() {
        http.post("/sample/v1/echo", "{\"name\":\"a\",\"quantity\":1,\"fragile\":false,\"mystery\":1}")
                .isProblem(400, "invalid-fields")
                .names("/mystery", "unknown");
        http.post(
                        "/sample/v1/echo",
                        "{\"name\":\"a\",\"quantity\":1,\"fragile\":false,\"lines\":[{\"product\":\"p\",\"count\":1,\"a/b~\":1}]}")
                .isProblem(400, "invalid-fields")
                .names("/lines/0/a~1b~0", "unknown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\",\"quantity\":\"x\",\"fragile\":false} | /quantity | type",
                "{\"name\":\"a\",\"quantity\":\"1\",\"fragile\":false} | /quantity | type",
                "{\"name\":\"a\",\"quantity\":1.5,\"fragile\":false} | /quantity | format",
                "{\"name\":\"a\",\"quantity\":null,\"fragile\":false} | /quantity | required",
                "{\"name\":\"a\",\"fragile\":false} | /quantity | required",
                "{\"name\":1,\"quantity\":1,\"fragile\":false} | /name | format",
                "{\"name\":\"a\",\"quantity\":1,\"fragile\":\"true\"} | /fragile | type",
                "{\"name\":\"a\",\"quantity\":1,\"fragile\":0} | /fragile | format",
                "{\"name\":\"a\",\"quantity\":1,\"fragile\":false,\"kind\":\"HUGE\"} | /kind | format",
                "{\"name\":\"a\",\"quantity\":1,\"fragile\":false,\"kind\":0} | /kind | format",
                "{\"name\":\"a\",\"quantity\":1,\"fragile\":false,\"at\":\"yesterday\"} | /at | format",
                "{\"name\":\"a\",\"quantity\":1,\"fragile\":false,\"lines\":{}} | /lines | type",
                "[] | '' | type",
                "\"text\" | '' | type",
            })
    void aValueOfTheWrongKindIs400WithItsPlace(String body, String pointer, String code) {
        http.post("/sample/v1/echo", body).isProblem(400, "invalid-fields").names(pointer, code);
    }

    @Test
    void aBrokenRuleIs400WithItsPlaceAndEachIsNamed() {
        http.post("/sample/v1/echo", "{\"name\":\"\",\"quantity\":1,\"fragile\":false}")
                .isProblem(400, "invalid-fields")
                .names("/name", "notblank");
        Http.Answer both = http.post(
                        "/sample/v1/echo",
                        "{\"name\":\"a\",\"quantity\":-1,\"fragile\":false,\"lines\":[{\"product\":\"p\",\"count\":1},{\"product\":\"p\",\"count\":0}]}")
                .isProblem(400, "invalid-fields");

        Map<String, String> codes = StreamSupport.stream(
                        both.json().path("errors").spliterator(), false)
                .collect(Collectors.toMap(
                        error -> error.path("pointer").asString(),
                        error -> error.path("code").asString()));
        assertThat(codes).isEqualTo(Map.of("/quantity", "min", "/lines/1/count", "min"));
    }

    @Test
    void aParameterThatIsMissingOrWrongIs400WithItsName() {
        http.get("/sample/v1/number").isProblem(400, "invalid-fields").names("value", "required");
        http.get("/sample/v1/number?value=x").isProblem(400, "invalid-fields").names("value", "format");
        http.get("/sample/v1/number?value=0").isProblem(400, "invalid-fields").names("value", "min");
        http.get("/sample/v1/number?value=1&id=x")
                .isProblem(400, "invalid-fields")
                .names("id", "format");
        http.get("/sample/v1/things/x").isProblem(400, "invalid-fields").names("id", "format");
        http.get("/sample/v1/header").isProblem(400, "invalid-fields").names("X-Needed", "required");
    }

    @ParameterizedTest
    @CsvSource({"limit=0,min", "limit=201,max", "limit=x,format", "limit=99999999999,format"})
    void aLimitOutOfBoundsIs400WithItsName(String query, String code) {
        http.get("/sample/v1/things?" + query).isProblem(400, "invalid-fields").names("limit", code);
    }

    @ParameterizedTest
    @CsvSource({
        "zh-CN, 最小不能小于0, 请求中有不被接受的值",
        "zh, 最小不能小于0, 请求中有不被接受的值",
        "zh-Hans-CN, 最小不能小于0, 请求中有不被接受的值",
        "'zh-CN,zh;q=0.9,en;q=0.8', 最小不能小于0, 请求中有不被接受的值",
        "en, must be greater than or equal to 0, The request has values that are not accepted",
        "en-GB, must be greater than or equal to 0, The request has values that are not accepted",
        "'en,zh;q=0.5', must be greater than or equal to 0, The request has values that are not accepted",
        "fr, must be greater than or equal to 0, The request has values that are not accepted",
        "'fr,zh;q=0.5', 最小不能小于0, 请求中有不被接受的值",
        "*, must be greater than or equal to 0, The request has values that are not accepted",
        "'!,;q=x', must be greater than or equal to 0, The request has values that are not accepted",
    })
    void allTextsAreInTheLanguageTheCallerAsksFor(String language, String text, String title) {
        Http.Answer answer = http.post(
                "/sample/v1/echo", "{\"name\":\"a\",\"quantity\":-1,\"fragile\":false}", "Accept-Language", language);

        assertThat(answer.text("/title")).isEqualTo(title);
        assertThat(answer.text("/errors/0/detail")).isEqualTo(text);
    }

    @Test
    void ourOwnFieldTextsAreInTheLanguageToo() {
        String unknown = "{\"name\":\"a\",\"quantity\":1,\"fragile\":false,\"mystery\":1}";

        assertThat(http.post("/sample/v1/echo", unknown, "Accept-Language", "zh")
                        .text("/errors/0/detail"))
                .startsWith("没有这个字段");
        assertThat(http.post("/sample/v1/echo", unknown).text("/errors/0/detail"))
                .startsWith("There is no such field");
    }

    @Test
    void aProblemOfTheServiceHasItsTextsMembersAndTimeToComeBack() {
        Http.Answer chinese =
                http.get("/sample/v1/refuse", "Accept-Language", "zh-CN").isProblem(409, "shelf-full");

        assertThat(chinese.text("/detail")).isEqualTo("货架最多放 12 件，请先取走一件。");
        assertThat(chinese.json().path("left").intValue()).isZero();
        assertThat(chinese.header("Retry-After")).hasValue("30");
        assertThat(http.get("/sample/v1/refuse").text("/detail")).isEqualTo("It holds 12 things; take one away first.");
    }

    @Test
    void anUnexpectedFailureSaysNothingAboutOurInsides() {
        http.get("/sample/v1/fail").isProblem(500, "internal-error");
        http.get("/sample/v1/number?value=1", "X-Fail", "yes").isProblem(500, "internal-error");
    }

    @Test
    void aDatabaseThatIsTooSlowIs503WithATimeToComeBack() {
        Http.Answer answer = http.get("/sample/v1/slow").isProblem(503, "unavailable");

        assertThat(answer.header("Retry-After")).hasValue("2");
    }

    @Test
    void aDatabaseThatGoesAwayInATransactionIs503WithATimeToComeBack() {
        Http.Answer answer = http.get("/sample/v1/lost").isProblem(503, "unavailable");

        assertThat(answer.header("Retry-After")).hasValue("2");
    }

    @Test
    void aNulCharacterThatTheDatabaseCannotKeepIs400() {
        http.post("/sample/v1/things", "{\"name\":\"a\\u0000b\",\"quantity\":1}")
                .isProblem(400, "malformed-request");
        http.get("/sample/v1/things?prefix=%00").isProblem(400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET /a|b HTTP/1.1\r\nHost: x\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET /sample/v1/things/%2e%2e%2f HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /sample/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /sample/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            })
    void whatIsNoHttpIs400BelowSpringToo(String request) {
        assertThat(http.raw(request))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "/problems/malformed-request")
                .doesNotContainIgnoringCase("tomcat");
    }

    @Test
    void headersThatAreTooLargeAreRefusedBelowSpring() {
        assertThat(http.raw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(40_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4")
                .contains("application/problem+json");
    }

    @Test
    void noAnswerNamesTheServer() {
        assertThat(http.get("/nowhere").response().headers().map())
                .doesNotContainKeys("server", "x-powered-by", "Server");
    }
}
