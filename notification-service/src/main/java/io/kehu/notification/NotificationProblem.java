package io.kehu.notification;

import io.kehu.starter.web.problem.ProblemType;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The problems of notification-service; docs/problems.md says what callers can do about each. */
public enum NotificationProblem implements ProblemType {
    TEMPLATE_NOT_FOUND(HttpStatus.NOT_FOUND),
    TEMPLATE_VERSION_NOT_FOUND(HttpStatus.NOT_FOUND),
    TEMPLATE_EXISTS(HttpStatus.CONFLICT),
    TEMPLATE_VERSION_STATE(HttpStatus.CONFLICT),
    TEMPLATE_TEXT_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    TEMPLATE_NOT_APPROVED(HttpStatus.UNPROCESSABLE_CONTENT),
    PARAMETERS_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    CHANNEL_NOT_AVAILABLE(HttpStatus.UNPROCESSABLE_CONTENT),
    MESSAGE_NOT_FOUND(HttpStatus.NOT_FOUND),
    DEDUPE_KEY_TAKEN(HttpStatus.CONFLICT),
    SUPPRESSION_NOT_FOUND(HttpStatus.NOT_FOUND);

    private final HttpStatus status;

    NotificationProblem(HttpStatus status) {
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
