package io.kehu.feedback.survey;

import io.kehu.feedback.FeedbackProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a survey asks.
 *
 * @param title stands above
 * @param intro said before the questions
 * @param thanks said after the last answer
 * @param questions in order
 */
record SurveyDefinition(
        @NotNull @Valid LocalText title,
        @Valid @Nullable LocalText intro,
        @Valid @Nullable LocalText thanks,
        @NotEmpty @Size(max = 50) List<@Valid @NotNull Question> questions) {

    private static final int FEWEST_CHOICES = 2;

    /**
     * Rules no annotation can express.
     *
     * @param typesBefore types of the questions of earlier versions, by id
     * @throws ProblemException 422 when one is broken
     */
    void validate(Map<String, QuestionType> typesBefore) {
        List<FieldProblem> problems = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            String pointer = "/questions/" + i;
            if (!ids.add(question.id())) {
                problems.add(new FieldProblem(pointer + "/id", "id-twice"));
            }
            QuestionType before = typesBefore.get(question.id());
            if (before != null && before != question.type()) {
                problems.add(new FieldProblem(pointer + "/type", "type-changed"));
            }
            validateChoices(question, pointer, problems);
            if (question.maxLength() != null && question.type() != QuestionType.TEXT) {
                problems.add(new FieldProblem(pointer + "/maxLength", "not-for-type"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(FeedbackProblem.SURVEY_INVALID, problems);
        }
    }

    private static void validateChoices(Question question, String pointer, List<FieldProblem> problems) {
        List<Question.Choice> choices = question.choicesOrNone();
        if (!question.type().hasChoices()) {
            if (question.choices() != null) {
                problems.add(new FieldProblem(pointer + "/choices", "not-for-type"));
            }
            return;
        }
        if (choices.size() < FEWEST_CHOICES) {
            problems.add(new FieldProblem(pointer + "/choices", "choices-few"));
        }
        if (choices.stream().map(Question.Choice::id).distinct().count() < choices.size()) {
            problems.add(new FieldProblem(pointer + "/choices", "id-twice"));
        }
    }

    /** The question a score of this type is about: the first one. */
    Optional<Question> first(QuestionType type) {
        return questions.stream().filter(question -> question.type() == type).findFirst();
    }
}
