package io.kehu.feedback.survey;

import io.kehu.starter.web.problem.FieldProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what somebody answered against what was asked. */
final class AnswerSheet {

    private final SurveyDefinition definition;
    private final List<FieldProblem> problems = new ArrayList<>();
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Map<String, List<String>> choices = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    private AnswerSheet(SurveyDefinition definition) {
        this.definition = definition;
    }

    /** Either answers that fit, or why they do not. */
    sealed interface Reading {

        /** All fit. */
        record Fitting(Answers answers) implements Reading {}

        /** Some do not; pointers lead into the request. */
        record Unfitting(List<FieldProblem> problems) implements Reading {}
    }

    /** @param given by question: a number, a text, a list of texts, or null for no answer */
    static Reading read(SurveyDefinition definition, Map<String, ? extends @Nullable Object> given) {
        AnswerSheet sheet = new AnswerSheet(definition);
        Set<String> unknown = new HashSet<>(given.keySet());
        for (Question question : definition.questions()) {
            unknown.remove(question.id());
            sheet.read(question, given.get(question.id()));
        }
        unknown.stream()
                .sorted()
                .forEach(id -> sheet.problems.add(new FieldProblem("/answers/" + safe(id), "unknown")));
        Answers answers = new Answers(sheet.numbers, sheet.choices, sheet.texts);
        if (sheet.problems.isEmpty() && answers.isEmpty()) {
            sheet.problems.add(new FieldProblem("/answers", "required"));
        }
        return sheet.problems.isEmpty() ? new Reading.Fitting(answers) : new Reading.Unfitting(sheet.problems);
    }

    private void read(Question question, @Nullable Object value) {
        boolean blank = value == null
                || (value instanceof String text && text.isBlank())
                || (value instanceof List<?> list && list.isEmpty());
        if (blank) {
            if (question.isRequired()) {
                refuse(question, "required");
            }
            return;
        }
        switch (question.type()) {
            case NPS, CSAT, CES -> readNumber(question, value);
            case CHOICE, MULTI -> readChoices(question, value);
            case TEXT -> readText(question, value);
        }
    }

    private void readNumber(Question question, @Nullable Object value) {
        QuestionType scale = question.type();
        if (value instanceof Integer number && number >= scale.min() && number <= scale.max()) {
            numbers.put(question.id(), number);
        } else {
            refuse(question, "scale");
        }
    }

    private void readChoices(Question question, @Nullable Object value) {
        List<?> chosen = value instanceof List<?> list && question.type() == QuestionType.MULTI
                ? list
                : value instanceof String && question.type() == QuestionType.CHOICE ? List.of(value) : List.of();
        List<String> known = question.choicesOrNone().stream()
                .map(Question.Choice::id)
                .filter(chosen::contains)
                .toList();
        if (known.isEmpty() || known.size() < chosen.size()) {
            refuse(question, "choice");
        } else {
            choices.put(question.id(), known);
        }
    }

    private void readText(Question question, @Nullable Object value) {
        if (!(value instanceof String text)) {
            refuse(question, "type");
        } else if (text.strip().codePointCount(0, text.strip().length()) > question.longest()) {
            refuse(question, "too-long");
        } else {
            // Browsers send line ends as two characters; other callers as one.
            texts.put(question.id(), text.strip().replace("\r\n", "\n"));
        }
    }

    private void refuse(Question question, String code) {
        problems.add(new FieldProblem("/answers/" + question.id(), code));
    }

    /** What a stranger sent as a name is not repeated to them unless it could be one. */
    private static String safe(String id) {
        return id.matches(Question.ID) ? id : "?";
    }
}
