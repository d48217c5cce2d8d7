package io.kehu.feedback.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.feedback.MovableClock;
import io.kehu.starter.test.Api;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The page behind a link, as a browser without scripts sees it. */
@FeedbackServiceTest
class ResponsePageControllerTests {

    private static final String SURVEY = "NPS_PURCHASE";
    private static final String EVERYTHING = "PAGE_OF_EVERYTHING";
    private static final String EVIL = "<script>alert('1')</script>\\\"><img src=x onerror=alert(1)>&amp;";
    private static final String EVIL_TEXT = "{\"zh-CN\": \"中" + EVIL + "\", \"en\": \"en " + EVIL + "\"}";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MovableClock clock;

    @Autowired
    private Invitees invitees;

    private final String number = Invitees.number();
    private UUID invitation;
    private String address;

    private record Page(int status, HttpHeaders headers, String html) {}

    @BeforeEach
    void invite() {
        invitation = invitees.invite(SURVEY, number);
        address = invitees.address(invitation);
    }

    @AfterEach
    void comeBack() {
        clock.reset();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'zh-CN,zh;q=0.9,en;q=0.8', zh-CN, 您这次购物的感受, 提交",
        "'', 'en-GB', en, How was your purchase?, Send",
        "'', 'fr', en, How was your purchase?, Send",
        "'?lang=zh-CN', 'en', zh-CN, 您这次购物的感受, 提交",
        "'?lang=en', 'zh-CN', en, How was your purchase?, Send"
    })
    void thePageSpeaksTheReadersLanguage(String query, String accepted, String language, String title, String button) {
        Page page = get(address + query, accepted);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html())
                .contains(
                        "<html lang=\"" + language + "\">", "<title>" + title + "</title>", ">" + button + "</button>")
                .contains("name=\"nps\" value=\"0\"", "name=\"nps\" value=\"10\"", "<textarea name=\"comment\"");
        assertThat(page.headers().getContentType()).isEqualTo(MediaType.parseMediaType("text/html;charset=UTF-8"));
    }

    @Test
    void thePageIsKeptNowhereLinksNowhereAndRunsNothing() throws Exception {
        Page page = get(address, "en");

        HttpHeaders headers = page.headers();
        assertThat(headers.getCacheControl()).isEqualTo("no-store");
        assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.getFirst("X-Robots-Tag")).isEqualTo("noindex");
        assertThat(headers.get("Content-Security-Policy")).hasSize(1);
        assertThat(headers.getFirst("Content-Security-Policy"))
                .contains("default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "script-src", "http");
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page.html());
        assertThat(style.find()).isTrue();
        assertThat(headers.getFirst("Content-Security-Policy"))
                .as("the policy lets the page's own style in")
                .contains("'sha256-"
                        + Base64.getEncoder()
                                .encodeToString(MessageDigest.getInstance("SHA-256")
                                        .digest(style.group(1).getBytes(StandardCharsets.UTF_8)))
                        + "'");
        assertThat(page.html())
                .doesNotContain("<script", " style=", "src=", "http:", "https:", " on")
                .doesNotContain(number)
                .doesNotContain(invitation.toString())
                .doesNotContain(address.substring(address.lastIndexOf('/') + 1));
    }

    @Test
    void aLookIsNoAnswer() {
        get(address, "en");
        get(address, "en");

        assertThat(state()).isEqualTo("OPENED");
        assertThat(responses()).isZero();
    }

    @Test
    void aFormIsAnsweredOnceAndThanksAfterwards() {
        Page thanks = post(address, "zh-CN", Map.of("nps", "10", "comment", "很好，\r\n谢谢 <b>", "extension", "x"));

        assertThat(thanks.status()).isEqualTo(200);
        assertThat(thanks.html()).contains("谢谢您的回答！").doesNotContain("<form").doesNotContain("很好");
        assertThat(thanks.headers().getCacheControl()).isEqualTo("no-store");
        assertThat(state()).isEqualTo("COMPLETED");
        assertThat(get(address, "en").html())
                .contains("Thank you for your answer!")
                .doesNotContain("<form");
        assertThat(post(address, "en", Map.of("nps", "10", "comment", "很好，\n谢谢 <b>"))
                        .status())
                .as("the same again, as after a second click")
                .isEqualTo(200);
        Page other = post(address, "en", Map.of("nps", "0"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.html()).contains("You have answered already").doesNotContain("<form");
        assertThat(responses()).isEqualTo(1);
    }

    @Test
    void ofTwoWindowsSentAtOnceOneCounts() throws Exception {
        CyclicBarrier together = new CyclicBarrier(6);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Map<String, String> fields = Map.of("nps", Integer.toString(i));
            work.add(() -> {
                together.await();
                return post(address, "en", fields).status();
            });
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (Future<Integer> status : pool.invokeAll(work)) {
                statuses.add(status.get());
            }
        }

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        assertThat(responses()).isEqualTo(1);
    }

    @Test
    void aMistakeIsNamedAtItsQuestionAndNothingIsLost() {
        Page page = post(address, "en", Map.of("comment", "</textarea><script>alert(1)</script> & \"quoted\""));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html())
                .contains("Not everything is filled in yet", "role=\"alert\"", "id=\"m-nps\"")
                .contains("Please answer this question.")
                .contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot;")
                .doesNotContain("<script");
        assertThat(page.headers().getCacheControl()).isEqualTo("no-store");
        assertThat(responses()).isZero();
        assertThat(post(address, "zh-CN", Map.of("nps", "11")).html()).contains("请选择一个数字。");
        assertThat(post(address, "zh-CN", Map.of("nps", "9")).status()).isEqualTo(200);
    }

    @Test
    void everyTextOfASurveyIsTextOnThePage() {
        String everything = everything();
        for (String language : List.of("zh-CN", "en")) {
            Page page = get(everything, language);

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.html())
                    .doesNotContain("<script", "<img")
                    .contains(
                            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;")
                    .contains("type=\"checkbox\" name=\"liked\" value=\"taste\"")
                    .contains("type=\"radio\" name=\"why\" value=\"price\"")
                    .contains("name=\"ease\" value=\"7\"")
                    .doesNotContain("name=\"ease\" value=\"8\"");
        }
        Page again = post(everything, "en", "liked=taste&liked=smell&why=price&comment=x");
        assertThat(again.status()).as("one question is missing").isEqualTo(422);
        assertThat(again.html())
                .contains("value=\"taste\" checked", "value=\"smell\" checked", "value=\"price\" checked")
                .doesNotContain("<script", "<img");
        Page thanks = post(everything, "en", "liked=taste&liked=smell&why=price&ease=3&comment=");
        assertThat(thanks.status()).isEqualTo(200);
        assertThat(thanks.html()).doesNotContain("<script", "<img").contains("&lt;script&gt;");
    }

    @Test
    void aLinkThatDoesNotWorkSaysSoOnAPage() {
        for (String language : List.of("zh-CN", "en")) {
            Page unknown = get("/feedback/v1/responses/nonsense", language);
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.headers().getContentType().isCompatibleWith(MediaType.TEXT_HTML))
                    .isTrue();
            assertThat(unknown.headers().getFirst("Content-Security-Policy")).contains("default-src 'none'");
            assertThat(unknown.html())
                    .contains("<html lang=\"" + language + "\">")
                    .contains(language.equals("en") ? "This link does not lead to a survey" : "该链接没有对应的问卷")
                    .doesNotContain("nonsense");
        }
        assertThat(post("/feedback/v1/responses/nonsense", "en", Map.of("nps", "1"))
                        .status())
                .isEqualTo(404);
        clock.forward(Duration.ofDays(14));
        assertThat(get(address, "zh-CN").status()).isEqualTo(410);
        assertThat(get(address, "zh-CN").html()).contains("回答时间已过").doesNotContain("<form");
        assertThat(post(address, "en", Map.of("nps", "1")).status()).isEqualTo(410);
        assertThat(responses()).isZero();
    }

    @Test
    void whoeverIsSignedInAnswersAllTheSame() {
        assertThat(api.asMember("CSVOTHER1")
                        .get()
                        .uri(address)
                        .header("Accept", "text/html")
                        .exchange()
                        .returnResult(byte[].class)
                        .getStatus()
                        .value())
                .isEqualTo(200);
    }

    /** A link to a survey with every kind of question and hostile texts everywhere. */
    private String everything() {
        if (jdbc.sql("SELECT count(*) FROM survey WHERE code = :code")
                        .param("code", EVERYTHING)
                        .query(Long.class)
                        .single()
                == 0) {
            invitees.define(EVERYTHING, """
                    {"title": %1$s, "intro": %1$s, "thanks": %1$s, "questions": [
                        {"id": "nps", "type": "NPS", "text": %1$s},
                        {"id": "content", "type": "CSAT", "text": %1$s},
                        {"id": "ease", "type": "CES", "text": %1$s, "required": true},
                        {"id": "why", "type": "CHOICE", "text": %1$s,
                            "choices": [{"id": "price", "text": %1$s}, {"id": "other", "text": %1$s}]},
                        {"id": "liked", "type": "MULTI", "text": %1$s, "required": true,
                            "choices": [{"id": "taste", "text": %1$s}, {"id": "smell", "text": %1$s}]},
                        {"id": "comment", "type": "TEXT", "text": %1$s, "maxLength": 10}]}
                    """.formatted(EVIL_TEXT));
        }
        return invitees.address(invitees.invite(EVERYTHING, number));
    }

    private Page get(String uri, String language) {
        var result = api.anonymous()
                .get()
                .uri(uri)
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .header("Accept-Language", language)
                .exchange()
                .returnResult(byte[].class);
        return new Page(
                result.getStatus().value(),
                result.getResponseHeaders(),
                new String(result.getResponseBodyContent(), StandardCharsets.UTF_8));
    }

    private Page post(String uri, String language, Map<String, String> fields) {
        return post(
                uri,
                language,
                fields.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    private Page post(String uri, String language, String form) {
        var result = api.anonymous()
                .post()
                .uri(uri)
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .header("Accept-Language", language)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(form)
                .exchange()
                .returnResult(byte[].class);
        return new Page(
                result.getStatus().value(),
                result.getResponseHeaders(),
                new String(result.getResponseBodyContent(), StandardCharsets.UTF_8));
    }

    private String state() {
        return jdbc.sql("SELECT state FROM invitation WHERE id = :id")
                .param("id", invitation)
                .query(String.class)
                .single();
    }

    private long responses() {
        return jdbc.sql("SELECT count(*) FROM response WHERE invitation_id = :id")
                .param("id", invitation)
                .query(Long.class)
                .single();
    }
}
