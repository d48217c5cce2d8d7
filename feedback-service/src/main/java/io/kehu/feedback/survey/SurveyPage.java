package io.kehu.feedback.survey;

import io.kehu.feedback.Texts;
import io.kehu.starter.web.problem.FieldProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/**
 * The page behind a survey's link. Self-contained: no script, no image, one style the content policy knows by its hash. Every question is
 * a group with a legend, every mistake is named at its question and at the top.
 */
@Component
class SurveyPage {

    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{margin:0;font:1.0625rem/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
            main{max-width:40rem;margin:0 auto;padding:1.5rem 1rem 4rem}
            h1{font-size:1.5rem;line-height:1.3}
            fieldset{border:1px solid #767676;border-radius:.5rem;margin:1.5rem 0;padding:.75rem 1rem 1rem}
            legend{font-weight:600;padding:0 .25rem}
            .scale{display:flex;flex-wrap:wrap;gap:.5rem}
            .scale label{min-width:2.75rem;min-height:2.75rem;display:flex;align-items:center;justify-content:center;
            border:1px solid #767676;border-radius:.375rem;padding:0 .5rem;box-sizing:border-box}
            .ends{display:flex;justify-content:space-between;margin:.5rem 0 0;font-size:.9375rem}
            .choices label{display:block;padding:.5rem 0}
            textarea{width:100%;min-height:7rem;box-sizing:border-box;font:inherit;padding:.5rem}
            button{font:inherit;font-weight:600;min-height:3rem;padding:0 2rem;border-radius:.375rem;border:0;
            background:#0b57d0;color:#fff}
            :focus-visible{outline:3px solid #c26401;outline-offset:2px}
            .mistake{border-left:.375rem solid #c26401;padding-left:.75rem;margin:.5rem 0}
            """;

    private final Texts texts;
    private final String contentSecurityPolicy;

    SurveyPage(Texts texts) {
        this.texts = texts;
        this.contentSecurityPolicy = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
                + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    /**
     * @param filled what was filled in before, by question
     * @param mistakes what is wrong with it
     */
    String form(
            SurveyDefinition definition, Locale locale, Map<String, List<String>> filled, List<FieldProblem> mistakes) {
        Map<String, String> byQuestion = mistakes.stream()
                .collect(Collectors.toMap(
                        mistake -> mistake.pointer().substring(mistake.pointer().lastIndexOf('/') + 1),
                        mistake -> texts.of("page.mistake." + mistake.code(), locale),
                        (first, second) -> first));
        StringBuilder body = new StringBuilder();
        LocalText intro = definition.intro();
        if (intro != null) {
            body.append("<p>").append(lines(intro.in(locale))).append("</p>\n");
        }
        if (!mistakes.isEmpty()) {
            body.append("<p class=\"mistake\" role=\"alert\">")
                    .append(text("page.mistakes", locale))
                    .append("</p>\n");
        }
        body.append("<form method=\"post\" accept-charset=\"utf-8\">\n");
        for (Question question : definition.questions()) {
            question(
                    body,
                    question,
                    locale,
                    filled.getOrDefault(question.id(), List.of()),
                    byQuestion.get(question.id()));
        }
        body.append("<button type=\"submit\">")
                .append(text("page.submit", locale))
                .append("</button>\n</form>\n");
        return document(definition.title().in(locale), locale, body + otherLanguage(locale));
    }

    String thanks(SurveyDefinition definition, Locale locale) {
        LocalText thanks = definition.thanks();
        String words = thanks == null ? texts.of("page.thanks", locale) : thanks.in(locale);
        return document(definition.title().in(locale), locale, "<p role=\"status\">" + lines(words) + "</p>\n");
    }

    String problem(ProblemDetail problem, Locale locale) {
        String title = problem.getTitle() == null ? "" : problem.getTitle();
        String detail = problem.getDetail() == null ? "" : problem.getDetail();
        return document(title, locale, "<p role=\"alert\">" + lines(detail) + "</p>\n");
    }

    private void question(
            StringBuilder body,
            Question question,
            Locale locale,
            List<String> filled,
            @org.jspecify.annotations.Nullable String mistake) {
        String id = question.id();
        String described = mistake == null ? "" : " aria-describedby=\"m-" + id + "\"";
        body.append("<fieldset")
                .append(described)
                .append(">\n<legend>")
                .append(lines(question.text().in(locale)));
        body.append(question.isRequired() ? " " + text("page.required", locale) : "")
                .append("</legend>\n");
        if (mistake != null) {
            body.append("<p class=\"mistake\" id=\"m-")
                    .append(id)
                    .append("\">")
                    .append(escaped(mistake))
                    .append("</p>\n");
        }
        switch (question.type()) {
            case NPS, CSAT, CES -> scale(body, question, locale, filled);
            case CHOICE, MULTI -> choices(body, question, locale, filled);
            case TEXT ->
                body.append("<textarea name=\"")
                        .append(id)
                        .append("\" maxlength=\"")
                        .append(question.longest())
                        .append("\" aria-label=\"")
                        .append(escaped(question.text().in(locale)))
                        .append('"')
                        .append(required(question))
                        .append('>')
                        .append(filled.isEmpty() ? "" : "\n" + escaped(filled.getFirst()))
                        .append("</textarea>\n");
        }
        body.append("</fieldset>\n");
    }

    private void scale(StringBuilder body, Question question, Locale locale, List<String> filled) {
        QuestionType type = question.type();
        body.append("<div class=\"scale\">\n");
        IntStream.rangeClosed(type.min(), type.max()).forEach(value -> {
            String number = Integer.toString(value);
            body.append("<label>");
            input(body, "radio", question, number, filled);
            body.append(' ').append(number).append("</label>\n");
        });
        String key = "page." + type.name().toLowerCase(Locale.ROOT);
        body.append("</div>\n<p class=\"ends\"><span>")
                .append(text(key + ".low", locale))
                .append("</span><span>");
        body.append(text(key + ".high", locale)).append("</span></p>\n");
    }

    private static void choices(StringBuilder body, Question question, Locale locale, List<String> filled) {
        body.append("<div class=\"choices\">\n");
        for (Question.Choice choice : question.choicesOrNone()) {
            body.append("<label>");
            input(body, question.type() == QuestionType.MULTI ? "checkbox" : "radio", question, choice.id(), filled);
            body.append(' ').append(escaped(choice.text().in(locale))).append("</label>\n");
        }
        body.append("</div>\n");
    }

    private static void input(StringBuilder body, String type, Question question, String value, List<String> filled) {
        body.append("<input type=\"").append(type).append("\" name=\"").append(question.id());
        body.append("\" value=\"").append(value).append('"');
        // Of check boxes any one will do, which HTML cannot say.
        body.append("radio".equals(type) ? required(question) : "");
        body.append(filled.contains(value) ? " checked" : "").append('>');
    }

    private static String required(Question question) {
        return question.isRequired() ? " required" : "";
    }

    private String otherLanguage(Locale locale) {
        boolean chinese = isChinese(locale);
        return "<p><a href=\"?lang=%s\" lang=\"%s\" hreflang=\"%s\">%s</a></p>\n"
                .formatted(
                        chinese ? "en" : "zh-CN",
                        chinese ? "en" : "zh-CN",
                        chinese ? "en" : "zh-CN",
                        chinese ? "English" : "中文");
    }

    private static String document(String title, Locale locale, String body) {
        return """
                <!doctype html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                %s</main>
                </body>
                </html>
                """.formatted(isChinese(locale) ? "zh-CN" : "en", escaped(title), STYLE, escaped(title), body);
    }

    private String text(String key, Locale locale) {
        return escaped(texts.of(key, locale));
    }

    private static String lines(String text) {
        return escaped(text).replace("\n", "<br>");
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }

    private static boolean isChinese(Locale locale) {
        return Locale.CHINESE.getLanguage().equals(locale.getLanguage());
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
