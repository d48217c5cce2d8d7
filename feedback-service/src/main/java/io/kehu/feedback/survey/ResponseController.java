package io.kehu.feedback.survey;

import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.survey.AnswerInvitation.Asked;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Questions and answers for programs, such as the company's own app. */
@RestController
@Tag(name = "responses")
class ResponseController {

    static final String PATH = "/feedback/v1/responses/{token}";

    private final AnswerInvitation answerInvitation;

    ResponseController(AnswerInvitation answerInvitation) {
        this.answerInvitation = answerInvitation;
    }

    /**
     * What is asked.
     *
     * @param survey code of the survey
     * @param surveyVersion which version of it
     * @param answered whether it is answered already; then it cannot be answered otherwise
     * @param expiresAt until when it can be answered
     * @param definition the questions in both languages
     */
    record Questionnaire(
            String survey, int surveyVersion, boolean answered, Instant expiresAt, SurveyDefinition definition) {}

    /**
     * What is answered.
     *
     * @param answers by question id: a number for NPS, CSAT and CES, a choice id for CHOICE, choice ids for MULTI, a text for TEXT
     * @param clientResponseId the caller's own id for it, kept beside it
     */
    record ResponseRequest(
            @NotNull @Size(max = 100) @Schema(additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
            Map<String, @Nullable Object> answers,

            @Nullable UUID clientResponseId) {}

    /** What was taken. */
    record ResponseReceipt(UUID responseId, Instant submittedAt) {}

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "What an invitation asks",
            description =
                    "As JSON, or as a page with a form for people. A look changes nothing but that it was looked at.")
    ResponseEntity<Questionnaire> getQuestions(@PathVariable String token) {
        Asked asked = answerInvitation.asked(token);
        answerInvitation.noteOpened(asked);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Questionnaire(
                        asked.survey().survey().value(),
                        asked.survey().version(),
                        asked.isAnswered(),
                        asked.invitation().expiresAt(),
                        asked.survey().definition()));
    }

    /**
     * Repeating it is safe by itself, so there is no Idempotency-Key here: strangers have no names, and one's key would stand in another's
     * way.
     */
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Answer an invitation, once",
            description =
                    "The same answers again get the same receipt; others are refused with 409. A form post is taken as well.")
    ResponseEntity<ResponseReceipt> answerQuestions(
            @PathVariable String token, @Valid @RequestBody ResponseRequest request) {
        Asked asked = answerInvitation.asked(token);
        Answers answers =
                switch (AnswerSheet.read(asked.survey().definition(), request.answers())) {
                    case AnswerSheet.Reading.Fitting fitting -> fitting.answers();
                    case AnswerSheet.Reading.Unfitting unfitting ->
                        throw new ProblemException(FeedbackProblem.ANSWERS_INVALID, unfitting.problems());
                };
        Responses.Response taken = answerInvitation.take(asked, answers, request.clientResponseId());
        return ResponseEntity.status(HttpStatus.OK)
                .cacheControl(CacheControl.noStore())
                .body(new ResponseReceipt(taken.id().value(), taken.submittedAt()));
    }
}
