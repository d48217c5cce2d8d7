package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Feedback as it comes in.
 *
 * @param channel how it came
 * @param source who names {@code externalRef}: two sources may use the same one; empty for the company's own systems
 * @param externalRef the source's id for it; null where the source has none, so that nothing can repeat it
 * @param number the customer; null for anonymous feedback
 * @param kind what it is
 * @param text what was said; null for a bare rating
 * @param rating 1 to 5
 * @param product product code
 * @param store store code
 * @param occurredAt when it was said
 */
public record NewFeedback(
        Channel channel,
        String source,
        @Nullable String externalRef,
        @Nullable CustomerNumber number,
        Kind kind,
        @Nullable String text,
        @Nullable Integer rating,
        @Nullable String product,
        @Nullable String store,
        Instant occurredAt) {

    /** Longest text, in characters. */
    public static final int MAX_TEXT = 4_000;

    public NewFeedback {
        if (text == null && rating == null) {
            throw new IllegalArgumentException("Feedback says something or rates something.");
        }
    }
}
