package io.kehu.feedback.survey;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question.
 *
 * @param id stays the same over versions, and so does its type, so that answers to different versions can be counted together
 * @param type what kind of answer it takes
 * @param text what is asked
 * @param required whether it must be answered; no when missing
 * @param choices what can be chosen; for CHOICE and MULTI only
 * @param maxLength longest answer in characters; for TEXT only, 1,000 when missing
 */
record Question(
        @NotNull @Pattern(regexp = ID) String id,
        @NotNull QuestionType type,
        @NotNull @Valid LocalText text,
        @Nullable Boolean required,
        @Size(max = 50) @Nullable List<@Valid @NotNull Choice> choices,
        @Min(1) @Max(2_000) @Nullable Integer maxLength) {

    static final String ID = "[a-z][a-z0-9_]{0,30}";

    private static final int DEFAULT_LENGTH = 1_000;

    /**
     * Something to choose.
     *
     * @param id stays the same over versions
     * @param text what it says
     */
    record Choice(
            @NotNull @Pattern(regexp = ID) String id,
            @NotNull @Valid LocalText text) {}

    boolean isRequired() {
        return Boolean.TRUE.equals(required);
    }

    List<Choice> choicesOrNone() {
        return choices == null ? List.of() : choices;
    }

    int longest() {
        return maxLength == null ? DEFAULT_LENGTH : maxLength;
    }
}
