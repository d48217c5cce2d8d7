package io.kehu.feedback.feedback;

import java.util.UUID;

/** Id of a feedback. */
public record FeedbackId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
