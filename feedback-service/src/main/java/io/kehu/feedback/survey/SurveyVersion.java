package io.kehu.feedback.survey;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version of a survey: a draft until it is published, and unchangeable from then on. */
record SurveyVersion(
        SurveyCode survey,
        int version,
        State state,
        SurveyDefinition definition,
        String checksum,
        Instant createdAt,
        @Nullable Instant publishedAt) {

    /** Whether it can be asked. */
    enum State {
        DRAFT,
        PUBLISHED
    }
}
