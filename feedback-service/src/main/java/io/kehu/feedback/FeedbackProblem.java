package io.kehu.feedback;

import io.kehu.starter.web.problem.ProblemType;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The problems of feedback-service; docs/problems.md says what callers can do about each. */
public enum FeedbackProblem implements ProblemType {
    FEEDBACK_NOT_FOUND(HttpStatus.NOT_FOUND),
    FEEDBACK_LINKED(HttpStatus.CONFLICT),
    SURVEY_NOT_FOUND(HttpStatus.NOT_FOUND),
    SURVEY_EXISTS(HttpStatus.CONFLICT),
    SURVEY_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    SURVEY_VERSION_NOT_FOUND(HttpStatus.NOT_FOUND),
    SURVEY_VERSION_SUPERSEDED(HttpStatus.CONFLICT),
    SURVEY_WITHOUT_METRIC(HttpStatus.CONFLICT),
    RESPONSE_LINK_UNKNOWN(HttpStatus.NOT_FOUND),
    RESPONSE_LINK_EXPIRED(HttpStatus.GONE),
    RESPONSE_EXISTS(HttpStatus.CONFLICT),
    ANSWERS_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    COMPLAINT_NOT_FOUND(HttpStatus.NOT_FOUND),
    COMPLAINT_EXISTS(HttpStatus.CONFLICT),
    TRANSITION_NOT_ALLOWED(HttpStatus.CONFLICT),
    CALENDAR_NOT_FOUND(HttpStatus.NOT_FOUND),
    CALENDAR_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    SLA_POLICY_INVALID(HttpStatus.UNPROCESSABLE_CONTENT);

    private final HttpStatus status;

    FeedbackProblem(HttpStatus status) {
        this.status = status;
    }

    @Override
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public HttpStatus status() {
        return status;
    }
}
