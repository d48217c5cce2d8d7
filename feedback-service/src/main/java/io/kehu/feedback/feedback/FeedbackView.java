package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Feedback as callers read it.
 *
 * @param id its id
 * @param channel how it came in
 * @param externalRef the source's id for it; masked like the text
 * @param number customer number, of merged customers the one that stands for all; missing while anonymous
 * @param kind what it is
 * @param text what was said; masked unless the caller's role shows it
 * @param rating 1 to 5
 * @param product product code
 * @param store store code
 * @param occurredAt when it was said
 * @param receivedAt when it came in
 * @param erased true when what was said is erased
 */
record FeedbackView(
        UUID id,
        Channel channel,
        @Nullable String externalRef,
        @Nullable String number,
        Kind kind,
        @Nullable String text,
        @Nullable Integer rating,
        @Nullable String product,
        @Nullable String store,
        Instant occurredAt,
        Instant receivedAt,
        @Nullable Boolean erased) {

    static FeedbackView of(Feedback feedback, Words.Said said) {
        return new FeedbackView(
                feedback.id().value(),
                feedback.channel(),
                said.externalRef(),
                CustomerNumber.text(feedback.living()),
                feedback.kind(),
                said.text(),
                feedback.rating(),
                feedback.product(),
                feedback.store(),
                feedback.occurredAt(),
                feedback.receivedAt(),
                said.erased() ? true : null);
    }
}
