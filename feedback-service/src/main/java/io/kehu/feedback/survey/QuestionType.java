package io.kehu.feedback.survey;

import org.jspecify.annotations.Nullable;

/** What kind of answer a question takes. */
enum QuestionType {
    /** How likely would you recommend us: 0 to 10. */
    NPS(0, 10),
    /** How content are you: 1 to 5. */
    CSAT(1, 5),
    /** How easy was it: 1 to 7. */
    CES(1, 7),
    /** One of several choices. */
    CHOICE(null, null),
    /** Any of several choices. */
    MULTI(null, null),
    /** Free words. */
    TEXT(null, null);

    private final @Nullable Integer min;
    private final @Nullable Integer max;

    QuestionType(@Nullable Integer min, @Nullable Integer max) {
        this.min = min;
        this.max = max;
    }

    boolean isScale() {
        return min != null;
    }

    boolean hasChoices() {
        return this == CHOICE || this == MULTI;
    }

    int min() {
        return bound(min);
    }

    int max() {
        return bound(max);
    }

    private static int bound(@Nullable Integer bound) {
        if (bound == null) {
            throw new IllegalStateException("Only scales have bounds.");
        }
        return bound;
    }
}
