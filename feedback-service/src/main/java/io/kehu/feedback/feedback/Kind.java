package io.kehu.feedback.feedback;

/** What feedback is. */
public enum Kind {
    COMPLAINT,
    SUGGESTION,
    PRAISE,
    QUESTION,
    REVIEW,
    /** A text given as an answer to a survey. */
    SURVEY_COMMENT
}
