package io.kehu.feedback.survey;

import io.kehu.feedback.survey.AnswerInvitation.Asked;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.problem.Problems;
import io.kehu.starter.web.problem.RequestLanguage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Questions and answers for people: one page with one form, which needs no script and no account. */
@RestController
@Tag(name = "responses")
class ResponsePageController {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final AnswerInvitation answerInvitation;
    private final SurveyPage page;
    private final Problems problems;

    ResponsePageController(AnswerInvitation answerInvitation, SurveyPage page, Problems problems) {
        this.answerInvitation = answerInvitation;
        this.page = page;
        this.problems = problems;
    }

    @GetMapping(path = ResponseController.PATH, produces = MediaType.TEXT_HTML_VALUE)
    @Operation(summary = "What an invitation asks", description = "A look changes nothing but that it was looked at.")
    ResponseEntity<String> getQuestions(
            @PathVariable String token,
            @RequestParam(name = "lang", required = false) @Nullable String language,
            HttpServletRequest request) {
        Locale locale = locale(language, request);
        return orProblemPage(request, locale, () -> {
            Asked asked = answerInvitation.asked(token);
            answerInvitation.noteOpened(asked);
            SurveyDefinition definition = asked.survey().definition();
            return answer(
                    HttpStatus.OK,
                    asked.isAnswered()
                            ? page.thanks(definition, locale)
                            : page.form(definition, locale, Map.of(), List.of()));
        });
    }

    /** Repeating a post is safe by itself; browsers send no Idempotency-Key. */
    @PostMapping(
            path = ResponseController.PATH,
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_HTML_VALUE)
    @Operation(summary = "Answer an invitation, once", description = "Fields are named by the questions.")
    ResponseEntity<String> answerQuestions(
            @PathVariable String token,
            @RequestParam(name = "lang", required = false) @Nullable String language,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> fields,
            HttpServletRequest request) {
        Locale locale = locale(language, request);
        return orProblemPage(request, locale, () -> {
            Asked asked = answerInvitation.asked(token);
            SurveyDefinition definition = asked.survey().definition();
            return switch (AnswerSheet.read(definition, answers(definition, fields))) {
                case AnswerSheet.Reading.Fitting fitting -> {
                    answerInvitation.take(asked, fitting.answers(), null);
                    yield answer(HttpStatus.OK, page.thanks(definition, locale));
                }
                case AnswerSheet.Reading.Unfitting unfitting ->
                    answer(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            page.form(definition, locale, fields, unfitting.problems()));
            };
        });
    }

    /** Only fields that are questions; a browser's extensions may add others. */
    private static Map<String, Object> answers(SurveyDefinition definition, MultiValueMap<String, String> fields) {
        Map<String, Object> answers = new HashMap<>();
        for (Question question : definition.questions()) {
            List<String> values = fields.getOrDefault(question.id(), List.of());
            if (question.type() == QuestionType.MULTI) {
                answers.put(question.id(), values);
            } else if (!values.isEmpty()) {
                String value = values.getFirst();
                answers.put(
                        question.id(),
                        question.type().isScale() && value.matches("\\d{1,2}")
                                ? (Object) Integer.valueOf(value)
                                : value);
            }
        }
        return answers;
    }

    private ResponseEntity<String> orProblemPage(
            HttpServletRequest request, Locale locale, Supplier<ResponseEntity<String>> work) {
        try {
            return work.get();
        } catch (ProblemException problem) {
            ProblemDetail document = problems.document(problem, request.getRequestURI(), locale);
            return answer(HttpStatusCode.valueOf(document.getStatus()), page.problem(document, locale));
        }
    }

    private ResponseEntity<String> answer(HttpStatusCode status, String html) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", page.contentSecurityPolicy())
                .header("X-Robots-Tag", "noindex")
                .body(html);
    }

    private static Locale locale(@Nullable String language, HttpServletRequest request) {
        return language == null ? RequestLanguage.of(request) : RequestLanguage.of(language);
    }
}
