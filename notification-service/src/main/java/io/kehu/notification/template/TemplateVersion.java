package io.kehu.notification.template;

import io.kehu.notification.NotificationProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The words of a template in one language, from draft to retirement. */
record TemplateVersion(
        TemplateKey key,
        Language language,
        int version,
        TemplateText text,
        State state,
        Instant createdAt,
        String createdBy,
        @Nullable Instant decidedAt,
        @Nullable String decidedBy) {

    /** SUBMITTED and REJECTED are for channels whose provider reviews texts before they may be sent. */
    enum State {
        DRAFT,
        SUBMITTED,
        APPROVED,
        REJECTED,
        RETIRED
    }

    void mustBeApprovable() {
        if (state != State.DRAFT && state != State.SUBMITTED) {
            throw new ProblemException(NotificationProblem.TEMPLATE_VERSION_STATE, state);
        }
    }

    void mustBeRetirable() {
        if (state == State.SUBMITTED || state == State.RETIRED) {
            throw new ProblemException(NotificationProblem.TEMPLATE_VERSION_STATE, state);
        }
    }

    Rendered render(Facts facts) {
        return text.render(language, version, facts);
    }
}
