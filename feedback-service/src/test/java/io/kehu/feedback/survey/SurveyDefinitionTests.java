package io.kehu.feedback.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.survey.AnswerSheet.Reading;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be asked, and which answers fit. */
class SurveyDefinitionTests {

    private static final LocalText TEXT = new LocalText("中文", "English");

    private final SurveyDefinition definition = new SurveyDefinition(
            TEXT,
            null,
            null,
            List.of(
                    question("nps", QuestionType.NPS, true),
                    question("ease", QuestionType.CES, false),
                    new Question("why", QuestionType.CHOICE, TEXT, false, choices("price", "service", "other"), null),
                    new Question("liked", QuestionType.MULTI, TEXT, false, choices("taste", "smell"), null),
                    new Question("comment", QuestionType.TEXT, TEXT, false, null, 10)));

    @Test
    void answersThatFitAreKeptInTheOrderOfTheQuestions() {
        Answers answers = fitting(Map.of(
                "comment", "  很好\r\n谢谢 ", "nps", 9, "why", "price", "liked", List.of("smell", "taste"), "ease", 7));

        assertThat(answers.numbers()).isEqualTo(Map.of("nps", 9, "ease", 7));
        assertThat(answers.texts()).isEqualTo(Map.of("comment", "很好\n谢谢"));
        assertThat(answers.withoutTexts(definition))
                .isEqualTo(Map.of("nps", 9, "ease", 7, "why", "price", "liked", List.of("taste", "smell")));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThat(codes(Map.of("nps", 11))).containsExactly("/answers/nps scale");
        assertThat(codes(Map.of("nps", -1))).containsExactly("/answers/nps scale");
        assertThat(codes(Map.of("nps", "9"))).containsExactly("/answers/nps scale");
        assertThat(codes(Map.of("nps", 9.5))).containsExactly("/answers/nps scale");
        assertThat(codes(Map.of("nps", List.of(9)))).containsExactly("/answers/nps scale");
        assertThat(codes(Map.of("ease", 0))).containsExactly("/answers/nps required", "/answers/ease scale");
        assertThat(codes(Map.of("nps", 5, "why", "weather"))).containsExactly("/answers/why choice");
        assertThat(codes(Map.of("nps", 5, "why", List.of("price")))).containsExactly("/answers/why choice");
        assertThat(codes(Map.of("nps", 5, "liked", "taste"))).containsExactly("/answers/liked choice");
        assertThat(codes(Map.of("nps", 5, "liked", List.of("taste", "taste"))))
                .containsExactly("/answers/liked choice");
        assertThat(codes(Map.of("nps", 5, "comment", 5))).containsExactly("/answers/comment type");
        assertThat(codes(Map.of("nps", 5, "comment", "12345678901"))).containsExactly("/answers/comment too-long");
        assertThat(codes(Map.of("nps", 5, "age", 5))).containsExactly("/answers/age unknown");
        assertThat(codes(Map.of("nps", 5, "<script>", 5))).containsExactly("/answers/? unknown");
    }

    @Test
    void blankIsNoAnswer() {
        Map<String, Object> given = new HashMap<>(Map.of("nps", 0, "comment", " \n ", "liked", List.of(), "why", ""));
        given.put("ease", null);

        assertThat(fitting(given)).isEqualTo(new Answers(Map.of("nps", 0), Map.of(), Map.of()));
    }

    @Test
    void anEmptySheetIsNoResponse() {
        SurveyDefinition optional =
                new SurveyDefinition(TEXT, null, null, List.of(question("nps", QuestionType.NPS, false)));

        assertThat(AnswerSheet.read(optional, Map.of()))
                .isEqualTo(new Reading.Unfitting(List.of(new FieldProblem("/answers", "required"))));
    }

    @Test
    void aCharacterIsACharacterHoweverManyBytesItTakes() {
        assertThat(fitting(Map.of("nps", 5, "comment", "😀".repeat(10))).texts())
                .hasSize(1);
    }

    @Test
    void whatCannotBeAskedIsRefusedWithThePlace() {
        assertThat(refusals(
                        List.of(question("a", QuestionType.NPS, true), question("a", QuestionType.TEXT, true)),
                        Map.of()))
                .containsExactly("/questions/1/id id-twice");
        assertThat(refusals(List.of(new Question("a", QuestionType.CHOICE, TEXT, null, choices("x"), null)), Map.of()))
                .containsExactly("/questions/0/choices choices-few");
        assertThat(refusals(
                        List.of(new Question("a", QuestionType.MULTI, TEXT, null, choices("x", "x"), null)), Map.of()))
                .containsExactly("/questions/0/choices id-twice");
        assertThat(refusals(List.of(new Question("a", QuestionType.NPS, TEXT, null, choices("x", "y"), 5)), Map.of()))
                .containsExactly("/questions/0/choices not-for-type", "/questions/0/maxLength not-for-type");
        assertThat(refusals(List.of(question("a", QuestionType.NPS, true)), Map.of("a", QuestionType.CSAT)))
                .containsExactly("/questions/0/type type-changed");
    }

    private static List<String> refusals(List<Question> questions, Map<String, QuestionType> before) {
        SurveyDefinition bad = new SurveyDefinition(TEXT, null, null, questions);
        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> bad.validate(before));
        assertThat(refusal.type()).isEqualTo(FeedbackProblem.SURVEY_INVALID);
        return SurveyProblems.of(refusal);
    }

    /** The errors of a problem as a caller would read them. */
    private static final class SurveyProblems {

        static List<String> of(ProblemException problem) {
            org.springframework.context.support.StaticMessageSource texts =
                    new org.springframework.context.support.StaticMessageSource();
            texts.setUseCodeAsDefaultMessage(true);
            Object errors = new io.kehu.starter.web.problem.Problems(texts, () -> null)
                    .document(problem, "/", java.util.Locale.ENGLISH)
                    .getProperties()
                    .get("errors");
            return ((List<?>) errors)
                    .stream()
                            .map(FieldProblem.class::cast)
                            .map(error -> error.pointer() + " " + error.code())
                            .toList();
        }
    }

    private Answers fitting(Map<String, Object> given) {
        return ((Reading.Fitting) AnswerSheet.read(definition, given)).answers();
    }

    private List<String> codes(Map<String, Object> given) {
        return ((Reading.Unfitting) AnswerSheet.read(definition, given))
                .problems().stream()
                        .map(problem -> problem.pointer() + " " + problem.code())
                        .toList();
    }

    private static Question question(String id, QuestionType type, boolean required) {
        return new Question(id, type, TEXT, required, null, null);
    }

    private static List<Question.Choice> choices(String... ids) {
        return java.util.Arrays.stream(ids)
                .map(id -> new Question.Choice(id, TEXT))
                .toList();
    }
}
