package io.kehu.feedback.survey;

/** Short upper-case name of a survey, such as {@code NPS_PURCHASE}. */
public record SurveyCode(String value) {

    public static final String PATTERN = "[A-Z][A-Z0-9_]{1,40}";

    public SurveyCode {
        if (!value.matches(PATTERN)) {
            throw new IllegalArgumentException("Not a survey code.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
