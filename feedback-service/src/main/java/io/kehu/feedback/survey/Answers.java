package io.kehu.feedback.survey;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers that fit their questions, in the questions' order.
 *
 * @param numbers of scales, by question
 * @param choices ids of what was chosen, by question
 * @param texts free words, by question
 */
record Answers(Map<String, Integer> numbers, Map<String, List<String>> choices, Map<String, String> texts) {

    /** Everything but words, as it is kept: a number, the id of a choice, or a list of them. */
    Map<String, Object> withoutTexts(SurveyDefinition definition) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (Question question : definition.questions()) {
            Integer number = numbers.get(question.id());
            List<String> chosen = choices.get(question.id());
            if (number != null) {
                kept.put(question.id(), number);
            } else if (chosen != null) {
                kept.put(question.id(), question.type() == QuestionType.CHOICE ? chosen.getFirst() : chosen);
            }
        }
        return kept;
    }

    boolean isEmpty() {
        return numbers.isEmpty() && choices.isEmpty() && texts.isEmpty();
    }
}
